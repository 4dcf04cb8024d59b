"""An edited copy of minutes in Word, read back: every change and every comment, each at its place.

`read(data)` gives a `Copy`, a plain value. Its `places` are all that stands in the body, from top to bottom: numbered
paragraphs ("Paragraph_12", all their lines), items ("Item_3_1", their titles), and each other line as a place without a
name `after` a known one. `edges` are the lines of notes, headers and footers, each with its `edge` and without a name.
`copy.touched` are all with changes or comments, and at last what hangs nowhere.

`completed(copy, paper)` adds what nobody tracked: `paper` is the file that was sent out, read by the same `read`.
Then `was` of each place is what was sent out, a paragraph that is gone is there with its deletion, and the changes that
the file itself tracks keep their author. A change without an author was not tracked.

`changes(was, now)` are the changes between two texts, whole words each.

Whatever is no readable, harmless copy of minutes is `Refused` in a sentence. `read_any` takes a copy of any paper."""

from dialogue.rendering.word.returned.changing import of_texts as changes
from dialogue.rendering.word.returned.completing import completed
from dialogue.rendering.word.returned.copies import read, read_any
from dialogue.rendering.word.returned.values import Change, Copy, Edge, Place, Remark

__all__ = ["Change", "Copy", "Edge", "Place", "Remark", "changes", "completed", "read", "read_any"]

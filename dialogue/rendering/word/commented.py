"""A draft of minutes with the comments on it in its margin, as Word shows comments."""

from dialogue.domain.editions import CommentRow
from dialogue.domain.editions.texts import CommentedSheet
from dialogue.i18n import gettext
from dialogue.rendering.word import labels, minutes
from dialogue.rendering.word.annotations import Annotation
from dialogue.rendering.word.letterhead import spoken


def render(sheet: CommentedSheet) -> bytes:
    with spoken(sheet.heading.language):
        paper = minutes.with_contents(sheet.minutes)
        paper.annotate([_annotation(row) for row in sheet.rows])
        return paper.to_bytes()


def _annotation(row: CommentRow) -> Annotation:
    """At its paragraph; where nothing was recorded, at the title of the item."""
    item = minutes.place_of_item(row.item) if row.item else ""
    paragraph = f"_{minutes.place_of_paragraph(row.paragraph)}" if row.paragraph else ""
    return Annotation(
        place=tuple(filter(None, (paragraph, item))),
        author=gettext("%(party)s, comment %(number)d", party=row.party, number=row.number),
        initials=f"{row.party[:1]}{row.number}",
        at=row.at,
        text="\n".join(filter(None, (_asked(row), _answered(row)))),
    )


def _asked(row: CommentRow) -> str:
    """What is asked for, and in which words."""
    kind = labels.worded(labels.COMMENT_KINDS, row.kind)
    return f"{kind}: {row.text.strip()}"


def _answered(row: CommentRow) -> str:
    if not row.disposition:
        return ""
    word = labels.worded(labels.DISPOSITIONS, row.disposition)
    return f"{word}: {row.answer.strip()}" if row.answer.strip() else f"{word}."

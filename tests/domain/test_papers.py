"""Papers referred to, and released files whose hash is that of their bytes."""

import hashlib

from dialogue.domain.editions import Level
from dialogue.domain.papers import Paper, ReleasedFile
from tests.factories import AT, paper, session, table


def test_a_paper_is_named_by_its_reference_and_title():
    sides = table()
    one = paper(session(sides), sides.ours, "WP 3")

    assert one.line == "WP 3 — A paper"


def test_a_paper_without_reference_is_named_by_its_title():
    sides = table()
    one = Paper(session=session(sides), reference="", title="A letter", entered_by=sides.ours, entered_at=AT)

    assert (one.line, one.level) == ("A letter", Level.DELEGATIONS)


def test_a_released_file_knows_the_hash_of_its_bytes():
    made = ReleasedFile(
        session=session(table()), kind="minutes", label="", level=Level.COHOST, name="m.docx", content=b"PK\x03\x04",
        text_hash="ab", released_at=AT,
    )  # fmt: skip

    assert made.sha256 == hashlib.sha256(b"PK\x03\x04").hexdigest()

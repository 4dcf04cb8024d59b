"""A receipt says who took which edition away, and of which bytes."""

from dialogue.domain.editions import Level
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.receipts import take
from tests.factories import AT, known, organisation, person, session, table


def test_a_receipt_holds_who_when_which_edition_and_the_hash_of_the_bytes():
    institute = organisation()
    who = person(of=institute)
    who.organisation_id = institute.id  # as the database gives it
    file = known(
        ReleasedFile(
            session=session(table()), kind="minutes", label="", level=Level.COHOST, name="m.docx", content=b"docx",
            text_hash="ab", released_at=AT,
        )
    )  # fmt: skip

    receipt = take(file, who, AT)

    assert (receipt.file_id, receipt.person_id, receipt.organisation_id) == (file.id, who.id, institute.id)
    assert (receipt.level, receipt.sha256, receipt.taken_at) == (Level.COHOST, file.sha256, AT)

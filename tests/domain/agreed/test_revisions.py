"""A revision gives the text back as it was sent out."""

from dataclasses import replace

from dialogue.domain.agreed import Revision
from dialogue.domain.editions import fingerprint
from tests.factories import AT, joint_draft, minutes_sheet, table


def test_a_revision_keeps_the_whole_sheet_under_its_number():
    sheet = replace(minutes_sheet(joint_draft(table())), rev=2)

    kept = Revision.of(sheet, 2, at=AT)

    assert (kept.rev, kept.made_at, kept.sheet) == (2, AT, sheet)
    assert kept.text_hash == fingerprint(kept.sheet)

"""The text of minutes in columns: the same items, paragraphs and numbers as the noun has."""

from dialogue.domain.editions import Level
from dialogue.domain.minutes import Paragraph, ParagraphKind
from dialogue.queries import paragraphs
from tests.actions.conftest import cast
from tests.actions.test_rounds import minutes

__all__ = ["cast", "minutes"]


def told(noun):
    """The same of the minutes' own relationships."""
    return [
        (
            (item.position, item.number, item.title),
            [
                (
                    n,
                    p.kind,
                    p.text,
                    p.level,
                    p.reference,
                    p.speaker,
                    p.owner and p.owner.short_name,
                    p.office,
                    p.due_on,
                    p.language,
                    None,
                )
                for n, p in lines
            ],
        )
        for item, lines in noun.numbered()
    ]


def test_items_without_paragraphs_are_there_and_numbers_run_through(db, cast, minutes):
    first, last = minutes.items[0], minutes.items[-1]
    first.paragraphs = [
        Paragraph(kind=ParagraphKind.NOTED, text="One.", level=Level.DELEGATIONS, position=1),
        Paragraph(
            kind=ParagraphKind.ACTION, text="Two.", level=Level.COHOST, position=2, owner=cast.kosovo, office="Desk",
            due_on=minutes.session.starts.date(),
        ),
    ]  # fmt: skip
    last.paragraphs = [Paragraph(kind=ParagraphKind.AGREED, text="Three.", level=Level.PUBLIC, position=1)]
    db.flush()

    found = paragraphs.numbered(minutes)

    assert found == told(minutes)
    assert [line[0] for _, lines in found for line in lines] == list(range(1, len(minutes.paragraphs()) + 1))
    assert any(not lines for _, lines in found)

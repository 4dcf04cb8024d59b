"""Papers of a compartment: a PDF under a number, without a marking, and gone for good when it is taken away."""

import pytest

from dialogue.domain import tracks
from dialogue.domain.base import Refused
from dialogue.domain.markings import REFUSAL
from dialogue.domain.tracks import TRACKS
from tests import pdf_files
from tests.factories import AT, HOUR, known, person
from tests.factories import table as two_sides

TRACK = TRACKS["military-to-military"]


@pytest.fixture
def by():
    return person(of=two_sides().nato)


def attached(by, track=TRACK, title="Programme", content=None):
    words = {"title": title, "content": content if content is not None else pdf_files.scan(), "entry": None}
    return known(tracks.attach(track, 3, by=by, at=AT, **words))


def test_it_is_kept_as_it_came_under_a_number_of_its_track(by):
    content = pdf_files.scan()

    paper = attached(by, content=content)

    assert (paper.reference, paper.content, paper.size, paper.is_there) == ("MM/P/3", content, len(content), True)
    assert [(fact.verb, fact.digest) for fact in paper.facts()] == [("attach", paper.sha256)]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"track": TRACKS["exercises"]},
            "This track is open to both delegations; it keeps no papers and no follow-ups apart.",
        ),
        ({"title": " "}, "A paper needs its title."),
        ({"content": b"PK\x03\x04"}, "Only a PDF can be attached."),
        (
            {"title": "NATO SECRET"},
            REFUSAL % {"marking": "NATO SECRET"},
        ),
    ],
)
def test_it_is_not_kept(more, sentence, by):
    with pytest.raises(Refused) as no:
        attached(by, **more)

    assert str(no.value) == sentence


def test_taken_away_its_bytes_are_gone_and_its_line_stays(by):
    paper = attached(by)

    paper.remove(by=by, at=AT + HOUR)
    with pytest.raises(Refused) as no:
        paper.remove(by=by, at=AT + HOUR)

    assert (paper.content, paper.is_there, paper.removed_by, paper.title) == (b"", False, by, "Programme")
    assert str(no.value) == "This paper has been taken away."

"""Words of mails on follow-ups: a long list is cut and says so, and no typed line becomes an address."""

import pytest

from dialogue.domain.notices import NoticeKind
from dialogue.notifications import followups
from tests import cast as people_of
from tests import walk
from tests.factories import AT, DAY
from tests.queries.test_deadlines import followup
from tests.told import telling


@pytest.fixture
def people(db):
    return people_of.enter(db)


def test_a_digest_has_no_more_lines_than_a_letter_may_be_long(db, people, monkeypatch):
    monkeypatch.setattr(followups, "MOST", 3)
    session = walk.plan(db, people)
    for number in range(1, 6):
        followup(db, session, people.kosovo, number=number, due_on=AT.date() - (6 - number) * DAY)
    followup(db, session, people.kosovo, number=6, due_on=AT.date() + DAY)

    found = followups.digest(people.focal_kosovo, AT)

    lines = [line for line in found.body.splitlines() if line.startswith(("- ", "and"))]
    assert lines == [
        "- OC/2027/1/01, due Mon 26 Apr 2027",
        "- OC/2027/1/02, due Tue 27 Apr 2027",
        "- OC/2027/1/03, due Wed 28 Apr 2027",
        "and 2 more, which stand on the page",
        "and 1 more, which stand on the page",
    ]
    assert "6 · 5 overdue" in found.subject


@pytest.mark.parametrize(("kind", "whole"), [(NoticeKind.DIGEST, True), (NoticeKind.AGENDA, False)])
def test_addresses_are_made_whole_in_a_digest_alone(db, people, kind, whole):
    body = "- OC/2027/1/01\n  /follow-ups/2027-1/1\n/follow-ups/2027-1/2"
    (notice,) = telling("k", [people.focal_kosovo], at=AT, kind=kind, body=body).notices

    mailed = followups.with_addresses(notice, "https://here")

    first = "https://here/follow-ups/2027-1/1" if whole else "/follow-ups/2027-1/1"
    assert mailed == f"- OC/2027/1/01\n  {first}\n/follow-ups/2027-1/2"

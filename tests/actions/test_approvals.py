"""What follows of a sign-off, an approval or a release of minutes: numbers, editions, files, engagements."""

import pytest
from sqlalchemy import select

from dialogue.actions import texts
from dialogue.domain import papers
from dialogue.domain.base import Refused, Stale
from dialogue.domain.decisions import Decision
from dialogue.domain.editions import DOCUMENT_LEVELS, Audience, Level, fingerprint
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import MinutesState
from dialogue.queries import sheets
from tests import walk
from tests.actions.kept import count, files
from tests.factories import AT, DAY, HOUR, STARTS


def test_a_secretary_signs_the_minutes_that_were_seen(db, cast, session, ours):
    minutes, _ = walk.to_minutes(db, cast, session)
    seen = fingerprint(sheets.working_minutes(minutes, Audience(Level.DELEGATIONS)))
    minutes.paragraphs()[0].text = "Adopted."

    with pytest.raises(Stale) as no:
        texts.sign_off(minutes, **ours, seen=seen)

    assert str(no.value) == (
        "Somebody has changed the text since you opened it. Please read it again before you sign it off."
    )
    assert minutes.sign_offs == []


def test_numbers_follow_ups_and_editions_come_with_the_second_approval_and_not_before(db, cast, session):
    minutes, seats = walk.to_minutes(db, cast, session)
    walk.finalise(db, cast, minutes)
    assert not texts.approve(minutes, seats["chair_nato"], minutes.text_hash, at=AT + DAY)
    db.flush()
    assert (count(db, Decision), count(db, FollowUp), minutes.editions) == (0, 0, [])

    assert texts.approve(minutes, seats["chair_kosovo"], minutes.text_hash, at=AT + 2 * DAY)
    db.commit()

    assert [d.reference for d in db.scalars(select(Decision))] == ["D/2027/1/01"]
    assert [f.reference for f in db.scalars(select(FollowUp).order_by(FollowUp.number))] == [
        "OC/2027/1/01",
        "OC/2027/1/02",
    ]
    assert {e.level for e in minutes.editions} == set(DOCUMENT_LEVELS)
    kept = sheets.minutes_edition(minutes, Level.DELEGATIONS)
    assert [p.reference for p in kept.items[4].paragraphs] == ["D/2027/1/01", "OC/2027/1/01", "OC/2027/1/02"]
    assert [s.name for s in kept.signatures] == ["Nora Chair", "", ""]
    assert kept.approved.startswith("Approved by both co-chairs on ")


@pytest.mark.parametrize("given", [0, 1])
def test_a_text_that_is_no_longer_the_signed_one_is_not_approved(db, cast, session, given):
    minutes, seats = walk.to_minutes(db, cast, session)
    walk.finalise(db, cast, minutes)
    for who in ("chair_nato",)[:given]:
        texts.approve(minutes, seats[who], minutes.text_hash, at=AT)
    seats["delegate_kosovo"].mark(present=False, by=cast.secretary_brussels, at=AT)  # round the minutes' own verb

    with pytest.raises(Refused) as no:
        texts.approve(minutes, seats["chair_kosovo"], minutes.text_hash, at=AT)

    assert str(no.value) == (
        "The heading or the list of participants has changed since the secretaries signed off this text. "
        "Please return it to them."
    )
    assert (minutes.state, len(minutes.approvals)) == (MinutesState.FINAL_DRAFT, given)


def test_the_kept_editions_do_not_change_with_the_rows_they_were_made_of(db, cast, session):
    minutes, seats = walk.to_approval(db, cast, session)
    before = sheets.minutes_edition(minutes, Level.DELEGATIONS)

    session.venue = "Another hall"
    seats["delegate_nato"].mark(present=True, by=cast.secretary_brussels, at=AT)
    cast.nato.long_name = "Another name"
    db.commit()

    assert sheets.minutes_edition(minutes, Level.DELEGATIONS) == before


def test_an_edition_is_made_into_a_file_with_the_second_secretarys_word_and_once(db, cast, session):
    minutes, _ = walk.to_approval(db, cast, session)
    assert not texts.release(minutes, Level.COHOST, by=cast.secretary_brussels, at=AT)
    assert files(db, session, "minutes") == {}

    assert texts.release(minutes, Level.COHOST, by=cast.secretary_prishtina, at=AT + HOUR)
    db.commit()

    (file,) = db.scalars(papers.released(session, "minutes", "", Level.COHOST)).all()
    assert (file.text_hash, file.released_at) == (minutes.text_hash, AT + HOUR)
    assert file.name == "HLD-2027-1-MIN-REV-1-COHOST.docx"
    with pytest.raises(Refused):
        texts.release(minutes, Level.COHOST, by=cast.secretary_brussels, at=AT)


def test_every_co_host_of_the_session_is_told_of_its_edition_and_no_other(db, cast, session):
    other = walk.plan(db, cast, existing=[session], starts=STARTS + 180 * DAY)
    here = [walk.engagement(db, cast, session), walk.engagement(db, cast, session, cast.institute)]
    elsewhere = walk.engagement(db, cast, other)
    minutes, _ = walk.to_approval(db, cast, session)

    walk.release(db, cast, minutes, Level.PUBLIC)
    assert [one.edition_released_at for one in [*here, elsewhere]] == [None, None, None]

    walk.release(db, cast, minutes, Level.COHOST)

    at = minutes.kept_edition(Level.COHOST).released_at
    assert [one.edition_released_at for one in [*here, elsewhere]] == [at, at, None]

"""What happened under silence since the last session: told to the delegations, each with its instant, the oldest
first."""

import datetime as dt

import pytest
from sqlalchemy import event

from dialogue.actions import acts
from dialogue.domain.base import Refused
from dialogue.domain.editions import Audience, Level, fingerprint
from dialogue.domain.sessions import SessionKind
from dialogue.domain.silence import Formula, ObjectionKind
from dialogue.queries import sheets
from dialogue.queries.since import since_last
from tests import cast, silent, walk
from tests.factories import AT, DAY, HOUR, NO_PULSE, STARTS

AFTER = STARTS.replace(tzinfo=dt.UTC) + 30 * DAY  # a month after the first session
ZONE = "Brussels/Prishtina time"
NEXT = dt.datetime(2027, 12, 7, 9, 30)


@pytest.fixture
def people(db):
    return cast.enter(db)


@pytest.fixture
def last(db, people):
    """Held, with a circulated agenda."""
    session = walk.plan(db, people)
    walk.delegations(db, people, session)
    agenda = acts.begin_agenda(session, [], by=people.secretary_brussels, at=AT)
    db.flush()
    walk.opened(db, people, walk.circulate(db, people, agenda))
    session.end(by=people.secretary_brussels, at=session.ends_at)
    db.flush()
    return session


@pytest.fixture
def session(db, people, last):
    return walk.plan(db, people, existing=[last], starts=NEXT)


def kept(db, session, title, *, at, **more):
    one = silent.draft(db, session, title, at=at, **more)
    silent.adopted(db, one, at=at)
    return one


def broken(db, session, title, *, at):
    one = silent.put_under_silence(db, silent.draft(db, session, title, at=at), at=at)
    by = silent.sides(db).chair_theirs
    one.circulation.object_(ObjectionKind.OBJECTION, "No.", entitled=True, pulse=NO_PULSE, by=by, at=at + DAY)
    one.circulation.record(at + DAY, NO_PULSE)
    db.flush()
    return one


def test_what_was_adopted_broken_and_extended_is_told_the_oldest_first(db, session):
    one = silent.put_under_silence(db, silent.draft(db, session, "Places", at=AFTER, formula=Formula.AGREED), at=AFTER)
    by = silent.sides(db).chair_ours
    one.circulation.extend(one.circulation.expires_at + DAY, pulse=NO_PULSE, by=by, at=AFTER + 2 * DAY)
    broken(db, session, "Dates", at=AFTER)
    silent.keep_silence(db, one)

    assert since_last(session, ZONE) == (
        "Fri 9 Jul 2027, 11:30 Brussels/Prishtina time: silence was broken, not adopted: Dates (DD/2027/2/02)",
        (
            "Sat 10 Jul 2027, 11:30 Brussels/Prishtina time: silence extended until "
            "Tue 13 Jul 2027, 10:00 Brussels/Prishtina time: Places (DD/2027/2/01)"
        ),
        (
            "Tue 13 Jul 2027, 10:00 Brussels/Prishtina time: agreed under the silence procedure: "
            "Places (DD/2027/2/01); D/2027/2/01"
        ),
    )


@pytest.mark.parametrize("many", [1, 3])
def test_however_many_rounds_there_were_one_question_brings_them(db, session, many):
    for n in range(many):
        kept(db, session, f"Places {n}", at=AFTER)
        broken(db, session, f"Dates {n}", at=AFTER)
    db.expire_all()
    db.refresh(session)
    asked = []
    event.listen(db.connection(), "before_cursor_execute", lambda *seen: asked.append(seen[2]))

    assert len(since_last(session, ZONE)) == 2 * many
    assert len(asked) == 1, asked


def test_what_came_before_the_last_session_was_held_is_not_told_again(db, last, session):
    kept(db, last, "Early", at=AT)
    kept(db, session, "Late", at=AFTER)

    (told,) = since_last(session, ZONE)
    assert "Late" in told
    (early,) = since_last(last, ZONE)
    assert "Early" in early


def test_a_special_session_between_does_not_count(db, people, last, session):
    between = walk.plan(
        db, people, existing=[last, session], starts=dt.datetime(2027, 9, 7, 9, 30), kind=SessionKind.SPECIAL,
        place=people.brussels, asked_by=people.nato,
    )  # fmt: skip
    kept(db, session, "In July", at=AFTER)
    between.held_at = AFTER + 60 * DAY

    assert len(since_last(session, ZONE)) == 1


def test_what_was_adopted_and_then_broken_is_told_as_it_is_now(db, session):
    one = kept(db, session, "Places", at=AFTER)
    silent.doubt(db, one.circulation)
    in_question = since_last(session, ZONE)
    round_, by = one.circulation, silent.sides(db).ours
    later = round_.state_at + 2 * DAY
    round_.rule_in(round_.objections[0], "", pulse=NO_PULSE, by=by, at=later)
    round_.record(later, NO_PULSE)
    one.return_(at=later)
    db.flush()

    assert [line.split(": ", 1)[1] for line in in_question] == [
        "adopted under the silence procedure: Places (DD/2027/2/01); D/2027/2/01",
        "adoption in question: Places (DD/2027/2/01)",
    ]
    (told,) = since_last(session, ZONE)
    assert "silence was broken, not adopted" in told


def agenda_of(db, people, session):
    agenda = acts.begin_agenda(session, [], by=people.secretary_brussels, at=AFTER)
    db.flush()
    return agenda


def told_in(sheet):
    return {line.number: line.since for line in sheet.items if line.since}


def test_it_stands_under_its_own_item_for_the_delegations_and_for_nobody_else(db, people, session):
    kept(db, session, "Places", at=AFTER)
    agenda = agenda_of(db, people, session)

    for level, lines in ((Level.DELEGATIONS, {"2": since_last(session, ZONE)}), (Level.COHOST, {}), (Level.PUBLIC, {})):
        assert told_in(sheets.working_agenda(agenda, Audience(level))) == lines
    assert told_in(sheets.working_agenda(agenda, Audience(Level.SECRETARIAT))) == {"2": since_last(session, ZONE)}


def test_it_is_no_part_of_the_text_that_is_signed_off(db, people, session):
    agenda = agenda_of(db, people, session)
    before = fingerprint(sheets.working_agenda(agenda, Audience(Level.DELEGATIONS)))

    kept(db, session, "Places", at=AFTER)

    assert fingerprint(sheets.working_agenda(agenda, Audience(Level.DELEGATIONS))) == before


def test_a_release_keeps_what_was_so_then(db, people, session):
    walk.delegations(db, people, session)
    kept(db, session, "Places", at=AFTER)
    agenda = walk.circulate(db, people, agenda_of(db, people, session))
    kept(db, session, "Dates", at=AFTER + 20 * DAY)

    frozen = agenda.release.sheet
    assert len(told_in(frozen)["2"]) == 1
    assert told_in(agenda.release.sheet_of(Level.PUBLIC)) == {}
    assert len(told_in(sheets.working_agenda(agenda, Audience(Level.DELEGATIONS)))["2"]) == 2


def test_the_next_session_takes_note_and_nothing_is_attached_any_more(db, people, session):
    walk.delegations(db, people, session)
    one = kept(db, session, "Places", at=AFTER)
    other = broken(db, session, "Dates", at=AFTER)
    agenda = walk.circulate(db, people, agenda_of(db, people, session))
    assert one.circulation.noted_at is None

    walk.opened(db, people, agenda)

    assert (one.circulation.noted_at, other.circulation.noted_at) == (session.starts_at, None)
    with pytest.raises(Refused, match="nothing is attached to it any more"):
        silent.say(one, silent.EntryKind.STATEMENT, "Late.", silent.sides(db).chair_ours, at=session.starts_at + HOUR)

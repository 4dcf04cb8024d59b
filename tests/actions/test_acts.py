"""Acts over several nouns: what they leave in the database, and that a refusal leaves nothing."""

import hashlib

import pytest
from sqlalchemy import select

from dialogue.actions import acts
from dialogue.domain.agenda import Agenda, AgendaItem, AgendaState, Change, ItemState
from dialogue.domain.base import Refused, Stale
from dialogue.domain.delegations import Capacity, Delegation, Needs
from dialogue.domain.editions import DOCUMENT_LEVELS, Audience, Level, fingerprint
from dialogue.domain.engagements import EngagementState, Mode
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Minutes
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.sessions import Session, SessionKind, SessionState
from dialogue.queries import sheets
from tests import walk
from tests.actions.kept import count, files
from tests.factories import AT, DAY, STARTS
from tests.rendering.word.checks import words

# Agenda


def test_a_secretary_signs_what_was_seen(db, cast, session, ours):
    agenda = walk.agenda(db, cast, session)
    seen = fingerprint(sheets.working_agenda(agenda, Audience(Level.DELEGATIONS)))
    agenda.all_items[-1].minutes = 20

    with pytest.raises(Stale) as no:
        acts.sign_off_agenda(agenda, **ours, seen=seen)

    assert str(no.value) == (
        "Somebody has changed the agenda since you opened it. Please read it again before you sign it off."
    )
    assert agenda.agreement.assents == []


def test_what_a_secretary_signs_is_the_text_that_is_released_and_named_by_every_file(db, cast, session):
    agenda = walk.circulate(db, cast, walk.agenda(db, cast, session))

    made = files(db, session, "agenda")

    signed = agenda.agreement.assents[0]
    assert set(made) == {("REV 1", level) for level in DOCUMENT_LEVELS}
    assert {file.text_hash for file in made.values()} == {agenda.release.text_hash, signed.text_hash}
    for file in made.values():
        assert file.sha256 == hashlib.sha256(file.content).hexdigest()
        assert file.content[:2] == b"PK"
        assert file.released_at == AT
    assert len({file.sha256 for file in made.values()}) == 3


def test_files_are_named_by_session_release_and_edition(db, cast, session):
    walk.circulate(db, cast, walk.agenda(db, cast, session))

    assert files(db, session, "agenda")["REV 1", Level.COHOST].name == "HLD-2027-1-AG-REV-1-COHOST.docx"


def test_a_refused_release_makes_no_file(db, cast, session, ours):
    agenda = walk.agenda(db, cast, session)
    agenda.close_call(by=cast.secretary_brussels, at=session.starts_at)

    with pytest.raises(Refused):
        acts.propose_agenda(agenda, **ours)
    db.flush()

    assert (count(db, ReleasedFile), agenda.state) == (0, AgendaState.DRAFTING)


def test_a_revision_has_files_of_its_own_and_the_old_ones_stay(db, cast, session, ours):
    agenda = walk.circulate(db, cast, walk.agenda(db, cast, session))
    before = {key: file.sha256 for key, file in files(db, session, "agenda").items()}
    walk.put(db, cast, agenda, "Visas")
    walk.signed(db, cast, agenda)

    release = acts.revise_agenda(agenda, **ours)
    db.flush()

    after = {key: file.sha256 for key, file in files(db, session, "agenda").items()}
    assert (release.rev, len(after)) == (2, 6)
    assert {key: after[key] for key in before} == before


def test_a_revision_says_what_is_new_moved_changed_and_withdrawn(db, cast, session, ours):
    agenda = walk.agenda(db, cast, session)
    walk.put(db, cast, agenda, "Leaves")
    walk.circulate(db, cast, agenda)
    first, second = (i for i in agenda.children(None) if i.is_substantive)
    agenda.withdraw(second, base=second.version, **ours)
    first.revise(base=first.version, **ours, minutes=40)
    agenda.move(agenda.children(None)[0], 2, base_order=agenda.order_version, **ours)
    walk.put(db, cast, agenda, "Arrives", public_title="A public title")
    walk.signed(db, cast, agenda)

    release = acts.revise_agenda(agenda, **ours)

    assert release.sheet.changes == (
        "Moved: 2 Opening and adoption of the agenda (was 1)",
        "Changed: 5 Border incidents",
        "New: 6 Arrives",
        "Withdrawn: 6 Leaves",
    )
    assert release.sheet_of(Level.COHOST).changes[1:] == (
        "Changed: 5 Restricted item",
        "New: 6 A public title",
        "Withdrawn: 6 Restricted item",
    )


def test_what_was_amended_at_the_opening_is_the_release_that_was_adopted(db, cast, session):
    seats = walk.delegations(db, cast, session)
    agenda = walk.opened(db, cast, walk.circulate(db, cast, walk.agenda(db, cast, session)))
    walk.put(db, cast, agenda, "Added at the opening")

    walk.adopt(db, cast, agenda, seats)

    assert (agenda.state, agenda.release.rev) == (AgendaState.ADOPTED, 2)
    sheet = sheets.released_agenda(agenda, agenda.release, Level.DELEGATIONS)
    assert "Added at the opening" in [line.title for line in sheet.items]
    assert sheet.adopted == (
        "Adopted on Tue 8 Jun 2027 at 09:35 Brussels/Prishtina time by Nora Chair / Kaltrina Chair."
    )


def test_an_agenda_adopted_as_circulated_needs_no_new_release(db, cast, session):
    seats = walk.delegations(db, cast, session)
    agenda = walk.opened(db, cast, walk.circulate(db, cast, walk.agenda(db, cast, session)))

    walk.adopt(db, cast, agenda, seats)

    assert [release.rev for release in agenda.releases] == [1]


def test_what_was_adopted_is_a_paper_of_its_own_in_each_edition(db, cast, session):
    seats = walk.delegations(db, cast, session)
    agenda = walk.opened(db, cast, walk.circulate(db, cast, walk.agenda(db, cast, session)))

    walk.adopt(db, cast, agenda, seats)

    kept = {level: file for (label, level), file in files(db, session, "agenda").items() if label == "adopted"}
    assert {file.name for file in kept.values()} == {
        "HLD-2027-1-AG.docx", "HLD-2027-1-AG-COHOST.docx", "HLD-2027-1-AG-PUBLIC.docx",
    }  # fmt: skip
    assert {file.text_hash for file in kept.values()} == {agenda.release.text_hash}
    text = words(kept[Level.DELEGATIONS].content)
    assert "Agenda, as adopted on Tue 8 Jun 2027" in text and "by Nora Chair / Kaltrina Chair." in text


def test_a_session_opens_with_a_circulated_agenda(db, cast, session):
    session.convene(by=cast.secretary_brussels, at=AT)
    agenda = walk.agenda(db, cast, session)

    with pytest.raises(Refused) as no:
        acts.open_session(session, by=cast.secretary_brussels, at=session.starts_at)

    assert str(no.value) == "A session opens with a circulated agenda."
    assert (session.has_opened, agenda.state) == (False, AgendaState.COLLECTING)


def test_a_change_after_the_adoption_is_frozen_with_its_files(db, cast, session, ours):
    seats = walk.delegations(db, cast, session)
    agenda = walk.adopt(
        db, cast, walk.opened(db, cast, walk.circulate(db, cast, walk.agenda(db, cast, session))), seats
    )
    item = next(i for i in agenda.all_items if i.is_substantive)

    release = acts.change_adopted_agenda(agenda, item, Change.DEFERRED, "No time.", **ours)
    db.flush()

    assert (release.rev, release.sheet.changes) == (2, ("Withdrawn: 5 Border incidents",))
    labels = [label for label, _ in files(db, session, "agenda")]
    assert {label: labels.count(label) for label in labels} == {"REV 1": 3, "adopted": 3, "REV 2": 3}


def test_a_deferred_item_comes_back_in_the_next_agenda_whenever_that_is_begun(db, cast, session, ours):
    seats = walk.delegations(db, cast, session)
    early = walk.plan(db, cast, existing=[session], starts=STARTS + 180 * DAY)
    begun_before = acts.begin_agenda(early, [], **ours)
    agenda = walk.adopt(
        db, cast, walk.opened(db, cast, walk.circulate(db, cast, walk.agenda(db, cast, session))), seats
    )
    item = next(i for i in agenda.all_items if i.is_substantive)

    acts.change_adopted_agenda(agenda, item, Change.DEFERRED, "No time.", **ours)
    db.commit()

    (again,) = begun_before.requests
    assert (again.title, again.came_from, again.key) == ("Border incidents", "HLD/2027/1", item.key)
    late = walk.plan(db, cast, existing=[session, early], starts=STARTS + 30 * DAY, place=cast.prishtina)
    begun_after = acts.begin_agenda(late, [], **ours)
    assert [i.title for i in begun_after.all_items if i.is_substantive] == ["Border incidents"]


def test_a_cancelled_sessions_items_are_offered_to_the_next(db, cast, session, ours):
    agenda = walk.agenda(db, cast, session)

    acts.cancel_session(session, "No quorum.", **ours)
    db.flush()

    assert agenda.state is AgendaState.LAPSED
    later = walk.plan(db, cast, existing=[session], starts=STARTS + 180 * DAY)
    following = acts.begin_agenda(later, [], **ours)
    assert [(i.title, i.state) for i in following.requests] == [("Border incidents", ItemState.REQUESTED)]


def test_a_session_without_agenda_is_cancelled_all_the_same(db, cast, session, ours):
    acts.cancel_session(session, "No quorum.", **ours)

    assert (session.is_over, count(db, Agenda)) == (True, 0)


def test_an_agenda_is_begun_once(db, cast, session, ours):
    acts.begin_agenda(session, [], **ours)

    with pytest.raises(Refused) as no:
        acts.begin_agenda(session, [], **ours)
    db.flush()

    assert str(no.value) == "The agenda of this session has been begun already."
    assert (count(db, Agenda), count(db, AgendaItem)) == (1, 7)


# Delegations and engagements


def test_with_its_first_name_a_delegation_is_entered(db, cast, session, ours):
    delegation = Delegation(session=session, organisation=cast.kosovo)

    seat = acts.nominate(delegation, cast.chair_kosovo, Capacity.HEAD, **ours)
    db.commit()

    assert db.scalars(select(Delegation)).one().participants == [seat]


def test_an_organisation_has_one_place_in_the_list(db, cast, session, ours):
    acts.open_delegation(session, cast.mission, **ours)
    db.flush()

    with pytest.raises(Refused) as no:
        acts.open_delegation(session, cast.mission, **ours)

    assert str(no.value) == "Mission has its place in the list already."


def test_an_organisation_is_engaged_for_a_session_once(db, cast, session, ours):
    acts.engage(session, cast.institute, Mode.HOST, "", EngagementState.INTEREST, **ours)
    db.flush()

    with pytest.raises(Refused) as no:
        acts.engage(session, cast.institute, Mode.HOST, "", EngagementState.PROPOSED, **ours)

    assert str(no.value) == "Institute has been entered for this session already."


# Minutes


def test_minutes_need_an_agenda(db, cast, session, ours):
    with pytest.raises(Refused) as no:
        acts.begin_minutes(session, **ours)

    assert str(no.value) == "This session has no agenda to keep minutes of."


def test_minutes_are_begun_once(db, cast, session, ours):
    walk.to_minutes(db, cast, session)

    with pytest.raises(Refused) as no:
        acts.begin_minutes(session, **ours)

    assert str(no.value) == "The minutes of this session have been begun already."
    assert count(db, Minutes) == 1


def test_the_adoption_of_the_agenda_is_the_first_paragraph(db, cast, session):
    minutes, _ = walk.to_minutes(db, cast, session)

    assert minutes.paragraphs()[0].text == (
        "Adopted on Tue 8 Jun 2027 at 09:35 Brussels/Prishtina time by Nora Chair / Kaltrina Chair."
    )


def test_who_presided_is_corrected_for_as_long_as_the_minutes_are_written(db, cast, session, ours):
    minutes, _ = walk.to_minutes(db, cast, session)
    was = (session.presiding, session.named_first)

    acts.arrange_session(session, *reversed(was), "", base=session.version, **ours)
    db.flush()
    assert session.presiding is was[1]
    walk.finalise(db, cast, minutes)

    with pytest.raises(Refused):
        acts.arrange_session(session, *was, "", base=session.version, **ours)
    acts.arrange_session(session, *reversed(was), "https://meet.example", base=session.version, **ours)
    assert (session.presiding, session.hybrid_link) == (was[1], "https://meet.example")


def test_a_co_hosts_engagement_is_closed_after_the_release_and_not_before(db, cast, session):
    engaged = walk.engagement(db, cast, session)
    minutes, _ = walk.to_approval(db, cast, session)
    engaged.hand_over(by=cast.secretary_brussels, at=AT)
    with pytest.raises(Refused):
        engaged.close(by=cast.secretary_brussels, at=AT)

    walk.release(db, cast, minutes, Level.COHOST)
    engaged.close(by=cast.secretary_brussels, at=AT)

    assert engaged.closed_at == AT


def test_a_session_is_concluded_when_its_minutes_are_approved(db, cast, session, ours):
    minutes, seats = walk.to_minutes(db, cast, session)
    with pytest.raises(Refused):
        acts.conclude_session(minutes, **ours)

    walk.approve(db, walk.finalise(db, cast, minutes), seats)
    acts.conclude_session(minutes, **ours)

    assert session.state.value == "closed"


def test_a_session_is_not_concluded_while_a_followup_carried_again_does_not_say_why(db, cast, session, ours):
    minutes, seats = walk.to_minutes(db, cast, session)
    walk.approve(db, walk.finalise(db, cast, minutes), seats)
    special = {"kind": SessionKind.SPECIAL, "place": cast.brussels, "asked_by": cast.nato}
    first, between = (
        walk.plan(db, cast, existing=db.query(Session).all(), starts=STARTS - n * DAY, **special) for n in (14, 7)
    )
    for one in (first, between):
        one.state, one.held_at = SessionState.CLOSED, one.starts_at
    words = {"text": "Send it.", "level": Level.DELEGATIONS, "owner": cast.nato, "due_on": first.starts.date()}
    db.add(one := FollowUp(session=first, number=1, opened_at=first.starts_at, **words))
    db.flush()

    with pytest.raises(Refused) as no:
        acts.conclude_session(minutes, **ours)
    said = f"Carried over for the second time or more: {one.reference}. Each first needs a cause and a new date."
    assert str(no.value) == said

    one.carry(session, "Nobody was free.", STARTS.date() + 90 * DAY, base=one.version, **ours)
    db.flush()
    acts.conclude_session(minutes, **ours)
    assert session.state.value == "closed"


@pytest.mark.parametrize("end", ["closed", "cancelled", "withdrawn"])
def test_what_somebody_needs_is_kept_no_longer_than_it_serves(db, cast, session, ours, end):
    """Of another session it stays; so do the answers, which hold nothing of it."""
    other = walk.plan(db, cast, existing=[session])
    if end == "closed":
        minutes, seats = walk.to_minutes(db, cast, session)
        seats["delegate_nato"].needs = Needs(interpretation="Sign language", access="Ramp", said_at=AT)
        seats["delegate_nato"].needs_at = AT
    else:
        seats = walk.delegations(db, cast, session)
        seats["delegate_nato"].say_needs("Sign language", "Ramp", **ours)
    kept = walk.seat(db, cast, other, cast.delegate_nato)
    kept.say_needs("Sign language", "Ramp", **ours)
    db.flush()
    assert len(db.scalars(select(Needs)).all()) == 2

    if end == "closed":
        walk.approve(db, walk.finalise(db, cast, minutes), seats)
        acts.conclude_session(minutes, **ours)
    elif end == "cancelled":
        acts.cancel_session(session, "Elections.", **ours)
    else:
        seats["delegate_nato"].withdraw(**ours)

    db.flush()
    assert [one.participant_id for one in db.scalars(select(Needs))] == [kept.id]
    assert (seats["delegate_nato"].needs_at, kept.needs_at) == (None, AT)

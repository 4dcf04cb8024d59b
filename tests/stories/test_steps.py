"""A button that stands on a page is not refused: in many states of the world, for everybody, each is pressed once."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import select

from dialogue.actions import acts, approvals, changes, rounds, texts
from dialogue.actions.texts import Terms
from dialogue.db import db
from dialogue.domain import minutes as register
from dialogue.domain.agenda import Agenda, AgendaItem, ItemKind
from dialogue.domain.changes import ChangeKind, Wish
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import Level, fingerprint
from dialogue.domain.engagements import Engagement
from dialogue.domain.minutes import CommentKind, Disposition, Minutes, Remark, Signatory
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Category, Formula, ObjectionKind, Profile
from dialogue.queries import sheets
from tests import walk
from tests.cast import Cast, enter
from tests.databases import of
from tests.factories import AT, DAY, HOUR
from tests.stories.steps import buttons

WHO = ("secretary_brussels", "secretary_prishtina", "chair_nato", "chair_kosovo", "delegate_nato", "focal_kosovo",
       "cohost_university")  # fmt: skip
State = Callable[[Cast], dt.datetime]
STATES: dict[str, State] = {}


def state(make: State) -> State:
    """A world in which buttons are pressed, and when that is."""
    STATES[make.__name__] = make
    return make


def session() -> Session:
    return db.scalars(select(Session)).one()


def agenda() -> Agenda:
    return db.scalars(select(Agenda)).one()


def minutes() -> Minutes:
    return db.scalars(select(Minutes)).one()


def seats() -> dict[str, Participant]:
    found = db.scalars(select(Participant)).all()
    return {f"{one.capacity.value} {one.organisation_name}": one for one in found}


def ours(cast: Cast) -> dict:
    return {"by": cast.secretary_brussels, "at": AT}


# Before the session


@state
def planned(cast: Cast) -> dt.datetime:
    walk.plan(db, cast)
    return AT


@state
def named(cast: Cast) -> dt.datetime:
    planned(cast)
    walk.delegations(db, cast, session())
    walk.seat(db, cast, session(), cast.secretary_prishtina, accredited=False)
    walk.engagement(db, cast, session(), active=False)
    return AT


@state
def postponed(cast: Cast) -> dt.datetime:
    named(cast)
    session().postpone("Elections.", **ours(cast))
    return AT


@state
def cancelled(cast: Cast) -> dt.datetime:
    collecting(cast)
    acts.cancel_session(session(), "Elections.", **ours(cast))
    return AT


@state
def collecting(cast: Cast) -> dt.datetime:
    planned(cast)
    walk.delegations(db, cast, session())
    walk.engagement(db, cast, session())
    walk.agenda(db, cast, session())
    return AT


@state
def asked_for(cast: Cast) -> dt.datetime:
    collecting(cast)
    for who in ("chair_kosovo", "cohost_university"):
        with db.no_autoflush:
            asked = AgendaItem(agenda=agenda(), title=f"Asked by {who}", requested_at=AT, kind=ItemKind.OPEN)
            agenda().request(asked, by=getattr(cast, who), at=AT)
            db.add(asked)
    agenda().close_call(**ours(cast))
    return AT


@state
def drafting(cast: Cast) -> dt.datetime:
    collecting(cast)
    for one in walk.both(cast):
        agenda().close_call(by=one, at=AT)
    walk.put(db, cast, agenda(), "Without a presenter", presenter="")
    return AT


@state
def signed_by_one(cast: Cast) -> dt.datetime:
    collecting(cast)
    for one in walk.both(cast):
        agenda().close_call(by=one, at=AT)
    acts.sign_off_agenda(agenda(), **ours(cast))
    return AT


@state
def signed_by_both(cast: Cast) -> dt.datetime:
    signed_by_one(cast)
    acts.sign_off_agenda(agenda(), by=cast.secretary_prishtina, at=AT)
    return AT


@state
def signed_with_a_gap(cast: Cast) -> dt.datetime:
    drafting(cast)
    walk.signed(db, cast, agenda())
    return AT


@state
def provisional(cast: Cast) -> dt.datetime:
    signed_by_both(cast)
    acts.propose_agenda(agenda(), **ours(cast))
    return AT


@state
def provisional_at_short_notice(cast: Cast) -> dt.datetime:
    provisional(cast)
    agenda().waive_notice("It is urgent.", **ours(cast))
    return session().starts_at - 10 * DAY


@state
def circulated(cast: Cast) -> dt.datetime:
    provisional(cast)
    acts.circulate_agenda(agenda(), **ours(cast))
    return AT


@state
def changed_after_circulation(cast: Cast) -> dt.datetime:
    circulated(cast)
    walk.put(db, cast, agenda(), "One more")
    acts.sign_off_agenda(agenda(), **ours(cast))
    return AT


@state
def agenda_under_silence(cast: Cast) -> dt.datetime:
    circulated(cast)
    text = texts.find("agenda", session().ref)
    rounds.propose(text, text.usual, **ours(cast))
    return AT


@state
def on_the_day_unconvened(cast: Cast) -> dt.datetime:
    circulated(cast)
    return session().starts_at


# The session


@state
def convened(cast: Cast) -> dt.datetime:
    collecting(cast)
    session().convene(**ours(cast))
    return session().starts_at


def asked(cast: Cast, kind: ChangeKind, urgent: str = "") -> None:
    db.flush()
    wish = Wish(kind, session(), session().appointment, "A strike.")
    changes.propose(wish, base=session().version, urgent_reason=urgent, **ours(cast))


@state
def convening_is_asked(cast: Cast) -> dt.datetime:
    circulated(cast)
    asked(cast, ChangeKind.CONVENE)
    return AT


@state
def postponement_is_asked(cast: Cast) -> dt.datetime:
    circulated(cast)
    asked(cast, ChangeKind.POSTPONE)
    return AT


@state
def cancelled_urgently(cast: Cast) -> dt.datetime:
    circulated(cast)
    asked(cast, ChangeKind.CANCEL, "Tonight.")
    return AT


@state
def opened(cast: Cast) -> dt.datetime:
    circulated(cast)
    walk.opened(db, cast, agenda())
    return session().starts_at


@state
def one_consent(cast: Cast) -> dt.datetime:
    opened(cast)
    seat = next(one for one in seats().values() if one.person is cast.chair_nato)
    acts.adopt_agenda(agenda(), seat, "", by=cast.secretary_brussels, at=session().starts_at)
    return session().starts_at


@state
def adopted(cast: Cast) -> dt.datetime:
    opened(cast)
    held = {"chair_nato": cast.chair_nato, "chair_kosovo": cast.chair_kosovo}
    found = {name: next(s for s in seats().values() if s.person is person) for name, person in held.items()}
    walk.adopt(db, cast, agenda(), found)
    return session().starts_at + HOUR


# The minutes


def written(cast: Cast) -> dict[str, Participant]:
    planned(cast)
    return walk.to_minutes(db, cast, session())[1]


def after() -> dt.datetime:
    return session().ends_at + 4 * DAY


@state
def minutes_begun(cast: Cast) -> dt.datetime:
    written(cast)
    return after()


@state
def minutes_signed_by_one(cast: Cast) -> dt.datetime:
    written(cast)
    texts.sign_off(minutes(), by=cast.secretary_brussels, at=after())
    return after()


@state
def joint_draft(cast: Cast) -> dt.datetime:
    minutes_signed_by_one(cast)
    texts.sign_off(minutes(), by=cast.secretary_prishtina, at=after())
    return after()


@state
def joint_draft_of_another_list(cast: Cast) -> dt.datetime:
    joint_draft(cast)
    session().venue = "Another hall"
    return after()


@state
def period_proposed(cast: Cast) -> dt.datetime:
    joint_draft(cast)
    acts.circulate_minutes(minutes(), after() + 14 * DAY, by=cast.secretary_brussels, at=after())
    return after()


def in_comments(cast: Cast) -> None:
    found = written(cast)
    walk.comments(db, cast, minutes())
    walk.comment(db, minutes(), found["delegate_nato"])
    walk.comment(db, minutes(), found["chair_kosovo"], "A note.", CommentKind.NOTE)


@state
def comments_open(cast: Cast) -> dt.datetime:
    in_comments(cast)
    register.extend(minutes(), minutes().comments_until + DAY, by=cast.secretary_prishtina, at=after())
    return after()


@state
def both_done(cast: Cast) -> dt.datetime:
    in_comments(cast)
    for one in walk.both(cast):
        register.reply(minutes(), by=one, at=after())
    register.close(minutes(), by=cast.secretary_prishtina, at=after())
    return after()


@state
def comments_over(cast: Cast) -> dt.datetime:
    in_comments(cast)
    return minutes().comments_until + DAY


@state
def consolidating(cast: Cast) -> dt.datetime:
    at = comments_over(cast)
    register.close(minutes(), by=cast.secretary_brussels, at=at)
    return at


@state
def answered(cast: Cast) -> dt.datetime:
    at = consolidating(cast)
    for one in minutes().waiting_comments:
        Remark(minutes(), one).dispose(
            Disposition.NOT_ACCEPTED, "No.", base=one.version, by=cast.secretary_brussels, at=at
        )
    return at


@state
def final_draft(cast: Cast) -> dt.datetime:
    written(cast)
    walk.finalise(db, cast, minutes())
    return after()


@state
def final_draft_of_another_list(cast: Cast) -> dt.datetime:
    final_draft(cast)
    session().venue = "Another hall"
    return after()


@state
def approved_by_one(cast: Cast) -> dt.datetime:
    found = written(cast)
    walk.finalise(db, cast, minutes())
    texts.approve(minutes(), found["chair_nato"], minutes().text_hash, at=after())
    return after()


@state
def silence_proposed(cast: Cast) -> dt.datetime:
    final_draft(cast)
    rounds.propose(
        texts.find("minutes", session().ref),
        Terms(Formula.APPROVED, Profile.MINUTES, Category.MINUTES),
        by=cast.secretary_brussels,
        at=after(),
    )
    return after()


@state
def under_silence(cast: Cast) -> dt.datetime:
    final_draft(cast)
    walk.silence(db, cast, minutes(), at=after())
    return after() + HOUR


@state
def silence_broken(cast: Cast) -> dt.datetime:
    at = under_silence(cast)
    rounds.object_to(minutes().circulation, ObjectionKind.OBJECTION, "", entitled=True, by=cast.chair_nato, at=at)
    return at + HOUR


def approval(cast: Cast) -> dict[str, Participant]:
    planned(cast)
    walk.engagement(db, cast, session())
    found = walk.to_minutes(db, cast, session())[1]
    walk.approve(db, walk.finalise(db, cast, minutes()), found)
    return found


@state
def approved(cast: Cast) -> dt.datetime:
    approval(cast)
    return after()


@state
def half_released(cast: Cast) -> dt.datetime:
    approval(cast)
    for level in (Level.DELEGATIONS, Level.COHOST):
        texts.release(minutes(), level, by=cast.secretary_brussels, at=after())
    texts.release(minutes(), Level.DELEGATIONS, by=cast.secretary_prishtina, at=after())
    register.sign(minutes(), Signatory.SECRETARY, minutes().text_hash, by=cast.secretary_brussels, at=after())
    return after()


@state
def released(cast: Cast) -> dt.datetime:
    approval(cast)
    walk.release(db, cast, minutes())
    db.scalars(select(Engagement)).one().hand_over(by=cast.secretary_brussels, at=after())
    return after()


@state
def closed(cast: Cast) -> dt.datetime:
    released(cast)
    db.scalars(select(Engagement)).one().close(by=cast.secretary_brussels, at=after())
    acts.conclude_session(minutes(), by=cast.secretary_brussels, at=after())
    return after()


@state
def corrected(cast: Cast) -> dt.datetime:
    approval(cast)
    made = approvals.begin_corrigendum(minutes(), by=cast.secretary_brussels, at=after())
    made.add(2, "monthly", "weekly", by=cast.secretary_brussels, at=after())
    return after()


@state
def corrigendum_of_nothing(cast: Cast) -> dt.datetime:
    approval(cast)
    approvals.begin_corrigendum(minutes(), by=cast.secretary_brussels, at=after())
    return after()


@state
def corrigendum_signed_by_one(cast: Cast) -> dt.datetime:
    corrected(cast)
    one = db.scalars(register.corrigenda(minutes())).one()
    db.flush()
    seen = fingerprint(sheets.working_text(one))
    texts.sign_off(one, by=cast.secretary_brussels, at=after(), seen=seen)
    return after()


@state
def corrigendum_final(cast: Cast) -> dt.datetime:
    approval(cast)
    one = walk.corrigendum(db, cast, minutes(), at=after())
    seat = next(one for one in seats().values() if one.person is cast.chair_nato)
    texts.approve(one, seat, one.text_hash, at=after())
    return after()


# Single decisions


def draft(cast: Cast):
    planned(cast)
    walk.delegations(db, cast, session())
    made = acts.begin_draft(session(), "Places in courses", "To open ten places.", **ours(cast))
    db.flush()
    return made


@state
def decision_drafted(cast: Cast) -> dt.datetime:
    acts.sign_off_draft(draft(cast), **ours(cast))
    return AT


@state
def decision_signed_off(cast: Cast) -> dt.datetime:
    made = draft(cast)
    for one in walk.both(cast):
        acts.sign_off_draft(made, by=one, at=AT)
    return AT


@state
def decision_under_silence(cast: Cast) -> dt.datetime:
    made = draft(cast)
    for one in walk.both(cast):
        acts.sign_off_draft(made, by=one, at=AT)
    terms = Terms(made.formula, Profile.DECISION, made.category, "It is about courses.")
    round_ = rounds.propose(texts.find("draft", made.key), terms, **ours(cast))
    for chair in (cast.chair_nato, cast.chair_kosovo):
        round_.consent_to_method("", by=chair, at=AT)
    return AT


@state
def decision_round_runs(cast: Cast) -> dt.datetime:
    decision_under_silence(cast)
    round_ = db.scalars(select(rounds.Circulation)).one()
    walk.issue(db, cast, round_, at=AT)
    return AT + HOUR


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_no_button_on_a_page_is_refused(db, app: Flask, as_, clock, state: str) -> None:
    cast: Cast = enter(db)
    clock.at = STATES[state](cast)
    db.commit()
    browsers = {who: as_(getattr(cast, who)) for who in WHO}
    database = of(db.get_bind())
    db.remove()
    database.keep(f"steps {state}")
    refused, pressed = [], 0
    for who, browser in browsers.items():
        for button in list(buttons(browser, "/", clock.at)):
            answer = browser.post(button.path, data=list_of(button.sent))
            pressed += 1
            if answer.status_code == 409:
                refused.append(f"{who} {button.page} “{button.label}”: {said(answer.text)}")
            if answer.status_code < 400:
                db.remove()
                database.put_back(f"steps {state}")
    assert refused == [], "\n".join(refused)
    assert pressed


def list_of(sent: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in sent:
        found.setdefault(name, []).append(value)
    return found


def said(page: str) -> str:
    boxes = html.document_fromstring(page).xpath("//*[contains(@class, 'callout')]//h2")
    return boxes[0].text_content() if boxes else page[:200]

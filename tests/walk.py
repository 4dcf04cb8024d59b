"""A session's life in the database, told in verbs and acts: each step takes it from where it is to the next."""

import datetime as dt

from dialogue.actions import acts, approvals, rounds, texts
from dialogue.actions.texts import Terms
from dialogue.domain import minutes as minutes_register
from dialogue.domain import sessions
from dialogue.domain.agenda import AgendaItem
from dialogue.domain.delegations import Capacity, Delegation, Participant
from dialogue.domain.editions import DOCUMENT_LEVELS, Level, fingerprint
from dialogue.domain.engagements import Mode, engage
from dialogue.domain.minutes import CommentKind, Paragraph, ParagraphKind, Remark
from dialogue.domain.notices import WAIT
from dialogue.domain.pulse import Beat
from dialogue.domain.silence import Category, Formula, Profile, propose, proposed_expiry
from dialogue.queries import sheets
from tests.factories import AT, DAY, ENDS, HOUR, STARTS
from tests.once import once

MINUTES_TERMS = Terms(Formula.APPROVED, Profile.MINUTES, Category.MINUTES)


def plan(db, cast, *, existing=(), starts=STARTS, kind=sessions.SessionKind.REGULAR, **more):
    """Plan a session in the city in turn."""
    parties = [cast.nato, cast.kosovo]
    place = more.pop("place", None) or sessions.city_in_turn(existing, parties, starts)
    made = sessions.plan(
        existing=existing,
        parties=parties,
        kind=kind,
        place=place,
        starts=starts,
        ends=starts + (ENDS - STARTS),
        by=cast.secretary_brussels,
        at=AT,
        **more,
    )
    db.add(made)
    db.flush()
    return made


def seat(db, cast, session, person, capacity=Capacity.MEMBER, *, accredited=True):
    """A seat in the delegation of the person's organisation, which is made where it is not there."""
    found = sessions_delegation(db, session, person.organisation)
    made = acts.nominate(found, person, capacity, by=cast.secretary_brussels, at=AT)
    if accredited:
        made.accredit(by=cast.secretary_brussels, at=AT)
    db.flush()
    return made


def sessions_delegation(db, session, organisation):
    db.flush()
    found = db.query(Delegation).filter_by(session_id=session.id, organisation_id=organisation.id).one_or_none()
    if found is None:
        found = Delegation(session=session, organisation=organisation)
        db.add(found)
        db.flush()
    return found


def seat_of(db, session, person):
    return db.query(Participant).filter_by(session_id=session.id, person_id=person.id).one()


def delegations(db, cast, session):
    """Both heads, a delegate of each side, and the focal point of one."""
    return {
        who: seat(db, cast, session, getattr(cast, who), capacity)
        for who, capacity in [
            ("chair_nato", Capacity.HEAD),
            ("chair_kosovo", Capacity.HEAD),
            ("delegate_nato", Capacity.MEMBER),
            ("delegate_kosovo", Capacity.MEMBER),
            ("focal_kosovo", Capacity.FOCAL_POINT),
        ]
    }


def engagement(db, cast, session, organisation=None, *, active=True):
    made = engage(session, organisation or cast.university, Mode.CO_ORGANISER, by=cast.secretary_brussels, at=AT)
    db.add(made)
    if active:
        made.consent(by=cast.secretary_brussels, at=AT)
        made.consent(by=cast.secretary_prishtina, at=AT)
        made.sign("MoU 1", by=cast.secretary_brussels, at=AT)
        made.activate(by=cast.secretary_brussels, at=AT)
    db.flush()
    return made


def agenda(db, cast, session, **item):
    """Begun, with one item of substance (the fifth)."""
    made = acts.begin_agenda(session, [], by=cast.secretary_brussels, at=AT)
    db.flush()
    put(db, cast, made, **item)
    return made


def put(db, cast, agenda, title="Border incidents", **more):
    ready = {"presenter": "Nora Chair", "oral": True, "origin": cast.nato, "requested_at": AT}
    one = AgendaItem(agenda=agenda, title=title, **{**ready, **more})
    db.add(one)
    agenda.add(one, by=cast.secretary_brussels, at=AT)
    db.flush()
    return one


def both(cast):
    return [cast.secretary_brussels, cast.secretary_prishtina]


def signed(db, cast, agenda):
    for one in both(cast):
        acts.sign_off_agenda(agenda, by=one, at=AT)
    db.flush()


def circulate(db, cast, agenda):
    def circulated():
        agenda.close_call(by=cast.secretary_brussels, at=agenda.session.starts_at - 20 * DAY)
        signed(db, cast, agenda)
        acts.propose_agenda(agenda, by=cast.secretary_brussels, at=AT)
        agenda.circulate(by=cast.secretary_brussels, at=AT)
        return agenda

    db.flush()
    return once(db, f"agenda {agenda.id} circulated", circulated)


def opened(db, cast, agenda):
    session = agenda.session
    session.convene(by=cast.secretary_brussels, at=AT)
    db.flush()
    acts.open_session(session, by=cast.secretary_brussels, at=session.starts_at)
    db.flush()
    return agenda


def adopt(db, cast, agenda, seats):
    for who in ("chair_nato", "chair_kosovo"):
        at = agenda.session.starts_at + HOUR / 12
        acts.adopt_agenda(agenda, seats[who], "", by=cast.secretary_brussels, at=at)
    db.flush()
    return agenda


def minutes(db, cast, session):
    """Begun, with a decision and an action of each side under the fifth item, and the session held."""
    made = acts.begin_minutes(session, by=cast.secretary_brussels, at=session.starts_at + HOUR)
    for fields in [
        {"text": "To meet monthly.", "kind": ParagraphKind.DECIDED, "level": Level.COHOST},
        {"text": "Send the list.", "kind": ParagraphKind.ACTION, "owner": cast.kosovo},
        {"text": "Answer the list.", "kind": ParagraphKind.ACTION, "owner": cast.nato},
    ]:
        paragraph = Paragraph(due_on=dt.date(2027, 9, 1), **fields)
        made.add(made.items[4], paragraph, by=cast.secretary_brussels, at=session.starts_at + HOUR)
    session.end(by=cast.secretary_brussels, at=session.ends_at)
    db.flush()
    return made


def finalise(db, cast, minutes):
    for one in both(cast):
        texts.sign_off(minutes, by=one, at=minutes.session.ends_at + DAY)
    approvals.finalise_minutes(minutes, by=cast.secretary_brussels, at=minutes.session.ends_at + 2 * DAY)
    db.flush()
    return minutes


def comments(db, cast, minutes, *, until=None):
    """Circulated for comments; everybody was in the room."""
    for delegation in db.query(Delegation).filter_by(session_id=minutes.session.id):
        for one in delegation.participants:
            minutes.mark(one, True, by=cast.secretary_brussels, at=minutes.session.ends_at)
    db.flush()
    for one in both(cast):
        texts.sign_off(minutes, by=one, at=minutes.session.ends_at + DAY)
    at = minutes.session.ends_at + 2 * DAY
    for one in reversed(both(cast)):
        acts.circulate_minutes(minutes, until or at + 14 * DAY, note="As agreed.", by=one, at=at)
    db.flush()
    return minutes


def comment(db, minutes, seat, text="Please say where.", kind=CommentKind.CORRECTION, *, on=1):
    """From that seat, on the paragraph of that number."""
    at = minutes.circulated_at + HOUR
    made = minutes_register.comment(minutes, minutes.paragraphs()[on - 1], kind, text, seat, by=seat.person, at=at)
    db.flush()
    return Remark(minutes, made)


def resign(db, cast, minutes):
    """Signed off after consolidation: the final draft."""
    for one in both(cast):
        texts.sign_off(minutes, confirmed=minutes.comments, by=one, at=minutes.session.ends_at + 30 * DAY)
    db.flush()
    return minutes


def approve(db, minutes, seats):
    for who in ("chair_nato", "chair_kosovo"):
        texts.approve(minutes, seats[who], minutes.text_hash, at=minutes.session.ends_at + 3 * DAY)
    db.flush()
    return minutes


def release(db, cast, minutes, *levels):
    for level in levels or DOCUMENT_LEVELS:
        for one in both(cast):
            texts.release(minutes, level, by=one, at=minutes.session.ends_at + 4 * DAY)
    db.flush()
    return minutes


def to_minutes(db, cast, session):
    """From the plan to the minutes in drafting; returns them with the seats."""

    def walked():
        seats = delegations(db, cast, session)
        made = circulate(db, cast, agenda(db, cast, session))
        adopt(db, cast, opened(db, cast, made), seats)
        return minutes(db, cast, session), seats

    db.flush()
    return once(db, f"minutes of {session.id}", walked)


def to_final_draft(db, cast):
    """The minutes of a session of its own, signed off and with the co-chairs."""
    return once(db, "final draft", lambda: finalise(db, cast, to_minutes(db, cast, plan(db, cast))[0]))


def to_approval(db, cast, session):
    made, seats = to_minutes(db, cast, session)
    approve(db, finalise(db, cast, made), seats)
    return made, seats


def heard(db, since, until):
    """The service was there all the time: a beat at both ends, and none missed between them."""
    for at in (since, until):
        db.add(Beat(at=at, monotonic=at.timestamp(), boot="test"))
    db.flush()


def silence(db, cast, minutes, *, at=None):
    """The final draft under silence: method agreed, round issued, and both sides served by mail at once."""
    at = at or minutes.session.ends_at + 3 * DAY
    round_ = rounds.propose(
        texts.find("minutes", minutes.session.ref), MINUTES_TERMS, by=cast.secretary_brussels, at=at
    )
    for chair in (cast.chair_nato, cast.chair_kosovo):
        round_.consent_to_method("", by=chair, at=at)
    issue(db, cast, round_, at=at)
    return round_


def kept_up(db, cast, minutes, *, at=None):
    """The same, and the service is there until just before the expiry."""

    def made():
        round_ = silence(db, cast, minutes, at=at)
        heard(db, round_.issue.issued_at - DAY, round_.expires_at - HOUR / 120)
        return round_

    return once(db, f"round at {at} on minutes {minutes.id}", made)


def bare_round(db, cast, session, *, at, served=True):
    """Under silence like any other, on a text that nobody knows: nothing follows of its outcome but the telling."""
    round_ = propose(
        "Places in courses",
        "",
        "a" * 64,
        [cast.nato, cast.kosovo],
        session_id=session.id,
        formula=Formula.AGREED,
        profile=Profile.DECISION,
        category=Category.PROCEDURAL,
        why="",
        by=cast.secretary_brussels,
        at=at,
    )
    db.add(round_)
    for chair in (cast.chair_nato, cast.chair_kosovo):
        round_.consent_to_method("", by=chair, at=at)
    db.flush()
    issue(db, cast, round_, at=at, served=served)
    return round_


def issue(db, cast, round_, *, at, expires_at=None, served=True):
    until = expires_at or proposed_expiry(round_.profile, at, round_.capitals)
    rounds.issue(round_, until, by=cast.secretary_brussels, at=at)
    db.flush()
    if served:
        for delivery in round_.issue.deliveries:
            delivery.notice.claim(at=at + WAIT)
            delivery.notice.sent(at=at + WAIT)
        db.flush()
    return round_.issue


def corrigendum(db, cast, minutes, *, at):
    """COR 1 of approved minutes, signed off by both secretaries."""
    made = approvals.begin_corrigendum(minutes, by=cast.secretary_brussels, at=at)
    made.add(2, "monthly", "weekly", by=cast.secretary_brussels, at=at)
    db.flush()
    seen = fingerprint(sheets.working_text(made))
    for secretary in both(cast):
        texts.sign_off(made, by=secretary, at=at, seen=seen)
    db.flush()
    return made

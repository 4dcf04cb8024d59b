"""The demonstration: four sessions told in the domain's verbs and acts, relative to the day; no state is set."""

import datetime as dt
import secrets
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import scoped_session

from dialogue.actions import acts, approvals, changes, conclusions, ladders, rounds, texts
from dialogue.domain import busy, communiques, delegations, engagements, incoming, notices, passwords, sessions
from dialogue.domain import minutes as minutes_register
from dialogue.domain.agenda import Agenda, AgendaItem, ItemKind, StandingItem
from dialogue.domain.changes import ChangeKind, Wish
from dialogue.domain.conclusions import Wording
from dialogue.domain.decisions import Decision, Status
from dialogue.domain.delegations import Capacity, Delegation, Participant, Reply, Route
from dialogue.domain.editions import Level, fingerprint
from dialogue.domain.engagements import Engagement, Mode
from dialogue.domain.followups import FollowUp, FollowUpState
from dialogue.domain.ladder import RungKey
from dialogue.domain.minutes import CommentKind, Disposition, Minutes, Paragraph, ParagraphKind, Remark, Signatory
from dialogue.domain.organisations import DayKind, Organisation
from dialogue.domain.papers import Paper
from dialogue.domain.people import Person
from dialogue.domain.pulse import Pulse
from dialogue.domain.sessions import Session, SessionKind
from dialogue.domain.silence import Category, Formula, Profile, proposed_expiry
from dialogue.domain.subscriptions import Scope, subscribe
from dialogue.domain.topics import Topic
from dialogue.domain.working_days import Capitals, correct, local_day
from dialogue.queries import sheets
from seeds import breaks, developments, meetings, tracks
from seeds.brief import ITEMS, TOPICS
from seeds.cast import ACCOUNTS, cast
from seeds.story import Story

__all__ = ["ACCOUNTS", "plant"]

HALF_A_YEAR = dt.timedelta(weeks=26)


def plant(db: scoped_session[Db], *, password: str, at: dt.datetime) -> None:
    """Plant the whole story in an empty database; the caller commits. `at` is the instant of planting (UTC)."""
    people = cast(passwords.kept(password))
    story = Story(db, people, at.replace(microsecond=0), {})
    story.keep(*people.everything())
    story.topics = {
        slug: Topic(slug=slug, title=title, summary=summary, entered_by=story.ours, entered_at=story.ago(days=300))
        for slug, title, summary in TOPICS
    }
    story.keep(*story.topics.values())
    tracks.plant(story)
    before_last, last, next_one, after = _year_plan(story)
    _the_one_before_last(story, before_last)
    _the_last(story, last)
    _the_next(story, next_one)
    _asked_to_move(story, next_one)
    _single_decision(story, next_one)
    _under_silence(story, last)
    _round_of_others(story)
    developments.plant(story)
    meetings.plant(story, before_last)
    _calendars(story)
    _mails(story, next_one)
    _own_days(story)
    _ladder(story, next_one)
    _known_dates(story, after)
    _went_out(story)


def _year_plan(story: Story) -> list[Session]:
    """Four regular sessions, half a year apart, the cities alternating; the last one was held a fortnight ago."""
    days = Capitals(story.cast.parties)
    held = (story.ago(days=16)).date()
    planned: list[Session] = []
    for half_years in (-1, 0, 1, 2):
        on = days.from_(held + half_years * HALF_A_YEAR)
        starts = dt.datetime.combine(on, dt.time(9, 30))
        place = sessions.city_in_turn(planned, story.cast.parties, starts)
        assert place is not None, "both Parties have a seat"
        session = sessions.plan(
            existing=planned,
            parties=story.cast.parties,
            kind=SessionKind.REGULAR,
            place=place,
            starts=starts,
            ends=starts + dt.timedelta(hours=7, minutes=30),
            by=story.ours,
            at=min(story.ago(days=1), sessions.instant(starts) - dt.timedelta(days=200)),
        )
        story.keep(session)
        planned.append(session)
    return planned


def _convened(story: Story, session: Session, at: dt.datetime) -> None:
    """By the word of both secretaries."""
    story.keep(session)
    wish = Wish(ChangeKind.CONVENE, session, session.appointment)
    one = changes.propose(wish, base=session.version, by=story.ours, at=at - dt.timedelta(hours=2))
    assert one is not None, "nothing is warned of that has to be heeded"
    changes.consent(one, by=story.theirs, at=at)


def _asked_to_move(story: Story, session: Session) -> None:
    """One side proposes a later hour; the other has not answered."""
    now, hour = session.appointment, dt.timedelta(hours=1)
    later = replace(now, starts=now.starts + hour, ends=now.ends + hour)
    wish = Wish(ChangeKind.MOVE, session, later, "The morning flight from Prishtina lands an hour later from now on.")
    changes.propose(wish, base=session.version, by=story.theirs, at=story.ago(hours=5))


def _delegation(
    story: Story, session: Session, organisation: Organisation, at: dt.datetime, *named: tuple[str, Capacity]
) -> Delegation:
    secretary = story.theirs if organisation is story.cast.kosovo else story.ours
    delegation = Delegation(session=session, organisation=organisation)
    story.keep(delegation)
    for name, capacity in named:
        seat = delegation.nominate(story.cast[name], capacity, by=secretary, at=at)
        seat.accredit(by=secretary, at=at + dt.timedelta(hours=3))
    story.keep(*delegation.participants)
    return delegation


def _delegations(story: Story, session: Session, at: dt.datetime) -> list[Delegation]:
    both = [
        _delegation(
            story,
            session,
            getattr(story.cast, side),
            at,
            (f"chair_{side}", Capacity.HEAD),
            (f"alternate_{side}", Capacity.ALTERNATE),
            (f"delegate_{side}", Capacity.MEMBER),
            (f"adviser_{side}", Capacity.ADVISER),
        )
        for side in ("nato", "kosovo")
    ]
    focal = both[1].nominate(story.cast["focal_kosovo"], Capacity.FOCAL_POINT, by=story.theirs, at=at)
    focal.accredit(by=story.theirs, at=at)
    story.keep(focal)
    _delegation(story, session, story.cast.observer, at, ("observer", Capacity.OBSERVER))
    return both


def _engaged(story: Story, session: Session, organisation: Organisation, at: dt.datetime) -> Engagement:
    engagement = engagements.engage(
        session,
        organisation,
        Mode.CO_ORGANISER,
        by=story.theirs,
        at=at,
        terms="Premises, interpretation booths, and one presentation in the open part.",
    )
    story.keep(engagement)
    for secretary, days in ((story.theirs, 2), (story.ours, 5)):
        engagement.consent(by=secretary, at=at + dt.timedelta(days=days))
    engagement.sign(f"MoU/{session.year}/{session.number}", by=story.ours, at=at + dt.timedelta(days=9))
    engagement.activate(by=story.ours, at=at + dt.timedelta(days=10))
    return engagement


def _agenda(story: Story, session: Session, at: dt.datetime, *items: tuple[str, Organisation, str]) -> Agenda:
    """Begin the agenda, put the items on it, close the call, and circulate it as REV 1."""
    agenda = acts.begin_agenda(session, [], by=story.ours, at=at)
    story.keep(agenda)
    for n, (name, origin, presenter) in enumerate(items, 1):
        title, public_title, topic, minutes, text, level = ITEMS[name]
        paper = Paper(
            session=session,
            reference=f"{session.reference}/P{n}",
            title=f"Note on: {public_title.lower()}",
            level=Level(level),
            entered_by=story.ours,
            entered_at=at,
        )
        story.keep(paper)
        item = AgendaItem(
            agenda=agenda,
            title=title,
            public_title=public_title,
            presenter=presenter,
            minutes=minutes,
            text=text,
            kind=ItemKind.OPEN if level == "public" else ItemKind.PLENARY,
            level=Level(level),
            origin=origin,
            papers=[paper],
            topic=story.topics.get(topic),
            requested_at=at,
            requested_by=story.ours,
            note="Speaking notes to follow.",
        )
        story.keep(item)
        agenda.add(item, by=story.ours, at=at)
    _standing_words(story, agenda)
    breaks.between(story, agenda, at)
    story.keep(agenda)
    tracks.on_agenda(story, agenda)
    agenda.close_call(by=story.ours, at=at, reason="All requests are in.")
    agenda.close_call(by=story.theirs, at=at, reason="All requests are in.")
    _sign_and(story, agenda, at)
    acts.propose_agenda(agenda, by=story.ours, at=at + dt.timedelta(hours=5))
    acts.circulate_agenda(agenda, by=story.ours, at=at + dt.timedelta(hours=6))
    story.keep(agenda)
    return agenda


def _standing_words(story: Story, agenda: Agenda) -> None:
    chair = agenda.session.presiding.short_name
    for item in agenda.all_items:
        if item.standing in (StandingItem.DEVELOPMENTS, StandingItem.REVIEW):
            item.presenter = f"{story.cast.nato.short_name}, {story.cast.kosovo.short_name}"
        elif item.standing is not None:
            item.presenter = chair
        if item.standing is StandingItem.DEVELOPMENTS:
            item.topic = story.topics["kfor-and-the-security-situation"]
            item.text = "Each side reports for **fifteen minutes**, followed by a discussion."


def _sign_and(story: Story, agenda: Agenda, at: dt.datetime) -> None:
    story.keep(agenda)
    acts.sign_off_agenda(agenda, by=story.ours, at=at + dt.timedelta(hours=2))
    acts.sign_off_agenda(agenda, by=story.theirs, at=at + dt.timedelta(hours=4))
    story.db.flush()


def _held(story: Story, session: Session, agenda: Agenda, both: list[Delegation]) -> Minutes:
    """Open, adopt, hold, and begin the minutes."""
    acts.open_session(session, by=story.ours, at=session.starts_at)
    for n, delegation in enumerate(both, 4):
        head = delegation.head
        assert head is not None, "each delegation has its head"
        acts.adopt_agenda(agenda, head, "", by=story.ours, at=session.starts_at + dt.timedelta(minutes=n))
    for delegation in both:
        for seat in delegation.participants:
            seat.mark(
                seat.capacity is not Capacity.ADVISER, by=story.ours, at=session.starts_at + dt.timedelta(hours=1)
            )
    session.end(by=story.ours, at=session.ends_at)
    story.db.flush()
    minutes = acts.begin_minutes(session, by=story.ours, at=session.ends_at + dt.timedelta(hours=1))
    story.keep(minutes)
    return minutes


def _write(story: Story, minutes: Minutes, at: dt.datetime, title: str, *paragraphs: dict[str, Any]) -> None:
    item = next(i for i in minutes.items if title in (i.title, i.public_title))
    for words in paragraphs:
        minutes.add(item, Paragraph(**{"level": item.level, **words}), by=story.ours, at=at)
    story.db.flush()


def _the_one_before_last(story: Story, session: Session) -> None:
    """Closed: minutes approved and released, the institute's engagement closed within the last thirty days."""
    kosovo = story.cast.kosovo
    begun = session.starts_at - dt.timedelta(days=70)
    session.move(
        session.place,
        "Residence Hall",
        "Rue du Dialogue 12",
        due=None,
        base=session.version,
        by=story.ours,
        at=begun,
    )
    engagement = _engaged(story, session, story.cast.institute, begun)
    both = _delegations(story, session, begun + dt.timedelta(days=30))
    _convened(story, session, begun + dt.timedelta(days=31))
    agenda = _agenda(
        story,
        session,
        begun + dt.timedelta(days=40),
        ("hybrid", kosovo, "Kosovo"),
        ("menu", kosovo, "Kosovo"),
        ("resilience", story.cast.institute, "Security Policy Institute"),
    )
    minutes = _held(story, session, agenda, both)
    on = session.ends_at + dt.timedelta(days=4)
    _told(story, session)
    _first_minutes(story, minutes, on)
    _approved(story, minutes, on + dt.timedelta(days=12))
    _signed(story, minutes, on + dt.timedelta(days=20))
    for level in (Level.DELEGATIONS, Level.COHOST, Level.PUBLIC):
        texts.release(minutes, level, by=story.ours, at=story.ago(days=26))
        texts.release(minutes, level, by=story.theirs, at=story.ago(days=25))
    story.db.flush()
    _corrected(story, minutes, story.ago(days=24))
    engagement.hand_over(by=story.ours, at=story.ago(days=25))
    engagement.close(by=story.theirs, at=story.ago(days=20))
    acts.conclude_session(minutes, by=story.ours, at=story.ago(days=20))
    _progress(story, session)
    _carried_out(story, session)


def _first_minutes(story: Story, minutes: Minutes, at: dt.datetime) -> None:
    nato, kosovo = story.cast.parties
    due = minutes.session.starts.date()
    _write(
        story,
        minutes,
        at,
        "Regional security developments",
        {
            "kind": ParagraphKind.NOTED,
            "text": "Both sides reported on developments since the beginning of the year. They agreed "
            "that reports of incidents are shared through the established channels before anything is said in public.",
        },
        {
            "kind": ParagraphKind.STATEMENT,
            "speaker": "Kosovo",
            "text": "Disinformation campaigns had become more frequent and "
            "better prepared; examples were circulated in the room.",
        },
        {
            "kind": ParagraphKind.AGREED,
            "text": "To keep a dated list of developments, entered by either side with its source.",
        },
    )
    _write(
        story,
        minutes,
        at,
        "Hybrid threats",
        {
            "kind": ParagraphKind.DECIDED,
            "text": "To hold an expert meeting on **countering disinformation** before the next session.",
        },
        {
            "kind": ParagraphKind.ACTION,
            "text": "Propose dates and a draft programme for the expert meeting.",
            "owner": nato,
            "office": "Public Diplomacy Division",
            "due_on": due + dt.timedelta(days=120),
        },
        {
            "kind": ParagraphKind.ACTION,
            "text": "Name three experts from institutions and civil society.",
            "owner": kosovo,
            "office": "National Security Council",
            "due_on": due + dt.timedelta(days=150),
        },
    )
    _write(
        story,
        minutes,
        at,
        "Partnership tools",
        {
            "kind": ParagraphKind.NOTED,
            "text": "The catalogue of activities was presented; areas of mutual benefit were named: "
            "civil emergency planning, cyber defence, building integrity.",
            "level": Level.COHOST,
        },
        {
            "kind": ParagraphKind.DECIDED,
            "text": "To prepare a concept document on activities of mutual benefit.",
            "level": Level.COHOST,
        },
        {
            "kind": ParagraphKind.ACTION,
            "text": "Submit the concept document, with a shortlist by area.",
            "owner": kosovo,
            "office": "Ministry of Defence",
            "due_on": due + dt.timedelta(days=240),
            "level": Level.COHOST,
        },
    )
    _write(
        story,
        minutes,
        at,
        "Community resilience",
        {
            "kind": ParagraphKind.NOTED,
            "text": "The co-host presented its study on community resilience; the presentation is "
            "available on request.",
            "level": Level.PUBLIC,
        },
    )
    _write(
        story,
        minutes,
        at,
        "Next session",
        {
            "kind": ParagraphKind.AGREED,
            "text": "To meet again in half a year in the other capital.",
            "level": Level.PUBLIC,
        },
    )


def _told(story: Story, session: Session) -> None:
    """What both sides told the public at the end of the day."""
    at = session.ends_at
    text = (
        "The High-Level Dialogue met today. Both sides reviewed the progress of their cooperation and exchanged views "
        "on the security of the region.\n\nThey agreed to meet again in half a year in the other capital."
    )
    communique = communiques.begin(
        session, "Joint communiqué", text, at + dt.timedelta(hours=2), by=story.ours, at=at - dt.timedelta(hours=1)
    )
    story.keep(communique)
    for secretary in (story.ours, story.theirs):
        seen = fingerprint(sheets.working_text(communique))
        texts.sign_off(communique, seen=seen, by=secretary, at=at - dt.timedelta(minutes=40))
    for name in ("chair_nato", "chair_kosovo"):
        seat = _seat_of(story, name, session)
        texts.approve(communique, seat, communique.text_hash, at=at - dt.timedelta(minutes=20))
    for level in communique.KIND.levels:
        for secretary in (story.ours, story.theirs):
            texts.release(communique, level, by=secretary, at=at)
    story.db.flush()


def _approved(story: Story, minutes: Minutes, at: dt.datetime) -> None:
    _joint(story, minutes, at)
    approvals.finalise_minutes(minutes, by=story.ours, at=at + dt.timedelta(days=1))
    for name, days in (("chair_kosovo", 3), ("chair_nato", 5)):
        seat = _seat_of(story, name, minutes.session)
        texts.approve(minutes, seat, minutes.text_hash, at=at + dt.timedelta(days=days))
        story.db.flush()


def _signed(story: Story, minutes: Minutes, at: dt.datetime) -> None:
    """By the Chair on paper, by both secretaries here."""
    chair, head = minutes.session.presiding, _presiding(story, minutes)
    minutes_register.record(minutes, Signatory.CHAIR, chair, head.name, at.date(), by=story.ours, at=at)
    for secretary in (story.ours, story.theirs):
        minutes_register.sign(minutes, Signatory.SECRETARY, minutes.text_hash, by=secretary, at=at)
    story.db.flush()


def _corrected(story: Story, minutes: Minutes, at: dt.datetime) -> None:
    """COR 1, approved by both co-chairs: it stands beside each edition."""
    corrigendum = approvals.begin_corrigendum(minutes, by=story.theirs, at=at)
    numbers = {paragraph.text: n for n, paragraph in enumerate(minutes.paragraphs(), 1)}
    said = "To meet again in half a year in the other capital."
    corrigendum.add(numbers[said], "in half a year", "in half a year, in autumn,", by=story.theirs, at=at)
    story.keep(corrigendum)
    for secretary in (story.theirs, story.ours):
        seen = fingerprint(sheets.working_text(corrigendum))
        texts.sign_off(corrigendum, by=secretary, at=at, seen=seen)
    for name in ("chair_nato", "chair_kosovo"):
        seat = _seat_of(story, name, minutes.session)
        texts.approve(corrigendum, seat, corrigendum.text_hash, at=at)
    story.db.flush()


def _presiding(story: Story, minutes: Minutes) -> Person:
    return story.cast["chair_nato" if minutes.session.presiding is story.cast.nato else "chair_kosovo"]


def _joint(story: Story, minutes: Minutes, at: dt.datetime) -> None:
    texts.sign_off(minutes, by=story.ours, at=at)
    texts.sign_off(minutes, by=story.theirs, at=at + dt.timedelta(hours=20))
    story.db.flush()


def _progress(story: Story, session: Session) -> None:
    """What became of the follow-ups: one done and verified, one under way and late, one quiet."""
    first, second, third = story.db.query(FollowUp).filter_by(session_id=session.id).order_by(FollowUp.number)
    tracks.followed(story, session)
    tracks.cited(story, session)
    nato, kosovo = story.cast["delegate_nato"], story.cast["delegate_kosovo"]
    first.become(
        FollowUpState.IN_PROGRESS,
        "Dates are being discussed with the experts' institutions.",
        base=first.version,
        by=nato,
        at=story.ago(days=60),
    )
    story.db.flush()
    first.become(
        FollowUpState.CLAIMED_DONE,
        "Programme sent to the other side.",
        evidence="Note of the desk, with the draft programme",
        base=first.version,
        by=nato,
        at=story.ago(days=9),
    )
    second.become(
        FollowUpState.IN_PROGRESS,
        "Two of three names are settled.",
        base=second.version,
        by=kosovo,
        at=story.ago(days=40),
    )
    story.db.flush()
    second.note(
        "The third institution has asked for another fortnight.", base=second.version, by=kosovo, at=story.ago(days=5)
    )
    third.assign(
        office=third.office,
        supporting=third.supporting,
        deliverable="Concept document of ten pages at most, with a shortlist",
        indicator="Both secretaries have the document a week before it is due",
        due_on=third.due_on,
        reason="",
        base=third.version,
        by=story.theirs,
        at=story.ago(days=70),
    )
    story.db.flush()
    third.note(
        "A first outline was discussed in the margins of the session.",
        base=third.version,
        by=kosovo,
        at=story.ago(days=14),
    )


def _carried_out(story: Story, session: Session) -> None:
    """How far the decisions are: one under way, with what was heard of it since; the other is open."""
    first = story.db.query(Decision).filter_by(session_id=session.id, number=1).one()
    for days, note, evidence in (
        (60, "Dates are being discussed with the experts’ institutions.", "Exchange of letters"),
        (9, "The programme is agreed; one name of three is still to come.", ""),
    ):
        at = story.ago(days=days)
        on, base = local_day(at), first.version
        first.move(Status.UNDER_WAY, note, on=on, evidence=evidence, base=base, by=story.ours, at=at)
        story.db.flush()


def _the_last(story: Story, session: Session) -> None:
    """Held; its minutes were out for comments, and are with the co-chairs as the final draft; one of them has
    approved."""
    nato, kosovo = story.cast.parties
    begun = session.starts_at - dt.timedelta(days=60)
    hall = (session.place, "Government Building, Conference Hall", "Sheshi Nëna Terezë")
    session.move(*hall, due=None, base=session.version, by=story.theirs, at=begun)
    both = _delegations(story, session, begun + dt.timedelta(days=20))
    _convened(story, session, begun + dt.timedelta(days=21))
    agenda = _agenda(
        story,
        session,
        begun + dt.timedelta(days=30),
        ("exercises", kosovo, "Kosovo"),
        ("messages", nato, "NATO"),
        ("centres", kosovo, "Kosovo"),
    )
    acts_at = session.starts_at
    minutes = _held(story, session, agenda, both)
    late = _seat_of(story, "delegate_kosovo", session)
    minutes.stay(late, session.starts + dt.timedelta(hours=1), None, by=story.theirs, at=session.ends_at)
    due = acts_at.date()
    at = session.ends_at + dt.timedelta(days=2)
    _write(
        story,
        minutes,
        at,
        "Regional security developments",
        {
            "kind": ParagraphKind.NOTED,
            "text": "Both sides exchanged views on the security situation on the basis of the dated list of "
            "developments kept since the last session.",
        },
        {
            "kind": ParagraphKind.STATEMENT,
            "speaker": "NATO",
            "text": "KFOR’s posture remained unchanged; measured public communication by all sides had helped.",
        },
    )
    _write(
        story,
        minutes,
        at,
        "Joint exercises",
        {
            "kind": ParagraphKind.AGREED,
            "text": "That the roadmap proceeds step by step, each step on the evidence of the one before.",
        },
        {"kind": ParagraphKind.DECIDED, "text": "To open **observer places** in two exercises of the coming year."},
        {
            "kind": ParagraphKind.ACTION,
            "text": "Name the two exercises and the dates of their planning conferences.",
            "owner": nato,
            "office": "Operations Division",
            "due_on": due + dt.timedelta(days=75),
        },
    )
    _write(
        story,
        minutes,
        at,
        "Centres of Excellence",
        {
            "kind": ParagraphKind.DECIDED,
            "text": "To sound out observer status in the centres on cyber defence, energy security and "
            "strategic communications.",
            "level": Level.COHOST,
        },
        {
            "kind": ParagraphKind.ACTION,
            "text": "Write to the three steering committees.",
            "owner": kosovo,
            "office": "Ministry of Foreign Affairs",
            "due_on": due + dt.timedelta(days=60),
            "level": Level.COHOST,
        },
    )
    _joint(story, minutes, session.ends_at + dt.timedelta(days=3))
    _commented(story, minutes, session.ends_at + dt.timedelta(days=4))
    seat = _seat_of(story, "chair_kosovo", session)
    texts.approve(minutes, seat, minutes.text_hash, at=session.ends_at + dt.timedelta(days=13))
    story.db.flush()


def _commented(story: Story, minutes: Minutes, at: dt.datetime) -> None:
    """Circulated as REV 1; each side commented, both were done before the deadline, and both signed off REV 2."""
    nato, kosovo = story.cast["delegate_nato"], story.cast["delegate_kosovo"]
    for who in (story.theirs, story.ours):
        acts.circulate_minutes(minutes, at + dt.timedelta(days=14), by=who, at=at)
    story.db.flush()
    _, posture, step, *_ = minutes.paragraphs()[1:]
    for who, where, kind, text in (
        (nato, posture, CommentKind.CORRECTION, "Please say “all sides in the region”: it was not said of us alone."),
        (kosovo, step, CommentKind.ADDITION, "Please add that progress is reported to each session."),
        (kosovo, posture, CommentKind.NOTE, "Our side has no objection to this paragraph."),
    ):
        seat = _seat_of(story, "delegate_nato" if who is nato else "delegate_kosovo", minutes.session)
        minutes_register.comment(minutes, where, kind, text, seat, by=who, at=at + dt.timedelta(days=2))
        story.db.flush()
    for who in (story.ours, story.theirs):
        minutes_register.reply(minutes, by=who, at=at + dt.timedelta(days=5))
    for who in (story.ours, story.theirs):
        minutes_register.close(minutes, by=who, at=at + dt.timedelta(days=5, hours=1))
    story.db.flush()
    done = at + dt.timedelta(days=6)
    accepted, partly = (one for one in minutes.comments if one.takes_answer)
    for one, disposition, answer in (
        (accepted, Disposition.ACCEPTED, ""),
        (partly, Disposition.PARTLY, "It is reported to every second session, as was agreed in the room."),
    ):
        Remark(minutes, one).dispose(disposition, answer, base=one.version, by=story.ours, at=done)
    for paragraph, text in (
        (posture, posture.text.replace("all sides", "all sides in the region")),
        (step, f"{step.text} Progress is reported to every second session."),
    ):
        minutes.write(paragraph, base=paragraph.version, by=story.ours, at=done, text=text)
    story.db.flush()
    _joint(story, minutes, done + dt.timedelta(days=1))


def _seat_of(story: Story, who: str, session: Session) -> Participant:
    held = delegations.seats_of(story.cast[who]).where(Participant.session_id == session.id)
    return story.db.scalars(held).one()


def _answered(story: Story, session: Session, both: list[Delegation]) -> None:
    """The co-chairs come and a delegate may; one alternate does not, and somebody else was named; two are silent."""
    at = story.ago(days=6)
    said: dict[str, dict[str, Any]] = {
        "chair_nato": {"reply": Reply.ACCEPTED},
        "chair_kosovo": {"reply": Reply.ACCEPTED},
        "delegate_kosovo": {"reply": Reply.TENTATIVE, "note": "A vote in the assembly may fall on that day."},
        "adviser_kosovo": {"reply": Reply.ACCEPTED},
        "observer": {"reply": Reply.ACCEPTED},
        "alternate_nato": {"reply": Reply.REGRETS, "substitute": "Margot Delvaux, deputy head of section"},
    }
    for who, answer in said.items():
        seat = _seat_of(story, who, session)
        seat.answer(**answer, route=Route.PAGE, by=seat.person, at=at)
    _seat_of(story, "adviser_nato", session).say_needs(
        "", "A place from which the screen is seen well.", by=story.ours, at=at
    )
    named = both[0].nominate(
        story.cast["substitute_nato"],
        Capacity.MEMBER,
        by=story.cast["chair_nato"],
        at=story.ago(days=5),
        instead_of=_seat_of(story, "alternate_nato", session),
    )
    named.accredit(by=story.ours, at=story.ago(days=4))
    story.keep(named)
    told = "By telephone, from her office"
    named.answer(Reply.ACCEPTED, route=Route.TOLD, told=told, by=story.ours, at=story.ago(days=4))


def _the_next(story: Story, session: Session) -> None:
    """Convened, its agenda circulated in REV 2, the university engaged, one more item asked for."""
    nato, kosovo = story.cast.parties
    begun = story.ago(days=12)
    room = (session.place, "Conference Centre, Room 3", "Boulevard Léopold III")
    session.move(*room, due=None, base=session.version, by=story.ours, at=begun)
    story.keep(session)
    order = (session.presiding, session.named_first, "https://meet.example/hld")
    session.arrange(*order, base=session.version, by=story.ours, at=begun)
    _engaged(story, session, story.cast.university, story.ago(days=11))
    both = _delegations(story, session, story.ago(days=8))
    _convened(story, session, story.ago(days=8))
    _answered(story, session, both)
    agenda = _agenda(
        story,
        session,
        story.ago(days=7),
        ("hybrid", nato, "NATO"),
        ("centres", kosovo, "Kosovo"),
        ("resilience", story.cast.university, "University"),
    )
    at = story.ago(days=3)
    item = next(i for i in agenda.all_items if i.public_title == "Hybrid threats")
    item.revise(base=item.version, by=story.ours, at=at, minutes=60, presenter="NATO, Kosovo")
    title, public_title, topic, minutes, text, level = ITEMS["messages"]
    new = AgendaItem(
        agenda=agenda,
        title=title,
        public_title=public_title,
        topic=story.topics[topic],
        minutes=minutes,
        text=text,
        presenter="Kosovo",
        origin=kosovo,
        level=Level(level),
        oral=True,
        requested_at=at,
        requested_by=story.theirs,
    )
    story.keep(new)
    agenda.add(new, by=story.theirs, at=at)
    tracks.on_agenda(story, agenda)
    _sign_and(story, agenda, at)
    acts.revise_agenda(agenda, by=story.ours, at=story.ago(days=2))
    _conclusions(story, agenda)
    request = AgendaItem(
        agenda=agenda,
        title="Student simulation of the dialogue",
        public_title="Student simulation",
        kind=ItemKind.OPEN,
        level=Level.PUBLIC,
        minutes=20,
        requested_at=story.ago(days=1),
        text="Proposal of the university for the open part.",
    )
    story.keep(request)
    agenda.request(request, by=story.cast["cohost_university"], at=story.ago(days=1))


def _conclusions(story: Story, agenda: Agenda) -> None:
    """Drafted by the side that presides; one was proposed by the other, and taken in."""
    items = {item.public_title: item.key for item, _, _ in agenda.timetable()}
    presides = story.ours if agenda.session.presiding is story.ours.organisation else story.theirs
    other = story.theirs if presides is story.ours else story.ours
    due = agenda.session.starts.date() + dt.timedelta(days=90)
    for title, text, by, office in (
        ("Hybrid threats", "To exchange findings on forged letters within two working days.", presides, ""),
        ("Centres of Excellence", "To name the contact for the next course on cyber defence.", other, "Ministry"),
    ):
        key = items.get(title, next(iter(items.values())))
        wording = Wording(item_key=key, text=text, owner=by.organisation, office=office, due_on=due)
        made = conclusions.draft(agenda, wording, by=by, at=story.ago(days=2))
        if made.waits:
            made.take_in(base=made.version, by=presides, at=story.ago(days=1))
        else:
            made.comment("Our experts ask for three working days.", by=other, at=story.ago(days=1))
    story.db.flush()


def _single_decision(story: Story, session: Session) -> None:
    """A draft that waits for the second sign-off, to be put under silence before the session."""
    draft = acts.begin_draft(
        session,
        "Observer places in courses on cyber defence",
        "Two observer places a year are kept in the courses on cyber defence. The offer is reviewed at each session.",
        by=story.ours,
        at=story.ago(days=6),
        topic=story.topics["cyber-defence"],
    )
    story.keep(draft)
    acts.sign_off_draft(draft, by=story.ours, at=story.ago(days=5))


def _under_silence(story: Story, session: Session) -> None:
    """A single, technical decision on its way by silence: the ninth recommendation of the brief. Both co-chairs have
    consented to the method and acknowledged the paper; nobody has objected."""
    at = story.ago(hours=6)
    draft = acts.begin_draft(
        session,
        "Places in courses of the coming year",
        "To open **ten places** in courses on civil emergency planning to officials of the institutions, and to report "
        "on their use at the next session.",
        by=story.theirs,
        at=at,
        category=Category.TECHNICAL,
        formula=Formula.AGREED,
    )
    story.keep(draft)
    tracks.drafted(story, draft)
    for secretary in (story.theirs, story.ours):
        acts.sign_off_draft(draft, by=secretary, at=at)
        story.db.flush()
    why = "It is about places in courses, not about status."
    terms = texts.Terms(draft.formula, Profile.DECISION, draft.category, why)
    text = texts.find("draft", draft.key)
    assert text is not None, "it was signed off just now"
    round_ = rounds.propose(text, terms, by=story.theirs, at=at)
    for name in ("chair_kosovo", "chair_nato"):
        round_.consent_to_method("", by=story.cast[name], at=story.ago(hours=2))
    rounds.issue(round_, proposed_expiry(round_.profile, story.today, round_.capitals), by=story.ours, at=story.today)
    for name in ("chair_kosovo", "chair_nato"):
        round_.acknowledge(entitled=True, pulse=Pulse(), by=story.cast[name], at=story.today)


def _round_of_others(story: Story) -> None:
    deadline = (story.ago(days=0) + dt.timedelta(days=9)).replace(hour=16, minute=0, second=0)
    story.keep(
        acts.log_external_round(
            "PC(2026)0231",
            "Partnership committee",
            deadline,
            "On observer places in courses; the single decision waits for it.",
            by=story.ours,
            at=story.ago(days=3),
        )
    )


def _own_days(story: Story) -> None:
    """One side is closed on a day on which its capital works."""
    party, today = story.ours.organisation, local_day(story.today)
    on = Capitals(story.cast.parties).from_(today + dt.timedelta(days=35))
    correct(party, on, DayKind.CLOSED, "Staff day", by=story.ours, at=story.today)


def _calendars(story: Story) -> None:
    """Addresses that some made for their calendar programs; nobody knows them any more, as it should be."""
    week, hour = story.ago(days=7), story.ago(minutes=55)
    topic, discreet = {"topic": story.topics["crisis-management-and-disaster-response"]}, {"is_discreet": True}
    kept: list[tuple[str, str, Scope, str, dict[str, Any]]] = [
        ("secretary_nato", "Outlook at the office", Scope.ALL, "Microsoft Office/16.0 (Microsoft Outlook 16.0)", {}),
        ("secretary_nato", "Telephone", Scope.ALL, "iOS/26.1 dataaccessd/1.0", {}),
        ("secretary_nato", "What is due", Scope.DEADLINES, "iOS/26.1 dataaccessd/1.0", {}),
        ("secretary_nato", "Disaster response", Scope.TOPIC, "Thunderbird/147.0", topic),
        ("chair_nato", "Private office", Scope.MINE, "Microsoft Office/16.0 (Microsoft Outlook 16.0)", discreet),
        ("delegate_kosovo", "Google Calendar", Scope.MINE, "Google-Calendar-Importer", {}),
        ("cohost_university", "Faculty calendar", Scope.MINE, "", {}),
    ]
    for who, name, scope, program, more in kept:
        token = secrets.token_urlsafe(32)
        made = subscribe(story.cast[who], name=name, scope=scope, token=token, existing=[], at=week, **more)
        if program:
            made.see(program, at=hour)
        story.keep(made)


def _mails(story: Story, session: Session) -> None:
    """Two that came in about the next session: one whose answer counted by itself, one that a secretary has to read."""
    seat = _seat_of(story, "adviser_nato", session)
    seat.answer(Reply.ACCEPTED, route=Route.MAIL, by=seat.person, at=story.ago(days=6))
    for words, at in (("Accepted: Dialogue session", story.ago(days=6)), ("Arriving on Thursday", story.ago(days=2))):
        raw = words.encode()
        mail = incoming.keep(raw, size=len(raw), sha256=incoming.digest(raw), at=at)
        story.keep(mail)
        if words.startswith("Accepted"):
            mail.says(sender=seat.person.email, subject=words, excerpt="")
            mail.count(seat, Reply.ACCEPTED, at=at)
        else:
            who = story.cast["chair_kosovo"]
            mail.says(
                sender=f"{who.name} <{who.email}>", subject=words, excerpt="I come one day later than the others."
            )
            mail.queue(incoming.Doubt.WORDS, at=at)
    story.db.flush()


def _ladder(story: Story, session: Session) -> None:
    """Follow-ups were reviewed beforehand, and the hosts want the names two days earlier than usual."""
    at, day = story.ago(days=1), session.starts.date() - dt.timedelta(days=5)
    ladders.finish(session, RungKey.REVIEW, "Both secretaries went through all of them by telephone.",
                   base=0, by=story.ours, at=at)  # fmt: skip
    ladders.move(session, RungKey.ARRIVALS, day, "The airport asks for names five days before.",
                 base=0, by=story.theirs, at=at)  # fmt: skip
    story.db.flush()


def _known_dates(story: Story, session: Session) -> None:
    """What each side has beside the dialogue: a ministerial on the day of a session to come, and a holiday."""
    on = session.starts.date()
    ours = f"{on} Meeting of defence ministers\n{on + dt.timedelta(days=30)} Spring session of the Assembly"
    theirs = f"{on - dt.timedelta(days=40)} – {on - dt.timedelta(days=30)} Leave of the Minister"
    for by, name, dates in ((story.ours, "Ministerials", ours), (story.theirs, "Principals", theirs)):
        story.keep(busy.keep(name, dates, existing=[], by=by, at=story.ago(days=3)))


def _went_out(story: Story) -> None:
    """What was told before the day of planting went out then: no mail of the past leaves now."""
    for notice in story.db.scalars(notices.due(story.today)):
        notice.claim(at=notice.next_at)
        notice.sent(at=notice.next_at)
    story.db.flush()

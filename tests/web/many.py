"""Rows by the dozen in the planted demonstration, for pages that ask the same of the database for 3 and for 200."""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from flask.testing import FlaskClient
from sqlalchemy import func, select

from dialogue.db import db
from dialogue.domain import organisations, sessions
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.agreed import Edition, Revision, Word
from dialogue.domain.decisions import Decision
from dialogue.domain.delegations import Capacity, Delegation
from dialogue.domain.engagements import Engagement, Mode
from dialogue.domain.followups import FollowUp, FollowUpState, FollowUpUpdate
from dialogue.domain.minutes import Minutes
from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.people import Person
from dialogue.domain.pulse import Pulse
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Category, Formula, Part, Profile, Recipient, propose, proposed_expiry
from dialogue.domain.topics import Topic
from tests.once import once
from tests.planted import AT, ROLES

Statements = Callable[[], AbstractContextManager[list[str]]]
BUDGET = 12


def costs_the_same(client: FlaskClient, path: str, statements: Statements, more: Callable[[int], None]) -> None:
    """Fails where the page asks more with 3 or with 200 rows added than with 1, or more than its budget."""
    all_cost_the_same(client, [path], statements, more)


def all_cost_the_same(
    client: FlaskClient, paths: Sequence[str], statements: Statements, more: Callable[[int], None]
) -> None:
    """The same of several pages, each for itself."""
    counts: dict[str, list[int]] = {path: [] for path in paths}
    for wanted in (1, 2, 197):
        _add(more, wanted)
        for path, found in counts.items():
            assert client.get(path).status_code == 200
            with statements() as asked:
                client.get(path)
            assert len(asked) <= BUDGET, "\n".join([path, *asked])
            found.append(len(asked))
    assert {path: found for path, found in counts.items() if len(set(found)) > 1} == {}


def _add(more: Callable[[int], None], wanted: int) -> None:
    """What a function of this module adds depends on nothing but the number: it is made once, and put back."""

    def make() -> tuple[()]:
        with db.no_autoflush:  # a question for each row would else write all that went before
            more(wanted)
        return ()

    if more.__module__ == __name__ and more.__qualname__ == more.__name__:
        once(db, f"{more.__name__} {wanted}", make)
    else:
        make()
    db.commit()
    db.remove()


def more_people(n: int) -> None:
    """Each of an organisation of their own."""
    have = db.scalar(select(func.count(Person.id))) or 0
    for i in range(have, have + n):
        names = {"short_name": f"Institute {i}", "long_name": f"Institute {i}", "neutral_name": f"Institute {i}"}
        own = Organisation(slug=f"institute-{i}", kind=OrganisationKind.COHOST, **names)
        db.add(Person(email=f"p{i}@many.example", given_name="P", family_name=f"Many {i}", organisation=own))


def more_topics(n: int) -> None:
    have = db.scalar(select(func.count(Topic.id))) or 0
    db.add_all(Topic(slug=f"topic-{i}", title=f"Topic {i}") for i in range(have, have + n))


def more_followups(n: int, *, topic: str = "energy-security", due_on: dt.date = dt.date(2026, 1, 5)) -> None:
    """Overdue, each with a note, a decision and a topic."""
    origin = db.scalars(select(Decision)).first()
    about = db.scalar(select(Topic).where(Topic.slug == topic))
    chair, party = _person("chair"), db.scalars(organisations.parties()).first()
    assert origin is not None and party is not None
    for _ in range(n):
        followup = FollowUp(
            session=origin.session,
            number=origin.session.next("OC"),
            text="Send the _list_.",
            level=origin.level,
            owner=party,
            due_on=due_on,
            state=FollowUpState.IN_PROGRESS,
            opened_at=AT,
            decision=origin,
            topic=about,
        )
        note = FollowUpUpdate(
            became=FollowUpState.IN_PROGRESS, text="Under way.", made_by=chair, made_at=AT, due_on=due_on
        )
        followup.updates.append(note)
        db.add(followup)


def more_decisions(n: int, *, topic: str = "energy-security") -> None:
    first = db.scalars(select(Decision)).first()
    about = db.scalar(select(Topic).where(Topic.slug == topic))
    assert first is not None
    for _ in range(n):
        db.add(
            Decision(
                session=first.session,
                number=first.session.next("D"),
                text="To _go on_.",
                level=first.level,
                item_key=first.item_key,
                item_number=first.item_number,
                item_title=first.item_title,
                adopted_at=first.adopted_at,
                means=first.means,
                topic=about,
                paragraph=first.paragraph,
            )
        )


def more_sessions(n: int, *, topic: str = "energy-security") -> None:
    """Each with a circulated agenda that has the topic, an item asked for, a text that only the other side has signed
    off, minutes that wait likewise, a nomination, and a co-host to consent to. All that is known is asked for once and
    all is written at once: a flush looks at everything that is held, so one for each would take minutes."""
    existing, like = list(db.scalars(sessions.in_order())), _Like(topic)
    for _ in range(n):
        session = _planned(existing, like)
        existing.append(session)
        _with_agenda(session, like)
        minutes = Minutes(session=session, state_at=AT, state_by=like.theirs)
        minutes.agreement.say(Word.SIGN_OFF, "0", by=like.theirs, at=AT)
        db.add(minutes)
        _with_people(session, like)


def more_rounds(n: int) -> None:
    """Each on a text that nobody knows, issued, and served on nobody; both heads and a delegate are told."""
    ours, theirs, chair = _person("secretary"), _person("secretary.prishtina@dialogue.example"), _person("chair")
    other, told = _person("chair.kosovo@kosovo.example"), _person("delegate")
    session = db.scalars(select(Session).where(Session.year == 2026, Session.number == 2)).one()
    voices = [Recipient(one, Part.CO_CHAIR) for one in (chair, other)]
    voices += [Recipient(one, Part.SECRETARY) for one in (ours, theirs)] + [Recipient(told, Part.ENTITLED)]
    for _ in range(n):
        one = propose(
            "Places in courses", "", "a" * 64, [ours.organisation, theirs.organisation], session_id=session.id,
            formula=Formula.AGREED, profile=Profile.DECISION, category=Category.PROCEDURAL, why="", by=ours, at=AT,
        )  # fmt: skip
        db.add(one)
        for head in (chair, other):
            one.consent_to_method("", by=head, at=AT)
        one.issue_(proposed_expiry(one.profile, AT, one.capitals), voices, pulse=Pulse(), by=ours, at=AT)


class _Like:
    """What every session more is made of."""

    def __init__(self, topic: str) -> None:
        self.ours, self.theirs = _person("secretary"), _person("secretary.prishtina@dialogue.example")
        self.delegate = _person("delegate")
        self.parties = db.scalars(organisations.parties()).all()
        self.host = db.scalars(organisations.cohosts()).first()
        self.topic = db.scalar(select(Topic).where(Topic.slug == topic))
        self.release = db.scalars(select(Revision).order_by(Revision.id)).unique().first()
        known = db.scalars(select(AgendaItem).where(AgendaItem.topic_id.isnot(None)).order_by(AgendaItem.id)).first()
        assert known is not None and known.topic is not None and self.release is not None
        self.item_key = known.key
        named = f'"topic_slug":"{known.topic.slug}"'
        self.sheet = self.release.sheet_kept.replace(named, f'"topic_slug":"{topic}"')


def _planned(existing: list[Session], like: _Like) -> Session:
    starts = existing[-1].starts + dt.timedelta(days=1)
    session = sessions.plan(
        existing=existing,
        parties=like.parties,
        kind=sessions.SessionKind.SPECIAL,
        place=existing[-1].place,
        starts=starts,
        ends=starts + dt.timedelta(hours=3),
        asked_by=like.parties[0],
        by=like.ours,
        at=AT,
    )
    db.add(session)
    return session


def _with_agenda(session: Session, like: _Like) -> None:
    agenda = Agenda(session=session, state_at=AT, state_by=like.theirs)
    item = AgendaItem(agenda=agenda, title="Energy", requested_at=AT, topic=like.topic)
    asked = AgendaItem(agenda=agenda, title="One more", requested_at=AT)
    agenda.agreement.say(Word.SIGN_OFF, "0", by=like.theirs, at=AT)
    agenda.request(asked, by=like.theirs, at=AT)
    assert like.release is not None
    release = Revision(
        kind="agenda", rev=1, text_hash=like.release.text_hash, made_by=like.theirs, made_at=AT, circulated_at=AT,
        sheet_kept=like.sheet.replace(like.item_key, item.key),
    )  # fmt: skip
    release.editions.extend(Edition(level=one.level, sheet_kept=one.sheet_kept) for one in like.release.editions)
    agenda.releases.append(release)
    db.add(agenda)


def _with_people(session: Session, like: _Like) -> None:
    delegation = Delegation(session=session, organisation=like.ours.organisation)
    db.add(delegation)
    db.add(delegation.nominate(like.delegate, Capacity.MEMBER, by=like.ours, at=AT))
    assert like.host is not None
    ours = like.ours.organisation
    db.add(Engagement(session=session, organisation=like.host, proposed_by=ours, mode=Mode.CO_ORGANISER, state_at=AT))


def _person(who: str) -> Person:
    found = db.scalar(select(Person).where(Person.email == ROLES.get(who, who)))
    assert found is not None
    return found

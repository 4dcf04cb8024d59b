"""Nouns without a database, made by plain functions: each has an id, as if it had been kept, and sensible defaults."""

import datetime as dt
import itertools
from dataclasses import dataclass

from dialogue.domain import agenda as agendas
from dialogue.domain import decisions, followups, sessions
from dialogue.domain import minutes as minutes_register
from dialogue.domain.agenda import AgendaItem
from dialogue.domain.delegations import Capacity, Delegation
from dialogue.domain.editions import DOCUMENT_LEVELS, Audience, Heading, Level
from dialogue.domain.engagements import Mode, engage
from dialogue.domain.minutes import CommentKind, Paragraph, ParagraphKind, Remark
from dialogue.domain.notices import Draft, NoticeKind, dispatch
from dialogue.domain.organisations import Organisation, OrganisationKind, Place
from dialogue.domain.papers import Paper
from dialogue.domain.people import AccountState, Person
from dialogue.domain.pulse import Pulse
from dialogue.domain.silence import Category, Formula, Part, Profile, Recipient, address, propose, proposed_expiry
from dialogue.domain.topics import Topic
from dialogue.domain.working_days import Capitals

STARTS = dt.datetime(2027, 6, 8, 9, 30)  # wall clock, a Tuesday on which both capitals work
ENDS = dt.datetime(2027, 6, 8, 17, 0)
AT = dt.datetime(2027, 5, 1, 9, 0, tzinfo=dt.UTC)  # 38 days before: when most things of a test are done
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
NO_PULSE = Pulse(first_at=AT - 400 * DAY, last_at=AT + 400 * DAY, after_at=AT + 400 * DAY)  # heard all the time

_ids = itertools.count(1)


def known(thing):
    """Give a record the id and the version that a database would have given it."""
    thing.id = next(_ids)
    if hasattr(type(thing), "version"):
        thing.version = 1
    return thing


def place(name="Brussels", country="BE"):
    return known(Place(slug=name.lower(), short_name=name, long_name=name, neutral_name=name, country=country))


def organisation(name="Institute", kind=OrganisationKind.COHOST, **more):
    names = {"short_name": name, "long_name": f"The {name}", "neutral_name": name}
    return known(Organisation(slug=name.lower(), kind=kind, **names, **more))


def party(name="NATO", seat=None, order=1):
    return organisation(name, OrganisationKind.PARTY, seat=seat, order=order)


def person(name="Ana Ilić", of=None, **more):
    given, _, family = name.partition(" ")
    more.setdefault("email", f"{given}.{next(_ids)}@people.example")
    return known(Person(given_name=given, family_name=family, organisation=of or organisation(), **more))


@dataclass(frozen=True)
class Table:
    """The two sides: each with its seat, its secretary and its co-chair."""

    brussels: Place
    prishtina: Place
    nato: Organisation
    kosovo: Organisation
    ours: Person
    theirs: Person
    chair_nato: Person
    chair_kosovo: Person

    @property
    def parties(self):
        return [self.nato, self.kosovo]


def table():
    brussels, prishtina = place("Brussels", "BE"), place("Prishtina", "XK")
    nato, kosovo = party("NATO", brussels, 1), party("Kosovo", prishtina, 2)
    return Table(
        brussels,
        prishtina,
        nato,
        kosovo,
        person("Bea Bosmans", nato, standing=AccountState.SECRETARY),
        person("Petrit Hoxha", kosovo, standing=AccountState.SECRETARY),
        person("Nora Chair", nato, function="Assistant Secretary General"),
        person("Kaltrina Chair", kosovo, function="Deputy Minister"),
    )


def topic(title="Border incidents"):
    return known(Topic(slug=title.lower().replace(" ", "-"), title=title))


# A session and how far it has come


def session(sides, *, existing=(), starts=STARTS, ends=None, place=None, kind=sessions.SessionKind.REGULAR, **more):
    """A planned one; in the city in turn unless told."""
    here = place or sessions.city_in_turn(existing, sides.parties, starts)
    until = ends or starts + (ENDS - STARTS)
    if kind is sessions.SessionKind.SPECIAL:
        more.setdefault("asked_by", sides.nato)
    made = sessions.plan(
        existing=existing,
        parties=sides.parties,
        kind=kind,
        place=here,
        starts=starts,
        ends=until,
        by=sides.ours,
        at=AT,
        **more,
    )
    return known(made)


def opened(sides, one=None):
    one = one or session(sides)
    one.convene(by=sides.ours, at=AT)
    one.open_(by=sides.ours, at=one.starts_at)
    return one


def held(sides, one=None):
    one = opened(sides, one)
    one.end(by=sides.ours, at=one.ends_at)
    return one


def delegation(of, one):
    return known(Delegation(session=one, organisation=of))


def seat(who, capacity=Capacity.MEMBER, *, within=None, one=None, by=None):
    """An accredited seat, in the delegation given or in one of its own."""
    within = within or delegation(who.organisation, one)
    made = known(within.nominate(who, capacity, by=by or who, at=AT))
    made.accredit(by=by or who, at=AT)
    return made


def engagement(sides, one=None, of=None, mode=Mode.CO_ORGANISER, **more):
    return known(engage(one or session(sides), of or organisation(), mode, by=sides.ours, at=AT, **more))


def active_engagement(sides, one=None, of=None, mode=Mode.CO_ORGANISER):
    made = engagement(sides, one, of, mode)
    made.consent(by=sides.ours, at=AT)
    made.consent(by=sides.theirs, at=AT)
    made.sign("MoU 1", by=sides.ours, at=AT)
    made.activate(by=sides.ours, at=AT)
    return made


# An agenda and how far it has come


def heading(one, level=Level.DELEGATIONS, **more):
    return Heading(
        reference=one.reference,
        place=one.place.short_name,
        starts=one.starts,
        ends=one.ends,
        zone="CET",
        edition=level,
        **more,
    )


def agenda(sides, one=None, previous=None, take_over=()):
    return known(agendas.start(one or session(sides), previous, by=sides.ours, at=AT, take_over=take_over))


def item(agenda, sides, title="Border incidents", **more):
    """An item that NATO asked for, ready to be sent out, put on the agenda."""
    ready = {"presenter": "Nora Chair", "oral": True, "origin": sides.nato, "requested_at": AT}
    made = AgendaItem(agenda=agenda, title=title, **{**ready, **more})
    return known(agenda.add(made, by=sides.ours, at=AT))


def request(agenda, by, title="Border incidents", **more):
    made = AgendaItem(agenda=agenda, title=title, requested_at=AT, **more)
    return known(agenda.request(made, by=by, at=AT))


def paper(one, by, reference="WP 1", level=Level.DELEGATIONS):
    return known(Paper(session=one, reference=reference, title="A paper", level=level, entered_by=by, entered_at=AT))


def agenda_sheet(agenda, level=Level.DELEGATIONS):
    return agenda.edition(Audience(level), heading(agenda.session, level))


def agenda_sheets(agenda):
    return {level: agenda_sheet(agenda, level) for level in DOCUMENT_LEVELS}


def sign_off(agenda, *people):
    for one in people:
        agenda.sign_off(agenda_sheet(agenda), by=one, at=AT)


def drafting(sides, agenda_=None):
    made = agenda_ or agenda(sides)
    made.close_call(by=sides.ours, at=made.session.starts_at - 20 * DAY)
    return made


def provisional(sides, agenda_=None):
    made = drafting(sides, agenda_)
    sign_off(made, sides.ours, sides.theirs)
    made.propose(agenda_sheets(made), by=sides.ours, at=AT)
    return made


def circulated(sides, agenda_=None):
    made = provisional(sides, agenda_)
    made.circulate(by=sides.ours, at=AT)
    return made


def before_adoption(sides, agenda_=None):
    made = circulated(sides, agenda_)
    opened(sides, made.session)
    made.open_session(by=sides.ours, at=made.session.starts_at)
    return made


def adopted(sides, agenda_=None):
    made = before_adoption(sides, agenda_)
    at = made.session.starts_at + HOUR / 6
    made.adopt("Nora Chair", sides.nato, "", by=sides.ours, at=at)
    made.adopt("Kaltrina Chair", sides.kosovo, "", by=sides.ours, at=at)
    return made


# Minutes and how far they have come


def minutes(sides, agenda_=None):
    """Begun, in drafting: paragraph 1 is the adoption, under item 1."""
    made = adopted(sides, agenda_)
    at = made.session.starts_at + HOUR
    return known(minutes_register.begin(made.session, made, "The agenda was adopted.", by=sides.ours, at=at))


def paragraph(minutes, by, text="Both sides took note.", *, number=1, **more):
    """A paragraph put at the end of the item with that place in the minutes (1 is the first)."""
    made = Paragraph(text=text, **more)
    return known(minutes.add(minutes.items[number - 1], made, by=by, at=AT))


def action(minutes, by, owner, text="Send the list.", *, number=1, due_on=dt.date(2027, 9, 1), **more):
    return paragraph(minutes, by, text, number=number, kind=ParagraphKind.ACTION, owner=owner, due_on=due_on, **more)


def minutes_sheet(minutes, level=Level.DELEGATIONS):
    return minutes.edition(Audience(level), heading(minutes.session, level), ())


def joint_draft(sides, minutes_=None):
    made = minutes_ or minutes(sides)
    made.sign_off(minutes_sheet(made), by=sides.ours, at=AT)
    made.sign_off(minutes_sheet(made), by=sides.theirs, at=AT)
    return made


def final_draft(sides, minutes_=None):
    made = joint_draft(sides, minutes_)
    made.finalise(minutes_sheet(made), by=sides.ours, at=AT)
    return made


def heads(sides, one):
    """The accredited heads of both delegations."""
    return [seat(who, Capacity.HEAD, one=one) for who in (sides.chair_nato, sides.chair_kosovo)]


def approved(sides, minutes_=None):
    """Approved by both heads, decisions numbered, follow-ups opened, editions kept."""
    made = final_draft(sides, minutes_)
    for one in heads(sides, made.session):
        made.approve(made.text_hash, one, at=AT + 60 * DAY)
    decided = decisions.adopt(made)
    followups.open_from(made, decided)
    made.freeze({level: minutes_sheet(made, level) for level in DOCUMENT_LEVELS})
    return made


# A round of silence and how far it has come


def voices(sides):
    """To whom an issue goes: the co-chair and the secretary of each side."""
    return [
        Recipient(sides.chair_nato, Part.CO_CHAIR),
        Recipient(sides.ours, Part.SECRETARY),
        Recipient(sides.chair_kosovo, Part.CO_CHAIR),
        Recipient(sides.theirs, Part.SECRETARY),
    ]


def proposed(sides, *, at=AT, profile=Profile.DECISION, category=Category.TECHNICAL, text_hash="a" * 64, **more):
    """A round on a text, with silence proposed as the method."""
    return known(
        propose(
            "Places in courses",
            "HLD/2027/1/P1",
            text_hash,
            sides.parties,
            session_id=1,
            formula=Formula.AGREED,
            profile=profile,
            category=category,
            why="It is about places in courses.",
            by=sides.ours,
            at=at,
            **more,
        )
    )


def agreed_method(sides, round_=None):
    made = round_ or proposed(sides)
    for chair in (sides.chair_nato, sides.chair_kosovo):
        made.consent_to_method("It cannot wait.", by=chair, at=made.proposed_at)
    return made


def running(sides, round_=None, *, at=AT, expires_at=None, pulse=NO_PULSE, served=True):
    """Issued; unless told, both sides are served at once by mail, and the form's proposal is the expiry."""
    made = agreed_method(sides, round_)
    until = expires_at or proposed_expiry(made.profile, at, made.capitals)
    made.issue_(until, voices(sides), pulse=pulse, by=sides.ours, at=at)
    if served:
        mail(made, at)
    return made


def mail(round_, at, *, accepted=True):
    """The notices of the issue in force: accepted by the mail server at that instant, or refused."""
    issue = round_.issue
    drafts = [Draft(d.person, "Silence", "Please read", "/circulations/1") for d in issue.deliveries]
    telling = dispatch(NoticeKind.ISSUE, drafts, key=f"{round_.id}/{issue.number}", by=None, at=at)
    address(issue, telling)
    for notice in telling.notices:
        notice.sent(at=at) if accepted else notice.refuse("550 no such user", at=at)
    return telling


def heard(since, until, *, after=True):
    """A service that was there all the time: beats at both ends, none missed between them."""
    return Pulse(first_at=since, last_at=until, after_at=until + HOUR / 60 if after else None)


# A single decision and how far it has come


def draft_decision(sides, one=None, title="Places in courses", text="Three places are offered.", number=1, **more):
    on = one or session(sides)
    return known(decisions.begin(on, number, title, text, by=sides.ours, at=AT, **more))


def draft_sheet(draft, level=Level.DELEGATIONS):
    return draft.sheet(Audience(level), heading(draft.session, level))


def signed_off(sides, draft=None):
    made = draft or draft_decision(sides)
    for secretary in (sides.ours, sides.theirs):
        made.sign_off(draft_sheet(made), by=secretary, at=AT)
    return made


def under_silence(sides, draft=None, **more):
    """Signed off, and a round running on it."""
    made = signed_off(sides, draft)
    made.put_under_silence(running(sides, proposed(sides, text_hash=made.text_hash), **more), at=AT)
    return made


def decided_by_silence(sides, draft=None):
    """Adopted as of the expiry, under its number."""
    made = under_silence(sides, draft)
    written = made.circulation.record(made.circulation.expires_at + HOUR, NO_PULSE)
    known(made.adopt(made.circulation, written.as_of))
    return made


# The period for comments

UNTIL = AT + 70 * DAY


def in_comments(sides, minutes_=None, *, absent=()):
    """Circulated as REV 1; both delegations were in the room but for those that are told to be absent."""
    made = joint_draft(sides, minutes_)
    made.attending = {}  # the seats of this session, by Party
    for who in (sides.chair_nato, sides.chair_kosovo):
        here = seat(who, Capacity.HEAD, one=made.session)
        here.mark(who.organisation not in absent, by=sides.ours, at=AT)
        made.attending[who.organisation] = here
    for one in (sides.ours, sides.theirs):
        circulate(sides, made, UNTIL, by=one, at=AT + 60 * DAY)
    return made


def circulate(sides, minutes, until, **more):
    """One secretary's word for circulating the joint draft as it stands; returns whether both have said so."""
    return minutes_register.circulate(minutes, minutes_sheet(minutes), until, Capitals(sides.parties), **more)


def remark(minutes, by, text="Please say where.", kind=CommentKind.CORRECTION, *, on=1, at=AT + 61 * DAY):
    """A comment on the paragraph of that number, from the writer's seat."""
    own = minutes.attending[by.organisation]
    made = minutes_register.comment(minutes, minutes.paragraphs()[on - 1], kind, text, own, by=by, at=at)
    return Remark(minutes, known(made))


def consolidating(sides, minutes_=None):
    """The period is closed; what was written in it waits for its answers."""
    made = minutes_ or in_comments(sides)
    minutes_register.close(made, by=sides.ours, at=UNTIL + HOUR)
    return made

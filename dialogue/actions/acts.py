"""Acts over several nouns that more than one door performs: verbs in order, and what they made added to `db`."""

import datetime as dt
from typing import Any

from dialogue import access
from dialogue.actions import turns
from dialogue.actions.reviews import keep_review
from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import conclusions, decisions, delegations, followups, meetings, organisations
from dialogue.domain import engagements as engagement_register
from dialogue.domain import minutes as minutes_register
from dialogue.domain.agenda import Agenda, AgendaItem, Change
from dialogue.domain.agreed import Revision
from dialogue.domain.base import Refused, Stale
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.delegations import Capacity, Delegation, Participant
from dialogue.domain.editions import DOCUMENT_LEVELS, AgendaSheet, Audience, Level, fingerprint
from dialogue.domain.engagements import Engagement, EngagementState, Mode
from dialogue.domain.minutes import Minutes
from dialogue.domain.notices import WAIT, Draft, NoticeKind
from dialogue.domain.organisations import Organisation, Place
from dialogue.domain.papers import ADOPTED, ReleasedFile
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import ExternalRound
from dialogue.domain.tracks import must_name_none
from dialogue.domain.working_days import Capitals
from dialogue.notifications import recipients
from dialogue.queries import sheets, since
from dialogue.queries.guests import guests_of
from dialogue.rendering.word import names, word


def sign_off_agenda(agenda: Agenda, *, by: Person, at: dt.datetime, seen: str | None = None) -> None:
    """The secretary's agreement to the working text, by the hash of its delegations' sheet; Stale if it is not the one
    that was `seen`."""
    sheet = sheets.working_agenda(agenda, Audience(Level.DELEGATIONS))
    if seen not in (None, fingerprint(sheet)):
        raise Stale("Somebody has changed the agenda since you opened it. Please read it again before you sign it off.")
    must_name_none(sheet)
    agenda.sign_off(sheet, by=by, at=at)


def propose_agenda(agenda: Agenda, *, by: Person, at: dt.datetime) -> Revision:
    """Freeze the next release as the provisional agenda, with its files."""
    return _keep_files(agenda, agenda.propose(sheets.agenda_editions(agenda, at), by=by, at=at))


def circulate_agenda(agenda: Agenda, *, by: Person, at: dt.datetime) -> Revision:
    """Circulate the provisional agenda; its readers are told."""
    must_be_circulable(agenda, at)
    release = agenda.circulate(by=by, at=at)
    keep_review(agenda, release, at=at)
    _tell_of_agenda(agenda, release, by=by, at=at, again=False)
    return release


def must_be_circulable(agenda: Agenda, at: dt.datetime) -> None:
    """Refuse a release that says another date or place than the session has by now: nobody is sent to the wrong one."""
    release = agenda.must_be_circulable(at)
    for sheet in release.sheets.values():
        must_name_none(sheet)
    if sheets.moved(agenda.session, release.sheet.heading):
        raise Refused(
            "Date or place of the session have changed since REV %(rev)d was frozen. Please sign off the agenda again "
            "and freeze the next REV; that one goes out.",
            rev=release.rev,
        )


def revise_agenda(agenda: Agenda, *, by: Person, at: dt.datetime) -> Revision:
    """Freeze and circulate REV n+1, with its files; its readers are told what changed."""
    release = _keep_files(agenda, agenda.revise(sheets.agenda_editions(agenda, at), by=by, at=at))
    keep_review(agenda, release, at=at)
    _tell_of_agenda(agenda, release, by=by, at=at, again=True)
    return release


def adopt_agenda(
    agenda: Agenda, seat: Participant, amendments: str, *, by: Person, at: dt.datetime, seen: str | None = None
) -> bool:
    """A head of delegation's consent to the text that was `seen`, by its hash; Stale if it is another by now. With both
    the agenda is adopted; what was amended at the opening becomes the next release, so that everybody reads the agenda
    as it was adopted."""
    if seen not in (None, fingerprint(sheets.working_agenda(agenda, Audience(Level.DELEGATIONS)))):
        raise Stale("Somebody has changed the agenda since you opened it. Please read what is consented to again.")
    if not agenda.adopt(seat.name, seat.delegation.organisation, amendments, by=by, at=at):
        return False
    editions, release = sheets.agenda_editions(agenda, at), agenda.release
    if release is None or fingerprint(editions[Level.DELEGATIONS]) != release.text_hash:
        release = _keep_files(agenda, agenda.freeze_change(editions, by=by, at=at))
        keep_review(agenda, release, at=at)
    for level in DOCUMENT_LEVELS:
        _keep(agenda, ADOPTED, sheets.adopted_agenda(agenda, release, level), at=at)
    return True


def change_adopted_agenda(
    agenda: Agenda, item: AgendaItem, what: Change, reason: str, *, by: Person, at: dt.datetime
) -> Revision:
    """Record a change after the adoption and freeze the order of business as it now stands. What is deferred goes to
    the next session."""
    agenda.record_change(item, what, reason, by=by, at=at)
    _offer_to_next(agenda, at)
    release = _keep_files(agenda, agenda.freeze_change(sheets.agenda_editions(agenda, at), by=by, at=at))
    return keep_review(agenda, release, at=at)


def open_session(session: Session, *, by: Person, at: dt.datetime) -> None:
    """Open the session; its circulated agenda now waits for its adoption, and what was adopted under silence since the
    last one is noted: nothing is attached to it any more."""
    agenda = must_be_openable(session, at)
    session.open_(by=by, at=at)
    agenda.open_session(by=by, at=at)
    for circulation in db.scalars(since.to_be_noted()):
        circulation.note(at=at)


def must_be_openable(session: Session, at: dt.datetime) -> Agenda:
    """The agenda with which the session opens; refused before its time, and without one that went out."""
    session.must_be_openable(at)
    agenda = db.scalar(agendas.of_session(session))
    if agenda is None or agenda.circulated is None:
        raise Refused("A session opens with a circulated agenda.")
    agenda.must_be_openable()
    return agenda


def arrange_session(
    session: Session,
    presiding: Organisation,
    named_first: Organisation,
    hybrid_link: str,
    *,
    restricted_link: str | None = None,
    open_link: str | None = None,
    base: int | None,
    by: Person,
    at: dt.datetime,
) -> None:
    """Who presides, who is named first, how to join. The first two are part of the minutes, and change no longer than
    their text does (practice §0.9): who signs as the Chair is the one whom the approved text names."""
    if (presiding.id, named_first.id) != (session.presiding.id, session.named_first.id):
        minutes = db.scalar(Minutes.held(minutes_register.of_session(session)))
        if minutes is not None and not minutes.is_open_to_edits:
            raise Refused(
                "The minutes of this session are “%(state)s”: they say who presided and who is named first, and that "
                "does not change now.",
                state=minutes.state.value,
            )
    more = {"restricted_link": restricted_link, "open_link": open_link}
    session.arrange(presiding, named_first, hybrid_link, **more, base=base, by=by, at=at)


def rename_place(
    place: Place, short: str, long: str, neutral: str, *, country: str, base: int | None, by: Person, at: dt.datetime
) -> None:
    """Other names for a city. Each entry in a calendar that shows it is another by that."""
    every = turns.take_all()
    if place.rename(short, long, neutral, country=country, base=base, by=by, at=at):
        for session in every:
            if session.place is place:
                session.place_was_renamed(by=by, at=at)
        for meeting in db.scalars(meetings.at_place(place)):
            meeting.place_was_renamed(by=by, at=at)


def cancel_session(session: Session, reason: str, *, by: Person, at: dt.datetime) -> None:
    """Cancel the session; its agenda lapses and its items are offered to the next one."""
    session.cancel(reason, by=by, at=at)
    _forget_needs(session, by=by, at=at)
    agenda = db.scalar(agendas.of_session(session))
    if agenda is not None and agenda.can(agendas.AgendaState.LAPSED):
        agenda.lapse(by=by, at=at)
        recipients.call_back([NoticeKind.AGENDA], agenda, at)
        _offer_to_next(agenda, at)


def reinstate_session(
    session: Session, departure_reason: str, *, due: Place | None, by: Person, at: dt.datetime
) -> None:
    """The session takes place after all; its agenda goes on."""
    session.reinstate(departure_reason, due=due, by=by, at=at)
    agenda = db.scalar(agendas.of_session(session))
    if agenda is not None and agenda.state is agendas.AgendaState.LAPSED:
        agenda.revive(by=by, at=at)


def _offer_to_next(agenda: Agenda, at: dt.datetime) -> None:
    """What is left over comes by itself to an agenda that is begun later; one that was begun already is told."""
    following = db.scalar(agendas.after(agenda.session))
    if following is not None and following.takes_requests:
        with db.no_autoflush:  # what is looked up for one item must not write another that is not yet added
            found = agendas.bring_back(following, agenda, at=at, guests=guests_of(following.session))
        db.add_all(found)


def nominate(
    delegation: Delegation,
    person: Person,
    capacity: Capacity,
    *,
    by: Person,
    at: dt.datetime,
    instead_of: Participant | None = None,
) -> Participant:
    """Name a person; with its first name a Party's delegation is entered."""
    db.add(delegation)
    seat = delegation.nominate(person, capacity, by=by, at=at, instead_of=instead_of)
    db.add(seat)
    return seat


def open_delegation(session: Session, organisation: Organisation, *, by: Person, at: dt.datetime) -> Delegation:
    """Give an observer's organisation, or the speakers of a co-host, their place in the list."""
    turns.take(session.id)
    existing = db.scalars(delegations.of_session(session)).all()
    delegation = delegations.open_for(session, organisation, existing, by=by, at=at)
    db.add(delegation)
    return delegation


def engage(
    session: Session,
    organisation: Organisation,
    mode: Mode,
    terms: str,
    state: EngagementState,
    *,
    by: Person,
    at: dt.datetime,
) -> Engagement:
    """Bind an organisation to the session, as interest or as a proposal; it is bound once."""
    turns.take(session.id)
    if any(one.organisation.id == organisation.id for one in db.scalars(engagement_register.of_session(session))):
        raise Refused("%(name)s has been entered for this session already.", name=organisation.short_name)
    engagement = engagement_register.engage(session, organisation, mode, by=by, at=at, terms=terms, state=state)
    db.add(engagement)
    return engagement


def begin_agenda(session: Session, take_over: list[AgendaItem], *, by: Person, at: dt.datetime) -> Agenda:
    """Begin the agenda from the one of the session before it in date, where there is one. Of organisations that this
    session does not have as guests nothing comes along; the note of the item says what stayed behind."""
    turns.take(session.id)
    if db.scalar(agendas.of_session(session)) is not None:
        raise Refused("The agenda of this session has been begun already.")
    previous, guests = db.scalar(agendas.before(session)), guests_of(session)
    agenda = agendas.start(session, previous, by=by, at=at, take_over=take_over, guests=guests)
    db.add(agenda)
    return agenda


def begin_minutes(session: Session, *, by: Person, at: dt.datetime) -> Minutes:
    """Begin the minutes; the adoption of the agenda is their first paragraph."""
    turns.take(session.id)
    if db.scalar(minutes_register.of_session(session)) is not None:
        raise Refused("The minutes of this session have been begun already.")
    agenda = db.scalar(agendas.of_session(session))
    if agenda is None:
        raise Refused("This session has no agenda to keep minutes of.")
    drafted = db.scalars(conclusions.of_agenda(agenda)).all()
    minutes = minutes_register.begin(session, agenda, sheets.adoption(agenda), drafted, by=by, at=at)
    db.add(minutes)
    return minutes


def circulate_minutes(
    minutes: Minutes,
    until: dt.datetime,
    *,
    note: str = "",
    seen: str | None = None,
    consents: str = "",
    by: Person,
    at: dt.datetime,
) -> bool:
    """One secretary's word for circulating the joint draft until that instant, as both signed it off; with both its
    readers are told. Returns whether it is circulated."""
    sheet, session = sheets.working_minutes(minutes, Audience(Level.DELEGATIONS), at), minutes.session
    words: dict[str, Any] = {"note": note, "seen": seen, "consents": consents}
    if not minutes_register.circulate(minutes, sheet, until, capitals(), **words, by=by, at=at):
        return False
    drafts = recipients.for_comments(session, until, access.commentators(session, at))
    _tell_of_comments(minutes, str(minutes.rev), drafts, by=by, at=at)
    return True


def extend_comments(
    minutes: Minutes,
    until: dt.datetime,
    *,
    note: str = "",
    seen: dt.datetime | None = None,
    consents: str = "",
    by: Person,
    at: dt.datetime,
) -> bool:
    """One secretary's word for a later end of the period; with both those who comment are told. Returns whether it is
    extended."""
    was = minutes.comments_until
    if not minutes_register.extend(minutes, until, note=note, seen=seen, consents=consents, by=by, at=at):
        return False
    drafts = recipients.of_extension(minutes.session, was or at, until, access.commentators(minutes.session, at))
    _tell_of_comments(minutes, f"{minutes.rev}:until:{until:%Y%m%dT%H%M}", drafts, by=by, at=at)
    return True


def _tell_of_comments(minutes: Minutes, what: str, drafts: list[Draft], *, by: Person, at: dt.datetime) -> None:
    key = f"minutes:{minutes.id}:comments:{what}"
    recipients.tell(NoticeKind.COMMENTS, drafts, key=key, by=by, at=at, about=minutes, wait=WAIT)


def capitals() -> Capitals:
    """The days on which both Parties work, as their calendars say now."""
    return Capitals(db.scalars(organisations.with_calendars(organisations.parties())).unique())


def begin_draft(session: Session, title: str, text: str, *, by: Person, at: dt.datetime, **more: Any) -> DraftDecision:
    """Begin the draft of a single decision for the register of a session, under the next number of its drafts."""
    turns.take(session.id)
    last = max((one.number for one in db.scalars(decisions.drafts_of(session))), default=0)
    draft = decisions.begin(session, last + 1, title, text, by=by, at=at, **more)
    db.add(draft)
    return draft


def sign_off_draft(draft: DraftDecision, *, by: Person, at: dt.datetime, seen: str | None = None) -> bool:
    """The secretary's agreement to the draft of a decision, by its hash; Stale if it is not the one that was `seen`.
    Returns whether both have agreed."""
    sheet = sheets.draft_decision(draft, Audience(Level.DELEGATIONS))
    if seen not in (None, fingerprint(sheet)):
        raise Stale("Somebody has changed the text since you opened it. Please read it again before you sign it off.")
    must_name_none(sheet)
    return draft.sign_off(sheet, by=by, at=at)


def log_external_round(
    reference: str, body: str, deadline: dt.datetime | None, note: str, *, by: Person, at: dt.datetime
) -> ExternalRound:
    """A round that others run: only its outside is kept."""
    made = ExternalRound(reference=reference, body=body, deadline=deadline, note=note, state_at=at, entered_by=by)
    db.add(made)
    made.did("log", by=by, at=at)
    return made


def conclude_session(minutes: Minutes, *, by: Person, at: dt.datetime) -> None:
    """Close the session: nothing is left but its follow-ups. Refused while one that is carried again does not say why
    and until when."""
    if minutes.session.was_held:  # nothing is carried over one that was not
        followups.must_be_explained(db.scalars(followups.to_be_explained(minutes.session)))
    minutes_register.conclude(minutes, by=by, at=at)
    _forget_needs(minutes.session, by=by, at=at)


def _forget_needs(session: Session, *, by: Person, at: dt.datetime) -> None:
    """Who needs what is kept no longer than it serves: there is nothing left to arrange."""
    for seat in db.scalars(delegations.with_needs(session)):
        seat.forget_needs(by=by, at=at)


def _tell_of_agenda(agenda: Agenda, release: Revision, *, by: Person, at: dt.datetime, again: bool) -> None:
    readers, key = access.readers(agenda.session, at).of_each, _agenda_key(agenda, release)
    drafts = recipients.of_agenda(agenda.session, release.sheets, readers, again=again)
    facts = agenda.session.digest
    recipients.tell(NoticeKind.AGENDA, drafts, key=key, by=by, at=at, about=agenda, wait=WAIT, facts=facts)


def _agenda_key(agenda: Agenda, release: Revision) -> str:
    return f"agenda:{agenda.id}:release:{release.rev}"


def _keep_files(agenda: Agenda, release: Revision) -> Revision:
    for level in DOCUMENT_LEVELS:
        sheet = sheets.released_agenda(agenda, release, level)
        must_name_none(sheet)
        _keep(agenda, f"REV {release.rev}", sheet, at=release.made_at)
    return release


def _keep(agenda: Agenda, label: str, sheet: AgendaSheet, *, at: dt.datetime) -> None:
    db.add(
        ReleasedFile(
            session=agenda.session,
            kind="agenda",
            label=label,
            level=sheet.heading.edition,
            name=names.of_paper(sheet).ascii,
            content=word.render(sheet),
            text_hash=sheet.text_hash,
            released_at=at,
        )
    )

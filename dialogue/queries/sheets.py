"""Which rows make a sheet for this reader. Pages, downloads, feeds and exports all ask here, so they cannot differ."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from dialogue.db import db
from dialogue.domain import decisions, delegations, followups, organisations, sessions, settings
from dialogue.domain import minutes as minutes_register
from dialogue.domain.agenda import Agenda, Change, Difference, Guests, differences
from dialogue.domain.agreed import ApprovedText, Means, Revision, Word, with_sheets
from dialogue.domain.decisions import Decision, DraftDecision
from dialogue.domain.delegations import Delegation
from dialogue.domain.editions import (
    DOCUMENT_LEVELS,
    AgendaLine,
    AgendaSheet,
    Audience,
    CommuniqueSheet,
    CorrigendumSheet,
    DecisionSheet,
    DelegationSheet,
    Heading,
    History,
    Level,
    MinutesSheet,
    ParticipantsSheet,
    SignatureLine,
)
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Corrigendum, Minutes, Signatory
from dialogue.domain.sessions import Session
from dialogue.domain.settings import Settings
from dialogue.domain.topics import Topic
from dialogue.i18n import day, gettext, ngettext
from dialogue.queries.guests import several_hosts
from dialogue.queries.since import since_last
from dialogue.rendering.prose import plain

ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")
NAMED = (
    "the first session of %(year)d",
    "the second session of %(year)d",
    "the third session of %(year)d",
    "the fourth session of %(year)d",
    "the fifth session of %(year)d",
    "the sixth session of %(year)d",
)


def house() -> Settings:
    """The settings, or their defaults where nobody has entered any. Asked once in a transaction: the identity map alone
    would let go of them."""
    held: Settings | None = db.info.get("settings")
    if held is None or held not in db:
        held = db.info["settings"] = db.scalar(settings.current())
    return held or Settings()


def heading(session: Session, level: Level, *, dated: dt.datetime | None = None, previous: str = "") -> Heading:
    """The reference block of any paper of a session."""
    here = house()
    return Heading(
        reference=session.reference,
        title=session_title(session),
        place=session.place.short_name,
        starts=session.starts,
        ends=session.ends,
        zone=here.zone_label,
        venue=", ".join(p for p in (session.venue, session.address) if p),
        edition=level,
        dialogue=here.dialogue_name,
        marking=here.public_marking if level is Level.PUBLIC else here.marking,
        dated=dated,
        previous=previous,
        sender=gettext("The secretariat of the dialogue"),
        addressee=_addressee(level),
    )


def session_title(session: Session) -> str:
    """ "Second session of 2026", in the language of the moment; special ones say so."""
    if not session.is_regular:
        return gettext("Special session %(number)d of %(year)d", number=session.number, year=session.year)
    if session.number > len(ORDINALS):
        return gettext("Session %(number)d of %(year)d", number=session.number, year=session.year)
    return gettext("%(ordinal)s session of %(year)d", ordinal=gettext(ORDINALS[session.number - 1]), year=session.year)


def session_named(session: Session) -> str:
    """The same within a sentence: "the second session of 2026"."""
    if not session.is_regular:
        return gettext("special session %(number)d of %(year)d", number=session.number, year=session.year)
    if session.number > len(NAMED):
        return gettext("session %(number)d of %(year)d", number=session.number, year=session.year)
    return gettext(NAMED[session.number - 1], year=session.year)


def _addressee(level: Level) -> str:
    return {
        Level.DELEGATIONS: gettext("Delegations"),
        Level.COHOST: gettext("Co-host"),
        Level.PUBLIC: gettext("The public"),
    }.get(level, gettext("Secretariat"))


# The agenda


def working_agenda(
    agenda: Agenda, audience: Audience, at: dt.datetime | None = None, hosts: Guests | None = None
) -> AgendaSheet:
    """The text being worked on, as the audience would hold it. `hosts`: `several_hosts` of its session, where they have
    been asked already."""
    last = agenda.release
    previous = f"{agenda.session.reference} REV {last.rev}" if last else ""
    level = Level.DELEGATIONS if audience.level is Level.SECRETARIAT else audience.level
    sheet = agenda.edition(audience, heading(agenda.session, level, dated=at, previous=previous))
    if level is Level.DELEGATIONS:
        return _with_since(agenda, sheet)
    return _without_hosts(sheet, several_hosts(agenda.session) if hosts is None else hosts)


def _without_hosts(sheet: AgendaSheet, hosts: Guests) -> AgendaSheet:
    """Where a session has several co-hosts, none reads who else presents or which paper is another's."""
    lines = tuple(
        replace(
            line,
            presenter="" if hosts.names_others(line.presenter) else line.presenter,
            papers=tuple(one for one in line.papers if not hosts.names_others(one)),
        )
        for line in sheet.items
    )
    return replace(sheet, items=lines)


def _with_since(agenda: Agenda, sheet: AgendaSheet) -> AgendaSheet:
    """Under the standing item of that name what happened under silence since the last session, for the delegations."""
    keys = {item.key for item in agenda.all_items if item.is_since_last}
    if not any(line.key in keys for line in sheet.items):
        return sheet
    told = since_last(agenda.session, sheet.heading.zone)
    lines = tuple(replace(line, since=told) if line.key in keys else line for line in sheet.items)
    return replace(sheet, items=lines)


def draft_agenda(agenda: Agenda, level: Level) -> AgendaSheet:
    """The working text as a paper in one edition, dated as its state: the same text gives the same bytes."""
    return replace(working_agenda(agenda, Audience(level), agenda.state_at), adopted=adoption(agenda))


def document_level(level: Level) -> Level:
    """The edition that a reader at the level takes away: the secretariat's working page is no document."""
    return Level.DELEGATIONS if level is Level.SECRETARIAT else level


def agenda_editions(agenda: Agenda, at: dt.datetime) -> dict[Level, AgendaSheet]:
    """The three editions that a release freezes, each saying what changed against the release before."""
    last = agenda.release
    rev = last.rev + 1 if last else 1
    made, hosts = {}, several_hosts(agenda.session)
    last = None if last is None else in_full(last)
    for level in DOCUMENT_LEVELS:
        sheet = working_agenda(agenda, Audience(level), at, hosts)
        made[level] = replace(sheet, rev=rev, changes=agenda_changes(last, sheet))
    return made


def left_open_of_agenda(sheet: AgendaSheet, public: AgendaSheet) -> list[str]:
    """What a release would carry as it is, and nobody can add to it afterwards."""
    nobody = [line.number for line in sheet.items if not line.presenter]
    nameless = [line.number for line in public.items if line.withheld and not line.title]
    told = [
        ngettext(
            "Item %(numbers)s names nobody who presents it.",
            "Items %(numbers)s name nobody who presents them.",
            len(nobody),
            numbers=", ".join(nobody),
        )
        if nobody
        else "",
        ngettext(
            "Item %(numbers)s has no public title: others read “Restricted item”.",
            "Items %(numbers)s have no public title: others read “Restricted item”.",
            len(nameless),
            numbers=", ".join(nameless),
        )
        if nameless
        else "",
        "" if sheet.heading.venue else gettext("No venue is entered for the session."),
        gettext("It runs %(n)d minutes beyond the end of the session.", n=sheet.overrun) if sheet.overrun else "",
    ]
    return [line for line in told if line]


def left_open_of_minutes(sheet: MinutesSheet) -> list[str]:
    """What minutes would be frozen with as it is: whom they do not name, what was not recorded, who has not signed."""
    seats = [seat for delegation in sheet.participants for seat in delegation.seats]
    unknown = [seat.name for seat in seats if seat.present is None]
    unsigned = [f"{line.capacity}, {line.organisation}" for line in sheet.signatures if not line.signed]
    bare = [item.number for item in sheet.items if item.number in sheet.bare]
    told = [
        "" if seats else gettext("It has no list of participants."),
        gettext("Whether they were present is not recorded: %(names)s.", names=", ".join(unknown)) if unknown else "",
        ngettext(
            "Nothing was recorded under item %(numbers)s.",
            "Nothing was recorded under items %(numbers)s.",
            len(bare),
            numbers=", ".join(bare),
        )
        if bare
        else "",
        gettext("The signature block is empty at: %(places)s.", places="; ".join(unsigned)) if unsigned else "",
    ]
    return [line for line in told if line]


def in_full(revision: Revision) -> Revision:
    """With the sheets of all its editions, read at once."""
    found: Revision = db.scalars(with_sheets(revision)).unique().one()
    return found


def agenda_changes(last: Revision | None, sheet: AgendaSheet) -> tuple[str, ...]:
    """What became of the items since that release, in words, as the sheet's own reader may know it."""
    found = differences(last.sheet_of(sheet.heading.edition), sheet) if last else ()
    return tuple(in_words(d) for d in found)


def in_words(difference: Difference) -> str:
    """One change of an agenda as a line that a delegation can read."""
    sentence = {
        Change.NEW: "New: %(number)s %(title)s",
        Change.MOVED: "Moved: %(number)s %(title)s (was %(was)s)",
        Change.CHANGED: "Changed: %(number)s %(title)s",
        Change.WITHDRAWN: "Withdrawn: %(number)s %(title)s",
        Change.DEFERRED: "Deferred: %(number)s %(title)s",
    }[difference.change]
    title = difference.title or gettext("Restricted item")
    return gettext(sentence, number=difference.number, title=title, was=difference.was)


def released_agenda(agenda: Agenda, release: Revision, level: Level) -> AgendaSheet:
    """A release as it was frozen; where it is the one in force, with how it was adopted."""
    sheet: AgendaSheet = replace(release.sheet_of(level), text_hash=release.text_hash)
    if agenda.release is release:
        sheet = replace(sheet, status=agenda.state.value, adopted=adoption(agenda))
    return sheet


def adoption(agenda: Agenda) -> str:
    """How and when the agenda was adopted, as a sentence; "" before."""
    if agenda.adopted_at is None:
        return ""
    when = agenda.adopted_at.astimezone(sessions.ZONE)
    heads = " / ".join(one.name for one in agenda.assents_to(Word.ADOPTION))
    return gettext(
        "Adopted on %(day)s at %(time)s %(zone)s by %(heads)s.",
        day=day(when),
        time=when.strftime("%H:%M"),
        zone=house().zone_label,
        heads=heads,
    )


def annotated(sheet: AgendaSheet, agenda: Agenda, audience: Audience) -> AgendaSheet:
    """The agenda with, under each item, the last decisions on it, its open follow-ups and its papers. History is found
    by the topic that the sheet names, and by the item itself where it came from an earlier agenda."""
    found = _histories([line for line in sheet.items if not line.withheld], agenda.session, audience)
    lines = tuple(line if line.withheld else replace(line, history=_history(line, found)) for line in sheet.items)
    return replace(sheet, items=lines, annotated=True)


def _histories(
    items: Sequence[AgendaLine], session: Session, audience: Audience
) -> tuple[Sequence[Decision], Sequence[FollowUp]]:
    """Of the sessions before this one, what was decided and what is still open on the items' topics or on the items."""
    topics = select(Topic.id).where(
        or_(
            Topic.slug.in_({line.topic_slug for line in items if line.topic_slug}),
            Topic.title.in_({line.topic for line in items if line.topic and not line.topic_slug}),
        )
    )
    keys = {line.key for line in items}
    earlier = Session.starts_at < session.starts_at
    decided = db.scalars(
        decisions.register().where(earlier, or_(Decision.topic_id.in_(topics), Decision.item_key.in_(keys)))
    ).all()
    still_open = db.scalars(
        followups.with_round(select(FollowUp))
        .join(FollowUp.session)
        .options(joinedload(FollowUp.topic))
        .where(earlier, or_(FollowUp.topic_id.in_(topics), FollowUp.item_key.in_(keys)))
        .where(FollowUp.state.in_(followups.LIVE))
        .order_by(FollowUp.due_on, FollowUp.id)
    ).all()
    return (
        [d for d in decided if audience.reads(d.level) and not d.is_void],
        [f for f in still_open if audience.reads(f.level)],
    )


def _history(line: AgendaLine, found: tuple[Sequence[Decision], Sequence[FollowUp]]) -> History:
    decided, still_open = found
    return History(
        decisions=tuple(_decided(d) for d in decided if _is_of(line, d))[:3],
        followups=tuple(
            gettext(
                "%(reference)s: %(text)s (%(owner)s, due %(due)s, %(state)s)",
                reference=f.reference,
                text=plain(f.text),
                owner=f.owner.short_name,
                due=day(f.due_on),
                state=", ".join([gettext(f.state.value), *([gettext("adoption in question")] if f.rests else [])]),
            )
            for f in still_open
            if _is_of(line, f)
        ),
        papers=line.papers,
    )


def _decided(decision: Decision) -> str:
    """`D/2026/1/02 (12 May 2026, superseded): …`."""
    beside = ", ".join([day(decision.adopted_at.astimezone(sessions.ZONE)), *map(gettext, decision.marks)])
    return f"{decision.reference} ({beside}): {plain(decision.text)}"


def _is_of(line: AgendaLine, told: Decision | FollowUp) -> bool:
    on_topic = told.topic is not None and line.is_on_topic(told.topic.slug, told.topic.title)
    return told.item_key == line.key or on_topic


# Single decisions


def draft_decision(draft: DraftDecision, audience: Audience) -> DecisionSheet:
    """The text as both secretaries signed it off; before that as it stands now, dated by its last edit."""
    if draft.is_agreed_text and audience.reads(draft.level):
        return draft.agreed_sheet
    level = document_level(audience.level)
    return draft.sheet(Audience(level), heading(draft.session, level, dated=draft.edited_at))


# Participants


def delegations_in_order(session: Session) -> list[Delegation]:
    rows = db.scalars(delegations.of_session(session)).all()
    return delegations.in_precedence(rows, session)


def participants(session: Session, audience: Audience) -> ParticipantsSheet:
    """The list as the audience holds it, dated by the last accreditation that it tells of."""
    level = Level.DELEGATIONS if audience.level is Level.SECRETARIAT else audience.level
    rows = delegations_in_order(session)
    dated = max((seat.state_at for row in rows for seat in row.seats_for(audience)), default=None)
    made = (row.edition(audience) for row in rows)
    return ParticipantsSheet(
        heading=heading(session, level, dated=dated), delegations=tuple(one for one in made if one.seats)
    )


def _delegation_sheets(session: Session, audience: Audience) -> tuple[DelegationSheet, ...]:
    sheets = (d.edition(audience) for d in delegations_in_order(session))
    return tuple(s for s in sheets if s.seats)


# Minutes


def working_minutes(minutes: Minutes, audience: Audience, at: dt.datetime | None = None) -> MinutesSheet:
    """The text as the rows have it now, as the audience would hold it."""
    level = Level.DELEGATIONS if audience.level is Level.SECRETARIAT else audience.level
    head = heading(minutes.session, level, dated=at, previous=_previous(minutes))
    return minutes.edition(
        Audience(level, audience.party_id), head, _delegation_sheets(minutes.session, Audience(level))
    )


def _previous(minutes: Minutes) -> str:
    """The text that was sent out before the one at hand."""
    rev = minutes.rev if minutes.is_open_to_edits else minutes.rev - 1
    return f"{minutes.session.reference} REV {rev}" if rev > 0 else ""


def minutes_as_sent(minutes: Minutes, level: Level) -> MinutesSheet:
    """One edition as everybody but the secretaries reads it: while the text is being edited, the last REV that was sent
    out."""
    last = minutes.revision(minutes.rev) if minutes.is_open_to_edits else None
    sent: MinutesSheet | None = last.sheet if last else None
    return sent or minutes_edition(minutes, level)


def minutes_edition(minutes: Minutes, level: Level) -> MinutesSheet:
    """One edition as it is read: as it was approved, or before that a working copy dated by its last change."""
    edition = minutes.kept_edition(level)
    if edition is None:
        return working_minutes(minutes, Audience(level), minutes.changed_at)
    kept: MinutesSheet = edition.sheet
    sheet = replace(kept, status=minutes.state.value, signatures=_signed(minutes, kept, level))
    return as_it_stands(sheet, in_question=minutes.in_question)


S = TypeVar("S", CommuniqueSheet, CorrigendumSheet, MinutesSheet)


def as_it_stands(sheet: S, *, in_question: bool) -> S:
    """What says how a text was approved says also that this is in question, to every reader (practice §3.4 a). What was
    released before is kept as it was."""
    if not in_question:
        return sheet
    doubt = gettext("Adoption in question: whether this text was adopted is not certain at the moment.")
    return replace(sheet, approved=f"{sheet.approved} {doubt}".strip())


def _signed(minutes: Minutes, sheet: MinutesSheet, level: Level) -> tuple[SignatureLine, ...]:
    """The signature block as it was kept, with who has signed since. Names of secretaries are for the delegations."""
    places = minutes_register.block(minutes, db.scalars(organisations.parties()).all())
    kept = sheet.signatures if len(sheet.signatures) == len(places) else _places_to_sign(minutes)
    # The Parties may have changed their order since; their names too, and then that order is all there is to go by.
    named = {(place.signatory is Signatory.CHAIR, place.party.long_name): place for place in places}
    found = [named.get((number == 0, line.organisation)) for number, line in enumerate(kept)]
    places = [place for place in found if place is not None] if None not in found else places
    return tuple(
        replace(line, name=place.name_for(level) or line.name, signed=day(place.signature.signed_on))
        if place.signature
        else line
        for line, place in zip(kept, places, strict=True)
    )


def _places_to_sign(minutes: Minutes) -> tuple[SignatureLine, ...]:
    """The block before anybody has signed: the Chair, whose name is known, and both Secretaries."""
    heads = {d.organisation.id: d.head.name for d in delegations_in_order(minutes.session) if d.head is not None}
    capacities = {Signatory.CHAIR: gettext("Chair"), Signatory.SECRETARY: gettext("Secretary")}
    return tuple(
        SignatureLine(
            capacity=capacities[place.signatory],
            name=heads.get(place.party.id, "") if place.signatory is Signatory.CHAIR else "",
            organisation=place.party.long_name,
        )
        for place in minutes_register.block(minutes, db.scalars(organisations.parties()).all())
    )


def minutes_editions(minutes: Minutes, at: dt.datetime) -> dict[Level, MinutesSheet]:
    """The editions of the text just approved, with how it was approved and where it is to be signed."""
    return {
        level: replace(
            working_minutes(minutes, Audience(level), at),
            approved=approval(minutes),
            signatures=_places_to_sign(minutes),
        )
        for level in DOCUMENT_LEVELS
    }


APPROVED = {
    Means.CO_CHAIRS: "Approved by both co-chairs on %(day)s at %(time)s %(zone)s.",
    Means.SESSION: "Approved in session on %(day)s at %(time)s %(zone)s.",
    Means.SILENCE: "Approved under the silence procedure on %(day)s at %(time)s %(zone)s.",
}


# Corrigenda


def working_corrigendum(corrigendum: Corrigendum, level: Level) -> CorrigendumSheet:
    """COR n as the rows have it now, in one edition."""
    session = corrigendum.session
    rev = corrigendum.minutes.rev
    previous = f"{session.reference} REV {rev}" if rev else session.reference
    head = heading(session, level, dated=corrigendum.state_at, previous=previous)
    return corrigendum.edition(Audience(level), replace(head, reference=f"{session.reference} {corrigendum.label}"))


def corrigendum_edition(corrigendum: Corrigendum, level: Level) -> CorrigendumSheet:
    """One edition as it is read: as it was approved, or before that a working copy."""
    kept = corrigendum.kept_edition(level)
    sheet = kept.sheet if kept else working_corrigendum(corrigendum, level)
    return as_it_stands(sheet, in_question=corrigendum.in_question)


def corrigendum_editions(corrigendum: Corrigendum) -> dict[Level, CorrigendumSheet]:
    """The editions of the corrigendum just approved."""
    return {
        level: replace(working_corrigendum(corrigendum, level), approved=approval(corrigendum))
        for level in DOCUMENT_LEVELS
    }


def approval(minutes: ApprovedText) -> str:
    """How and when they were approved, as a sentence; "" before."""
    if minutes.approved_at is None:
        return ""
    when = minutes.approved_at.astimezone(sessions.ZONE)
    return gettext(
        APPROVED[minutes.means or Means.CO_CHAIRS],
        day=day(when),
        time=when.strftime("%H:%M"),
        zone=house().zone_label,
    )

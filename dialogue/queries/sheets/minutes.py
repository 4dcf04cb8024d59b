"""Minutes as their readers hold them: the working text, what was sent, what was approved and signed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import engagements, organisations, sessions
from dialogue.domain import minutes as minutes_register
from dialogue.domain.delegations import Delegation
from dialogue.domain.editions import (
    DOCUMENT_LEVELS,
    AgendaSheet,
    AttachedLine,
    Audience,
    Level,
    MinutesSheet,
    SignatureLine,
    TableSheet,
)
from dialogue.domain.minutes import Minutes, Signatory
from dialogue.i18n import day, gettext, ngettext
from dialogue.queries.sheets.approvals import approval, as_it_stands, attached_to
from dialogue.queries.sheets.headings import heading, house
from dialogue.queries.sheets.people import delegation_sheets, delegations_in_order


def working_minutes(
    minutes: Minutes, audience: Audience, at: dt.datetime | None = None, *, there: Sequence[Delegation] | None = None
) -> MinutesSheet:
    """The text as the rows have it now, as the audience would hold it. `there`: the delegations in their order, where
    they are known already."""
    if there is None:
        there = delegations_in_order(minutes.session)
    level = Level.DELEGATIONS if audience.level is Level.SECRETARIAT else audience.level
    head = heading(minutes.session, level, paper=minutes.paper, dated=at, previous=_previous(minutes))
    return minutes.edition(Audience(level, audience.party_id), head, delegation_sheets(there, Audience(level)))


def _previous(minutes: Minutes) -> str:
    """The text that was sent out before the one at hand."""
    rev = minutes.rev if minutes.is_open_to_edits else minutes.rev - 1
    return f"{minutes.paper} REV {rev}" if rev > 0 else ""


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
    signed, attached = _signed(minutes, kept, level), _attached(minutes, level)
    sheet = replace(kept, status=minutes.state.value, signatures=signed, attached=attached)
    return as_it_stands(sheet, in_question=minutes.in_question)


def minutes_paper(minutes: Minutes, sheet: MinutesSheet, level: Level) -> MinutesSheet:
    """An edition as it goes on paper: with what stands around its text. What is approved was kept with it."""
    return _around(minutes, sheet, level) if minutes.kept_edition(level) is None else sheet


def _around(minutes: Minutes, sheet: MinutesSheet, level: Level) -> MinutesSheet:
    """With documents, who helped, and when the next session is: no part of the text. A co-host is named to those who
    work with it; the next session is the Parties' to know."""
    lying = _documents(minutes, level)
    items = tuple(one if one.withheld else replace(one, documents=lying.get(one.key, ())) for one in sheet.items)
    hosts = _cohosts(minutes, level) if level is not Level.PUBLIC else ()
    following = _next_session(minutes) if level is Level.DELEGATIONS else ""
    return replace(sheet, items=items, cohosts=hosts, next_session=following)


def _documents(minutes: Minutes, level: Level) -> dict[str, tuple[str, ...]]:
    """By the key of the item: what the agenda lists under it in the same edition."""
    release = db.scalars(agendas.last_release(minutes.session)).unique().one_or_none()
    listed: AgendaSheet | None = release.sheet_of(level) if release is not None else None
    return {one.key: one.papers for one in listed.items if not one.withheld} if listed is not None else {}


def _cohosts(minutes: Minutes, level: Level) -> tuple[str, ...]:
    """No co-host reads of another: where there are several, their own edition names none."""
    found = db.scalars(engagements.of_session(minutes.session))
    names = tuple(one.organisation.long_name for one in found if one.has_worked)
    return names if level is Level.DELEGATIONS or len(names) == 1 else ()


def _next_session(minutes: Minutes) -> str:
    """The regular one after it, as it is planned."""
    found = db.scalar(sessions.regular_after(minutes.session))
    if found is None:
        return ""
    return f"{day(found.starts.date())}, {found.place.named(is_neutral=house().profile.is_neutral)}"


def _attached(minutes: Minutes, level: Level) -> tuple[AttachedLine, ...]:
    """What the Parties attached to the text under silence: in their own words, for the delegations."""
    circulation = minutes.circulation
    return attached_to(circulation) if circulation is not None and level is Level.DELEGATIONS else ()


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
            neutral=place.party.neutral_name,
        )
        for place in minutes_register.block(minutes, db.scalars(organisations.parties()).all())
    )


def minutes_editions(
    minutes: Minutes, at: dt.datetime, tables: tuple[TableSheet, ...] = ()
) -> dict[Level, MinutesSheet]:
    """The editions of the text just approved, with how it was approved and where it is to be signed. `tables`: the
    annexes that the delegations' has; no working copy has them, for they would read otherwise on the next day."""
    return {
        level: replace(
            _around(minutes, working_minutes(minutes, Audience(level), at), level),
            approved=approval(minutes),
            signatures=_places_to_sign(minutes),
            tables=tables if level is Level.DELEGATIONS else (),
        )
        for level in DOCUMENT_LEVELS
    }


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

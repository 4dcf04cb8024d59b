"""What is so about a thing, or about the thing and who asks: predicates that are no matter of the seat."""

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased

from dialogue.access import who
from dialogue.access.predicates import NOW, PARTY, PERSON, Noun, Predicate, fact
from dialogue.access.standing import Standing, minutes_held
from dialogue.domain import agenda, archive, conclusions, developments, mandates, meetings, minutes, silence, tracks
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.agreed import Edition, Revision, TextState
from dialogue.domain.archive import ImportedSession
from dialogue.domain.base import among
from dialogue.domain.conclusions import CIRCULATED, Conclusion
from dialogue.domain.delegations import Delegation, Participant
from dialogue.domain.developments import Development
from dialogue.domain.editions import DOCUMENT_LEVELS, Audience, Level
from dialogue.domain.engagements import Engagement
from dialogue.domain.followups import TrackFollowUp
from dialogue.domain.mandates import OF_A_SEAT, OF_AN_ACCOUNT, Mandate, MandateKind
from dialogue.domain.meetings import Meeting
from dialogue.domain.minutes import Corrigendum, Minutes, Remark
from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, Issue
from dialogue.domain.tracks import INSULATED, TRACKS, Track, TrackEntry, TrackMember, TrackPaper, TrackPoint

# A `where` has names of its own for what it looks up, so that it stands in any statement, whatever that joins.
_revision, _edition, _minutes_row = aliased(Revision), aliased(Edition), aliased(Minutes)
_corrected, _correction = aliased(Revision), aliased(Edition)
_delegation_of, _organisation, _seat = aliased(Delegation), aliased(Organisation), aliased(Participant)
_session, _issue = aliased(Session), aliased(Issue)
_agenda = aliased(Agenda)

# The agenda

# No single head's word on it.
agenda_is_whole = fact(
    "agenda_is_whole",
    lambda _, thing: isinstance(thing, Agenda),
    lambda noun: true() if noun is Agenda else false(),
)
agenda_went_out = fact(
    "agenda_went_out",
    lambda _, paper: paper.circulated is not None,
    lambda _: exists().where(_revision.agreement_id == Agenda.agreement_id, _revision.circulated_at.is_not(None)),
)
item_is_open_to_own_side = fact(
    "item_is_open_to_own_side",
    lambda by, thing: not isinstance(thing, AgendaItem) or thing.is_open_to(by.person.organisation),
    lambda noun: agenda.is_open_to(PARTY, who.is_of_a_party.sql(noun)) if noun is AgendaItem else true(),
)
item_was_asked_by_own_side = fact(
    "item_was_asked_by_own_side",
    lambda by, item: item.requested_by_id is not None and item.origin_id == by.person.organisation.id,
)


def _went_out(_: Standing, item: AgendaItem) -> bool:
    sent = item.agenda.circulated
    return sent is not None and item.key in {line.key for line in sent.sheet.items}


item_went_out = fact("item_went_out", _went_out)

# Draft conclusions

conclusion_awaits_own_side = fact(
    "conclusion_awaits_own_side",
    lambda by, one: one.awaits(by.person.organisation),
    lambda _: conclusions.to_be_answered_by(PARTY),
)
conclusion_is_in_own_hand = fact("conclusion_is_in_own_hand", lambda by, one: one.is_in_hand_of(by.person.organisation))
conclusion_went_out = fact(
    "conclusion_went_out",
    lambda _, one: one.is_circulated and one.agenda.circulated is not None,
    lambda _: and_(
        among(Conclusion.state, CIRCULATED),
        exists().where(
            _agenda.id == Conclusion.agenda_id,
            _revision.agreement_id == _agenda.agreement_id,
            _revision.circulated_at.is_not(None),
        ),
    ),
)

# Delegations and their seats


def _delegation(thing: Delegation | Participant) -> Delegation:
    return thing.delegation if isinstance(thing, Participant) else thing


def _heads_it(by: Standing, thing: Delegation | Participant) -> bool:
    delegation = _delegation(thing)
    own = by.seats.get(delegation.session.id)
    return own is not None and own.is_head and own.delegation_id == delegation.id


def _is_listed(by: Standing, seat: Participant) -> bool:
    audience = Audience(Level.DELEGATIONS, by.person.organisation_id)
    return seat in seat.delegation.seats_for(audience)


def _of_delegations(noun: Noun, found: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of delegations, and of seats in them."""
    its_id = Delegation.id if noun is Delegation else Participant.delegation_id
    those = select(_delegation_of.id).join(_organisation, _organisation.id == _delegation_of.organisation_id)
    return its_id.in_(those.where(found))


delegation_is_of_a_party = fact(
    "delegation_is_of_a_party",
    lambda _, it: _delegation(it).organisation.is_party,
    lambda noun: _of_delegations(noun, _organisation.kind == OrganisationKind.PARTY),
)
delegation_is_of_no_party = fact(
    "delegation_is_of_no_party",
    lambda _, it: not _delegation(it).organisation.is_party,
    lambda noun: _of_delegations(noun, _organisation.kind != OrganisationKind.PARTY),
)
delegation_is_own = fact(
    "delegation_is_own",
    lambda by, it: _delegation(it).organisation.id == by.person.organisation_id,
    lambda noun: _of_delegations(noun, _organisation.id == PARTY),
)
delegation_has_seats = fact("delegation_has_seats", lambda _, delegation: bool(delegation.ordered()))
seat_is_its_head = fact("seat_is_its_head", _heads_it)  # the delegation's, not one in its place
seat_is_own_of_a_head = fact(
    "seat_is_own_of_a_head",
    lambda by, seat: by.heads(seat.session_id) is seat,
    lambda noun: (Participant.person_id == PERSON) & who.leads.sql(noun) if noun is Participant else false(),
)
seat_is_listed = fact("seat_is_listed", _is_listed)

# Second words


def _of_own_side(_: Noun) -> ColumnElement[bool]:
    seats = select(_seat.id).join(_delegation_of, _delegation_of.id == _seat.delegation_id)
    seats = seats.where(_delegation_of.organisation_id == PARTY)
    return Mandate.seat_id.in_(seats)


mandate_is_own = fact(
    "mandate_is_own",
    lambda by, mandate: mandate.proposed_by is by.person,
    lambda _: Mandate.proposed_by_id == PERSON,
)
mandate_asks_person = fact(
    "mandate_asks_person",
    lambda by, mandate: by.person in mandate.asked,
    lambda _: exists().where(mandates.ASKED.c.mandate_id == Mandate.id, mandates.ASKED.c.person_id == PERSON),
)
mandate_is_of_an_account = fact(
    "mandate_is_of_an_account",
    lambda _, mandate: not mandate.is_of_a_seat,
    lambda _: Mandate.kind.not_in(sorted(OF_A_SEAT)),
)
mandate_is_of_own_seat = fact(
    "mandate_is_of_own_seat",
    lambda by, mandate: mandate.party is not None and mandate.party.id == by.person.organisation.id,
    _of_own_side,
)
mandate_is_in_force = fact(
    "mandate_is_in_force",
    lambda _, mandate: mandate.is_in_force,
    lambda _: Mandate.state == mandates.MandateState.IN_FORCE,
)
order_is_of_own_account = fact(
    "order_is_of_own_account",
    lambda by, order: (
        order.person.organisation.id == by.person.organisation.id
        and order.kind in OF_AN_ACCOUNT - {MandateKind.FACTORS}
    ),
)
person_is_of_own_side = fact(
    "person_is_of_own_side",
    lambda by, person: person is None or person.organisation.id == by.person.organisation.id,
    lambda noun: noun.organisation_id == PARTY,
)
list_is_of_own_side = fact(
    "list_is_of_own_side", lambda by, kept: kept is None or kept.party.id == by.person.organisation.id
)
day_is_of_own_side = fact(
    "day_is_of_own_side", lambda by, own: own is None or own.party.id == by.person.organisation.id
)

# Any text that is approved


def _is_out(text: Noun, level: Level) -> ColumnElement[bool]:
    of_it = and_(_edition.revision_id == _revision.id, _revision.agreement_id == text.agreement_id)
    return exists().where(of_it, _edition.level == level, _edition.released_at.is_not(None))


text_is_final = fact(
    "text_is_final",
    lambda _, it: it.open_to_entitled,
    lambda noun: among(noun.state, (noun.KIND.final, noun.KIND.silent, *noun.KIND.approved)),
)
text_is_out = fact(
    "text_is_out",
    lambda by, it: it.open_to(Level.DELEGATIONS, by.at),
    lambda noun: _is_out(noun, Level.DELEGATIONS),
)
text_is_public = fact(  # once its embargo is over
    "text_is_public",
    lambda by, it: it.open_to(Level.PUBLIC, by.at),
    lambda noun: and_(_is_out(noun, Level.PUBLIC), or_(noun.embargo.is_(None), noun.embargo <= NOW)),
)

# Minutes, what is said of them, and what corrects them

_FINAL = tuple(state for state in minutes.MinutesState if minutes.is_final(state))
_WITH_DELEGATES = tuple(state for state in minutes.MinutesState if minutes.is_with_delegates(state, None))


def _minutes(thing: Minutes | Remark) -> Minutes:
    return thing.minutes if isinstance(thing, Remark) else thing


minutes_are_final = fact(
    "minutes_are_final",
    lambda _, it: _minutes(it).open_to_entitled,
    lambda _: among(Minutes.state, _FINAL),
)
minutes_are_with_delegates = fact(
    "minutes_are_with_delegates",
    lambda _, it: _minutes(it).open_to_delegates,
    lambda _: or_(Minutes.circulated_at.is_not(None), among(Minutes.state, _WITH_DELEGATES)),
)


def _released(name: str, levels: Sequence[Level]) -> Predicate:
    """An edition of these levels is out that the person holds."""
    held = or_(*(and_(_edition.level == one, who.minutes_of[one].sql(Minutes)) for one in levels))
    of_it = and_(_edition.revision_id == _revision.id, _revision.agreement_id == Minutes.agreement_id)
    out = and_(of_it, _edition.released_at.is_not(None), held)
    return fact(
        name,
        lambda by, it: any(it.released_to(one) for one in minutes_held(by, it.session_id) if one in levels),
        lambda _: exists().where(out),
    )


minutes_went_out = _released("minutes_went_out", DOCUMENT_LEVELS)
minutes_went_out_whole = _released("minutes_went_out_whole", [Level.DELEGATIONS])
own_side_presided = fact(
    "own_side_presided",
    lambda by, it: (it if isinstance(it, Session) else it.session).presiding_id == by.person.organisation.id,
    lambda noun: (
        Session.presiding_id == PARTY
        if noun is Session
        else exists().where(_session.id == Minutes.session_id, _session.presiding_id == PARTY)
    ),
)
remark_is_own = fact("remark_is_own", lambda by, remark: remark.comment.writer_id == by.person.id)
remark_is_open_to_own_side = fact(
    "remark_is_open_to_own_side", lambda by, remark: remark.is_readable(by.person.organisation, by.at)
)


def _corrections(name: str, holds: Callable[[Corrigendum, Level], bool], *where: ColumnElement[bool]) -> Predicate:
    """One of its editions that the person holds is so."""
    of_text = and_(_correction.revision_id == _corrected.id, _corrected.agreement_id == Corrigendum.agreement_id)
    of_it = and_(of_text, *where)
    return fact(
        name,
        lambda by, it: any(holds(it, one) for one in minutes_held(by, it.session_id) if one in DOCUMENT_LEVELS),
        lambda _: exists().where(of_it),
    )


corrigendum_is_in_work = fact(
    "corrigendum_is_in_work",
    lambda _, it: not it.is_approved,
    lambda _: Corrigendum.state != TextState.APPROVED,
)
# Whoever reads it before it goes out holds every level of a paper, so that here any edition will do.
corrigendum_has_edition = _corrections("corrigendum_has_edition", lambda it, one: it.kept_edition(one) is not None)
corrigendum_went_out = _corrections(
    "corrigendum_went_out",
    lambda it, one: it.released_to(one),
    _minutes_row.id == Corrigendum.minutes_id,
    _revision.agreement_id == _minutes_row.agreement_id,
    _edition.revision_id == _revision.id,
    _edition.released_at.is_not(None),
    _edition.level == _correction.level,
    or_(*(and_(_edition.level == one, who.minutes_of[one].sql(Corrigendum)) for one in DOCUMENT_LEVELS)),
)

# Engagements

engagement_is_own = fact(
    "engagement_is_own",
    lambda by, engagement: engagement.organisation.id == by.person.organisation.id,
    lambda _: Engagement.organisation_id == PARTY,
)

# Follow-ups

followup_is_own = fact("followup_is_own", lambda by, followup: followup.owned_by(by.person))

# Rounds of silence

round_was_issued = fact(
    "round_was_issued",
    lambda _, circulation: bool(circulation.issues),
    lambda _: exists().where(_issue.circulation_id == Circulation.id),
)
round_is_addressed = fact("round_is_addressed", lambda by, circulation: circulation.is_addressed_to(by.person))
round_hears_person = fact(
    "round_hears_person",
    lambda by, circulation: circulation.is_going and circulation.is_addressed_to(by.person),
    lambda _: Circulation.id.in_(silence.spoken_in(PERSON, PARTY)),
)
round_has_own_objection = fact(
    "round_has_own_objection",
    lambda by, circulation: any(one.person.id == by.person.id for one in circulation.objections),
)

# Meetings between the sessions: those that are open, and those under a track in a compartment

meeting_is_open = fact(
    "meeting_is_open", lambda _, meeting: not meeting.is_insulated, lambda _: ~meetings.is_insulated()
)
meeting_is_of_own_list = fact(
    "meeting_is_of_own_list",
    lambda by, meeting: meeting.is_insulated and meeting.track_slug in by.lists,
    lambda _: and_(meetings.is_insulated(), tracks.is_on(func.coalesce(Meeting.track_slug, ""), PERSON, PARTY)),
)
meeting_has_person = fact(
    "meeting_has_person",
    lambda by, meeting: meeting.has(by.person),
    lambda _: meetings.has_person(PERSON, PARTY),
)

# The development log

development_stands = fact("development_stands", lambda _, it: it.stands, lambda _: developments.does_stand())
development_is_of_own_side = fact(
    "development_is_of_own_side",
    lambda by, it: it.party_id == by.person.organisation_id,
    lambda _: Development.party_id == PARTY,
)
development_is_of_the_other_side = fact(
    "development_is_of_the_other_side",
    lambda by, it: it.party_id != by.person.organisation_id,
    lambda _: Development.party_id != PARTY,
)

# Sessions from before this system

import_is_confirmed = fact("import_is_confirmed", lambda _, it: it.is_confirmed, lambda _: archive.is_confirmed())
import_is_of_the_other_side = fact(
    "import_is_of_the_other_side",
    lambda by, it: it.party_id != by.person.organisation_id,
    lambda _: ImportedSession.party_id != PARTY,
)

# Tracks: those that are open, and those in a compartment

OfATrack = Track | TrackEntry | TrackFollowUp | TrackMember | TrackPaper | TrackPoint


def _track(thing: OfATrack) -> Track:
    if isinstance(thing, Track):
        return thing
    return TRACKS[(thing.entry if isinstance(thing, TrackPoint) else thing).track_slug]


track_is_open = fact(
    "track_is_open",
    lambda _, it: not _track(it).compartment,
    lambda noun: noun.track_slug.not_in(INSULATED),
)
track_is_of_own_list = fact(
    "track_is_of_own_list",
    lambda by, it: _track(it).compartment and _track(it).slug in by.lists,
    lambda noun: tracks.is_on(noun.track_slug, PERSON, PARTY),
)
entry_is_for_delegations = fact(
    "entry_is_for_delegations",
    lambda _, it: (it.entry if isinstance(it, TrackPoint) else it).level is not Level.SECRETARIAT,
    lambda _: TrackEntry.level != Level.SECRETARIAT,
)
thing_is_own = fact(
    "thing_is_own",
    lambda by, it: not isinstance(it, TrackMember | TrackPaper) or it.party_id == by.person.organisation_id,
    lambda noun: noun.party_id == PARTY,
)

"""What became of a round at an instant: a function of recorded instants, whoever asks and however late (practice §0).

Nothing here writes. The worker writes down what stands here; pages show it whether or not it was written."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from dialogue.domain.organisations import Organisation
from dialogue.domain.pulse import Gap, Pulse
from dialogue.domain.silence.entries import Entry, EntryKind
from dialogue.domain.silence.issues import Issue
from dialogue.domain.silence.objections import Objection
from dialogue.domain.silence.profiles import Profile, earliest_expiry, latest_service
from dialogue.domain.silence.records import Record
from dialogue.domain.silence.states import OF_THE_SERVICE, CirculationState, Reason, Weight

__all__ = ["CLOSING", "CirculationState", "Facts", "Hold", "Outcome", "Reason", "Weight", "outcome", "weight"]

CLOSING = dt.timedelta(seconds=60)  # 20 s receiving + 30 s database + 5 s clocks (practice §0.2)
RECENT = dt.timedelta(hours=2)
LATEST = dt.timedelta(minutes=10)
SHORT_OUTAGE = dt.timedelta(minutes=5)  # in the last two hours
LONG_OUTAGE = dt.timedelta(hours=1)  # in all of the round
NOTHING = dt.timedelta(0)


@dataclass(frozen=True, slots=True)
class Hold:
    """Why the round is held, since when, and whom or what it is about."""

    reason: Reason
    since: dt.datetime
    party: Organisation | None = None
    objection: Objection | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`as_of`: when it took effect; for a running round when it was issued."""

    state: CirculationState
    as_of: dt.datetime
    holds: tuple[Hold, ...] = ()

    @property
    def reasons(self) -> str:
        return ", ".join(sorted({hold.reason.value for hold in self.holds}))

    def is_held_for(self, *reasons: Reason) -> bool:
        return any(hold.reason in reasons for hold in self.holds)

    @property
    def fault_at(self) -> dt.datetime | None:
        """When the last fault of the service was that holds the round; None: it is not held for one."""
        return max((hold.since for hold in self.holds if hold.reason in OF_THE_SERVICE), default=None)


class Round(Protocol):
    """What the outcome reads of a circulation."""

    profile: Profile
    proposed_at: dt.datetime
    issues: list[Issue]
    entries: list[Entry]
    objections: list[Objection]
    records: list[Record]

    @property
    def parties(self) -> tuple[Organisation, Organisation]: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What is on record of a round, to be judged at an instant. All of it counts, whatever the clock shows now: a clock
    that was put back must not make anything undone. `then`: only what was on record at that instant itself."""

    round: Round
    at: dt.datetime
    pulse: Pulse
    then: bool = False
    entries: list[Entry] = field(init=False)
    objections: list[Objection] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", [e for e in self.round.entries if self.stood(e.at)])
        known = [o for o in self.round.objections if self.stood(o.recorded_at)]
        object.__setattr__(self, "objections", sorted(known, key=lambda o: (o.received_at, o.number)))

    def stood(self, at: dt.datetime) -> bool:
        return not self.then or at <= self.at

    @property
    def issue(self) -> Issue | None:
        return next((i for i in reversed(self.round.issues) if self.stood(i.issued_at)), None)

    @property
    def adopted(self) -> Record | None:
        """The adoption, if one was written down."""
        written = (r for r in self.round.records if self.stood(r.written_at))
        return next((r for r in written if r.state is CirculationState.ADOPTED), None)

    def last(self, *kinds: EntryKind) -> Entry | None:
        return next((e for e in reversed(self.entries) if e.kind in kinds), None)

    def said(self, kind: EntryKind, party: Organisation, issue: Issue) -> bool:
        """Whether the Party has said this of the issue."""
        mine = (e for e in self.entries if e.kind is kind and e.issue == issue.number and e.party is not None)
        return any(e.party is not None and e.party.id == party.id for e in mine)

    def both(self, kind: EntryKind, issue: Issue, since: dt.datetime) -> dt.datetime | None:
        """When the second Party had said this of the issue, at that instant or after it; None: not both."""
        first: dict[int, dt.datetime] = {}
        for entry in self.entries:
            mine = entry.kind is kind and entry.issue == issue.number and entry.at >= since
            if mine and entry.party is not None:
                first.setdefault(entry.party.id, entry.at)
        return max(first.values()) if len(first) == len(self.round.parties) else None

    def expiry(self, issue: Issue) -> dt.datetime:
        """The expiry in force: that of the notice, or of its last extension."""
        extended = [e.until for e in self.entries if e.kind is EntryKind.EXTENSION and e.issue == issue.number]
        return max([issue.expires_at, *(until for until in extended if until is not None)])


ENDINGS = {
    EntryKind.METHOD_OBJECTION: CirculationState.DECLINED,
    EntryKind.WITHDRAWAL: CirculationState.WITHDRAWN,
    EntryKind.SUPERSEDED: CirculationState.SUPERSEDED,
}


def outcome(facts: Facts) -> Outcome:
    """The state of the round at the instant of the facts, since when, and if it is held, why."""
    ending = facts.last(*ENDINGS)
    if ending is not None:
        return Outcome(ENDINGS[ending.kind], ending.at)
    issue = facts.issue
    if issue is None:
        return Outcome(CirculationState.PROPOSED, facts.round.proposed_at)
    broken_at = _broken_at(facts, issue)
    if broken_at is not None:
        return Outcome(CirculationState.BROKEN, broken_at)
    if facts.adopted is not None:
        return _adopted(facts, issue, facts.adopted)
    return _undecided(facts, issue)


def _broken_at(facts: Facts, issue: Issue) -> dt.datetime | None:
    """When the first objection came that breaks silence."""
    expires_at = facts.expiry(issue)
    return next((one.received_at for one in facts.objections if _breaks(one, facts, expires_at)), None)


def _adopted(facts: Facts, issue: Issue, record: Record) -> Outcome:
    holds = tuple(
        Hold(Reason.IN_QUESTION, one.recorded_at, one.party, one)
        for one in facts.objections
        if _puts_in_question(one, facts, issue)
    )
    return (
        Outcome(CirculationState.HELD, max(h.since for h in holds), holds)
        if holds
        else Outcome(CirculationState.ADOPTED, record.as_of)
    )


def _puts_in_question(one: Objection, facts: Facts, issue: Issue) -> bool:
    """In time or in the minute in which nobody can tell, of somebody who speaks for a Party or may yet be found to, and
    not ruled out by both secretaries."""
    stands = one.counts(facts.entries) or one.is_open(facts.entries)
    in_time = one.arrived_by(facts.expiry(issue) + CLOSING)
    return one.after_adoption and stands and in_time and one.ruled_out_at(facts.entries) is None


def _undecided(facts: Facts, issue: Issue) -> Outcome:
    expires_at = facts.expiry(issue)
    found = [(hold, _released_at(hold, facts, issue)) for hold in _holds(facts, issue, expires_at)]
    holds = [hold for hold, released_at in found if released_at is None]
    released = [released_at for _, released_at in found if released_at is not None]
    as_of = max([expires_at, *released, *_cures(facts, issue)])
    holds += [hold for hold in _voiceless(facts, issue) if holds or hold.since <= as_of]
    if holds:
        return Outcome(CirculationState.HELD, max(h.since for h in holds), tuple(holds))
    if facts.at <= expires_at:
        return Outcome(CirculationState.RUNNING, issue.issued_at)
    if facts.at < expires_at + CLOSING or facts.pulse.after_at is None:
        # Nothing is adopted before the service was heard after the expiry: until then nobody knows whether the clock
        # that says so has jumped.
        return Outcome(CirculationState.CLOSING, expires_at)
    return Outcome(CirculationState.ADOPTED, as_of)


def _released_at(hold: Hold, facts: Facts, issue: Issue) -> dt.datetime | None:
    """When both secretaries had released it, each on both Parties' words; all of it said after the fault: nobody's
    word reaches further than what had happened by then."""
    if hold.reason not in OF_THE_SERVICE or facts.both(EntryKind.SENT_NONE, issue, hold.since) is None:
        return None
    return facts.both(EntryKind.RELEASE, issue, hold.since)


def _cures(facts: Facts, issue: Issue) -> Iterator[dt.datetime]:
    """Instants at which a hold ended by somebody's word: the adoption is dated at the last of them, never before."""
    for entry in facts.entries:
        if entry.kind is EntryKind.NO_OBJECTION and entry.issue == issue.number:
            yield entry.at
    for delivery in issue.deliveries:
        made_good_at = issue.made_good_at(delivery, facts.entries)
        if delivery.failed_at is not None and made_good_at is not None and made_good_at > delivery.failed_at:
            yield made_good_at
    for one in facts.objections:
        out = one.ruled_out_at(facts.entries)
        if out is not None:
            yield out
        yield from (e.at for e in one.told(EntryKind.DISOWNED, facts.entries))


def _holds(facts: Facts, issue: Issue, expires_at: dt.datetime) -> Iterator[Hold]:
    yield from _unserved(facts, issue, expires_at)
    for delivery in issue.undelivered(facts.entries):
        if delivery.failed_at is not None:
            yield Hold(Reason.UNDELIVERED, delivery.failed_at, delivery.party, who=delivery.person.name)
    yield from _of_the_service(facts, issue, expires_at)
    for one in facts.objections:
        if not one.counts(facts.entries) and not one.is_open(facts.entries):
            continue
        if one.ruled_out_at(facts.entries) is not None or not one.arrived_by(expires_at + CLOSING):
            continue
        if one.is_open(facts.entries):
            yield Hold(Reason.UNCONFIRMED, one.recorded_at, one.party, one)
        elif not one.arrived_by(expires_at):
            yield Hold(Reason.AT_THE_EXPIRY, one.recorded_at, one.party, one)


def _unserved(facts: Facts, issue: Issue, expires_at: dt.datetime) -> Iterator[Hold]:
    """Parties that were not served, or so late that less than the shortest period was left. Told as soon as it is
    certain; ended only by another issue or by that Party's own written word that it does not object."""
    days, profile = issue.working_days, facts.round.profile
    for party in facts.round.parties:
        if facts.said(EntryKind.NO_OBJECTION, party, issue):
            continue
        served_at = issue.served_at(party, facts.entries)
        must_be_by = latest_service(profile, expires_at, days)
        if served_at is None and facts.at > must_be_by:
            yield Hold(Reason.UNSERVED, must_be_by, party)
        elif served_at is not None and earliest_expiry(profile, served_at, days) > expires_at:
            yield Hold(Reason.TOO_SHORT, served_at, party)


def _voiceless(facts: Facts, issue: Issue) -> Iterator[Hold]:
    """Parties of which, while the issue ran, nobody was left who could read and answer it. That somebody is there again
    ends nothing: only another issue does, or that Party's own written word, said after it."""
    for party in facts.round.parties:
        mine = [e for e in facts.entries if e.issue == issue.number and e.party is not None and e.party.id == party.id]
        said = max((n for n, e in enumerate(mine) if e.kind is EntryKind.NO_OBJECTION), default=-1)
        # The first since: who loses its last voice once more had lost it before.
        lost = next((e for e in mine[said + 1 :] if e.kind is EntryKind.VOICELESS), None)
        if lost is not None:
            yield Hold(Reason.VOICELESS, lost.at, party)


def _of_the_service(facts: Facts, issue: Issue, expires_at: dt.datetime) -> Iterator[Hold]:
    """Outage, clock, restore (practice §0.4). Downtime that the notice announced does not count as an outage."""
    since, until = issue.issued_at, min(facts.at, expires_at)
    missed = _unreachable(facts.pulse, issue, until, expires_at)
    if missed is not None:
        yield Hold(Reason.UNREACHABLE, missed)
    for beat in facts.pulse.jumps(since, expires_at):
        yield Hold(Reason.CLOCK, max(beat.at, beat.previous_at or beat.at))
    for at in facts.pulse.restored:
        if since <= at and facts.stood(at):
            yield Hold(Reason.RESTORED, at)


def _unreachable(pulse: Pulse, issue: Issue, until: dt.datetime, expires_at: dt.datetime) -> dt.datetime | None:
    """The end of the last outage, where there was too much of it; None otherwise."""
    gaps = pulse.gaps(issue.issued_at, until)

    def out(begin: dt.datetime) -> dt.timedelta:
        return sum((_unannounced(issue, gap, max(begin, issue.issued_at), until) for gap in gaps), NOTHING)

    bounds = ((expires_at - LATEST, NOTHING), (expires_at - RECENT, SHORT_OUTAGE), (issue.issued_at, LONG_OUTAGE))
    return max(gap.until for gap in gaps) if any(out(begin) > most for begin, most in bounds) else None


def _unannounced(issue: Issue, gap: Gap, begin: dt.datetime, end: dt.datetime) -> dt.timedelta:
    """How much of a gap lies in the span and outside the announced downtime."""
    begin, end = max(gap.since, begin), min(gap.until, end)
    if end <= begin:
        return NOTHING
    if issue.down_since is None or issue.down_until is None:
        return end - begin
    return end - begin - max(min(end, issue.down_until) - max(begin, issue.down_since), NOTHING)


def weight(one: Objection, facts: Facts) -> Weight:
    """What the objection did to the round."""
    issue = facts.issue
    if issue is None or facts.last(*ENDINGS) is not None:
        return Weight.WITHOUT_A_ROUND
    expires_at = facts.expiry(issue)
    if _breaks(one, facts, expires_at):
        first = next(o for o in facts.objections if _breaks(o, facts, expires_at))
        return Weight.IN_TIME if first is one else Weight.SUPPORTING
    if one.ruled_out_at(facts.entries) is not None:
        return Weight.LATE
    if _puts_in_question(one, facts, issue):
        return Weight.IN_QUESTION
    return _weight_of_no_breaker(one, facts, expires_at)


def _weight_of_no_breaker(one: Objection, facts: Facts, expires_at: dt.datetime) -> Weight:
    if one.is_disowned(facts.entries):
        return Weight.DISOWNED
    if not one.arrived_by(expires_at + CLOSING):
        return Weight.LATE
    return Weight.UNCONFIRMED if one.is_open(facts.entries) else Weight.AT_THE_EXPIRY


def _breaks(one: Objection, facts: Facts, expires_at: dt.datetime) -> bool:
    """Whether it breaks silence. One that became known after the adoption was written does only once a secretary has
    ruled that it was in time."""
    in_time = one.arrived_by(expires_at) and not one.after_adoption
    return one.counts(facts.entries) and (in_time or one.is_ruled_in(facts.entries))

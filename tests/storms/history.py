"""What happened to one round, kept beside the product, and a judge of it: the rules of procedure (practice §0) read
once more, by counting and without the product's own terms. Where both disagree, one of them has a fault."""

import datetime as dt
from dataclasses import dataclass, field

SECOND, MINUTE, HOUR, DAY = (dt.timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))
SHORTEST = 72 * HOUR  # of a decision
SIDES = ("nato", "kosovo")


@dataclass(frozen=True)
class Who:
    """A person of the cast by name, the side they are of, and what they are on it."""

    name: str
    side: str
    part: str = ""  # chair, alternate, secretary at first; nothing: a delegate like any other


CHAIRS = {"nato": Who("chair_nato", "nato", "chair"), "kosovo": Who("chair_kosovo", "kosovo", "chair")}
SECRETARIES = {
    "nato": Who("secretary_brussels", "nato", "secretary"),
    "kosovo": Who("secretary_prishtina", "kosovo", "secretary"),
}
ALTERNATE = Who("delegate_kosovo", "kosovo", "alternate")
DELEGATE = Who("delegate_nato", "nato")
SPEAKERS = (*CHAIRS.values(), ALTERNATE)  # at first; their seats come and go, and so do their accounts
TOLD = (*CHAIRS.values(), *SECRETARIES.values(), ALTERNATE)  # by every notice of the round
EVERYBODY = (*TOLD, DELEGATE)


@dataclass
class Issued:
    number: int
    at: dt.datetime
    expires_at: dt.datetime
    parts: dict  # to whom it went, and as what

    def spoken_by(self, side):
        return [who for who, part in self.parts.items() if who.side == side and part != "secretary"]


@dataclass
class Objected:
    number: int
    who: Who
    received_at: dt.datetime
    recorded_at: dt.datetime
    signed_in: bool
    while_held: bool
    after_adoption: bool
    speaks: bool = True  # for its side, when it came
    outside: bool = False  # without a sign-in
    spent: bool = False  # and of one whose attempt had been disowned
    answered: bool = False  # with another one of the same account
    confirmed: bool = False
    disowned_at: dt.datetime | None = None
    ruled_in: bool = False
    ruled_out: dict = field(default_factory=dict)

    @property
    def stands(self):
        """For its side: of one who speaks for it and was signed in, or confirmed by its co-chair."""
        return self.confirmed or (self.speaks and self.signed_in)

    @property
    def waits(self):
        return not (self.stands or self.spent or self.answered) and self.disowned_at is None

    @property
    def out_at(self):
        return max(self.ruled_out.values()) if len(self.ruled_out) == 2 else None


class Service:
    """The beats that were written, and what can be told from them."""

    def __init__(self):
        self.beats, self.outages, self.jumps, self.restored = [], [], [], []
        self._last = None

    def beat(self, at, monotonic, *, regular=False):
        """`regular`: none was missed before it."""
        if self._last is not None and not regular:
            last_at, last_monotonic = self._last
            would_show = last_at + dt.timedelta(seconds=monotonic - last_monotonic)
            if at - last_at > 90 * SECOND:
                self.outages.append((last_at, at))
            if abs((at - would_show).total_seconds()) > 5 or at < last_at:
                self.jumps.append((last_at, would_show, at))
        self._last = at, monotonic
        self.beats.append(at)

    def fault_at(self, since, expires_at, at):
        """When the last fault was for which a round that was issued then is held, at the instant."""
        return max(self._faults(since, expires_at, at), default=None)

    def faults(self, since, expires_at, at):
        return dict(self._faults(since, expires_at, at))

    def _faults(self, since, expires_at, at):
        outages = self._outages(since, min(at, expires_at))
        within = [
            (expires_at - 10 * MINUTE, 0 * HOUR),
            (expires_at - 2 * HOUR, 5 * MINUTE),
            (since, HOUR),
        ]
        if any(self._sum(outages, max(begin, since), min(at, expires_at)) > most for begin, most in within):
            yield "service was unreachable", max(until for _, until in outages)
        jumps = [max(old, new) for old, would, new in self.jumps
                 if min(old, would, new) <= expires_at and max(old, would, new) >= since]  # fmt: skip
        if jumps:
            yield "clock jumped", max(jumps)
        restored = max((one for one in self.restored if one >= since), default=None)
        if restored is not None:
            yield "backup was put back", restored

    def _outages(self, since, until):
        found = list(self.outages)
        if not self.beats:
            return [(since, until)]
        if self.beats[0] - since > 90 * SECOND:
            found.append((since, self.beats[0]))
        last = max((beat for beat in self.beats if beat <= until), default=None)
        if last is None:
            return [(since, until)]
        if until - last > 90 * SECOND:
            found.append((last, until))
        return [(begin, end) for begin, end in found if begin < until and end > since]

    @staticmethod
    def _sum(outages, since, until):
        return sum((max(min(end, until) - max(begin, since), 0 * HOUR) for begin, end in outages), 0 * HOUR)


class History:
    """All that was done to a round and kept; `judge` says what it is by that."""

    def __init__(self, service, proposed_at):
        self.service, self.proposed_at = service, proposed_at
        self.issued, self.extended, self.objections = [], [], []
        self.accepted, self.failed = {}, {}  # by issue and person
        self.acknowledged, self.handed = [], []  # (at, issue, who, whether it spoke), (at, issue, who)
        self.seats = {CHAIRS["nato"]: "chair", CHAIRS["kosovo"]: "chair", ALTERNATE: "alternate"}
        self.closed = set()  # accounts
        self.answering = []  # ("lost" | "waived", at, issue, side), in their order
        self.silent = []  # [side, since, until]: nobody of it could read and answer, before an adoption
        self.waived, self.none_sent, self.released = [], [], []  # (at, issue, side)
        self.ended = None  # (state, at)
        self.adopted_as_of = None  # once written down
        self.told = []  # what everybody had to be told of, in order
        self._told_last, self._told_at = ("running", ""), proposed_at

    @property
    def issue(self):
        return self.issued[-1] if self.issued else None

    # Who speaks

    def speaks(self, who):
        """By a seat now, or by the notice in force."""
        return (who in self.seats and who not in self.closed) or self._addressed(who)

    def is_voice(self, who):
        return who not in self.closed and (who in self.seats or self._addressed(who))

    def _addressed(self, who):
        return self.issue is not None and who in self.issue.spoken_by(who.side)

    def recipients(self):
        """To whom an issue goes now, and as what."""
        seated = {who: part for who, part in self.seats.items() if who not in self.closed}
        return dict.fromkeys(SECRETARIES.values(), "secretary") | seated

    def audience(self):
        return frozenset(self.recipients()) | frozenset(self.issue.parts if self.issue else ())

    def takes(self, at, who, change):
        """A seat or an account of that person ends; what became of the round is written down before. Returns whether
        one that goes lost a voice by it."""
        self.settle(at)
        goes = self.issue is not None and self.judge(at)[0] in {"running", "closing", "held"}
        had, seated = self.is_voice(who), who in self.seats and who not in self.closed
        change()
        still = who in self.seats and who not in self.closed
        lost = goes and had and not (self.is_voice(who) and (still or not seated))
        here = self._is_here(who.side)
        if lost and not here:
            self.answering.append(("lost", at, self.issue.number, who.side))
        self._note_silence(who.side, at, here)
        return lost

    def gives(self, at, who, change):
        """A seat or an account that is open again: what is written down after it is told that person too."""
        change()
        self._note_silence(who.side, at, self._is_here(who.side))

    def _is_here(self, side):
        return any(self.is_voice(one) for one in SPEAKERS if one.side == side)

    def _note_silence(self, side, at, here):
        """Until an adoption is written down: whoever leaves after it was there for it, also where the clock has not
        moved since, or was put back."""
        if self.adopted_as_of is not None:
            return
        last = next((one for one in reversed(self.silent) if one[0] == side), None)
        if not here and (last is None or last[2] is not None):
            self.silent.append([side, at, None])
        elif here and last is not None and last[2] is None:
            last[2] = at

    def _unanswered(self, issue):
        """Sides that had nobody left while this issue ran, and have not said since that they do not object."""
        for side in SIDES:
            said = [(what, at) for what, at, number, of in self.answering if (number, of) == (issue.number, side)]
            waived = max((n for n, (what, _) in enumerate(said) if what == "waived"), default=-1)
            lost = [at for what, at in said[waived + 1 :] if what == "lost"]
            yield from lost[:1]

    # What it is

    def expiry(self, issue):
        return max([issue.expires_at, *(until for number, until in self.extended if number == issue.number)])

    def judge(self, at):
        """The state at the instant, since when, and for what it is held."""
        if self.ended is not None:
            return (*self.ended, ())
        if self.issue is None:
            return "proposed", self.proposed_at, ()
        expires_at = self.expiry(self.issue)
        broken = [one.received_at for one in self.objections if self._breaks(one, expires_at)]
        if broken:
            return "broken", min(broken), ()
        if self.adopted_as_of is not None:
            doubts = [one for one in self.objections if self._in_question(one, expires_at)]
            if doubts:
                return "held", max(one.recorded_at for one in doubts), ("adoption in question",)
            return "adopted", self.adopted_as_of, ()
        return self._undecided(at, self.issue, expires_at)

    def _undecided(self, at, issue, expires_at):
        holds, cures = [], [expires_at]
        for reason, since in self._holds(at, issue, expires_at):
            released_at = self._released_at(reason, since, issue)
            if released_at is None:
                holds.append((reason, since))
            else:
                cures.append(released_at)
        cures += [when for when, number, _ in self.waived if number == issue.number]
        cures += [when for who in issue.parts for when in [self._made_good_late(issue, who)] if when]
        cures += [when for one in self.objections for when in (one.out_at, one.disowned_at) if when]
        others = bool(holds)
        holds += [("nobody left to answer", at) for at in self._unanswered(issue) if others or at <= max(cures)]
        if holds:
            return "held", max(since for _, since in holds), tuple(sorted({reason for reason, _ in holds}))
        if at <= expires_at:
            return "running", issue.at, ()
        if at < expires_at + 60 * SECOND or not any(beat >= expires_at for beat in self.service.beats):
            return "closing", expires_at, ()
        return "adopted", max(cures), ()

    def _breaks(self, one, expires_at):
        in_time = one.while_held or one.received_at <= expires_at
        return one.stands and ((in_time and not one.after_adoption) or one.ruled_in)

    def _in_question(self, one, expires_at):
        near = one.while_held or one.received_at <= expires_at + 60 * SECOND
        return one.after_adoption and near and (one.stands or one.waits) and one.out_at is None

    def _holds(self, at, issue, expires_at):
        yield from self._of_delivery(at, issue, expires_at)
        yield from self.service.faults(issue.at, expires_at, at).items()
        for one in self.objections:
            near = one.while_held or one.received_at <= expires_at + 60 * SECOND
            if not near or one.out_at is not None:
                continue
            if one.waits:
                yield "objection to be confirmed", one.recorded_at
            elif one.stands and not one.while_held and one.received_at > expires_at:
                yield "objection in the closing minute", one.recorded_at

    def _of_delivery(self, at, issue, expires_at):
        for side in SIDES:
            if any(number == issue.number and of == side for _, number, of in self.waived):
                continue
            served_at = self.served_at(issue, side)
            if served_at is None and at > expires_at - SHORTEST:
                yield "not served", expires_at - SHORTEST
            elif served_at is not None and served_at + SHORTEST > expires_at:
                yield "too short", served_at
        for who in (*issue.spoken_by("nato"), *issue.spoken_by("kosovo")):
            if (issue.number, who) in self.failed and self._made_good(issue, who) is None:
                yield "mail did not arrive", self.failed[issue.number, who]

    def served_at(self, issue, side):
        ways = []
        both = [who for who, part in issue.parts.items() if who.side == side and part in {"chair", "secretary"}]
        by_mail = [self.accepted.get((issue.number, who)) for who in both if (issue.number, who) not in self.failed]
        if len(by_mail) == 2 and None not in by_mail:
            ways.append(max(by_mail))
        ways += [when for when, number, who, spoke in self.acknowledged
                 if number == issue.number and who.side == side and spoke]  # fmt: skip
        ways += [when for when, number, who in self.handed if number == issue.number and who.side == side]
        return min(ways, default=None)

    def _made_good(self, issue, who):
        own = [(when, by) for when, number, by, _ in self.acknowledged
               if number == issue.number and by.side == who.side]  # fmt: skip
        ways = [when for when, by in own if by == who or issue.parts.get(by) in {"chair", "secretary"}]
        ways += [when for when, number, to in self.handed if number == issue.number and to == who]
        return min(ways, default=None)

    def _made_good_late(self, issue, who):
        failed_at, made_good = self.failed.get((issue.number, who)), self._made_good(issue, who)
        return made_good if failed_at and made_good and made_good > failed_at else None

    def _released_at(self, reason, since, issue):
        if reason not in {"service was unreachable", "clock jumped", "backup was put back"}:
            return None
        if self._both(self.none_sent, issue, since) is None:
            return None
        return self._both(self.released, issue, since)

    @staticmethod
    def _both(said, issue, since):
        first = {}
        for when, number, side in said:
            if number == issue.number and when >= since:
                first.setdefault(side, when)
        return max(first.values()) if len(first) == 2 else None

    def settle(self, at):
        """What becomes known to everybody when somebody writes it down."""
        state, as_of, reasons = self.judge(at)
        if state in {"proposed", "closing", "withdrawn", "superseded", "declined"}:
            return
        if state == "adopted" and self.adopted_as_of is None:
            self.adopted_as_of = as_of
        last_state, last_reasons = self._told_last
        if state == "running" and at < self._told_at:
            return
        if state != last_state or (state == "held" and ", ".join(reasons) != last_reasons):
            self.told.append((state, self.audience()))
            self._told_at = at
            self._told_last = state, ", ".join(reasons)

    def begin(self, issue):
        self.issued.append(issue)
        self._told_last = ("running", self._told_last[1])

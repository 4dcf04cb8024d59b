"""What people are told of a session's date and place: what they were, what they are now, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dialogue import access
from dialogue.access import Right, Standing
from dialogue.domain.changes import ChangeKind, SessionChange, Wish
from dialogue.domain.editions import Level
from dialogue.domain.notices import Draft, NoticeKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Appointment, Session, SessionState
from dialogue.i18n import gettext, lazy, span
from dialogue.notifications.messages import letter, letter_to_anybody, moment
from dialogue.queries import sheets

# What everybody who reads the session is told of; that it is convened changes neither date nor place.
KINDS = {
    ChangeKind.MOVE: NoticeKind.SESSION_CHANGED,
    ChangeKind.POSTPONE: NoticeKind.SESSION_POSTPONED,
    ChangeKind.CANCEL: NoticeKind.SESSION_CANCELLED,
    ChangeKind.REINSTATE: NoticeKind.SESSION_REINSTATED,
}
SUBJECTS = {
    ChangeKind.POSTPONE: lazy("%(reference)s postponed: not on %(span)s"),
    ChangeKind.CANCEL: lazy("%(reference)s cancelled: not held on %(span)s in %(city)s"),
    ChangeKind.REINSTATE: lazy("%(reference)s takes place after all: %(city)s, %(span)s"),
}
WHAT = {
    ChangeKind.PLAN: lazy("Plan a session out of turn"),
    ChangeKind.CONVENE: lazy("Convene %(reference)s"),
    ChangeKind.MOVE: lazy("Another date or place for %(reference)s"),
    ChangeKind.POSTPONE: lazy("Postpone %(reference)s"),
    ChangeKind.CANCEL: lazy("Cancel %(reference)s"),
    ChangeKind.REINSTATE: lazy("Reinstate %(reference)s"),
    ChangeKind.KEEP: lazy("Leave %(reference)s in its city, out of turn"),
}


@dataclass(frozen=True, slots=True)
class News:
    """What became of a session. `before`: every date and place that somebody may have been given until now."""

    kind: ChangeKind
    session: Session
    before: Sequence[Appointment]
    after: Appointment
    reason: str
    departure_reason: str = ""
    anew: bool = False  # it was postponed

    @classmethod
    def of(cls, wish: Wish, session: Session, before: Iterable[Appointment], *, anew: bool = False) -> "News":
        moves = wish.kind is ChangeKind.MOVE and not anew
        given = [one for one in dict.fromkeys(before) if not moves or one != wish.to]
        return cls(wish.kind, session, given, wish.to, wish.reason, wish.departure_reason, anew)

    @property
    def was_off(self) -> SessionState | None:
        """In what way it had no date until now, if it had none."""
        if self.kind is ChangeKind.REINSTATE:
            return SessionState.CANCELLED
        return SessionState.POSTPONED if self.anew else None


def what(wish: Wish) -> str:
    """ "Postpone HLD/2026/2"."""
    return str(WHAT[wish.kind]) % {"reference": wish.session.reference if wish.session is not None else ""}


def when(one: Appointment) -> str:
    """ "Tue 3 Mar 2027, 09:30–17:00 Brussels/Prishtina time, in Prishtina, Palace of Youth"."""
    zone = sheets.house().zone_label
    return gettext("%(span)s %(zone)s, in %(where)s", span=span(one.starts, one.ends), zone=zone, where=one.where)


def of_change(news: News, to: Iterable[Standing]) -> list[Draft]:
    """To everybody who reads the session, each in what it may know: why the cities do not alternate is for readers of
    the joint register."""
    subject, path = _subject(news), f"/sessions/{news.session.ref}"
    drafts = []
    for held in to:
        departs = news.departure_reason if access.may(held, Right.FOLLOWUPS_READ) else ""
        level = Level.DELEGATIONS if departs else None  # whoever is moved to a guest meanwhile gets none of it
        body = _body(news, departs, signs_in=held.person.password_hash is not None)
        drafts.append(replace(letter_to_anybody(held.person, subject, body, path), level=level))
    return drafts


def asked(change: SessionChange, to: Iterable[Person]) -> list[Draft]:
    """To the other side's secretary: do you consent?"""
    body = gettext(
        "%(who)s has proposed this on %(when)s. Nothing has changed yet, and nobody else has been told. Please "
        "consent, or decline and say why.",
        who=change.proposed_by.name,
        when=moment(change.proposed_at),
    )
    return _to(change, to, gettext("Your consent is asked for: %(what)s", what=what(change.wish)), body)


def done_alone(change: SessionChange, to: Iterable[Person]) -> list[Draft]:
    """To the other side's secretary: it was urgent, and is done. Please take note."""
    body = gettext(
        "%(who)s has done this alone on %(when)s, because it was urgent: %(why)s\n\nEverybody who reads the session is "
        "told. Please take note of it on its page.",
        who=change.proposed_by.name,
        when=moment(change.proposed_at),
        why=change.urgent_reason,
    )
    return _to(change, to, gettext("Done without you, urgently: %(what)s", what=what(change.wish)), body)


def declined(change: SessionChange, to: Iterable[Person]) -> list[Draft]:
    body = gettext("%(who)s has declined this: %(why)s", who=change.state_by.name, why=change.state_reason)
    return _to(change, to, gettext("Declined: %(what)s", what=what(change.wish)), body)


def _to(change: SessionChange, to: Iterable[Person], subject: str, body: str) -> list[Draft]:
    lines = [until(change.before, change.was_state) if change.before else "", _onwards(change.wish)]
    if change.reason:
        lines.append(gettext("Reason: %(reason)s", reason=change.reason))
    if change.departure_reason:
        lines.append(_departure(change.departure_reason))
    text = "\n\n".join([*filter(None, lines), body])
    return [letter(person, subject, text, f"/changes/{change.id}") for person in to]


def _subject(news: News) -> str:
    now = news.after
    told = {"reference": news.session.reference, "city": now.place.short_name, "span": span(now.starts, now.ends)}
    if news.kind in SUBJECTS:
        return str(SUBJECTS[news.kind]) % told
    if news.anew:
        return gettext("%(reference)s has a new date: %(span)s, in %(city)s", **told)
    if any(one.place.id != now.place.id for one in news.before):
        return gettext("%(reference)s moved to %(city)s, %(span)s", **told)
    if any((one.starts, one.ends) != (now.starts, now.ends) for one in news.before):
        return gettext("%(reference)s moved to %(span)s, in %(city)s", **told)
    return gettext("%(reference)s: another venue in %(city)s, %(span)s", **told)


def _body(news: News, departs: str, *, signs_in: bool) -> str:
    """Its first line says what changed: programs show no more of a mail in their lists."""
    title = gettext("%(reference)s, “%(title)s”", reference=news.session.reference,
                    title=sheets.session_title(news.session))  # fmt: skip
    lines = [
        f"{_subject(news)}.",
        title,
        *(until(one) for one in news.before[:-1]),
        *(until(one, news.was_off) for one in news.before[-1:]),
        _onwards(Wish(news.kind, news.session, news.after)),
    ]
    lines.append(gettext("Reason: %(reason)s", reason=news.reason))
    if departs:
        lines.append(_departure(departs))
    if news.kind is ChangeKind.MOVE:
        lines.append(gettext("Papers and lists that you have taken away before give the old date or place."))
    if signs_in:
        lines.append(gettext("After you have signed in, its page says what holds."))
    return "\n\n".join(filter(None, lines))


def until(one: Appointment, state: SessionState | None = None) -> str:
    return gettext("Until now: %(when)s", when=was(one, state))


def was(one: Appointment, state: SessionState | None) -> str:
    """The same of a session in that state: of one that is off, when and where it was to be."""
    if state is SessionState.CANCELLED:
        return gettext("cancelled; it was to be %(when)s", when=when(one))
    return gettext("postponed; it was to be %(when)s", when=when(one)) if state is SessionState.POSTPONED else when(one)


def _onwards(wish: Wish) -> str:
    if wish.kind is ChangeKind.POSTPONE:
        return gettext("Now: postponed. A new date will be announced.")
    if wish.kind is ChangeKind.CANCEL:
        return gettext("Now: cancelled. It will not be held.")
    return gettext("Now: %(when)s", when=when(wish.to))


def _departure(reason: str) -> str:
    return gettext("Why the cities do not alternate: %(reason)s", reason=reason)

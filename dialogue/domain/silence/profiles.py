"""How long a silence must be: the profiles with their shortest periods, and which matters may be decided so at all."""

import datetime as dt
import enum

from dialogue.domain.base import Refused
from dialogue.domain.working_days import ZONE, WorkingDays


class Profile(enum.StrEnum):
    """The shortest period (practice §3.4 h): of hours that elapse, or of full working days of both capitals."""

    DECISION = "decision"  # 72 hours
    MINUTES = "minutes"  # 5 working days
    URGENT = "urgent"  # 24 hours, with a note of both co-chairs

    @property
    def needs_note(self) -> bool:
        return self is Profile.URGENT


class Category(enum.StrEnum):
    TECHNICAL = "technical"
    PROCEDURAL = "procedural"
    MINUTES = "minutes"
    POLITICAL = "political"  # is refused


class Formula(enum.StrEnum):
    """What the text will have been when silence was kept."""

    NOTED = "noted"
    AGREED = "agreed"
    APPROVED = "approved"
    ADOPTED = "adopted"


HOURS = {Profile.DECISION: dt.timedelta(hours=72), Profile.URGENT: dt.timedelta(hours=24)}
DAYS = 5
LONGEST_DOWNTIME = dt.timedelta(hours=12)
MARGIN = dt.timedelta(hours=4)  # what the form adds to hours; to working days it adds one more


def earliest_expiry(profile: Profile, served_at: dt.datetime, days: WorkingDays) -> dt.datetime:
    """The first instant (UTC) at which the shortest period is full, when the last Party was served at `served_at`.
    Working days: the same clock time on the fifth day that is one in both capitals, the day of service not counted."""
    if profile in HOURS:
        return served_at + HOURS[profile]
    served = served_at.astimezone(ZONE)
    return _at(days.after(served.date(), DAYS), served.time())


def latest_service(profile: Profile, expires_at: dt.datetime, days: WorkingDays) -> dt.datetime:
    """By when (UTC) the last Party must be served, for the period until the expiry to be full."""
    if profile in HOURS:
        return expires_at - HOURS[profile]
    expires = expires_at.astimezone(ZONE)
    return _at(days.before(expires.date(), DAYS), expires.time())


def proposed_expiry(profile: Profile, at: dt.datetime, days: WorkingDays) -> dt.datetime:
    """What the form proposes: the shortest period and a margin for serving the paper, at a full hour of a working day
    of both capitals between 10 and 17."""
    if profile in HOURS:
        earliest = (at + HOURS[profile] + MARGIN).astimezone(ZONE)
    else:
        local = at.astimezone(ZONE)
        earliest = _at(days.after(local.date(), DAYS + 1), local.time()).astimezone(ZONE)
    return _office_hour(earliest, days).astimezone(dt.UTC)


def _office_hour(earliest: dt.datetime, days: WorkingDays) -> dt.datetime:
    """The first full hour between 10 and 17 of a working day that is not before `earliest`."""
    day = earliest.date()
    hour = earliest.hour + bool(earliest.minute or earliest.second or earliest.microsecond)
    if hour > 17:
        day, hour = day + dt.timedelta(days=1), 10
    works = days.from_(day)
    if works != day:
        hour = 10
    return dt.datetime.combine(works, dt.time(max(hour, 10)), ZONE)


def must_be_possible(profile: Profile, expires_at: dt.datetime, *, served_at: dt.datetime, days: WorkingDays) -> None:
    """Refuse an expiry on a day that is no working day of both capitals, or one that comes too early even if everybody
    were served at that instant."""
    if not days.works(expires_at.astimezone(ZONE).date()):
        raise Refused("The silence must expire on a day on which both capitals work.")
    if earliest_expiry(profile, served_at, days) > expires_at:
        raise Refused(SHORTEST[profile])


SHORTEST = {
    Profile.DECISION: "A silence on a decision lasts 72 hours at least.",
    Profile.MINUTES: "A silence on minutes lasts five full working days of both capitals at least.",
    Profile.URGENT: "An urgent silence lasts 24 hours at least.",
}


def must_leave_time_to_object(down: tuple[dt.datetime, dt.datetime] | None, expires_at: dt.datetime) -> None:
    """An announced downtime does not count as an outage: so it is short, and is over two hours before the expiry."""
    if down is None:
        return
    if down[1] <= down[0]:
        raise Refused("An announced downtime ends after it begins.")
    if down[1] - down[0] > LONGEST_DOWNTIME:
        raise Refused("An announced downtime lasts twelve hours at the most.")
    if down[1] > expires_at - dt.timedelta(hours=2):
        raise Refused("An announced downtime is over two hours before the silence expires.")


def must_be_eligible(category: Category, why: str) -> None:
    """Refuse political matters, and technical ones that do not say `why` they are: silence is for what is technical
    (practice §3.4 g)."""
    if category is Category.POLITICAL:
        raise Refused("Political matters are not put under silence: they are decided in session, by consensus.")
    if category is Category.TECHNICAL and not why.strip():
        raise Refused("Please say why this matter is technical and not political.")


def _at(on: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(on, time, ZONE).astimezone(dt.UTC)

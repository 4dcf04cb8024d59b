"""The reference block of a paper, how a session is called, and whose paper it is."""

import datetime as dt

from dialogue.db import db
from dialogue.domain import settings
from dialogue.domain.editions import (
    Heading,
    Level,
)
from dialogue.domain.sessions import Session
from dialogue.domain.settings import Settings
from dialogue.i18n import gettext, span

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


def keep_house(held: Settings) -> None:
    """Take the settings from whoever has read them in this transaction already."""
    db.info["settings"] = held


def heading(
    session: Session, level: Level, *, paper: str = "", dated: dt.datetime | None = None, previous: str = ""
) -> Heading:
    """The reference block of any paper of a session. `paper`: by which reference it is known itself."""
    here = house()
    profile = here.profile_for(level)
    return Heading(
        reference=session.reference,
        paper=paper,
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
        designation=profile.footnote,
        at_every=profile.every,
        city=session.place.named(is_neutral=profile.is_neutral),
        is_neutral=profile.is_neutral,
        sender=sender(),
        addressee=addressee(level),
    )


def moved(session: Session, kept: Heading) -> str:
    """What became of the session since a paper with that heading was made, as a sentence; "" where it is as the paper
    says."""
    if session.is_postponed:
        return gettext("The session is postponed: the date given here no longer holds, and there is no new one yet.")
    if not session.has_a_date:
        return gettext("The session is cancelled: it will not be held.")
    now = heading(session, kept.edition)
    if (now.starts, now.ends, now.place, now.venue) == (kept.starts, kept.ends, kept.place, kept.venue):
        return ""
    return gettext(
        "Date or place have changed since this was released. The session is now on %(span)s %(zone)s, in %(where)s.",
        span=span(now.starts, now.ends),
        zone=now.zone,
        where=", ".join(part for part in (now.where, now.venue) if part),
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


def sender() -> str:
    return gettext("The secretariat of the dialogue")


def addressee(level: Level) -> str:
    return {
        Level.DELEGATIONS: gettext("Delegations"),
        Level.COHOST: gettext("Co-host"),
        Level.PUBLIC: gettext("The public"),
    }.get(level, gettext("Secretariat"))


def document_level(level: Level) -> Level:
    """The edition that a reader at the level takes away: the secretariat's working page is no document."""
    return Level.DELEGATIONS if level is Level.SECRETARIAT else level

"""The domain's words as a paper prints them, and small phrases that papers share; an unknown word stays itself."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.support import LazyProxy

from dialogue.domain.editions import AttachedLine, Heading, Level, Seat
from dialogue.i18n import clock, gettext, language, lazy
from dialogue.i18n import day as day_in_words

Labels = Mapping[str, LazyProxy]

EDITIONS: Labels = {
    Level.SECRETARIAT: lazy("Working text of the secretariat"),
    Level.DELEGATIONS: lazy("Edition for the delegations"),
    Level.COHOST: lazy("Edition for the co-host"),
    Level.PUBLIC: lazy("Public edition"),
}
ITEM_KINDS: Labels = {
    "plenary": lazy("Plenary"),
    "restricted": lazy("Restricted: heads of delegation only"),
    "open": lazy("Open: with the co-host"),
}
PARAGRAPH_KINDS: Labels = {
    "statement": lazy("Statement for the record"),
    "noted": lazy("Noted"),
    "agreed": lazy("Agreed"),
    "decided": lazy("Decided"),
    "action": lazy("Action"),
}
STATES: Labels = {
    # of an agenda
    "collecting": lazy("collecting items"),
    "drafting": lazy("being drafted"),
    "provisional": lazy("provisional"),
    "circulated": lazy("circulated"),
    "before adoption": lazy("before adoption"),
    "adopted": lazy("adopted"),
    "lapsed": lazy("lapsed"),
    # of minutes
    "joint draft": lazy("joint draft of both secretaries"),
    "comments": lazy("open for comments"),
    "consolidation": lazy("being consolidated"),
    "final draft": lazy("final draft"),
    "under silence": lazy("under silence procedure"),
    "approved": lazy("approved"),
    "signed": lazy("approved and signed"),
    "released": lazy("approved and released"),
    # of a follow-up
    "proposed": lazy("Proposed"),
    "agreed": lazy("Agreed"),
    "open": lazy("Open"),
    "in progress": lazy("In progress"),
    "claimed done": lazy("Claimed done"),
    "verified": lazy("Verified"),
    "closed": lazy("Closed"),
    "blocked": lazy("Blocked"),
    "dropped": lazy("Dropped"),
    "void": lazy("Void"),
    # of a decision
    "under way": lazy("Under way"),
    "done": lazy("Done"),
    "superseded": lazy("Superseded"),
    # of a development
    "accepted": lazy("Accepted by both sides"),
    "not shared": lazy("Shown by one side"),
}
COMMENT_KINDS: Labels = {
    "correction": lazy("Correction"),
    "addition": lazy("Addition"),
    "deletion": lazy("Deletion"),
    "statement for the record": lazy("Statement for the record"),
    "note": lazy("Note"),
}
DISPOSITIONS: Labels = {
    "accepted": lazy("Accepted"),
    "partly accepted": lazy("Partly accepted"),
    "not accepted": lazy("Not accepted"),
}
FORMULAS: Labels = {
    "noted": lazy("noted under the silence procedure"),
    "agreed": lazy("agreed under the silence procedure"),
    "approved": lazy("approved under the silence procedure"),
    "adopted": lazy("adopted under the silence procedure"),
}
NO_TRACK = lazy("Of no track")
ROLES: Labels = {
    "head of delegation": lazy("Head of delegation"),
    "co-chair": lazy("Co-chair"),
    "alternate": lazy("Alternate"),
    "member": lazy("Member"),
    "adviser": lazy("Adviser"),
    "interpreter": lazy("Interpreter"),
    "note-taker": lazy("Note-taker"),
    "speaker": lazy("Speaker"),
    "observer": lazy("Observer"),
    "focal point": lazy("Focal point"),
    "successor": lazy("Speaks in the place of the head"),
}
DELEGATION_KINDS: Labels = {
    "party": lazy("Party to the dialogue"),
    "observer": lazy("Observer"),
    "co-host": lazy("Co-host"),
    "other": lazy("Invited"),
}


def worded(labels: Labels, word: str) -> str:
    """The label of a domain word in the language of the moment."""
    return str(labels.get(word, word))


def day(value: dt.date) -> str:
    """Thu 12 Nov 2026."""
    return day_in_words(value)


def day_of(moment: dt.datetime, zone_id: str) -> str:
    """The day of an instant, as the calendar on the wall of its zone has it."""
    return day(moment.astimezone(ZoneInfo(zone_id)).date())


def language_name(tag: str) -> str:
    """The name of a language in the language of the moment: "English" for en-GB; the tag itself where it has none."""
    try:
        return Locale.parse(tag.partition("-")[0]).get_language_name(language()) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def written_in(tag: str) -> str:
    """In which language a paragraph is written: its name, and its letters where the tag says them."""
    kind, *more = tag.split("-")
    try:
        named = Locale.parse("_".join((kind, *more[:-1]))).get_display_name(language())
    except (UnknownLocaleError, ValueError):
        named = None
    return named or gettext("The language of the paper")


def symbol(heading: Heading, rev: int | None) -> str:
    """HLD/2026/2-MIN REV 2 PUBLIC: one text alone has it. The delegations' edition has no word of its own, a text
    without number no REV. A paper made before papers had references of their own bears that of its session."""
    own = heading.paper or heading.reference
    suffix = _SUFFIXES.get(heading.edition, "") if heading.paper else ""
    return f"{numbered(own, rev) if rev else own} {suffix}".rstrip()


def numbered(reference: str, rev: int) -> str:
    return gettext("%(reference)s REV %(rev)d", reference=reference, rev=rev)


def symbol_of(sheet: Any) -> str:
    """The same of the paper of a sheet, of whatever kind. A register is told as it stands after a session: where not
    all of it was chosen, the reference says EXTRACT; before a session was held it has none."""
    if (heading := getattr(sheet, "heading", None)) is not None:
        return symbol(heading, getattr(sheet, "rev", None))
    return f"{sheet.reference} EXTRACT" if sheet.reference and sheet.filters else str(sheet.reference)


_SUFFIXES = {Level.COHOST: "COHOST", Level.PUBLIC: "PUBLIC"}


def length(minutes: int) -> str:
    """45 min, 1 h, 6 h 15 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return gettext("%(n)d min", n=rest)
    if not rest:
        return gettext("%(n)d h", n=hours)
    return gettext("%(hours)d h %(minutes)d min", hours=hours, minutes=rest)


def hours(seat: Seat) -> str:
    """When somebody came and left, where that was not with the session; "" for everybody else."""
    told = (
        (seat.arrived, lazy("came %(day)s, %(time)s")),
        (seat.left, lazy("left %(day)s, %(time)s")),
    )
    return ", ".join(str(words) % {"day": day_in_words(at), "time": clock(at)} for at, words in told if at is not None)


def part(by: str, word: str) -> str:
    """The heading of a part of the tracker."""
    if by == "track":
        return gettext(word) if word else str(NO_TRACK)
    return worded(STATES, word) if by == "state" else word


def adopted_how(means: str, formula: str = "") -> str:
    """By what a decision was adopted, in words; `formula`: of its round of silence."""
    if means == "silence" and formula:
        return worded(FORMULAS, formula)
    return gettext("at the session") if means == "session" else gettext("by the %(means)s", means=gettext(means))


def attached(one: AttachedLine) -> str:
    """The heading of a statement or reservation: whose it is, and of which day."""
    title = gettext("Reservation by %(party)s") if one.kind == "reservation" else gettext("Statement by %(party)s")
    return f"{title % {'party': one.party}}, {day(one.made)}"


def changed(since: str) -> str:
    """The heading of the column that tells what changed since that session."""
    return gettext("Changed since %(session)s", session=since) if since else gettext("Changed")


def shade(since: str) -> str:
    """How that column is to be read."""
    return gettext("What changed since %(session)s stands in words in a shaded cell.", session=since)

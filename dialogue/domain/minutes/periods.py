"""When comments open, go on or end early: each is agreed by both secretaries, on the terms that they saw.

One proposes and the other consents to the same terms, by their hash, as they sign off a text. What one side says anew
takes the place of what it said before; other terms of the other side stand beside it until one of the two agrees."""

import datetime as dt
from dataclasses import dataclass

from dialogue.domain.agreed import Assent, Word
from dialogue.domain.base import Stale
from dialogue.domain.editions import fingerprint
from dialogue.domain.minutes.minutes import Minutes
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import ZONE
from dialogue.domain.working_days import WorkingDays

USUAL = 10  # working days of both capitals, not counting the day of circulation (practice §0.10)
LEAST = 5  # unless both secretaries say why fewer do
STEPS = (Word.OPENING, Word.EXTENSION, Word.EARLY_CLOSE)

TOO_SHORT = (
    "A period for comments lasts five full working days of both capitals at least. Fewer will do only if both "
    "secretaries say why."
)
SHORT_BY_NOW = (
    "By now fewer than five working days are left until the end that was proposed. Please propose a later end, or say "
    "why fewer will do."
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed: of which text, until when, instead of which end. `short`: fewer days than there should be."""

    step: Word
    text_hash: str
    was: dt.datetime | None = None
    until: dt.datetime | None = None
    short: bool = False


def usual_deadline(at: dt.datetime, days: WorkingDays) -> dt.datetime:
    """What the form proposes, as a wall clock: the end of the afternoon of the tenth working day."""
    day = days.after(at.astimezone(ZONE).date(), USUAL)
    return dt.datetime.combine(day, dt.time(17))


def earliest_end(at: dt.datetime, days: WorkingDays) -> dt.datetime:
    """The first instant (UTC) at which five working days are full, for a period that begins at `at`: the same clock
    time on the fifth, that of its beginning not counted (practice §0.10)."""
    local = at.astimezone(ZONE)
    return dt.datetime.combine(days.after(local.date(), LEAST), local.time(), ZONE).astimezone(dt.UTC)


def is_short(until: dt.datetime, at: dt.datetime, days: WorkingDays) -> bool:
    return until < earliest_end(at, days)


def proposals(minutes: Minutes, step: Word) -> list[Assent]:
    """What stands proposed, of each side its last word; none of it is agreed."""
    return minutes.agreement.standing(step)


def proposed_by(minutes: Minutes, step: Word, party: Organisation) -> Assent | None:
    return next((one for one in proposals(minutes, step) if one.party.id == party.id), None)


def proposed_to(minutes: Minutes, step: Word, party: Organisation) -> Assent | None:
    """What the other side proposes to this one."""
    return next((one for one in proposals(minutes, step) if one.party.id != party.id), None)


def agreements(minutes: Minutes) -> list[tuple[Assent, Assent]]:
    """What was agreed of the period, in order: each the word that proposed it, and the one that consented."""
    settled = [one for one in minutes.agreement.assents if one.word in STEPS and one.settled_at is not None]
    found: dict[object, list[Assent]] = {}
    for one in settled:
        found.setdefault((one.text_hash, one.settled_at), []).append(one)
    return [(first, second) for first, second in found.values()]


def say(minutes: Minutes, terms: Terms, note: str, *, consents: str, by: Person, at: dt.datetime) -> bool:
    """One side's word for these terms; with both it is settled, and what else was proposed falls. `consents`: the hash
    of the proposal that the secretary agrees to; Stale if the other side does not propose that any more. Returns
    whether both have said it."""
    text_hash, agreement = fingerprint(terms), minutes.agreement
    theirs = proposed_to(minutes, terms.step, by.organisation)
    if consents and (theirs is None or theirs.text_hash != consents):
        raise Stale("The other side has proposed something else since you opened the page.")
    agreement.must_await(terms.step, by.organisation, text_hash)
    agreement.end(terms.step, party=by.organisation, at=at)
    both = agreement.say(terms.step, text_hash, note=note.strip(), until=terms.until, by=by, at=at)
    minutes.did(f"propose {terms.step.value}", by=by, at=at)
    if both:
        drop_proposals(minutes, at=at)
    return both


def drop_proposals(minutes: Minutes, *, at: dt.datetime) -> None:
    """What is agreed is done, and what was proposed else means nothing any more."""
    minutes.agreement.end(*STEPS, at=at)

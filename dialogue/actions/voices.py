"""Who can answer for a Party in a round that goes, and what is done and told when one of them loses that place.

A Party is not silenced by taking its people away: that needs its own word, is told to whom it concerns, and holds the
round where nobody is left (docs/decisions/0013)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Select

from dialogue import access
from dialogue.actions import rounds
from dialogue.db import db
from dialogue.domain import delegations, silence
from dialogue.domain.base import Refused
from dialogue.domain.delegations import Participant
from dialogue.domain.notices import Draft, NoticeKind
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.silence import Circulation, Part
from dialogue.notifications import messages


@dataclass(frozen=True, slots=True)
class Voice:
    """A person who speaks for that Party in a round that goes: by a seat now, or by the notice alone."""

    round: Circulation
    person: Person
    party: Organisation
    seated: bool


@contextmanager
def keeping(person: Person, *, by: Person, at: dt.datetime, word: bool) -> Iterator[None]:
    """What is done within may take a voice away from the person. `word`: it is done by the head of delegation or the
    secretary of the person's own Party, or needs no word of theirs. Refused without it, where the person would lose
    the place from which it speaks in a round, unless they have agreed there."""
    had = [voice for one in _rounds_of(person, at) for voice in _voices_of(one, person)]
    yield
    db.flush()
    for voice in had:
        now = {other.person.id: other for other in _voices(voice.round, voice.party)}
        kept = now.get(person.id)
        if kept is not None and (kept.seated or not voice.seated):
            continue
        _must_have_word(voice, word)
        voice.round.lose_voice(person, voice.party, left=bool(now), by=by, at=at)
        _tell(voice, by, at, [other.person for other in now.values()])
        rounds.settle(voice.round, at=at)


NEEDS_WORD = (
    "%(name)s speaks for %(party)s on a text that is under silence, %(number)s. That takes the word of the head of "
    "delegation or of the secretary of that side."
)


def must_have_word(person: Person, session_id: int, word: bool) -> None:
    """Refuse beforehand what `keeping` would refuse of the person's seat in that session."""
    for one in (one for one in _going(person) if one.session_id == session_id):
        for voice in _voices_of(one, person):
            _must_have_word(voice, word)


def _must_have_word(voice: Voice, word: bool) -> None:
    if voice.seated and not word and not voice.round.lets_go(voice.person, voice.party):
        raise Refused(NEEDS_WORD, name=voice.person.name, party=voice.party.short_name, number=voice.round.number)


def own(circulation: Circulation, party: Organisation) -> list[Person]:
    """Who can read and answer for the Party in this round now, by name."""
    return sorted((one.person for one in _voices(circulation, party)), key=lambda one: (one.search_text, one.id))


def letters_before(person: Person, by: Person, session_id: int, at: dt.datetime) -> list[Draft]:
    """What would be mailed if the person lost its seat in that session now."""
    going = (one for one in _going(person) if one.session_id == session_id)
    found = (voice for one in going for voice in _voices_of(one, person) if voice.seated)
    return [draft for voice in found for draft in _drafts(voice, by, at, own(voice.round, voice.party))]


def sessions_of(person: Person) -> set[int]:
    """The ids of the sessions about whose rounds, as they go, the person may speak."""
    return set(db.scalars(_found(person).with_only_columns(Circulation.session_id)))


def _rounds_of(person: Person, at: dt.datetime) -> list[Circulation]:
    """Those that go and in which the person may speak, held for writing, and what became of them written down."""
    found = [rounds.hold(one.id) for one in _going(person)]
    for one in found:
        if one is not None:
            rounds.settle(one, at=at)
    return [one for one in found if one is not None and one.is_going]


def _going(person: Person) -> Sequence[Circulation]:
    return db.scalars(silence.whole(_found(person))).all()


def _found(person: Person) -> Select[Circulation]:
    return silence.going_with(person, delegations.seats_of(person).with_only_columns(Participant.session_id))


def _voices_of(circulation: Circulation, person: Person) -> Iterator[Voice]:
    for party in circulation.parties:
        yield from (one for one in _voices(circulation, party) if one.person.id == person.id)


def _voices(circulation: Circulation, party: Organisation) -> list[Voice]:
    found = access.voices(circulation, party)
    return [Voice(circulation, one, party, seated) for one, seated in found.items()]


def _tell(voice: Voice, by: Person, at: dt.datetime, left: Iterable[Person]) -> None:
    db.flush()
    key = f"circulation:{voice.round.id}:voice:{voice.round.entries[-1].id}"
    rounds.tell(NoticeKind.VOICE, _drafts(voice, by, at, left), key=key, at=at, of=voice.round)


def _drafts(voice: Voice, by: Person, at: dt.datetime, left: Iterable[Person]) -> list[Draft]:
    """To the person, to its Party's other voices and to both secretaries."""
    secretaries = (r.person for r in rounds.addressees(voice.round.session_id) if r.part is Part.SECRETARY)
    to = {one.id: one for one in (voice.person, *left, *secretaries)}
    return messages.voice_lost(voice.round, voice.person, voice.party, to.values(), by=by, at=at)

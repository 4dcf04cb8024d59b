"""Where an edited copy reads otherwise than the paper that it is a copy of."""

from dataclasses import dataclass

from dialogue.domain.base import Refused
from dialogue.domain.text import unturned
from dialogue.rendering.differences import Pieces, difference
from dialogue.rendering.prose import lines
from dialogue.rendering.word import returned
from dialogue.rendering.word.returned import Place

WORD_BY_WORD = 60  # places that are compared so; of those behind them the old words and the new ones are told


@dataclass(frozen=True, slots=True)
class Alteration:
    """One place that differs: the number of its paragraph, or of its item; neither for another line of the paper. Each
    of its parts is told with what is gone and what is new."""

    paragraph: str
    item: str
    parts: tuple[Pieces, ...]


def alterations(copy: bytes, sent: bytes) -> tuple[Alteration, ...] | None:
    """In the order of the paper; None where the two cannot be compared. Tracked changes of the copy count as made."""
    try:
        mine, paper = returned.read_any(copy), returned.read_any(sent)
    except Refused:
        return None
    if mine.kind != paper.kind:
        return None
    places = (place for place in returned.completed(mine, paper).touched if place.changes)
    return tuple(_told(place, word_by_word=n < WORD_BY_WORD) for n, place in enumerate(places))


def _told(place: Place, *, word_by_word: bool) -> Alteration:
    """The whole words of what differs, and of what stands around them only what does. No mark of the copy turns them
    round."""
    apart = [_instead(one.was, unturned(one.now)) for one in place.changes if one.part != "words"]
    was, now = (_shown(place, text) for text in (place.was, unturned(place.now)))
    words = [difference(was, now) if word_by_word else _instead(was, now)] if place.was != place.now else []
    number = place.number
    return Alteration(number if place.is_paragraph else "", number if place.is_item else "", (*words, *apart))


def _shown(place: Place, text: str) -> str:
    """Of a paragraph with the marks that somebody types, whose looks are its own; of any other line its words."""
    return text if place.is_paragraph else lines(text)


def _instead(was: str, now: str) -> Pieces:
    return [(kind, text) for kind, text in (("gone", was), ("new", now)) if text]

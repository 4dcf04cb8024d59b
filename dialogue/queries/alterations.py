"""Where an edited copy of minutes reads otherwise than the paper that it is a copy of."""

from dataclasses import dataclass

from dialogue.domain.base import Refused
from dialogue.domain.text import unturned
from dialogue.rendering.differences import Pieces, difference
from dialogue.rendering.word import returned
from dialogue.rendering.word.returned import Place


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
        found = returned.completed(returned.read(copy), returned.read(sent))
    except Refused:
        return None
    return tuple(_told(place) for place in found.touched if place.changes)


def _told(place: Place) -> Alteration:
    """The whole words of what differs, and of what stands around them only what does. No mark of the copy turns them
    round."""
    around = [one for one in place.changes if one.part != "words"]
    apart = [[(kind, unturned(text)) for kind, text in (("gone", one.was), ("new", one.now)) if text] for one in around]
    words = [difference(place.was, unturned(place.now))] if place.was != place.now else []
    number = place.number
    return Alteration(number if place.is_paragraph else "", number if place.is_item else "", (*words, *apart))

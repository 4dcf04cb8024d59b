"""Round trips of a paper: what somebody is to do to it, drawn at random; and a judge of what comes back of it."""

import random
from dataclasses import dataclass, replace

from dialogue.rendering.prose import lines
from dialogue.rendering.word import minutes, returned
from tests.rendering.word.desk import Desk
from tests.rendering.word.sheets import long_minutes

DRAFT = minutes.render(replace(long_minutes(), status="comments", approved="", signatures=()))
SENT = returned.read(DRAFT)
PARAGRAPHS = {one.name: one for one in SENT.places if one.is_paragraph}
AUTHORS = ("A. Delegate", "B. Secretary")
WORDS = ("perhaps", "të dyja palët", "обе стране", "R&D <now>", "“quoted”", "within 24 hours", "naïve", "not")


@dataclass(frozen=True, slots=True)
class Edit:
    """`verb`: type (over the words from `start` to `end`, by character), strike, add, comment."""

    verb: str
    name: str
    start: int = 0
    end: int = 0
    words: str = ""
    author: str = AUTHORS[0]


def plain(text):
    return lines(text)


def drawn(seed, *, authors=AUTHORS):
    """Between ten and forty edits of one copy, each of words that no other one touches."""
    draw = random.Random(seed)
    edits = []
    for name in draw.sample(sorted(PARAGRAPHS), draw.randint(8, 24)):
        author = draw.choice(authors)
        chance = draw.random()
        if chance < 0.1:
            edits.append(Edit("strike", name, author=author))
        elif chance < 0.25:
            edits.append(Edit("add", name, words=f"New: {draw.choice(WORDS)} {draw.randrange(1000)}.", author=author))
        else:
            edits += _of_words(draw, name, author)
    return edits


def _of_words(draw, name, author):
    text = plain(PARAGRAPHS[name].was)
    places = [n for n, char in enumerate(text) if char == " " and n + 1 < len(text)]
    found = []
    for n in sorted(draw.sample(range(0, len(places) - 4, 5), draw.randint(1, 4)), reverse=True):
        start, end = places[n] + 1, places[n + draw.randint(1, 3)]
        verb, words = draw.choice(("type", "comment")), f"{draw.choice(WORDS)} {draw.randrange(1000)}"
        if verb == "comment":
            found.append(Edit("comment", name, start, end, f"Why {words}?", author))
            continue
        kind = draw.choice(("over", "out", "in", "half"))
        if kind == "out":
            end, words = end + 1, ""
        elif kind == "in":
            end, words = start, f"{words} "
        elif kind == "half":
            start, words = start + 1, "x"
            end = start + 1
        found.append(Edit("type", name, start, end, words, author))
    return found


def by_word(edits, *, seed=0, track=True):
    """The copy as Word writes it."""
    desk = Desk(DRAFT, track=track)
    for one in edits:
        desk.author = one.author
        if one.verb == "strike":
            desk.delete(one.name)
        elif one.verb == "add":
            desk.add(one.name, one.words)
        else:
            paragraph, *_ = desk.lines(one.name)
            act = desk.comment if one.verb == "comment" else desk.replace
            act(paragraph, one.start, one.end, one.words)
    if seed:
        desk.shake(random.Random(seed))
    return desk.bytes()


def faults(copy, edits, *, tracked=True):
    """What was lost, stands at a wrong place, or is by a wrong hand: an empty list, if all came back."""
    return [*_words(copy, edits), *_changes(copy, edits, tracked), *_remarks(copy, edits), *_elsewhere(copy, edits)]


def _words(copy, edits):
    """The words of each paragraph, as they were and as they are to be."""
    for name, sent in PARAGRAPHS.items():
        place, want = copy.place(name), _wanted(name, edits)
        if place is None:
            yield f"{name} is gone"
        elif place.was != sent.was:
            yield f"{name} was {place.was!r}"
        elif plain(place.now).partition("\n")[0] != want:
            yield f"{name} reads {plain(place.now)!r}, not {want!r}"


def _wanted(name, edits):
    text = plain(PARAGRAPHS[name].was)
    for one in edits:
        if one.name == name and one.verb == "strike":
            return ""
        if one.name == name and one.verb == "type":
            text = text[: one.start] + one.words + text[one.end :]
    return text.strip()


def _changes(copy, edits, tracked):
    """Each edit is a change of its paragraph, by its hand, and there is no other."""
    for name, sent in PARAGRAPHS.items():
        place = copy.place(name) or sent
        added = _added(place)
        mine = [one for one in edits if one.name == name and one.verb in ("type", "strike")]
        mine += [one for one in edits if one.name == name and one.verb == "add" and one.words == added]
        found = place.changes
        text = plain(sent.was)
        for one in mine:
            gone = text if one.verb == "strike" else text[one.start : one.end]
            if not any(gone.strip() in plain(c.was) and one.words.strip() in c.now for c in found):
                yield f"{name}: {one} is lost among {found}"
        if tracked and {c.author for c in found} != {one.author for one in mine}:
            yield f"{name}: by {[c.author for c in found]}"
        if bool(found) != bool(mine):
            yield f"{name}: {found} for {mine}"


def _remarks(copy, edits):
    want = sorted(
        (one.name, one.words, one.author, plain(PARAGRAPHS[one.name].was)[one.start : one.end])
        for one in edits if one.verb == "comment"
    )  # fmt: skip
    found = sorted((place.name, r.text, r.author, r.about) for place in copy.places for r in place.remarks)
    if want != found:
        yield f"comments {found}, not {want}"


def _elsewhere(copy, edits):
    """New paragraphs stand behind theirs, or as the last line of theirs, and nothing else changed."""
    want = sorted((one.name, one.words) for one in edits if one.verb == "add")
    found = [(place.after, place.now) for place in copy.touched if not place.is_paragraph]
    found += [(one.name, added) for one in copy.places if one.is_paragraph and (added := _added(one))]
    if want != sorted(found):
        yield f"new {found}, not {want}"


def _added(place):
    """What stands on lines of its own where there was one line."""
    return plain(place.now).partition("\n")[2]

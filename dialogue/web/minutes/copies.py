"""A copy of the circulated minutes that was edited in Word: what it asks for is shown, and sent as comments.

Nothing of the file is kept: it is answered by a form of all that it asks for, and what of that form is sent is made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField

from dialogue.access import Right
from dialogue.domain import minutes as register
from dialogue.domain.base import Refused, refusal
from dialogue.domain.editions import MinutesItemSheet, MinutesSheet, ParagraphLine
from dialogue.domain.minutes import CommentKind, Minutes, MinutesItem, Paragraph, Wanted
from dialogue.domain.text import fit, seen, unturned
from dialogue.i18n import gettext, lazy, ngettext
from dialogue.queries import copies
from dialogue.queries.copies import ITEM, Asked, Proposal
from dialogue.web import rescue, uploads
from dialogue.web.errors import said
from dialogue.web.forms import Form, Line, Text, Upload, WordField, answer
from dialogue.web.frame import why_not
from dialogue.web.gate import answers, me, needs, now
from dialogue.web.minutes.comments import LONGEST, own_seat
from dialogue.web.minutes.pages import bp

MOST = 300  # comments that one page proposes
ROOM = 120_000  # letters of them all: a form of more is too large for one request

Spots = Mapping[str, Paragraph | MinutesItem]  # where a comment can be made, by what is typed of it
# Of a copy: whether it is untracked, how many more it asks for, how many are left out that its side has made already.
ALL_SHOWN: Mapping[str, int] = {"untracked": False, "left": 0, "said_before": 0}
Said = frozenset[tuple[str, str]]  # where, in which words


class CopyForm(Form):
    file = Upload(lazy("Your copy in Word (.docx)"))


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one comment that is proposed."""

    take: BooleanField
    kind: WordField
    text: Text
    on: Line
    about: HiddenField  # what the file says of it; nothing depends on it

    @property
    def is_ticked(self) -> bool:
        return bool(self.take.data)

    @property
    def spot(self) -> str:
        return " ".join((self.on.data or "").casefold().split())

    @property
    def told(self) -> str:
        """What the file says of it, as a line that nothing in it turns round."""
        return unturned(fit(self.about.data or "", one_line=True))

    def look_up(self, spots: Spots) -> None:
        """Its place, and whether what it asks for can be asked there."""
        found = spots.get(self.spot)
        if found is None and not self.on.errors:
            said_of_places = gettext(
                "Please type the number of a paragraph, or “item” and the number of one without paragraphs."
            )
            self.on.errors = [said_of_places]
        elif isinstance(found, MinutesItem) and (no := refusal(register.must_fit, found, self.kind.data)):
            self.kind.errors = [said(no)]

    def wanted(self, spots: Spots) -> Wanted:
        return Wanted(spots[self.spot], self.kind.data, self.text.data)


class ProposedForm(Form):
    """Of each comment that is proposed its fields, by a number of its own. What is not ticked is not looked at."""

    numbers: Sequence[int] = ()

    @classmethod
    def of(cls, proposals: Sequence[Proposal], made: Said, minutes: Minutes) -> "ProposedForm":
        """With all of them ticked but for those that are made already."""
        held, seat = dict[str, Any](), own_seat(minutes)
        for n, one in enumerate(proposals, 1):
            kinds = register.kinds_for(seat, bare=one.on.startswith(ITEM))
            held |= {f"take-{n}": not _is_made(one, made), f"text-{n}": one.text, f"on-{n}": one.on}
            held |= {f"kind-{n}": one.kind if one.kind in kinds else CommentKind.NOTE, f"was-{n}": _about(one)}
        return cls._with(range(1, len(proposals) + 1), minutes)(formdata=None, data=held)

    @classmethod
    def sent(cls, minutes: Minutes) -> "ProposedForm":
        """As it came back. More than a page holds was not sent by one of ours."""
        typed = (name.removeprefix("text-") for name in request.form if name.startswith("text-"))
        numbers = sorted({int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 4})
        return cls._with(numbers[:MOST], minutes)()

    @classmethod
    def _with(cls, numbers: Iterable[int], minutes: Minutes) -> "type[ProposedForm]":
        fields: dict[str, Any] = {"numbers": tuple(numbers)}
        kinds = register.kinds_for(own_seat(minutes))
        for n in fields["numbers"]:
            fields[f"take-{n}"] = BooleanField(lazy("Send comment %(n)d", n=n))
            fields[f"kind-{n}"] = WordField(lazy("Comment %(n)d: what it asks for", n=n), kind=CommentKind, only=kinds)
            fields[f"text-{n}"] = Text(lazy("Comment %(n)d", n=n), limit=LONGEST, required=True)
            fields[f"on-{n}"] = Line(lazy("Comment %(n)d: paragraph or item", n=n), required=True)
            fields[f"was-{n}"] = HiddenField()
        return type(cls.__name__, (cls,), fields)

    @property
    def rows(self) -> list[Row]:
        names = ("take", "kind", "text", "on", "was")
        return [Row(*(self[f"{name}-{n}"] for name in names)) for n in self.numbers]

    @property
    def ticked(self) -> list[Row]:
        return [row for row in self.rows if row.is_ticked]

    def fits(self, spots: Spots) -> bool:
        """Whether all that is ticked can be made as it is; else each says what is wrong with it."""
        self.validate()
        for row in self.rows:
            if row.is_ticked:
                row.look_up(spots)
            else:
                row.kind.errors, row.text.errors, row.on.errors = [], [], []
        if not self.ticked:
            self.form_errors.append(gettext("No comment is ticked, so there is nothing to send."))
        return not self.errors


@bp.get("/sessions/<ref:ref>/minutes/comments/copy")
@needs(Right.MINUTES_COMMENT, Minutes)
def ask_copy(minutes: Minutes) -> Response:
    return _asking(minutes, CopyForm(formdata=None))


@bp.post("/sessions/<ref:ref>/minutes/comments/copy")
@answers(Right.MINUTES_COMMENT, Minutes, most=uploads.LARGEST)
def read_copy(minutes: Minutes) -> Response:
    """What the copy asks for, as comments that are not made yet."""
    register.must_be_open(minutes, me().organisation, now())
    form = CopyForm()
    if not form.validate():
        return _asking(minutes, form)
    found = uploads.looked_into(form.file, lambda content: copies.of_minutes(minutes, content), Refused)
    if found is None:
        return _asking(minutes, form)
    if not found.proposals:
        form.file.errors = [gettext("This copy reads as the text that is out for comments, and has no comment in it.")]
        return _asking(minutes, form)
    return _shown(minutes, found)


@bp.post("/sessions/<ref:ref>/minutes/comments/from-copy")
@needs(Right.MINUTES_COMMENT, Minutes)
def comment_from_copy(minutes: Minutes) -> Response:
    """All that is ticked, or nothing: then the page is shown again as it was sent."""
    arrived = rescue.first_arrival(as_it_came=True)
    form = ProposedForm.sent(minutes)
    closed = why_not(register.must_be_open, minutes, me().organisation, now(), arrived)
    if closed or not form.fits(spots := _spots(minutes)):
        return _proposed(minutes, form, closed=closed)
    wanted = [row.wanted(spots) for row in form.ticked]
    made = register.comment_all(minutes, wanted, own_seat(minutes), by=me(), at=now(), arrived=arrived)
    flash(_recorded(len(made)), "done")
    return redirect(url_for(".comments", ref=minutes.session.ref), 303)


def _spots(minutes: Minutes) -> dict[str, Paragraph | MinutesItem]:
    """Each paragraph by its number, and each item that has none by the number behind "item"."""
    numbered: dict[str, Paragraph | MinutesItem] = {str(n): one for n, one in enumerate(minutes.paragraphs(), 1)}
    return numbered | {f"{ITEM}{item.number}": item for item in minutes.items if not item.paragraphs}


def _made(minutes: Minutes) -> Said:
    """What the reader's side has said already, and still says."""
    mine = (one.comment for one in register.remarks(minutes, me().organisation, now()))
    own = [one for one in mine if one.party.id == me().organisation.id and not one.is_withdrawn]
    return frozenset(
        (f"{ITEM}{one.item.number}" if one.item else str(one.paragraph_number), _words(one.text)) for one in own
    )


def _is_made(one: Proposal, made: Said) -> bool:
    return one.exported or (one.on, _words(one.text)) in made


def _about(one: Proposal) -> str:
    """Whom the file names, whoever brings it in."""
    if one.exported:
        return gettext("Already made: it was taken away from here as “%(name)s”.", name=one.by)
    return gettext("Marked by %(name)s in the file.", name=one.by) if one.by else ""


def _words(text: str) -> str:
    return seen(fit(text, one_line=True))


def _fitting(proposals: Sequence[Proposal], made: Said) -> Sequence[Proposal]:
    """As many as one page takes; where they are too many, the first of those that are not made yet."""
    if len(proposals) <= MOST and sum(len(one.text) for one in proposals) <= ROOM:
        return proposals
    fresh = [one for one in proposals if not _is_made(one, made)][:MOST]
    sums = accumulate(len(one.text) for one in fresh)
    return [one for n, (one, letters) in enumerate(zip(fresh, sums, strict=True)) if n == 0 or letters <= ROOM]


def _asking(minutes: Minutes, form: CopyForm) -> Response:
    not_now = why_not(register.must_be_open, minutes, me().organisation, now())
    return answer("minutes/copy.html", form, minutes=minutes, session=minutes.session, not_now=not_now)


def _shown(minutes: Minutes, found: Asked) -> Response:
    made = _made(minutes)
    here = _fitting(found.proposals, made)
    said_before, again = (sum(_is_made(one, made) for one in some) for some in (found.proposals, here))
    left_out = said_before - again
    left = len(found.proposals) - len(here) - left_out
    about = {"left": left, "said_before": left_out, "untracked": not found.tracked}
    return _proposed(minutes, ProposedForm.of(here, made, minutes), about)


def _proposed(
    minutes: Minutes, form: ProposedForm, about: Mapping[str, int] = ALL_SHOWN, *, closed: str = ""
) -> Response:
    """The comments by their places, in the order of the text, after those that have none."""
    form.form_errors += [closed] if closed else []
    first = minutes.revision(1)
    places = _places(first.sheet) if first is not None else {}
    order = {spot: n for n, spot in enumerate(places)}
    rows = sorted(form.rows, key=lambda row: order.get(row.spot, len(order)))
    groups = [(places.get(spot), list(of)) for spot, of in groupby(rows, lambda row: row.spot)]
    page = answer(
        "minutes/proposed.html", form, minutes=minutes, session=minutes.session, places=places, made=_made(minutes),
        placed=[one for one in groups if one[0]], unplaced=[row for known, of in groups if not known for row in of],
        words=_words, **about,
    )  # fmt: skip
    page.status_code = 409 if closed else page.status_code
    return page


def _places(sheet: MinutesSheet) -> dict[str, tuple[MinutesItemSheet, ParagraphLine | None]]:
    """Each place of the text that was sent out, in its order, by what is typed of it."""
    found: dict[str, tuple[MinutesItemSheet, ParagraphLine | None]] = {}
    for item in sheet.items:
        found |= {str(line.number): (item, line) for line in item.paragraphs}
        found |= {} if item.paragraphs else {f"{ITEM}{item.number}": (item, None)}
    return found


def _recorded(n: int) -> str:
    told = ngettext("One comment is recorded.", "%(num)d comments are recorded.", n)
    return f"{told} {gettext('Until the period is over only your side reads them.')}"

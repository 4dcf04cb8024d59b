"""The minutes as a paper: who took part, what was said, agreed and decided item by item, how it was approved."""

from dialogue.domain.editions import (
    AttachedLine,
    DelegationSheet,
    MinutesItemSheet,
    MinutesSheet,
    ParagraphLine,
    Seat,
    SignatureLine,
    TableSheet,
)
from dialogue.i18n import gettext
from dialogue.rendering.word import contents, labels
from dialogue.rendering.word.fragments import TEXT_WIDTH
from dialogue.rendering.word.letterhead import (
    BREAK,
    KEPT,
    NOTHING,
    NUMBER,
    TAB,
    Column,
    Manner,
    Paper,
    Shape,
    Table,
    Xml,
    join,
    leading,
    line,
    paragraph,
    run,
    spoken,
)
from dialogue.rendering.word.table import table_of

ACTION, DECISION, STATEMENT = "action", "decided", "statement"
FINAL = {"approved", "signed", "released"}
NAMES = Shape(tabs=(("left", 3402),), left=3402, hanging=3402)
NUMBERS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")  # of annexes
LONGEST_NAME = 28  # letters, wide ones too, that leave room before what stands beside them


def render(sheet: MinutesSheet) -> bytes:
    with spoken(sheet.heading.language):
        return with_contents(sheet).to_bytes()


def with_contents(sheet: MinutesSheet) -> Paper:
    """The whole paper, with a table of contents where it is long; in the language that is spoken now."""
    paper = paper_of(sheet)
    contents.add(paper, before="head")
    return paper


def paper_of(sheet: MinutesSheet) -> Paper:
    """Set in the language that is spoken now."""
    title = gettext("Minutes") if sheet.status in FINAL else gettext("Draft minutes")
    paper = Paper.of_session(sheet.heading, title, rev=sheet.rev)
    paper.identify("minutes", sheet)
    _status(paper, sheet)
    paper.section("head")
    _participants(paper, sheet)
    paper.expect(one.reference for item in sheet.items for one in item.paragraphs)
    bare = sheet.bare
    for item in sheet.items:
        if item.key:
            paper.section(item.key)
        _item(paper, item)
        if item.number in bare:
            paper.add(paragraph("Detail", line(gettext("Nothing was recorded under this item."))))
    paper.section("next")
    _next_session(paper, sheet)
    paper.section("approval")
    _approval(paper, sheet)
    paper.section("annexes")
    _annexes(paper, sheet)
    return paper


def _status(paper: Paper, sheet: MinutesSheet) -> None:
    if sheet.status:
        state = labels.worded(labels.STATES, sheet.status)
        paper.add(paragraph("Status", line(gettext("Status: %(state)s.", state=state), strong=True)))


def _participants(paper: Paper, sheet: MinutesSheet) -> None:
    if not (sheet.presided or sheet.participants or sheet.cohosts):
        return
    paper.heading(1, gettext("Participants"))
    if sheet.cohosts:
        names = ", ".join(sheet.cohosts)
        paper.add(paragraph("Normal", run(gettext("Co-organised with: %(names)s", names=names))))
    if sheet.presided:
        paper.add(paragraph("Normal", run(gettext("In the chair: %(name)s", name=sheet.presided))))
    for delegation in sheet.participants:
        _delegation(paper, delegation.called(sheet.heading))


def _delegation(paper: Paper, delegation: DelegationSheet) -> None:
    """Who was there, one to a line; who was not is named apart."""
    paper.add(paragraph("Label", line(delegation.name)))
    here = [seat for seat in delegation.seats if seat.present is not False]
    away = [seat for seat in delegation.seats if seat.present is False]
    paper.add(*(paragraph("Cell", _seat(seat, delegation), shape=NAMES) for seat in here))
    if away:
        names = ", ".join(seat.name for seat in away)
        paper.add(paragraph("Small", run(gettext("Not present: %(names)s", names=names))))


def _seat(seat: Seat, delegation: DelegationSheet) -> Xml:
    """What the heading above says already is not said again."""
    role = "" if seat.role == "member" else labels.worded(labels.ROLES, seat.role)
    about = ", ".join(part for part in (seat.function, seat.organisation) if part and part != delegation.name)
    words = " · ".join(filter(None, (about, role, labels.hours(seat))))
    beside = TAB if len(seat.name) <= LONGEST_NAME else BREAK  # the next line begins where the tab would lead
    return join(line(seat.name, strong=True), *([beside, line(words)] if words else []))


def _item(paper: Paper, item: MinutesItemSheet) -> None:
    restricted = gettext("Restricted item") if item.withheld else ""
    title, level, name = item.title or restricted, 1 + item.number.count("."), place_of_item(item.number)
    paper.heading(level, title, number=item.number, name=name, about=_paragraphs(item))
    if item.away:
        away = gettext("Not in the room: %(names)s", names=", ".join(item.away))
        paper.add(paragraph("Small", run(away), shape=KEPT))
    if item.documents:
        paper.add(paragraph("Label", line(gettext("Documents")), shape=Shape(left=NUMBER)))
        paper.bullets(item.documents, left=NUMBER)
    for entry in item.paragraphs:
        _paragraph(paper, entry)


def _paragraphs(item: MinutesItemSheet) -> str:
    """Which paragraphs stand under it, withheld ones too."""
    if not item.paragraphs:
        return ""
    first, end = item.paragraphs[0].number, item.paragraphs[-1]
    last = end.last or end.number
    if first == last:
        return gettext("paragraph %(number)d", number=first)
    return gettext("paragraphs %(first)d to %(last)d", first=first, last=last)


def _paragraph(paper: Paper, entry: ParagraphLine) -> None:
    if entry.kind == "withheld":
        paper.add(paragraph("Withheld", run(_not_reproduced(entry))))
        return
    owner = gettext("Owner: %(owner)s", owner=entry.owner) if entry.owner else ""
    due = gettext("Due: %(day)s", day=labels.day(entry.due)) if entry.due else ""
    details = " · ".join(filter(None, (owner, due)))
    manner = Manner(
        style="Numbered",
        then="Continued",
        left=NUMBER,
        lead=_lead(paper, entry),
        keep=bool(details),
        language=entry.language,
    )
    with paper.whole(f"_{place_of_paragraph(entry.number)}"):
        paper.prose(entry.text, manner)
        if details:
            paper.add(paragraph("Detail", line(details)))


def _not_reproduced(entry: ParagraphLine) -> str:
    if entry.last in {None, entry.number}:
        return gettext("[paragraph %(number)d not reproduced]", number=entry.number)
    if entry.last == entry.number + 1:
        return gettext("[paragraphs %(first)d and %(last)d not reproduced]", first=entry.number, last=entry.last)
    return gettext("[paragraphs %(first)d to %(last)d not reproduced]", first=entry.number, last=entry.last)


def _lead(paper: Paper, entry: ParagraphLine) -> Xml:
    """Number in the margin, the reference of the decision or follow-up, what the paragraph is, who spoke."""
    parts = [paper.place(place_of_paragraph(entry.number), line(f"{entry.number}.")), TAB]
    if entry.reference:
        parts += [paper.given(entry.reference), run("  ")]
    kind = labels.worded(labels.PARAGRAPH_KINDS, entry.kind)
    spoken_by = gettext("%(kind)s by %(speaker)s.", kind=kind, speaker=entry.speaker)
    words = spoken_by if entry.speaker else gettext("%(kind)s.", kind=kind)
    return join(*parts, line(words, style="Kind"), run(" "))


def place_of_item(number: str) -> str:
    """By what cross references and edited copies know the item."""
    return f"Item_{number.replace('.', '_')}"


def place_of_paragraph(number: int) -> str:
    """By what cross references know the paragraph; edited copies know all of it by the same with a low line before."""
    return f"Paragraph_{number}"


def _next_session(paper: Paper, sheet: MinutesSheet) -> None:
    if sheet.next_session:
        if sheet.signatures:
            paper.bind()
        paper.heading(1, gettext("Date and place of the next session"))
        paper.add(paragraph("Normal", line(sheet.next_session)))


def _approval(paper: Paper, sheet: MinutesSheet) -> None:
    if not (sheet.approved or sheet.text_hash or sheet.signatures):
        return
    if sheet.signatures:
        paper.bind()
    paper.heading(1, gettext("Approval") if sheet.approved or sheet.signatures else gettext("The text"))
    if sheet.approved:
        paper.add(paragraph("Normal", run(sheet.approved), shape=KEPT))
    if sheet.text_hash:
        label = line(gettext("Hash of the text (SHA-256):"))
        shape = Shape(keep=bool(sheet.signatures))
        paper.add(paragraph("Small", label, BREAK, line(sheet.text_hash, style="Hash"), shape=shape))
    if sheet.signatures:
        paper.add(_signatures(sheet))


def _annexes(paper: Paper, sheet: MinutesSheet) -> None:
    """What was decided, what is to be done, what was said for the record: under the numbers of the approval."""
    told = [(item, one) for item in sheet.items for one in item.paragraphs]
    actions = [(item, one) for item, one in told if one.kind == ACTION]
    decided = [(item, one) for item, one in told if one.kind == DECISION]
    stated = [(item, one) for item, one in told if one.kind == STATEMENT]
    titles = (gettext("Annex %(number)s", number=number) for number in NUMBERS)
    if decided:
        paper.heading(1, gettext("%(annex)s: decisions", annex=next(titles)), breaks=True)
        paper.add(_decisions(paper, decided))
    if actions:
        paper.heading(1, gettext("%(annex)s: operational conclusions", annex=next(titles)), breaks=not decided)
        paper.add(_conclusions(paper, actions))
    if stated or sheet.attached:
        paper.heading(1, gettext("%(annex)s: statements", annex=next(titles)), breaks=not (decided or actions))
        _stated(paper, stated)
        _attached(paper, sheet.attached)
    for n, one in enumerate(sheet.tables):
        words = {"annex": next(titles), "table": one.title}
        first = n == 0 and not (decided or actions or stated or sheet.attached)
        paper.heading(1, gettext("%(annex)s: %(table)s", **words), breaks=first)
        _tabled(paper, one)


def _tabled(paper: Paper, sheet: TableSheet) -> None:
    """A table of a track as it stood when the minutes were approved."""
    if sheet.as_of:
        dated = gettext("As of %(day)s.", day=labels.day(sheet.as_of))
        paper.add(paragraph("Status", line(dated), shape=KEPT))
    paper.add(*(table_of(sheet, group, TEXT_WIDTH) for group in sheet.groups))


def _decisions(paper: Paper, decided: list[tuple[MinutesItemSheet, ParagraphLine]]) -> Xml:
    table = Table(
        Column(gettext("Number"), 31),
        Column(gettext("Decision"), 129),
        caption=gettext("Decisions"),
        description=gettext("One row a decision: its number or paragraph, its text."),
    )
    for item, one in decided:
        table.row(_number(paper, item, one), paper.blocks(one.text, Manner(style="Cell", language=one.language)))
    return table.xml()


def _conclusions(paper: Paper, actions: list[tuple[MinutesItemSheet, ParagraphLine]]) -> Xml:
    table = Table(
        Column(gettext("Number"), 31),
        Column(gettext("Conclusion"), 68),
        Column(gettext("Owner"), 36),
        Column(gettext("Due"), 25),
        caption=gettext("Operational conclusions"),
        description=gettext("One row a conclusion: its number or paragraph, its text, its owner, its day."),
    )
    for item, one in actions:
        table.row(
            _number(paper, item, one),
            paper.blocks(one.text, Manner(style="Cell", language=one.language)),
            paragraph("Cell", line(one.owner)),
            paragraph("Cell", line(labels.day(one.due) if one.due else gettext("No date"))),
        )
    return table.xml()


def _number(paper: Paper, item: MinutesItemSheet, one: ParagraphLine) -> Xml:
    """Its number, and the paragraph in which it stands, each leading there."""
    number = paragraph("Cell", paper.named(one.reference)) if one.reference else NOTHING
    return join(number, paragraph("CellDetail", leading(place_of_paragraph(one.number), line(_where(item, one)))))


def _where(item: MinutesItemSheet, one: ParagraphLine) -> str:
    return gettext("Item %(item)s, paragraph %(number)d", item=item.number, number=one.number)


def _stated(paper: Paper, stated: list[tuple[MinutesItemSheet, ParagraphLine]]) -> None:
    """Made at the session: whose each is, with the paragraph in which it stands. They may be many: none has a line in
    the table of contents."""
    for item, one in stated:
        whose = gettext("Statement by %(party)s", party=one.speaker)
        paper.add(paragraph("Label", line(whose if one.speaker else gettext("Statement for the record"))))
        paper.add(paragraph("Detail", leading(place_of_paragraph(one.number), line(_where(item, one))), shape=KEPT))
        paper.prose(one.text, Manner(style="Normal", language=one.language))


def _attached(paper: Paper, attached: tuple[AttachedLine, ...]) -> None:
    """In the words of the side that made them; they change nothing in the text."""
    for one in attached:
        paper.heading(2, labels.attached(one))
        paper.prose(one.text, Manner(style="Normal"))


def _signatures(sheet: MinutesSheet) -> Xml:
    """The block to sign: each line kept with the next, so that no signature stands on a page of its own."""
    table = Table(
        Column(gettext("Capacity"), 30),
        Column(gettext("Name"), 45),
        Column(gettext("For"), 40),
        Column(gettext("Signature and date"), 45),
        caption=gettext("Signatures"),
        description=gettext("One row a signatory: capacity, name, for whom, and when it was signed."),
    )
    for n, signature in enumerate(sheet.signatures, start=1):
        shape = Shape(keep=n < len(sheet.signatures))
        cells = (signature.capacity, signature.name or "—", signature.named(sheet.heading))
        table.row(*(paragraph("Cell", line(text), shape=shape) for text in cells), _signed(signature, shape), height=14)
    return table.xml()


def _signed(signature: SignatureLine, shape: Shape) -> Xml:
    """When, or that the place is still to be signed: a blank cell would read as forgotten."""
    if signature.signed:
        return paragraph("Cell", line(gettext("signed, %(day)s", day=signature.signed)), shape=shape)
    return paragraph("CellDetail", line(gettext("to be signed")), shape=shape)

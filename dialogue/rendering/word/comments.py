"""The comments on minutes as a paper: what each side asked for, paragraph by paragraph, and what became of it."""

from dialogue.domain.editions import CommentRow, CommentsSheet
from dialogue.i18n import gettext, ngettext
from dialogue.rendering.word import labels
from dialogue.rendering.word.letterhead import Column, Paper, Table, Xml, join, line, paragraph, run, spoken


def render(sheet: CommentsSheet) -> bytes:
    with spoken(sheet.heading.language):
        paper = Paper.of_session(sheet.heading, gettext("Comments on the draft minutes"), rev=None)
        for told in _summary(sheet):
            paper.add(paragraph("Status", line(told)))
        if sheet.rows:
            paper.heading(1, gettext("Comments and what became of them"))
            paper.add(_table(sheet))
        return paper.to_bytes()


def _summary(sheet: CommentsSheet) -> list[str]:
    """How many, how many of them have no answer, and whose."""
    asked = [row for row in sheet.rows if row.kind != "note" and not row.withdrawn]
    open_still = sum(not row.disposition for row in asked)
    count = ngettext("%(n)d comment", "%(n)d comments", len(sheet.rows))
    left = ngettext("%(n)d has no answer yet", "%(n)d have no answer yet", open_still) if open_still else ""
    whole = gettext("%(count)s.", count="; ".join(filter(None, (count, left))))
    told = [whole if sheet.rows else gettext("There are no comments.")]
    if sheet.own:
        told.append(gettext("The period for comments runs: these are those of %(party)s alone.", party=sheet.own))
    return told


def _table(sheet: CommentsSheet) -> Xml:
    table = Table(
        Column(gettext("Place"), 25),
        Column(gettext("Comment"), 75),
        Column(gettext("What became of it"), 60),
        caption=gettext("Comments on the draft minutes"),
        description=gettext("One row a comment: on which paragraph, by whom, what is asked, what became of it."),
    )
    for row in sheet.rows:
        table.row(_place(row), _comment(row), _outcome(row))
    return table.xml()


def _place(row: CommentRow) -> Xml:
    """Paragraphs are numbered as in REV 1, which was commented on."""
    item = gettext("Item %(item)s", item=row.item)
    number = gettext("Paragraph %(number)d", number=row.paragraph) if row.paragraph else ""
    of_item = [paragraph("CellDetail", line(item))] if row.item else []
    return join(paragraph("Cell", line(number)), *of_item) if number else join(*of_item)


def _comment(row: CommentRow) -> Xml:
    about = gettext("%(party)s, comment %(number)d", party=row.party, number=row.number)
    kind = labels.worded(labels.COMMENT_KINDS, row.kind)
    return join(
        paragraph("CellDetail", line(f"{about} · {kind}")),
        *(paragraph("Cell", run(text)) for text in row.text.split("\n") if text.strip()),
    )


def _outcome(row: CommentRow) -> Xml:
    if row.withdrawn:
        return paragraph("Cell", line(gettext("Withdrawn")))
    if row.kind == "note":
        return paragraph("CellDetail", line(gettext("A note: it asks for nothing.")))
    if not row.disposition:
        return paragraph("CellDetail", line(gettext("No answer yet")))
    word = paragraph("Cell", line(labels.worded(labels.DISPOSITIONS, row.disposition), strong=True))
    return join(word, *(paragraph("Cell", run(text)) for text in row.answer.split("\n") if text.strip()))

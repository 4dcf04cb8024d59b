"""Which texts of a sheet are looked at, and how their places are called."""

from dataclasses import fields

from dialogue.domain.agreed import TEXTS as AGREED
from dialogue.domain.editions import CorrigendumLineSheet, CorrigendumSheet, DecisionSheet
from dialogue.domain.editions.texts import CommuniqueSheet
from dialogue.domain.text import MarkdownText
from dialogue.domain.wording.places import TEXTS, Loose, Where, Written, written
from tests.rendering.word import sheets
from tests.rendering.word.sheets import heading


def places(sheet):
    return [one.where for one in written(sheet)]


def test_every_kind_of_text_that_is_signed_off_is_looked_at():
    whole = {one.KIND.sheet for one in AGREED.values()} - set(TEXTS)

    assert all({"title", "text"} <= {field.name for field in fields(sheet)} for sheet in whole)


def test_of_an_agenda_title_presenter_text_and_papers_of_each_item():
    one = sheets.item("2.1", "Roads", "10:00", 30, presenter="A", text="B", papers=("C", "D"))

    assert places(sheets.agenda(items=(one,))) == [
        Where("2.1", field="title"), Where("2.1", field="presenter"), Where("2.1"), Where("2.1", field="papers"),
        Where("2.1", field="papers"),
    ]  # fmt: skip


def test_of_minutes_titles_paragraphs_and_functions():
    found = list(written(sheets.minutes()))

    assert {"title", "text", "function"} <= {one.where.field for one in found}
    assert all(one.is_prose == (one.where.field == "text") for one in found)
    assert all(one.where.paragraph and one.where.item for one in found if one.where.field == "text")


def test_of_a_text_that_is_written_as_a_whole_title_and_text():
    communique = CommuniqueSheet(heading=heading(), title="A", text=MarkdownText("B"))

    assert places(communique) == [Where(field="title"), Where()]
    assert [one.is_of_old for one in written(communique)] == [False, True]
    assert places(DecisionSheet(heading=heading(), reference="DD/2026/2/01", title="A", text="")) == [
        Where(field="title")
    ]


def test_of_a_corrigendum_what_it_should_read():
    line = CorrigendumLineSheet(paragraph=3, reads="the river Ibar", should_read="the river Lepenac")
    one = CorrigendumSheet(heading=heading(), number=1, corrects=sheets.HASH, lines=(line,))

    assert [(one.where, one.text) for one in written(one)] == [
        (Where(paragraph=3, field="should read"), "the river Lepenac")
    ]


def test_of_what_is_no_paper_the_texts_that_are_given():
    one = Written(Where(paragraph=2, field="claim"), "A claim")

    assert list(written(Loose((one, Written(Where(), ""))))) == [one]

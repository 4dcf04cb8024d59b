"""Where an edited copy reads otherwise than the paper: place by place, in old and new words."""

from dataclasses import replace

from dialogue.domain.editions import MinutesItemSheet, ParagraphLine
from dialogue.queries.alterations import WORD_BY_WORD, Alteration, alterations
from dialogue.rendering.word import agenda, minutes
from tests.rendering.word import sheets
from tests.rendering.word.desk import Desk

PAPER = minutes.render(sheets.minutes())


def reading(desk, words):
    """The first line of the paper that reads so."""
    return next(line for line in desk.body if words in desk.text(line))


def edited(old, new, *, on="", track=True):
    desk = Desk(PAPER, track=track)
    line = desk.lines(on)[0] if on else reading(desk, old)
    start = desk.text(line).index(old)
    desk.replace(line, start, start + len(old), new)
    return desk.bytes()


def test_the_paper_itself_differs_nowhere():
    assert alterations(PAPER, PAPER) == ()


def test_a_paragraph_that_differs_is_told_in_old_and_new_words_tracked_or_not():
    expected = (
        [
            ("same", "Both sides agreed to report incidents within _24"),
            ("gone", " hours_"),
            ("new", " days_"),
            ("same", " of their being known."),
        ],
    )

    for track in (True, False):
        (told,) = alterations(edited("hours", "days", on="Paragraph_4", track=track), PAPER)
        assert (told.paragraph, told.item, told.parts) == ("4", "", expected)


def test_a_title_that_differs_is_told_as_that_of_its_item():
    (told,) = alterations(edited("Opening and adoption", "Closing"), PAPER)

    assert (told.paragraph, told.item) == ("", "1")


def test_a_paragraph_that_is_gone_and_a_line_that_is_new_are_told():
    desk = Desk(PAPER)
    desk.delete("Paragraph_2")
    desk.add("Paragraph_4", "A line of ours.")

    gone, new = alterations(desk.bytes(), PAPER)

    assert (gone.paragraph, [kind for kind, _ in gone.parts[0]]) == ("2", ["gone"])
    assert new == Alteration("", "", ([("new", "A line of ours.")],))


def test_what_our_paper_puts_around_the_words_is_told_apart():
    desk = Desk(PAPER)
    desk.replace(reading(desk, "Owner: Kosovo"), 0, 5, "Bearer")

    (told,) = alterations(desk.bytes(), PAPER)

    assert (told.paragraph, [[kind for kind, _ in one] for one in told.parts]) == ("5", [["gone", "new"]])


def test_no_mark_of_a_copy_turns_round_what_is_shown():
    (told,) = alterations(edited("hours", "sruoh\u202e", on="Paragraph_4"), PAPER)

    assert "\u202e" not in "".join(text for part in told.parts for _, text in part)


def test_comments_alone_alter_nothing():
    desk = Desk(PAPER)
    desk.comment(desk.lines("Paragraph_4")[0], 0, 4, "Why?")

    assert alterations(desk.bytes(), PAPER) == ()


def test_of_very_many_places_those_behind_the_first_are_told_in_old_and_new_words():
    def paper(word):
        said = [f"Paragraph {n} is {word} here." for n in range(1, WORD_BY_WORD + 3)]
        lines = tuple(ParagraphLine(number=n, kind="noted", text=text) for n, text in enumerate(said, 1))
        items = (MinutesItemSheet(number="1", title="Many", paragraphs=lines),)
        return minutes.render(replace(sheets.minutes(), items=items))

    told = alterations(paper("calm"), paper("fragile"))

    assert [len(one.parts[0]) for one in told] == [4] * WORD_BY_WORD + [2, 2]
    assert told[-1].parts == ([("gone", "Paragraph 62 is fragile here."), ("new", "Paragraph 62 is calm here.")],)


def test_another_paper_is_not_compared():
    assert alterations(agenda.render(sheets.agenda()), PAPER) is None


def test_a_paper_without_paragraphs_of_its_own_is_compared_line_by_line():
    paper = agenda.render(sheets.agenda())
    desk = Desk(paper, track=False)
    line = next(one for one in desk.body if len(desk.text(one).split()) > 2)
    first = desk.text(line).split()[0]
    desk.replace(line, 0, len(first), "Qwerty")

    (told,) = alterations(desk.bytes(), paper)

    assert ("gone", first) in [(kind, text.strip()) for kind, text in told.parts[0]]
    assert alterations(paper, paper) == ()


def test_a_cell_in_bold_is_told_without_the_marks_of_its_looks():
    paper = agenda.render(sheets.agenda())
    desk = Desk(paper, track=False)
    line = next(one for one in desk.body if "Opening and adoption" in desk.text(one))
    start = desk.text(line).index("Opening")
    desk.replace(line, start, start + len("Opening"), "Closing")

    (told,) = alterations(desk.bytes(), paper)

    words = "".join(text for _, text in told.parts[0])
    assert "Opening" in words and "Closing" in words
    assert "*" not in words

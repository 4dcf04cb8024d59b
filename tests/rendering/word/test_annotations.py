"""Comments in the margin: hung at a place, and known by a mark that programs do not change."""

from dialogue.rendering.word import annotations
from dialogue.rendering.word.annotations import Annotation
from dialogue.rendering.word.fragments import anchored, around, line, paragraph


def one(*place, text="Words"):
    return Annotation(place=place, author="A", initials="A1", at=None, text=text)


def test_a_comment_begins_and_is_called_where_its_place_begins_and_ends():
    body = [paragraph("Heading1", anchored("Item_1", 1, line("Title"))), *around("_P", 2, [paragraph("N", line("x"))])]

    first, second = annotations.hung(body, [one("_P"), one("Item_1")])

    assert first.count('<w:bookmarkStart w:id="1" w:name="Item_1"/><w:commentRangeStart w:id="1"/>') == 1
    called = '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><w:bookmarkEnd w:id="2"/>'
    assert second.count('<w:commentRangeStart w:id="0"/>') == second.count(called) == 1


def test_a_place_that_is_not_there_is_the_first_of_all():
    body = [paragraph("Heading1", anchored("Item_1", 1, line("Title")))]

    assert annotations.hung(body, [one("Item_9")]) == annotations.hung(body, [one("Item_1")])
    assert annotations.hung([paragraph("N", line("x"))], [one("Item_9")]) == [paragraph("N", line("x"))]


def test_a_comment_is_known_whatever_becomes_of_its_blanks():
    assert annotations.mark("A", "one  two\nthree ") == annotations.mark("A", "one two three")
    assert len({annotations.mark(*both) for both in (("A", "one"), ("B", "one"), ("A", "two"))}) == 3


def test_each_line_of_a_comment_is_a_paragraph_and_nothing_typed_is_markup():
    told = annotations.written([one("P", text="<w:b/> & more\ntwo")]).decode()

    assert told.count("<w:p>") == 2
    assert "&lt;w:b/&gt; &amp; more" in told

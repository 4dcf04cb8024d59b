"""The index of words: how words are compared, that every change is followed, and that nothing is left behind."""

import pytest
from sqlalchemy import select

from dialogue.domain import search, topics
from dialogue.domain.agenda import AgendaItem
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Minutes
from dialogue.domain.people import Person
from dialogue.domain.search import INDEX, asked, holding, pieces, words_of
from tests.planted import AT, planted

SHOWN = [column for column in INDEX.c if column.name != "id"]


@pytest.fixture
def world(database):
    return planted(database)


def found(db, typed):
    """What stands in the index under these words, whoever may read it."""
    db.commit()
    where = holding(asked(typed), db.get_bind().dialect.name)
    return {(row.noun, row.level) for row in db.execute(select(INDEX.c.noun, INDEX.c.level).where(where))}


def index(db):
    return sorted(map(repr, db.execute(select(*SHOWN))))


def reads(typed, text):
    """Whether every word of the text begins as a word asked for."""
    return all(hit for piece, hit in pieces(text, asked(typed)) if piece.isalnum())


def test_a_word_is_one_in_every_script_and_spelling():
    for same in (
        ("Prishtina", "Pristina", "Priština", "Приштина", "PRISHTINË"),
        ("Đorđe", "Djordje", "dorde", "Ђорђе"),
        ("éxpert", "expert", "EXPERT"),
        ("Peja", "Peć", "Peje", "Пећ"),
        ("HLD/2027/1", "hld 2027 1", "HLD-2027-1"),
    ):
        assert [(typed, text) for typed in same for text in same if not reads(typed, text)] == []
    assert not any(reads("Prishtina", other) for other in ("Prizren", "Peja", "shtina"))
    assert reads("minist", "Ministry") and not reads("Ministry", "minist")


def test_punctuation_operators_and_hidden_marks_ask_for_no_word():
    assert [asked(odd) for odd in ("", "…!?", '"" () : * & | !', "\u202e\u200b", "\x00")] == [[]] * 5
    assert asked('"minutes" OR NEAR(a, b) - x*') == [["minutes"], ["or"], ["near"], ["a"], ["b"], ["x"]]
    assert len(asked("a" * 10_000)[0][0]) == search.words.LONGEST
    assert len(words_of(" ".join(f"{n}å" for n in range(100_000))).encode()) <= search.words.ROOM


def test_what_is_typed_can_ask_each_engine_nothing_but_words(db, world):
    for odd in ("'", '"', "it's", "a'b\"c", "x:*", "NOT minutes", "col:a", "(", "a & !b", "\\", "%", "_", "é'ü"):
        found(db, odd)  # no fault

    assert found(db, "o'verview:* | !nothing") == set()


def test_a_thing_is_found_by_its_words_as_they_are_now(db, world):
    by = db.scalars(select(Person)).first()
    topic = topics.enter("Wildfires", "Smoke over borders.", taken=[], by=by, at=AT)
    db.add(topic)
    assert found(db, "wildfires smoke") == {("topics", None)}

    topic.reword("Forest fires", "Smoke.", base=topic.version, by=by, at=AT)
    assert (found(db, "wildfires"), found(db, "forest fires")) == (set(), {("topics", None)})

    followup = db.scalars(select(FollowUp)).first()
    followup.note("Ask the éxpert of Đorđe.", base=followup.version, by=by, at=AT)
    assert found(db, "djordje expert") == {("followups", None)}

    topic.reword("Never kept", "", base=topic.version, by=by, at=AT)
    db.flush()
    db.rollback()
    assert (found(db, "never kept"), found(db, "forest")) == (set(), {("topics", None)})


def test_what_is_written_is_the_secretaries_and_what_is_deleted_is_gone(db, world):
    minutes = db.scalars(select(Minutes).order_by(Minutes.id.desc())).first()
    minutes.items[0].paragraphs[0].text = "Quetzalcoatl was mentioned."
    item = db.scalars(select(AgendaItem).order_by(AgendaItem.id.desc())).first()
    item.note = "Quetzalcoatl again."
    assert found(db, "quetzalcoatl") == {("minutes", "secretariat"), ("agenda_items", "secretariat")}

    minutes.items[0].paragraphs.pop(0)
    item.note = ""
    assert found(db, "quetzalcoatl") == set()


def test_made_anew_the_index_is_as_it_was_kept(db, world):
    """The demonstration wrote it line by line, a transaction at a time."""
    kept = index(db)

    search.rebuild(db.connection())

    assert len(kept) > 100
    assert index(db) == kept
    assert found(db, "cyber") >= {("topics", None), ("minutes", "cohost"), ("agendas", "cohost")}

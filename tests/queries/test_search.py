"""What a reader finds: every kind of what it reads, in its own edition and in no other, on both engines."""

import pytest
from sqlalchemy import select

from dialogue import access
from dialogue.access import Right, findable, may, values
from dialogue.db import db as transaction
from dialogue.domain.agenda import Agenda
from dialogue.domain.conclusions import Conclusion, ConclusionState
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.domain.minutes import Minutes
from dialogue.domain.people import Person
from dialogue.domain.search import INDEX, Found
from dialogue.domain.topics import Topic
from dialogue.queries import search, sheets
from dialogue.queries.search import FIRST, PAGE, SearchFilter
from tests import planted
from tests.planted import AT, REFS, ROLES

EVERYBODY = [who for who in ROLES if who != "nobody"]


@pytest.fixture
def world(database):
    return planted.planted(database)


def find(who, words, **where):
    return {group.kind: group for group in search.find(planted.standing(who), SearchFilter(words=words, **where))}


def counts(who, words, **where):
    return {kind.value: group.all for kind, group in find(who, words, **where).items()}


def references(who, words, **where):
    return [hit.reference for group in find(who, words, **where).values() for hit in group.hits]


def rows(standing, *nouns):
    """All that the person may find of these."""
    found = select(INDEX).where(findable(), INDEX.c.noun.in_(nouns))
    return transaction.execute(found, values(standing)).all()


def texts(found):
    return {(row.session_id, row.place, row.title, row.text[:30]) for row in found}


def test_a_draft_conclusion_is_found_by_whoever_reads_it_on_its_page(db, world):
    every = db.scalars(select(Conclusion)).all()
    every[0].state = ConclusionState.PROPOSED
    db.commit()
    told = {}
    for person in db.scalars(select(Person)):
        standing = access.standing(person, AT)
        found = {row.thing_id for row in rows(standing, "conclusions")}
        assert found == {one.id for one in every if may(standing, Right.CONCLUSION_READ, one)}, person.email
        told[person.email] = len(found)

    assert (told[ROLES["secretary"]], told[ROLES["delegate"]]) == (len(every), len(every) - 1)
    assert told[ROLES["co-host"]] == told[ROLES["admin"]] == 0
    (hit, *_) = find("secretary", every[0].text.split()[-1])[Found.CONCLUSION].hits
    assert (hit.reference, hit.place) == (every[0].session.reference, str(every[0].number))


def test_whoever_reads_a_paper_finds_the_lines_of_its_own_edition_and_no_other(db, world):
    """Of each agenda and minutes, for every account of the demonstration: what is found is what its page shows."""
    found_some = set()
    for person in db.scalars(select(Person)).all():
        standing = access.standing(person, AT)
        if not may(standing, Right.DECISION_DRAFT):
            shown = set(_agendas(db, standing))
            found = rows(standing, "agendas", "agenda_items")
            assert texts(found) == shown, person.email
            found_some |= {row.level for row in found}
        shown, found = set(_minutes(db, standing)), rows(standing, "minutes")
        fullest = {}
        for row in sorted(found, key=lambda row: row.depth):
            fullest[row.key] = row
        assert texts(fullest.values()) == shown, person.email
        found_some |= {row.level for row in found}

    assert found_some >= set(Level) - {Level.PUBLIC}


def _agendas(db, standing):
    for agenda in db.scalars(select(Agenda)):
        level = access.agenda_edition(standing, agenda)
        if may(standing, Right.AGENDA_READ, agenda) and level in DOCUMENT_LEVELS:
            sheet = sheets.released_agenda(agenda, agenda.circulated, level)
            yield from (
                (agenda.session_id, line.number, line.title, (line.text or line.presenter)[:30]) for line in sheet.items
            )


def _minutes(db, standing):
    for minutes in db.scalars(select(Minutes)):
        for level in access.minutes_editions(standing, minutes)[:1]:
            sheet = sheets.minutes_edition(minutes, level)
            if minutes.is_open_to_edits and level is not Level.SECRETARIAT:
                sheet = minutes.revisions[-1].sheet
            for item in sheet.items:
                lines = (line for line in item.paragraphs if line.kind != "withheld")
                yield from ((minutes.session_id, str(line.number), item.title, line.text[:30]) for line in lines)


def test_every_kind_is_found_by_whoever_reads_it(db, world):
    assert counts("delegate", "cyber") == {
        "agenda item": 2, "draft conclusion": 1, "paragraph of minutes": 2, "topic": 1, "entry of a track": 1,
        "entry of the development log": 1,
    }  # fmt: skip
    assert references("secretary", "D/2026/1/01")[0] == "D/2026/1/01"
    assert references("delegate", "ministry of defence", kind="follow-up") == ["OC/2026/1/03"]
    assert counts("delegate", "hld 2027 1", kind="session") == {"session": 1}
    assert counts("admin", "chair.nato") == {"person": 1}
    assert counts("delegate", _name(db), kind="person") == {"person": 1}


def _name(db):
    return db.scalars(select(Person).where(Person.email == ROLES["chair"])).one().family_name


def test_a_person_is_known_to_whoever_reads_the_list_or_keeps_the_account(db, world):
    name = _name(db)
    assert {who for who in EVERYBODY if Found.PERSON in find(who, name)} == {
        "secretary", "chair", "delegate", "focal point", "adviser", "adviser given more", "co-host", "other co-host",
        "admin",
    }  # fmt: skip
    assert {who for who in EVERYBODY if Found.PERSON in find(who, "delegate.kosovo")} == {"focal point", "admin"}
    hits = find("delegate", name)[Found.PERSON].hits
    assert len({(hit.noun, hit.thing_id) for hit in hits}) == len(hits) == 1


def test_of_a_compartment_nobody_finds_a_trace_but_its_list(db, world):
    on_it = {who for who in EVERYBODY if any(ref.startswith("MM/") for ref in references(who, "mm"))}

    assert on_it == {"delegate"}
    assert counts("secretary", "centre", kind="entry of a track") != {}


def test_an_entry_of_the_log_is_found_as_far_as_it_stands_or_is_of_ones_own_side(db, world):
    def found(who):
        return {int(hit.place.partition("-")[2]) for hit in _all(who, "dev")}

    assert found("secretary") == found("focal point") == set(range(1, 9))
    assert found("chair") == found("delegate") == set(range(1, 8))
    for who in ("co-host", "adviser", "outsider", "admin"):
        assert found(who) == set()


def _all(who, words):
    groups = find(who, words, kind=Found.DEVELOPMENT.value)
    return groups[Found.DEVELOPMENT].hits if groups else ()


def test_it_is_narrowed_by_kind_session_topic_and_owner_and_an_unknown_word_finds_nothing(db, world):
    assert counts("delegate", "cyber", kind="topic") == {"topic": 1}
    assert counts("delegate", "cyber", session=REFS["next"]) == {"agenda item": 1, "draft conclusion": 1}
    assert set(counts("delegate", "cyber", topic="cyber-defence")) >= {"agenda item", "topic"}
    assert set(counts("secretary", "a", owner="kosovo")) <= {
        "agenda item", "draft conclusion", "paragraph of minutes", "follow-up", "entry of a track",
        "entry of the development log", "person",
    }  # fmt: skip
    for unknown in ("kind", "session", "topic", "owner"):
        assert find("secretary", "cyber", **{unknown: "nonsense"}) == {}
    assert find("secretary", "") == find("secretary", "?!") == find("secretary", "cyber zebra") == {}


def test_a_title_comes_first_then_the_newest_session_and_pages_hold_each_once(db, world):
    for n in range(2 * PAGE):
        db.add(Topic(slug=f"wildfires-{n}", title=f"Wildfires {n}"))
    db.commit()

    first = find("delegate", "wildfires")[Found.TOPIC]
    assert (len(first.hits), first.all) == (FIRST, 2 * PAGE)
    assert "".join(piece for piece, _ in find("delegate", "wildfires 7")[Found.TOPIC].hits[0].title) == "Wildfires 7"
    pages = [find("delegate", "wildfires", kind="topic", page=n) for n in (1, 2, 3)]
    places = [hit.place for page in pages for group in page.values() for hit in group.hits]
    assert (len(places), len(set(places)), pages[2]) == (2 * PAGE, 2 * PAGE, {})
    agendas = find("delegate", "regional", kind="agenda item")[Found.AGENDA_ITEM].hits
    assert [hit.session for hit in agendas] == sorted((hit.session for hit in agendas), reverse=True)


def test_an_excerpt_stands_about_the_word_and_marks_it(db, world):
    far = "Nothing here. " * 60
    db.add(Topic(slug="wildfires", title="Wildfires", summary=f"{far}The éxpert of Đorđe, and {far}"))
    db.commit()

    (hit,) = find("delegate", "djordje expert", kind="topic")[Found.TOPIC].hits

    assert [piece for piece, found in hit.excerpt if found] == ["éxpert", "Đorđe"]
    told = "".join(piece for piece, _ in hit.excerpt)
    assert (told[0], told[-1]) == ("…", "…")
    assert len(told) < 300

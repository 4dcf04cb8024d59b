"""The co-host of a session finds no trace of another one, whether that hosts another session or the same."""

import dataclasses
from pathlib import PurePosixPath

import pytest
from lxml import html

from dialogue.actions import acts
from dialogue.domain.agenda import Left
from dialogue.domain.editions import DOCUMENT_LEVELS, Audience, Level
from dialogue.domain.papers import Paper
from dialogue.queries import guests, sheets
from tests import walk
from tests.cast import enter
from tests.factories import AT, DAY, STARTS
from tests.rendering.word.checks import words


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def session(db, cast):
    return walk.plan(db, cast)


@pytest.fixture
def by(cast):
    return {"by": cast.secretary_brussels, "at": AT}


def institutes_item(db, cast, agenda, **more):
    """As the institute asked for it: read whole by the co-host of its session."""
    wp = Paper(session=agenda.session, reference="WP 9", title="Findings", level=Level.COHOST, **entered(cast))
    db.add(wp)
    own = {"origin": cast.institute, "requested_by": cast.cohost_institute, "presenter": "Ilir Institute"}
    return walk.put(db, cast, agenda, "Students", level=Level.COHOST, papers=[wp], **own | more)


def entered(cast):
    return {"entered_by": cast.secretary_brussels, "entered_at": AT}


@pytest.fixture
def after(db, cast, session, by):
    """The institute hosted the session before; the agenda of the next, with the university, takes its items over."""
    walk.engagement(db, cast, session, cast.institute)
    last = walk.agenda(db, cast, session, level=Level.COHOST)
    items = [institutes_item(db, cast, last), walk.put(db, cast, last, "Visas", presenter="The Institute, NATO")]
    later = walk.plan(db, cast, existing=[session], starts=STARTS + 180 * DAY)
    walk.engagement(db, cast, later, cast.university)
    made = acts.begin_agenda(later, [last.all_items[7], *items], **by)
    db.flush()
    return made


def test_what_is_taken_over_leaves_another_co_host_behind_and_says_so_without_its_name(after, cast):
    border, students, visas = (i for i in after.all_items if i.is_substantive)

    assert (border.presenter, border.origin, border.note) == ("Nora Chair", cast.nato, "")
    assert (students.origin, students.requested_by, students.presenter, students.papers) == (None, None, "", [])
    assert students.note == (
        "Left behind, because the organisation takes no part in this session: who asked for it, who presents it, "
        "one paper. It is for the delegations alone until you open it."
    )
    assert (visas.origin, visas.presenter) == (cast.nato, "")
    assert visas.note == "Left behind, because the organisation takes no part in this session: who presents it."


def test_an_engagement_that_both_parties_agreed_to_is_enough_and_a_proposal_is_not(db, cast, session):
    walk.engagement(db, cast, session, cast.institute, active=False)
    agreed = walk.engagement(db, cast, session, cast.university, active=False)
    for secretary in walk.both(cast):
        agreed.consent(by=secretary, at=AT)
    db.flush()

    found = guests.guests_of(session)

    assert [found.takes_part(one) for one in (cast.nato, cast.kosovo, cast.university, cast.institute)] == [
        True,
        True,
        True,
        False,
    ]
    assert [found.names_others(name) for name in ("Una University", "The University", "NATO", "Ilir Institute")] == [
        False,
        False,
        False,
        True,
    ]


def test_what_comes_back_as_a_request_leaves_it_behind_too(db, cast, session, by):
    walk.engagement(db, cast, session, cast.institute)
    last = walk.agenda(db, cast, session)
    institutes_item(db, cast, last)
    later = walk.plan(db, cast, existing=[session], starts=STARTS + 180 * DAY)
    begun = acts.begin_agenda(later, [], **by)
    db.flush()

    acts.cancel_session(session, "No quorum.", **by)
    db.flush()

    told = {one.title: (one.origin, one.presenter, bool(one.note)) for one in begun.requests}
    assert told == {"Border incidents": (cast.nato, "Nora Chair", False), "Students": (None, "", True)}


def test_no_page_and_no_paper_of_the_next_co_host_names_the_last_one(db, as_, clock, cast, after):
    """Its own item, which could have shown, is named on every page of the secretaries."""
    clock.at = AT
    for item in after.all_items:
        if item.is_substantive:
            item.origin, item.presenter, item.oral = item.origin or cast.kosovo, item.presenter or "Somebody", True
    walk.circulate(db, cast, after)
    db.commit()
    theirs, secretary = as_(cast.cohost_university), as_(cast.secretary_brussels)

    read = everything(theirs)

    assert [path for path, text in read.items() if "Institute" in text or "Ilir" in text] == []
    assert [path for path in read if path.startswith("/sessions/2027-2/agenda.docx")] != []
    assert "Institute" in secretary.get("/sessions/2027-1/agenda").text


def test_two_co_hosts_of_one_session_read_nothing_of_each_other_in_the_agenda(db, as_, clock, cast, session):
    clock.at = AT
    for organisation in (cast.institute, cast.university):
        walk.engagement(db, cast, session, organisation)
    agenda = walk.agenda(db, cast, session)
    institutes_item(db, cast, agenda)
    named = Paper(session=session, reference="", title="Institute: findings", level=Level.PUBLIC, **entered(cast))
    db.add(named)
    walk.put(db, cast, agenda, "Visas", presenter="Institute, NATO", papers=[named], level=Level.PUBLIC)
    walk.circulate(db, cast, agenda)
    whole = sheets.working_agenda(agenda, Audience(Level.DELEGATIONS))
    db.commit()

    read = everything(as_(cast.cohost_university))

    assert [path for path, text in read.items() if "Institute" in text or "Ilir" in text] == []
    assert any("Students" in text for text in read.values())
    assert [(line.origin, line.presenter) for line in whole.items if line.title in ("Students", "Visas")] == [
        ("Institute", "Ilir Institute"),
        ("NATO", "Institute, NATO"),
    ]


def test_the_one_co_host_of_a_session_reads_who_presents_its_item_and_only_a_party_as_having_asked(db, cast, session):
    walk.engagement(db, cast, session, cast.institute)
    agenda = walk.agenda(db, cast, session, level=Level.PUBLIC)
    institutes_item(db, cast, agenda)

    told = {
        level: [(line.origin, line.presenter) for line in sheets.working_agenda(agenda, Audience(level)).items[4:6]]
        for level in DOCUMENT_LEVELS
    }

    assert told == {
        Level.DELEGATIONS: [("NATO", "Nora Chair"), ("Institute", "Ilir Institute")],
        Level.COHOST: [("NATO", "Nora Chair"), ("", "Ilir Institute")],
        Level.PUBLIC: [("NATO", "Nora Chair"), ("", "")],
    }


def test_each_thing_left_behind_has_its_words():
    said = {field.name: guests.in_words(Left(**{field.name: 2})) for field in dataclasses.fields(Left)}

    assert guests.in_words(Left()) == ""
    assert {name: text.split(":")[-1].split(".")[0].strip() for name, text in said.items()} == {
        "origin": "who asked for it",
        "presenter": "who presents it",
        "papers": "2 papers",
        "named": "Its title or text still names an organisation that takes no part in this session",
    }


def everything(client):
    """Every page and file that this reader can walk to, as text, by its address."""
    waiting, read = ["/"], {}
    while waiting:
        path = waiting.pop()
        if path in read or not path.startswith("/") or path.startswith(("/static", "/sign-out")):
            continue
        answer = client.get(path, follow_redirects=True)
        if PurePosixPath(path.partition("?")[0]).suffix == ".docx":
            read[path] = words(answer.data)
            continue
        read[path] = answer.text
        if "html" in answer.content_type:
            waiting += [a.get("href", "").partition("#")[0] for a in html.document_fromstring(answer.text).iter("a")]
    return read

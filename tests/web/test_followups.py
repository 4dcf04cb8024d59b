"""Follow-ups over HTTP: filters that page, paper and table share, and each verb with what it asks of whom."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from docx import Document
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from dialogue.actions import digests
from dialogue.db import db
from dialogue.domain.editions import Level
from dialogue.domain.followups import FollowUp, FollowUpState
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, SessionState
from dialogue.domain.silence import Category, Circulation, CirculationState
from dialogue.domain.topics import Topic
from dialogue.domain.tracks import TrackEntry, TrackPlacement
from tests import silent
from tests.factories import DAY
from tests.planted import AT, Planted
from tests.stories.hand import Hand
from tests.web.browser import key, submit
from tests.web.many import Statements, costs_the_same, more_followups

Browse = Callable[[str], FlaskClient]
THEIRS = "secretary.prishtina@dialogue.example"
FIRST, SECOND, THIRD = (f"/follow-ups/2026-1/{n}" for n in (1, 2, 3))  # NATO's, claimed; Kosovo's, late; Kosovo's
FILTERS = [
    "",
    "?owner=kosovo",
    "?owner=nato",
    "?state=claimed+done",
    "?session=2026-1",
    "?session=2026-2",
    "?overdue=1",
    "?live=1&order=owner",
    "?q=experts",
    "?topic=hybrid-threats-and-disinformation",
    "?owner=nobody",
    "?state=nonsense",
    "?session=nonsense",
    "?owner=kosovo&overdue=1&order=reference",
]
REFERENCE = re.compile(r"OC/\d{4}/\d+/\d{2,}")


def on_the_page(client: FlaskClient, query: str) -> list[str]:
    page = client.get(f"/follow-ups{query}")
    assert page.status_code == 200
    return re.findall(r'class="reference" href="[^"]+">(OC/[^<]+)<', page.text)


def in_the_table(client: FlaskClient, query: str) -> list[str]:
    text = client.get(f"/follow-ups.csv{query}").data.decode("utf-8-sig")
    return [row[0] for row in list(csv.reader(io.StringIO(text, newline="")))[1:]]


def on_the_paper(client: FlaskClient, query: str) -> list[str]:
    paper = Document(BytesIO(client.get(f"/follow-ups.docx{query}").data))
    found = [REFERENCE.match(row.cells[0].text) for table in paper.tables for row in table.rows]
    return [match[0] for match in found if match]


def version(number: int) -> str:
    found = db.scalars(select(FollowUp.version).where(FollowUp.number == number)).one()
    db.rollback()
    return str(found)


def one(number: int) -> FollowUp:
    found = db.scalars(select(FollowUp).where(FollowUp.number == number)).one()
    db.rollback()
    return found


@pytest.mark.parametrize("query", FILTERS)
def test_page_paper_and_table_hold_the_same_lines(query: str, browse: Browse, world: Planted) -> None:
    more_followups(3, topic="hybrid-threats-and-disinformation")
    db.commit()
    client = browse("delegate")

    shown = on_the_page(client, query)
    assert in_the_table(client, query) == shown
    assert on_the_paper(client, query) == shown


def test_each_filter_holds_back_something(browse: Browse, world: Planted) -> None:
    more_followups(3)
    db.commit()
    client = browse("delegate")

    everything = len(on_the_page(client, ""))
    assert everything == 6
    assert len(on_the_page(client, "?owner=kosovo")) == 2
    assert len(on_the_page(client, "?state=claimed+done")) == 1
    assert len(on_the_page(client, "?overdue=1")) == 4
    assert on_the_page(client, "?q=EXPERTS") == ["OC/2026/1/01", "OC/2026/1/02"]  # in a note of the first
    assert on_the_page(client, "?owner=nobody") == []


def test_what_rests_is_marked_wherever_it_is_shown_and_asked_of_nobody(browse: Browse, world: Planted) -> None:
    """Kosovo's, late: the adoption of its text is in question (practice §3.4 a)."""
    late = db.scalars(select(FollowUp).where(FollowUp.number == 2)).one()
    late.circulation = silent.in_question(db, late.session, "minutes", "0" * 64, at=AT)
    late.topic = db.scalars(select(Topic).where(Topic.slug == "energy-security")).one()
    number, reference = late.circulation.number, late.reference
    db.commit()
    delegate, owner = browse("delegate"), browse("focal point")

    pages = {path: delegate.get(path).text for path in ("/follow-ups", "/", "/topics/energy-security", SECOND)}
    rows = list(csv.DictReader(io.StringIO(delegate.get("/follow-ups.csv").data.decode("utf-8-sig"), newline="")))
    paper = Document(BytesIO(delegate.get("/follow-ups.docx").data))
    cells = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]

    assert {path: page.lower().count("adoption in question") for path, page in pages.items()} == {
        "/follow-ups": 1, "/": 1, "/topics/energy-security": 1, SECOND: 1,
    }  # fmt: skip
    assert [row["Reference"] for row in rows if row["Adoption"] == "in question"] == [reference]
    assert [row[0].split("\n")[0] for row in cells if "Adoption in question" in row[4]] == [reference]
    assert [path for path, page in pages.items() if number in page] == []
    assert f"Report on a follow-up: {reference}" not in owner.get("/").text


def test_the_links_to_take_away_keep_the_filter(browse: Browse) -> None:
    page = browse("delegate").get("/follow-ups?owner=kosovo&order=owner&nonsense=1").text

    assert 'href="/follow-ups.docx?owner=kosovo&amp;order=owner"' in page
    assert 'href="/follow-ups.csv?owner=kosovo&amp;order=owner"' in page
    assert 'href="/follow-ups.xlsx?owner=kosovo&amp;order=owner"' in page


def test_page_and_files_bear_one_reference_that_says_whether_it_is_all(browse: Browse) -> None:
    client = browse("delegate")

    for query, named in (("", "HLD/2026/2-FU"), ("?owner=kosovo", "HLD/2026/2-FU EXTRACT")):
        file = f"{re.sub(r'[/ ]', '-', named)}-2026-11-23"
        assert re.findall(r"HLD/2026/2-FU[ A-Z]*", client.get(f"/follow-ups{query}").text) == [named]
        for kind in ("docx", "csv", "xlsx"):
            answer = client.get(f"/follow-ups.{kind}{query}")
            assert answer.headers["Content-Disposition"] == f'attachment; filename="{file}.{kind}"'


def test_the_workbook_has_the_rows_of_the_table_and_no_apostrophe(browse: Browse, world: Planted) -> None:
    first = db.scalars(select(FollowUp).where(FollowUp.number == 1)).one()
    first.supporting = "- none -"
    db.commit()
    client = browse("delegate")

    answer = client.get("/follow-ups.xlsx?order=owner")
    page = load_workbook(BytesIO(answer.data)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]

    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="HLD-2026-2-FU-2026-11-23.xlsx"'
    assert [row[0] for row in rows] == in_the_table(client, "?order=owner")
    assert [row[4] for row in rows if row[4]] == ["- none -"]


def test_words_of_the_address_are_no_orders_to_the_program(browse: Browse) -> None:
    page = browse("delegate").get("/follow-ups?endpoint=x&_external=1&_scheme=ftp&_anchor=y&filename=z&values=1")

    assert page.status_code == 200
    assert "ftp://" not in page.text


def test_a_column_that_sorts_says_so(browse: Browse) -> None:
    page = browse("delegate").get("/follow-ups?order=owner").text

    assert page.count('aria-sort="ascending"') == 1
    assert page.index('aria-sort="ascending"') < page.index("order=due")


def test_a_formula_stays_text_in_the_table(browse: Browse, world: Planted) -> None:
    change = db.scalars(select(FollowUp).where(FollowUp.number == 3)).one()
    who = db.scalars(select(Person).where(Person.email == THEIRS)).one()
    change.assign(
        office="=1+1", supporting="@SUM(A1)", due_on=change.due_on, reason="+cmd|' /C calc'!A0", base=change.version,
        by=who, at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC),
    )  # fmt: skip
    db.commit()

    text = browse("delegate").get("/follow-ups.csv").text
    for cell in ('"\'=1+1"', '"\'@SUM(A1)"', "\"'+cmd|' /C calc'!A0\""):
        assert cell in text


def test_text_is_shown_without_its_marks_in_the_list_and_with_them_on_its_page(browse: Browse, world: Planted) -> None:
    more_followups(1)
    db.commit()
    client = browse("delegate")

    assert "Send the list." in client.get("/follow-ups").text
    assert "Send the <em>list</em>." in client.get("/follow-ups/2026-1/4").text


def test_an_empty_register_says_where_follow_ups_come_from(browse: Browse) -> None:
    assert "No follow-up fits these filters." in browse("delegate").get("/follow-ups?q=nothing-like-it").text


# Reporting


def report(client: FlaskClient, path: str, number: int, **typed: str) -> int:
    fields = {"state": "in progress", "text": "Said so.", "base_version": version(number)}
    return submit(client, f"{path}/report", fields | typed).status_code


def test_a_note_stands_in_the_history_with_its_writer(browse: Browse) -> None:
    client = browse("delegate.kosovo@kosovo.example")

    assert report(client, SECOND, 2, text="The third name is settled.") == 303
    page = client.get(SECOND).text
    assert "The third name is settled." in page
    assert page.index("The third name is settled.") > page.index("The third institution has asked")


def test_a_claim_needs_its_evidence(browse: Browse) -> None:
    client = browse("delegate.kosovo@kosovo.example")

    refused = submit(
        client, f"{SECOND}/report", state="claimed done", text="All named, as agreed.", base_version=version(2)
    )
    assert refused.status_code == 409
    assert "Please name the evidence" in refused.text
    assert "All named, as agreed." in refused.text
    assert one(2).state is FollowUpState.IN_PROGRESS
    assert report(client, SECOND, 2, state="claimed done", evidence="Note of 3 November") == 303
    assert "Note of 3 November" in client.get(SECOND).text


def test_a_claim_is_verified_by_the_other_side_alone(browse: Browse) -> None:
    ours, theirs = browse("secretary"), browse(THEIRS)

    assert 'value="verified"' not in ours.get(FIRST).text
    assert report(ours, FIRST, 1, state="verified") == 409
    assert report(browse("delegate"), FIRST, 1, state="verified") == 409
    assert one(1).state is FollowUpState.CLAIMED_DONE
    assert 'value="verified"' in theirs.get(FIRST).text
    assert report(theirs, FIRST, 1, state="verified", text="Seen.") == 303
    assert report(ours, FIRST, 1, state="closed", text="Done.") == 303
    assert "Record this" not in ours.get(FIRST).text
    assert report(ours, FIRST, 1, state="closed") == 409


def test_a_state_that_cannot_follow_is_refused(browse: Browse) -> None:
    for state in ("verified", "closed", "proposed"):
        assert report(browse("secretary"), SECOND, 2, state=state) == 409
    assert report(browse("secretary"), SECOND, 2, state="nonsense") == 422
    assert one(2).state is FollowUpState.IN_PROGRESS


def test_the_other_partys_people_read_and_do_not_report(browse: Browse) -> None:
    client = browse("delegate")

    assert client.get(SECOND).status_code == 200
    assert "Record this" not in client.get(SECOND).text
    assert report(client, SECOND, 2) == 403


@pytest.mark.parametrize("who", ["co-host", "other co-host", "outsider", "observer@council.example"])
def test_the_register_does_not_exist_for_others(who: str, browse: Browse) -> None:
    client = browse(who)

    for path in ("/follow-ups", "/follow-ups.csv", "/follow-ups.docx", FIRST):
        assert client.get(path).status_code == 404
    assert report(client, SECOND, 2) == 404


def test_an_old_page_is_refused_with_the_text_kept(browse: Browse) -> None:
    ours, theirs = browse("secretary"), browse(THEIRS)
    base = version(2)
    assert report(theirs, SECOND, 2, state="blocked", text="First.") == 303

    late = submit(ours, f"{SECOND}/report", state="in progress", text="My long note.", base_version=base)

    assert late.status_code == 409
    assert "My long note." in late.text
    assert "My long note." not in ours.get(SECOND).text


def test_a_report_sent_twice_stands_once(browse: Browse) -> None:
    client = browse("secretary")
    once, base = key(client), version(2)
    typed = {"state": "in progress", "text": "Said but once.", "base_version": base, "form_key": once}

    assert [submit(client, f"{SECOND}/report", typed).status_code for _ in range(2)] == [303, 303]
    assert client.get(SECOND).text.count("Said but once.") == 1


def test_a_report_without_its_words_keeps_the_rest(browse: Browse) -> None:
    client = browse("secretary")

    answer = submit(client, f"{SECOND}/report", state="blocked", text="", evidence="Letter 7", base_version=version(2))
    assert answer.status_code == 422
    assert "Letter 7" in answer.text
    assert re.search(r'<option selected value="blocked">', answer.text)


# Office and date, and what is no longer wanted


def test_a_new_date_needs_its_reason_and_tells_the_old_one(browse: Browse) -> None:
    client = browse("secretary")
    typed = {"office": "Council", "supporting": "", "due_on": "2026-12-18", "base_version": version(2)}

    assert submit(client, f"{SECOND}/assign", typed).status_code == 409
    assert submit(client, f"{SECOND}/assign", typed, reason="Asked for by the institutions.").status_code == 303
    page = client.get(SECOND).text
    assert "Fri 18 Dec 2026 instead of" in page
    assert "Asked for by the institutions." in page
    assert submit(client, f"{SECOND}/assign", typed | {"due_on": "soon"}).status_code == 422


def test_a_deliverable_and_an_indicator_are_entered_and_stand_on_its_page(browse: Browse) -> None:
    client = browse("secretary")
    typed = {"office": "Council", "supporting": "", "due_on": one(2).due_on.isoformat(), "base_version": version(2)}

    words = {"deliverable": "A list of names", "indicator": "Three names are on it"}
    assert submit(client, f"{SECOND}/assign", typed | words).status_code == 303
    page = Hand(browse("delegate"))
    page.open(SECOND)
    facts = {one.text_content(): one.getnext().text_content() for one in page.page.xpath("//dl//dt")}
    assert (facts["Deliverable"], facts["Indicator"]) == ("A list of names", "Three names are on it")


@pytest.fixture
def carried_again(world: Planted) -> None:
    """A session was held before the last one, so that the last carries everything for the second time; its minutes wait
    for the last approval."""
    _, last, between = db.scalars(select(Session).order_by(Session.starts_at).limit(3))
    assert last.held_at is not None
    between.state, between.held_at = SessionState.CLOSED, last.held_at - dt.timedelta(days=1)
    db.commit()


def test_what_is_carried_again_says_why_and_until_when_before_the_session_is_closed(
    browse: Browse, carried_again: None
) -> None:
    chair, ours = Hand(browse("chair")), Hand(browse("secretary"))
    chair.open("/sessions/2026-2/minutes/approval")
    chair.press("Approve this text")
    assert "OC/2026/1/02 is carried over again" in ours.open("/sessions/2026-2/close")
    assert "Each follow-up that is carried again first needs a cause and a new date." in ours.text
    assert "Close the session for good" not in ours.buttons()
    refused = submit(ours.client, "/sessions/2026-2/minutes/conclude")
    assert "OC/2026/1/02, OC/2026/1/03. Each first needs a cause and a new date." in refused.text

    ours.open(SECOND)
    ours.press("Carry it over", status=422, due_on="2027-03-01")
    ours.press("Carry it over", status=409, cause="No third name yet.", due_on="2026-11-01")
    assert "The new date lies after today, and after the one that has not been kept." in ours.text
    for path in (SECOND, THIRD):
        ours.open(path)
        ours.press("Carry it over", cause="No third name yet.", due_on="2027-06-01")

    assert "carried over HLD/2026/2" in ours.text and "due Tue 1 Jun 2027 instead of" in ours.text
    assert "Carry it over" not in ours.buttons()
    page, paper = ours.client.get("/follow-ups"), Document(BytesIO(ours.client.get("/follow-ups.docx").data))
    assert page.text.count("No third name yet.") == 2
    assert [cell.text for row in paper.tables[-1].rows for cell in row.cells[4:5] if "Cause: No third" in cell.text]
    ours.open("/sessions/2026-2/close")
    ours.press("Close the session for good")
    assert (
        submit(ours.client, f"{SECOND}/carry", cause="Once more.", due_on="2028-01-01", base_version="1").status_code
        == 409
    )


def test_what_is_carried_for_the_first_time_is_asked_nothing(browse: Browse) -> None:
    ours = Hand(browse("secretary"))

    assert "1 time" in ours.open(SECOND)
    assert "Carry it over" not in ours.buttons()
    late = submit(ours.client, f"{SECOND}/carry", cause="Why.", due_on="2028-01-01", base_version=version(2))
    assert "No session that is to be closed asks why this was carried over." in late.text


def test_the_register_is_parted_by_owner_state_or_track_under_unchanged_numbers(browse: Browse) -> None:
    client = browse("delegate")
    everything = sorted(on_the_page(client, ""))

    for by, headings in {
        "owner": ["NATO", "Kosovo"],
        "state": ["Claimed done", "In progress", "Open"],
        "track": ["Partnership tools", "Of no track"],
    }.items():
        page = Hand(client)
        page.open(f"/follow-ups?by={by}")
        assert sorted(on_the_page(client, f"?by={by}")) == everything
        assert sorted(on_the_paper(client, f"?by={by}")) == everything
        assert {" ".join(one.text_content().split()) for one in page.page.xpath("//main//h2")} >= {*headings}

    paper = Document(BytesIO(client.get("/follow-ups.docx?by=owner").data))
    begin = [p.text for p in paper.paragraphs if p.paragraph_format.page_break_before]
    assert len(paper.tables) - len(begin) == len(Document(BytesIO(client.get("/follow-ups.docx").data)).tables)
    assert begin in (["NATO"], ["Kosovo"])
    assert on_the_page(client, "?by=nonsense") == on_the_page(client, "")


def test_a_follow_up_stands_under_the_track_that_its_item_came_from(browse: Browse) -> None:
    entry = db.scalars(select(TrackEntry).where(TrackEntry.track_slug == "exercises", TrackEntry.number == 1)).one()
    who = db.scalars(select(Person).where(Person.email == THEIRS)).one()
    own = db.scalars(select(FollowUp).where(FollowUp.number == 1)).one()
    db.add(TrackPlacement(entry=entry, item_key=own.item_key, session=own.session, placed_by=who, placed_at=AT))
    db.commit()
    page = Hand(browse("delegate"))

    def headings() -> dict[str, list[str]]:
        page.open("/follow-ups?by=track")
        tables = [
            (table, table.xpath("preceding::h2[1]")[0].text_content())
            for table in page.page.xpath("//main//table[contains(@class, 'tracker')]")
        ]
        return {heading: REFERENCE.findall(table.text_content()) for table, heading in tables}

    hybrid, tools = ["OC/2026/1/01", "OC/2026/1/02"], ["OC/2026/1/03"]
    assert headings() == {"Joint exercises": hybrid, "Partnership tools": tools}

    db.get_one(TrackEntry, entry.id).level = Level.SECRETARIAT
    db.commit()
    assert headings() == {"Partnership tools": tools, "Of no track": hybrid}


def test_it_is_dropped_by_both_sides(browse: Browse) -> None:
    ours, theirs = browse("secretary"), browse(THEIRS)

    assert submit(ours, f"{THIRD}/drop", reason="Overtaken.", base_version=version(3)).status_code == 303
    assert one(3).state is FollowUpState.OPEN
    assert "The other side wants to drop this." in theirs.get(THIRD).text
    assert "Your side has asked for it; the other side has to agree." in ours.get(THIRD).text
    assert submit(ours, f"{THIRD}/drop", reason="Overtaken.", base_version=version(3)).status_code == 409
    assert submit(theirs, f"{THIRD}/drop", reason="Agreed.", base_version=version(3)).status_code == 303
    assert one(3).state is FollowUpState.DROPPED
    assert "Record this" not in theirs.get(THIRD).text


def test_what_does_not_exist_is_not_found(browse: Browse) -> None:
    client = browse("secretary")

    assert client.get("/follow-ups/2026-1/99").status_code == 404
    assert client.get("/follow-ups/2026-2/1").status_code == 404


@pytest.mark.parametrize("path", ["/follow-ups", "/follow-ups.csv"])
def test_more_rows_cost_no_more_statements(path: str, browse: Browse, statements: Statements) -> None:
    costs_the_same(browse("secretary"), path, statements, more_followups)


def test_secretaries_see_that_and_when_the_head_was_told_that_it_is_overdue(browse: Browse, world: Planted) -> None:
    due_on = db.scalars(select(FollowUp.due_on).where(FollowUp.number == 2)).one()
    assert "Escalated" not in browse("secretary").get(SECOND).text
    digests.tell(dt.datetime.combine(due_on + 13 * DAY, dt.time(12), dt.UTC))
    assert "Escalated" not in browse("secretary").get(SECOND).text

    digests.tell(dt.datetime.combine(due_on + 14 * DAY, dt.time(12), dt.UTC))
    db.commit()

    page = browse("secretary").get(SECOND).text
    assert page.count("head of delegation · ") == 1
    assert "Escalated" not in browse("focal point").get(SECOND).text


def test_whoever_keeps_it_reads_what_makes_a_matter_suitable_for_silence(browse: Browse, world: Planted) -> None:
    kept = db.scalars(select(Circulation).order_by(Circulation.id)).first()
    kept.state, kept.category = CirculationState.ADOPTED, Category.TECHNICAL
    title = kept.title
    db.commit()

    page = browse("secretary").get(SECOND).text

    told = page.split("Suitable for silence?")[1].split("</details>")[0]
    assert "places in courses, observer seats in Centres of Excellence, resilience initiatives" in told
    assert title in told
    assert 'href="/tracks/silence-procedure/new"' in told
    others = [browse(who).get(SECOND) for who in ("delegate", "chair")]
    assert [(one.status_code, "Suitable for silence?" in one.text) for one in others] == [(200, False)] * 2

"""The development log: proposed by one side, answered by the other, read by both, cited beside items, told on paper."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from dialogue.db import db
from dialogue.domain.agenda import AgendaItem
from dialogue.domain.developments import Citation, Development
from dialogue.domain.log import LogEntry
from dialogue.domain.minutes import Minutes, MinutesItem
from dialogue.domain.sessions import Session
from dialogue.domain.wording import LetStand
from tests.planted import Planted
from tests.rendering.word.checks import read
from tests.stories.hand import Hand
from tests.web.browser import key, submit
from tests.web.many import Statements, costs_the_same

Browse = Callable[[str], FlaskClient]
THEIRS = "secretary.prishtina@dialogue.example"
DELEGATE_OF_THEIRS = "delegate.kosovo@kosovo.example"
AGENDA = "/sessions/2027-1/agenda"
TOLD = {"happened_on": "2026-11-20", "text": "A **mast** fell.", "source": "Operator", "corroboration": "reported"}
WAITS = "/developments/2026-8"  # of the demonstration: proposed by Kosovo


def hand(client: FlaskClient, path: str) -> Hand:
    made = Hand(client)
    made.open(path)
    return made


def proposed(browse: Browse, who: str = "secretary", **more: str) -> Hand:
    made = hand(browse(who), "/developments/new?topic=energy-security")
    made.press("Propose it to the other side", **TOLD | more)
    return made


def item(title: str) -> int:
    found = select(AgendaItem.id).where(AgendaItem.public_title == title).order_by(AgendaItem.id.desc())
    return int(db.scalars(found.limit(1)).one())


def references(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"DEV/\d+/\d+", page.rsplit("<tbody>", maxsplit=1)[-1])))


def test_one_side_proposes_the_other_accepts_and_both_delegations_read_it(browse: Browse) -> None:
    ours = proposed(browse)
    where = ours.path
    assert "DEV/2026/9" in ours.text and "proposed by NATO" in ours.text
    assert browse(DELEGATE_OF_THEIRS).get(where).status_code == 404
    assert browse("delegate").get(where).status_code == 200
    assert "Answer an entry of the development log: DEV/2026/9 Kosovo" in hand(browse("secretary"), "/").text
    theirs = hand(browse(THEIRS), "/")
    theirs.follow("Answer an entry of the development log: DEV/2026/9")

    theirs.press("Accept it for our side", confirms="y")

    page = browse(DELEGATE_OF_THEIRS).get(where).text
    assert "accepted by both sides" in page and "confirmed by both sides" in page
    assert "A <strong>mast</strong> fell." in page
    assert "DEV/2026/9" not in hand(browse(THEIRS), "/").text
    for change in ("/accept", "/not-share"):
        assert submit(browse(THEIRS), where + change, reason="No", base_version="9").status_code == 409
    assert submit(browse("secretary"), where + "/withdraw").status_code == 409
    assert submit(browse("secretary"), where + "/edit", TOLD | {"topic": "4", "base_version": "9"}).status_code == 409


def test_words_outside_of_the_profile_are_looked_at_before_an_entry_is_accepted(browse: Browse) -> None:
    where = proposed(browse, text="A mast fell at the state border.").path
    theirs = hand(browse(THEIRS), where)
    assert "Words to look at" in theirs.text

    theirs.press("Accept it for our side", status=422, confirms="y")
    assert "or change them first" in theirs.text

    theirs.press("Accept it for our side", confirms="y", stands="y")
    db.remove()
    assert [(one.kind, one.step) for one in db.scalars(select(LetStand))] == [("development", "accept")]
    assert "Accept it for our side" not in theirs.text


def test_what_the_other_side_does_not_share_is_marked_as_one_sides_with_the_reason(browse: Browse) -> None:
    where = proposed(browse).path
    theirs = hand(browse(THEIRS), where)
    theirs.press("Our side does not share it", status=422, reason="")
    assert "Please fill this in." in theirs.text

    theirs.press("Our side does not share it", reason="Our operator knows of none.")

    page = hand(browse("delegate"), where).text
    assert "shown by NATO alone" in page and "Our operator knows of none." in page
    hand(browse(THEIRS), where).press("Accept it for our side")
    assert "accepted by both sides" in hand(browse("delegate"), where).text


def test_an_entry_that_waits_is_changed_by_its_side_and_answered_as_it_was_seen(browse: Browse) -> None:
    where = proposed(browse).path
    seen = hand(browse(THEIRS), where)
    both = [hand(browse("secretary"), f"{where}/edit") for _ in range(2)]
    both[0].press("Save the entry", text="Two masts fell.")

    both[1].press("Save the entry", status=409, text="Three masts fell.")
    seen.press("Accept it for our side", status=409)

    assert "Three" in both[1].text and "Two masts fell." in both[1].text
    assert "Somebody has changed this entry since you opened it." in seen.text
    assert "Two masts fell." in hand(browse("delegate"), where).text


def test_a_form_that_is_sent_twice_makes_one_entry(browse: Browse) -> None:
    client = browse("secretary")
    topic = hand(client, "/developments/new?topic=energy-security").filled("Propose it to the other side")[1]["topic"]
    once = key(client)

    made = [submit(client, "/developments/new", TOLD, topic=topic, form_key=once) for _ in range(2)]

    assert [answer.location for answer in made] == ["/developments/2026-9"] * 2
    assert db.scalar(select(func.count()).select_from(Development)) == 9


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": ""}, "Please fill this in."),
        ({"source": " "}, "Please fill this in."),
        ({"happened_on": "2026-11-24"}, "that is not after today."),
        ({"happened_until": "2026-11-19"}, "The last day is not before the first."),
        ({"corroboration": "confirmed by both sides"}, "Please choose one of the list."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(browse: Browse, typed: dict[str, str], sentence: str) -> None:
    client = browse("secretary")
    filled = hand(client, "/developments/new?topic=energy-security").filled("Propose it to the other side", **TOLD)[1]

    answer = submit(client, "/developments/new", filled | typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "A **mast** fell." in answer.text or not typed.get("text", "x")


def test_a_correction_is_an_entry_of_its_own_that_names_the_old_one(browse: Browse) -> None:
    ours = hand(browse("secretary"), "/developments/2026-4")
    ours.follow("Enter a correction")
    assert "Topic" not in ours.form("Propose it to the other side").text_content()
    ours.press("Propose it to the other side", text="No canal was damaged.")
    assert "corrects" not in browse("delegate").get("/developments/2026-4").text
    hand(browse(THEIRS), ours.path).press("Accept it for our side")

    page = hand(browse("delegate"), "/developments/2026-4").text
    assert "A later entry puts this right: DEV/2026/9" in page
    assert "A canal that cools" in page
    assert "DEV/2026/4" in browse("delegate").get(ours.path).text
    assert submit(browse(THEIRS), f"{WAITS}/correct", TOLD).status_code == 409


def test_a_focal_point_proposes_for_its_side_and_takes_back_what_waits(browse: Browse) -> None:
    focal = proposed(browse, "focal point")
    where = focal.path

    focal.press("Withdraw the entry")

    assert "withdrawn" in focal.text
    assert hand(browse("secretary"), where).text.count("Accept it") == 0
    assert browse("delegate").get(where).status_code == 404
    verbs = select(LogEntry.verb).where(LogEntry.noun == "developments").order_by(LogEntry.id.desc()).limit(2)
    assert list(db.scalars(verbs)) == ["withdraw", "propose"]
    assert "withdraw: entry of the development log" in hand(browse("secretary"), "/log").text


def test_the_register_is_narrowed_to_a_topic_a_state_a_day_and_a_session(browse: Browse) -> None:
    client = browse("delegate")

    def found(query: str) -> list[str]:
        return references(client.get(f"/developments?{query}").text)

    assert found("topic=cyber-defence") == ["DEV/2026/3"]
    assert found("state=not+shared") == ["DEV/2026/6", "DEV/2026/5"]
    assert found("state=accepted&since=2026-11-12") == ["DEV/2026/7", "DEV/2026/2", "DEV/2026/4"]
    assert "DEV/2026/1" not in found("session=2026-2") and "DEV/2026/5" in found("session=2026-2")
    assert found("topic=nobody&since=yesterday&session=x") == []
    assert "Since the last session (HLD/2026/2)" in client.get("/developments").text
    assert "DEV/2026/8" not in client.get("/developments").text
    assert references(browse("secretary").get("/developments").text)[0] == "DEV/2026/8"


@pytest.mark.parametrize("who", ["co-host", "other co-host", "outsider", "adviser", "observer@council.example"])
def test_the_log_does_not_exist_for_others(who: str, browse: Browse) -> None:
    for path in ("/developments", "/developments/2026-1", WAITS):
        assert browse(who).get(path).status_code == 404
    agenda = browse(who).get(AGENDA).text
    assert "DEV/2026" not in agenda


def test_its_topic_tells_of_it(browse: Browse) -> None:
    page = hand(browse("delegate"), "/topics/kfor-and-the-security-situation")

    assert all(told in page.text for told in ("DEV/2026/7", "DEV/2026/6", "shown by Kosovo alone"))
    page.follow("Development log of this topic")
    assert references(page.answer.text) == ["DEV/2026/7", "DEV/2026/2", "DEV/2026/6"]


def test_an_entry_is_cited_under_an_item_and_stands_there_for_whoever_reads_the_log(browse: Browse) -> None:
    where = f"{AGENDA}/items/{item('Centres of Excellence')}/developments"
    ours = hand(browse("secretary"), where)
    assert not any("DEV/2026/8" in one for one in ours.offered("entry"))
    chosen = next(one for one in ours.offered("entry") if one.startswith("DEV/2026/4"))

    ours.press("Cite it under this item", entry=chosen)

    assert "DEV/2026/4 is cited under this item." in ours.text
    assert not any(one.startswith("DEV/2026/4") for one in ours.offered("entry"))
    assert "Developments referred to: DEV/2026/4" in hand(browse("delegate"), AGENDA).text
    assert "DEV/2026" not in hand(browse("secretary"), f"{AGENDA}?edition=cohost").text
    assert "HLD/2027/1" in hand(browse("delegate"), "/developments/2026-4").text.split("Where it is cited")[1]
    ours.press("Cite it no more")
    assert "No entry is cited under this item." in ours.text
    foreign = db.scalars(select(Citation.id)).first()
    assert submit(browse("secretary"), f"{where}/{foreign}/take-back").status_code == 404


def test_the_minutes_show_what_is_cited_under_their_items(browse: Browse, world: Planted) -> None:
    heard = select(MinutesItem.key).join(Minutes, Minutes.id == MinutesItem.minutes_id).join(Minutes.session)
    keys = db.scalars(heard.where(Session.year == 2026, Session.number == 2)).all()
    under = db.scalars(select(AgendaItem).where(AgendaItem.key.in_(keys), AgendaItem.topic_id.is_not(None))).first()
    assert under is not None
    where = f"/sessions/2026-2/agenda/items/{under.id}/developments"
    ours = hand(browse("secretary"), where)
    ours.press("Cite it under this item", entry=next(one for one in ours.offered("entry") if "DEV/2026/6" in one))

    minutes = "/sessions/2026-2/minutes"
    for who in ("secretary", "chair", "delegate"):
        assert "Developments referred to" in browse(who).get(minutes).text
        assert "DEV/2026/6" in browse(who).get(minutes).text
    assert "DEV/2026/6" not in browse("secretary").get(f"{minutes}?edition=cohost").text


def test_the_annotated_agenda_tells_what_came_since_the_last_session(browse: Browse, world: Planted) -> None:
    lines = read(browse("delegate").get("/sessions/2027-1/annotated-agenda.docx").data)
    at = lines.index("Label: Developments since the last session")
    told = [line for line in lines[at + 1 :] if "DEV/2026/" in line]

    assert [re.findall(r"DEV/2026/\d", line)[0] for line in told[:5]] == [f"DEV/2026/{n}" for n in (3, 4, 7, 5, 6)]
    assert "corroborated by a second source" in told[0]
    assert "Source: National response team, incident 2031." in told[0]
    assert "It corrects DEV/2026/2." in told[2]
    assert "shown by NATO alone, not shared by the other side" in told[3]
    assert not any("DEV/2026/8" in line for line in lines)
    under = lines.index("Label: Developments referred to")
    assert "DEV/2026/1" in lines[under + 1] and "DEV/2026/3" in lines[under + 2]
    page = hand(browse("delegate"), AGENDA).text
    assert "Developments since the last session: DEV/2026/3" in page
    assert "DEV/2026" not in "".join(read(browse("co-host").get(f"{AGENDA}.docx").data))


def test_more_entries_cost_no_more_statements(browse: Browse, statements: Statements) -> None:
    def more(n: int) -> None:
        first = db.scalars(select(func.max(Development.number))).one()
        for number in range(first + 1, first + 1 + n):
            kept = db.scalars(select(Development).where(Development.number == 7)).one()
            made = Development(
                year=2026, number=number, topic=kept.topic, party=kept.party, corrects=kept.corrects,
                happened_on=kept.happened_on, happened_until=None, text="More", source="S",
                corroboration=kept.corroboration, proposed_by=kept.proposed_by, proposed_at=kept.proposed_at,
                state_by=kept.state_by, state_at=kept.state_at,
            )  # fmt: skip
            made.state = kept.state
            db.add(made)

    for path in ("/developments", AGENDA, "/developments/2026-2", "/topics/kfor-and-the-security-situation"):
        costs_the_same(browse("delegate"), path, statements, more)

"""Tracks: the registers, one entry and its moves, agendas on which it stands, and the list of a compartment."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.actions import tracks as acts
from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import sessions
from dialogue.domain.agenda import AgendaItem
from dialogue.domain.conclusions import Conclusion
from dialogue.domain.editions import Level
from dialogue.domain.log import LogEntry
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.tracks import TRACKS, Target, TrackEntry, TrackMember, TrackPlacement
from tests.planted import AT, ROLES, Planted
from tests.rendering.word.checks import read
from tests.stories.hand import Hand
from tests.web.browser import submit
from tests.web.many import Statements, costs_the_same

Browse = Callable[[str], FlaskClient]
THEIRS = "secretary.prishtina@dialogue.example"
MEMBERS = (ROLES["delegate"], "delegate.kosovo@kosovo.example", "alternate.kosovo@kosovo.example")
INSULATED = ("/tracks/military-to-military", "/tracks/military-to-military/1", "/tracks/military-to-military/list")
CENTRE = "/tracks/centre-of-excellence/1"
AGENDA = "/sessions/2027-1/agenda"


def hand(client: FlaskClient, path: str) -> Hand:
    made = Hand(client)
    made.open(path)
    return made


def entry_of(slug: str, number: int = 1) -> TrackEntry:
    db.expire_all()
    found = select(TrackEntry).where(TrackEntry.track_slug == slug, TrackEntry.number == number)
    return db.scalars(found).one()


def version_on(page: str) -> str:
    return re.findall(r'name="base_version"[^>]*value="(\d+)"', page)[0]


def test_the_review_tells_of_each_track_where_its_entries_stand_and_what_should_be_dealt_with(browse: Browse) -> None:
    page = Hand(browse("chair")).open("/tracks")

    assert [track.title for track in TRACKS.values() if track.title in page] == [
        track.title for track in TRACKS.values() if not track.compartment
    ]
    assert "2 await an answer" in page
    assert "1 stands still" in page


def test_a_register_is_narrowed_to_a_stage_and_an_owner(browse: Browse) -> None:
    client = browse("delegate")

    assert "AFF/1" in client.get("/tracks/centres-affiliation?stage=consent+asked&owner=kosovo").text
    assert "AFF/2" not in client.get("/tracks/centres-affiliation?stage=consent+asked").text
    assert "No entry is as you chose." in client.get("/tracks/centres-affiliation?owner=nato").text


def test_what_is_the_secretaries_own_is_there_for_them_alone(browse: Browse) -> None:
    own = "/tracks/centre-of-excellence/2"

    assert [browse(who).get(own).status_code for who in ("secretary", THEIRS, "chair", "delegate")] == [
        200,
        200,
        404,
        404,
    ]
    assert "COE/2" not in browse("chair").get("/tracks/centre-of-excellence").text


def test_an_entry_is_entered_moved_and_says_how_it_came_there(browse: Browse) -> None:
    ours = hand(browse("secretary"), "/tracks/exercises/new")
    ours.press("Enter it", title="Flood response", year="2028", sought="observer")
    assert "EX/4" in ours.text

    ours.press("Record this", stage="observer", on="2026-11-20", note="Two observers.", evidence="Invitation")

    moved = entry_of("exercises", 4)
    (made,) = moved.moves
    assert (moved.stage_name, str(made.on), moved.owner.slug) == ("observer", "2026-11-20", "nato")
    assert "Evidence: Invitation" in ours.text
    assert "Fri 20 Nov 2026" in ours.text


def test_a_centre_does_not_rise_without_its_framework_nation_and_the_page_says_so(browse: Browse) -> None:
    ours = hand(browse("secretary"), CENTRE)
    assert "first fill in: Framework Nation" in ours.text

    ours.press("Record this", stage="Framework Nation found", note="One.", evidence="Letter", status=409)

    assert "To become “Framework Nation found” it first needs: Framework Nation." in ours.text
    assert entry_of("centre-of-excellence").stage_name == "concept"


def test_an_ally_is_named_as_framework_nation_and_nothing_else(browse: Browse) -> None:
    ours = hand(browse("secretary"), f"{CENTRE}/edit")
    offered = ours.offered("framework_nation")
    assert (offered[:2], len(offered)) == (["not said", "Albania"], 33)

    ours.press("Save the entry", framework_nation="Norway")
    ours.press("Record this", stage="Framework Nation found", note="One.", evidence="Letter")

    assert entry_of("centre-of-excellence").stage_name == "Framework Nation found"


def test_a_checklist_says_who_ticked_it_and_when(browse: Browse) -> None:
    hand(browse("secretary"), f"{CENTRE}/edit").press("Save the entry", no_cost=True)

    told = hand(browse("delegate"), CENTRE).text

    assert "No cost to NATOyes: Marieke van den Berg (NATO), Mon 23 Nov 2026" in told
    assert "(Kosovo)" in hand(browse("delegate"), "/tracks/centre-of-excellence/tables/checklist").text


def test_lessons_of_an_exercise_stand_under_words_of_their_own(browse: Browse) -> None:
    ours = hand(browse("secretary"), "/tracks/exercises/3")
    assert "Lesson 2 nothing done yet" in ours.text
    assert "Point by point" not in ours.text

    ours.follow("Say what was done, or change it… Lesson 2")
    ours.press("Save the point", answer="One form.", answered_on="2026-11-20", outcome="A follow-up.")

    assert "What was done about it Fri 20 Nov 2026One form. What followsA follow-up." in ours.text
    assert entry_of("exercises", 3).place.news(None) is None


def test_a_joint_stage_takes_the_word_of_both_sides(browse: Browse) -> None:
    path, told = "/tracks/high-level-dialogue/2", {"stage": "concluded", "note": "Done.", "evidence": "Note"}
    hand(browse("secretary"), path).press("Record this", **told)
    assert entry_of("high-level-dialogue", 2).stage_name == "reviewed"
    theirs = hand(browse(THEIRS), path)
    assert "NATO has said so" in theirs.text

    theirs.press("Record this", **told)

    assert entry_of("high-level-dialogue", 2).stage_name == "concluded"


def test_the_second_editor_sees_both_texts_and_loses_none(browse: Browse) -> None:
    first, second = browse("secretary"), browse(THEIRS)
    page = second.get(f"{CENTRE}/edit").text
    hand(first, f"{CENTRE}/edit").press("Save the entry", next_step="Theirs now")

    sent = {"title": "Mine", "next_step": "My step", "owner": "2", "level": "delegations", "theme": "another"}
    sent |= {"framework_nation": ""}
    answer = submit(second, f"{CENTRE}/edit", sent | {"base_version": version_on(page)})

    assert answer.status_code == 409
    assert "Theirs now" in answer.text and "My step" in answer.text
    assert entry_of("centre-of-excellence").next_step == "Theirs now"


def test_a_form_that_is_sent_twice_moves_an_entry_once(browse: Browse) -> None:
    client = browse("secretary")
    page = client.get("/tracks/exercises/2").text
    key = re.findall(r'name="form_key"[^>]*value="([^"]+)"', page)[0]
    sent = {"stage": "observer", "on": "2026-11-20", "note": "N", "evidence": "E", "base_version": version_on(page)}

    codes = [submit(client, "/tracks/exercises/2/move", sent, form_key=key).status_code for _ in range(2)]

    assert codes == [303, 303]
    assert len(entry_of("exercises", 2).moves) == 1


def test_a_point_is_answered_with_its_day(browse: Browse) -> None:
    ours = hand(browse("secretary"), "/tracks/parliamentary-assembly/1/points/1")

    ours.press("Save the point", answer="It is welcomed.", answered_on="2026-11-20", outcome="To be an item.")

    assert "It is welcomed." in ours.text
    assert entry_of("parliamentary-assembly").place.open_points == 1


def test_a_register_is_taken_away_as_it_was_chosen_without_what_is_the_secretaries_own(browse: Browse) -> None:
    client = browse("secretary")

    whole = read(client.get("/tracks/centre-of-excellence.docx").data)
    chosen = read(client.get("/tracks/centres-affiliation.docx?stage=contact").data)

    assert whole[:2] == [
        "Masthead: NATO–Kosovo High-Level Political Dialogue",
        "Title: A Centre of Excellence in Kosovo",
    ]
    assert [line.partition(" | ")[0] for line in whole if " | " in line] == ["Reference", "COE/1", "COE/3"]
    assert [line.partition(" | ")[0] for line in chosen if " | " in line] == ["Reference", "AFF/2"]
    assert "Status: Shown: Stage: contact" in chosen


# On agendas, and what comes of it


def test_what_stands_still_or_waits_offers_itself_on_the_agenda_with_its_reason(browse: Browse) -> None:
    ours = hand(browse("secretary"), AGENDA)
    offers = ours.text.split("Entries of tracks that should be dealt with")[1]
    found = [ref for ref in ("PA/1", "PA/2", "DLG/1", "COE/1", "AFF/1", "AFF/3", "SIL/2") if ref in offers]
    assert found == ["PA/1", "PA/2", "DLG/1", "COE/1", "AFF/3", "SIL/2"]  # the other stands on it
    assert "No written reaction since Sun 17 May 2026; it was expected by Mon 14 Sept 2026." in offers
    assert "The Secretary General reacted on Sat 14 Nov 2026." in offers
    assert "EX/1" not in offers

    ours.press("Put on this agenda")

    placed = db.scalars(select(TrackPlacement).order_by(TrackPlacement.id.desc())).first()
    assert placed is not None
    item = db.scalars(select(AgendaItem).where(AgendaItem.key == placed.item_key)).one()
    assert (item.title, item.level) == (placed.entry.title, Level.DELEGATIONS)
    assert f"from the track: {placed.entry.reference}" in " ".join(ours.text.split())


def test_the_entry_shows_where_it_was_dealt_with_and_the_rest_leads_back(browse: Browse, world: Planted) -> None:
    page = Hand(browse("chair")).open("/tracks/partnership-tools/1")

    for told in ("HLD/2026/1", "Access to activities of the", "minutes", "D/2026/1/02", "OC/2026/1/03"):
        assert told in page
    for back in ("/follow-ups/2026-1/3", "/decisions/2026-1/2", "/sessions/2026-1/agenda"):
        assert "PCM/1" in browse("chair").get(back).text
    assert "PCM/1" not in browse("other co-host").get("/sessions/2026-1/agenda").text


def test_a_way_to_link_an_entry_is_offered_to_who_may_link_it(browse: Browse) -> None:
    offered = [
        who for who in ("secretary", THEIRS, "delegate", "chair") if "Link it to" in browse(who).get(CENTRE).text
    ]

    assert offered == ["secretary", THEIRS]


def test_what_is_only_drafted_is_known_to_the_secretaries_alone(browse: Browse) -> None:
    hand(browse("secretary"), CENTRE).press("Put it on the agenda of HLD/2027/1")

    assert "on the draft of the agenda" in browse(THEIRS).get(CENTRE).text
    assert "Not at a session yet." in browse("delegate").get(CENTRE).text


# The compartment


@pytest.mark.parametrize("who", ["secretary", THEIRS, "chair", "focal point", "adviser given more", "admin", "co-host"])
def test_who_is_not_on_the_list_finds_no_trace(who: str, browse: Browse) -> None:
    client = browse(who)

    assert [client.get(path).status_code for path in INSULATED] == [404, 404, 404]
    for page in ("/", "/tracks", AGENDA, "/log", "/log?noun=track_entries", "/follow-ups", "/decisions"):
        text = client.get(page, follow_redirects=True).text
        assert not re.search(r"ilitary-to-military|MM/|Training of medical|engineers|person on a list", text), page


def test_nothing_of_it_is_in_the_log_of_who_is_not_on_the_list(browse: Browse, world: Planted) -> None:
    hidden = set(db.scalars(select(TrackEntry.id).where(TrackEntry.track_slug == "military-to-military")))
    shown = set(db.scalars(select(LogEntry.thing_id).where(LogEntry.noun == "track_entries"))) - hidden
    who = _who(ROLES["secretary"])
    db.add(
        TrackMember(track_slug="military-to-military", person=who, party=who.organisation, added_by=None, added_at=AT)
    )
    db.commit()

    def ids(who: str) -> set[int]:
        found, page = set(), browse(who).get("/log?noun=track_entries").text
        while True:
            found |= {int(one) for one in re.findall(r"entry of a track (\d+)", page)}
            older = re.findall(r'href="(/log\?[^"]*before=\d+)"', page)
            if not older:
                return found
            page = browse(who).get(older[0].replace("&amp;", "&")).text

    assert (ids(THEIRS), ids("secretary")) == (shown, shown | hidden)
    assert "person on a list" in browse("secretary").get("/log?noun=track_members").text


def test_who_is_on_the_list_works_there_whatever_its_office(browse: Browse) -> None:
    member = hand(browse(MEMBERS[1]), "/tracks/military-to-military/2")

    member.press("Record this", note="Dates are being looked for.")

    assert "Dates are being looked for." in browse(MEMBERS[0]).get("/tracks/military-to-military/2").text
    assert "Put it on the agenda" not in member.text


def test_each_side_names_and_ends_its_own_people(browse: Browse) -> None:
    member = hand(browse(MEMBERS[0]), "/tracks/military-to-military/list")
    member.press("Put on the list", person="Henrik Lindqvist")
    assert browse("chair").get(INSULATED[1]).status_code == 200

    member.press("Take off the list Henrik Lindqvist")

    assert browse("chair").get(INSULATED[1]).status_code == 404
    assert "Driton Gashi" in member.text
    assert "Take off the list Driton Gashi" not in member.text


def test_who_goes_to_the_other_party_or_whose_account_is_closed_reads_it_no_more(browse: Browse) -> None:
    person = _who(MEMBERS[0])
    person.organisation = db.scalars(select(Organisation).where(Organisation.slug == "kosovo")).one()
    db.commit()

    assert browse(MEMBERS[0]).get(INSULATED[1]).status_code == 404


def test_no_entry_of_it_comes_onto_an_agenda(browse: Browse) -> None:
    assert submit(browse("secretary"), f"{AGENDA}/entries/military-to-military/1").status_code == 404
    assert submit(browse("delegate"), f"{AGENDA}/entries/military-to-military/1").status_code == 403


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/tracks", "secretary"),
        ("/tracks/parliamentary-assembly", "secretary"),
        ("/tracks/silence-procedure/1", "secretary"),
        ("/tracks/military-to-military/1", "delegate"),
        (AGENDA, "secretary"),
    ],
)
def test_a_page_asks_the_same_with_few_entries_and_with_many(
    path: str, who: str, browse: Browse, statements: Statements
) -> None:
    costs_the_same(browse(who), path, statements, _more)


def _more(n: int) -> None:
    by = _who(ROLES["secretary"])
    words = {
        "title": "E",
        "text": "T",
        "next_step": "",
        "level": Level.DELEGATIONS,
        "values": {},
        "owner": by.organisation,
    }
    for _ in range(n):
        acts.begin(TRACKS["parliamentary-assembly"], by=by, at=AT.replace(year=2025), **words)
        db.flush()


def _who(email: str) -> Person:
    return db.scalars(select(Person).where(Person.email == email)).one()


def test_a_lesson_leads_to_a_conclusion_under_the_item_of_its_entry_with_its_words_and_owner(browse: Browse) -> None:
    """Offered where the exercise stands on the agenda of a session that still drafts conclusions."""
    secretary = browse("secretary")
    entry, lesson = entry_of("exercises"), "Radios of the two did not fit."
    session = db.scalars(sessions.by_ref("2027-1")).one()
    agenda = db.scalars(agendas.of_session(session)).unique().one()
    key = next(item.key for item, _, _ in agenda.timetable() if item.standing is None)
    db.add(acts.connect(entry, Target(item_key=key), session, point=None, by=entry.edited_by, at=AT))
    db.commit()
    hand(secretary, "/tracks/exercises/1/points/new").press("Save the point", text=lesson)
    page, nth = hand(secretary, "/tracks/exercises/1"), len(entry_of("exercises").points)

    form = page.follow("Draft what is to be done for HLD/2027/1…", about=f"Lesson {nth}")
    assert lesson in form
    page.press("Save the conclusion", due_on="2027-12-01")

    made = db.scalars(select(Conclusion).order_by(Conclusion.id.desc())).first()
    assert (made.text, made.item_key, made.owner.slug) == (lesson, key, entry_of("exercises").owner.slug)


@pytest.mark.parametrize("who", ["chair", "delegate"])
def test_nobody_who_drafts_none_is_led_there(who: str, browse: Browse) -> None:
    assert "Draft what is to be done" not in browse(who).get("/tracks/exercises/1").text


def test_what_an_address_names_of_a_compartment_or_of_nothing_begins_an_empty_conclusion(browse: Browse) -> None:
    secretary = browse("secretary")
    empty = Hand(secretary).open("/sessions/2027-1/conclusions/new")

    for asked in ("track=military-to-military&nth=1", "track=exercises&nth=99", "track=x&nth=y&point=z"):
        assert Hand(secretary).open(f"/sessions/2027-1/conclusions/new?{asked}") == empty

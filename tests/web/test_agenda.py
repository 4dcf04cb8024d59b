"""The agenda over HTTP: who reads what of it, and what two secretaries do with it between the call and the adoption."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.domain.agenda import AgendaItem, ItemState
from dialogue.domain.editions import Level
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.receipts import Receipt
from dialogue.rendering.word import claims
from tests.rendering.word.checks import opened, words
from tests.web import business, sitting
from tests.web.browser import key, submit
from tests.web.business import BASE, SECRET, SHOWN, TYPED
from tests.web.sitting import observer_at

ANNOTATED = "/sessions/2026-1/annotated-agenda.docx"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(autouse=True)
def _early(clock):
    clock.at = business.AT + dt.timedelta(hours=1)


@pytest.fixture
def ours(people, as_):
    return as_(people.secretary_brussels)


@pytest.fixture
def theirs(people, as_):
    return as_(people.secretary_prishtina)


# Who reads what


@pytest.mark.parametrize("made", [business.begun, business.drafted, business.provisional])
def test_before_it_is_circulated_only_the_secretaries_read_the_agenda(made, people, as_, ours):
    made(people)
    known = [people.chair_nato, people.delegate_kosovo]
    unknown = [people.cohost_university, people.cohost_institute, people.outsider, people.admin]

    answers = [
        as_(person).get(f"{BASE}{more}").status_code for person in known for more in ("", "?rev=1", ".docx?rev=1")
    ]
    hidden = [
        as_(person).get(f"{BASE}{more}").status_code for person in unknown for more in ("", "?rev=1", ".docx?rev=1")
    ]

    assert SECRET in ours.get(BASE).text
    assert answers == [403] * 6
    assert hidden == [404] * 12


def test_each_reader_of_the_circulated_agenda_holds_its_own_edition_and_no_wider_one(people, as_):
    agenda = business.circulated(people)
    observer = observer_at(people, agenda.session)

    delegate, cohost = as_(people.delegate_nato), as_(people.cohost_university)
    pages = {who: browser.get(BASE).text for who, browser in
             {"delegate": delegate, "co-host": cohost, "observer": as_(observer)}.items()}  # fmt: skip

    shown = {who: (SECRET in page, "winter convoy" in page, SHOWN in page) for who, page in pages.items()}
    assert shown == {
        "delegate": (True, True, True),
        "co-host": (False, False, True),
        "observer": (False, False, False),
    }
    assert "Restricted item" in pages["co-host"]
    assert delegate.get(f"{BASE}?edition=cohost").status_code == 200
    assert SECRET not in delegate.get(f"{BASE}?edition=cohost").text
    wider = [cohost.get(f"{BASE}{kind}?edition=delegations").status_code for kind in ("", ".docx")]
    assert wider == [404, 404]
    assert as_(observer).get(f"{BASE}?edition=cohost").status_code == 404


def test_the_working_page_stands_on_no_paper(people, as_, ours):
    business.circulated(people)

    assert ours.get(f"{BASE}.docx?edition=secretariat").status_code == 422
    assert as_(people.delegate_nato).get(f"{BASE}?edition=secretariat").status_code == 404
    assert ours.get(f"{BASE}?edition=everything").status_code == 422


def test_an_agenda_under_revision_shows_others_the_release_in_force_alone(people, as_):
    agenda = business.circulated(people)
    business.put(agenda, people, title="A thought of the secretaries")
    agenda.all_items[0].note = "Ask them first"
    business.db.commit()

    assert "A thought of the secretaries" in as_(people.secretary_brussels).get(BASE).text
    page = as_(people.chair_kosovo).get(BASE).text
    assert "A thought of the secretaries" not in page
    assert "Ask them first" not in page
    assert as_(people.chair_kosovo).get(f"{BASE}?rev=2").status_code == 404


def test_a_release_is_taken_away_as_the_bytes_that_were_made_once_and_leaves_a_receipt(people, as_, db):
    business.circulated(people)

    answer = as_(people.cohost_university).get(f"{BASE}.docx")

    kept = db.scalars(select(ReleasedFile).where(ReleasedFile.level == Level.COHOST)).one()
    assert answer.data == kept.content
    assert answer.headers["Content-Type"] == WORD
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{kept.name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    receipts = [(r.person_id, r.level, r.sha256) for r in db.scalars(select(Receipt))]
    assert receipts == [(people.cohost_university.id, Level.COHOST, kept.sha256)]


def test_a_look_at_the_head_of_a_download_leaves_no_receipt(people, as_, db):
    business.circulated(people)

    as_(people.cohost_university).head(f"{BASE}.docx")

    assert db.scalars(select(Receipt)).all() == []


def test_the_working_text_as_word_is_for_the_secretaries_and_the_same_each_time(people, as_, ours, clock):
    business.drafted(people)

    first = ours.get(f"{BASE}.docx").data
    clock.later(hours=3)

    assert first.startswith(b"PK")
    assert ours.get(f"{BASE}.docx").data == first


def test_the_annotated_agenda_is_for_those_who_hold_the_delegations_edition(people, as_, ours):
    agenda = business.circulated(people)
    observer = observer_at(people, agenda.session)
    readers = [people.secretary_brussels, people.delegate_nato, people.cohost_university, observer, people.outsider]

    answers = [as_(person).get(ANNOTATED).status_code for person in readers]

    assert answers == [200, 200, 404, 404, 404]


def name_of(answer):
    return answer.headers["Content-Disposition"].removeprefix('attachment; filename="').removesuffix('"')


def test_the_file_of_a_text_that_may_still_change_is_called_a_draft(people, ours):
    business.drafted(people)

    names = [name_of(ours.get(path)) for path in (f"{BASE}.docx", ANNOTATED)]

    assert names == ["HLD-2026-1-AG-draft.docx", "HLD-2026-1-AAG-draft.docx"]


def test_one_reference_stands_on_the_page_on_the_paper_and_in_its_properties(people, as_):
    """Of each edition its own; the annotated agenda of the same release is another paper."""
    business.circulated(people)
    delegate, cohost = as_(people.delegate_nato), as_(people.cohost_university)

    said = {
        reader: (reader.get(BASE).text, opened(reader.get(f"{BASE}.docx").data), claim_of(reader))
        for reader in (delegate, cohost)
    }

    for reader, own in ((delegate, "HLD/2026/1-AG REV 1"), (cohost, "HLD/2026/1-AG REV 1 COHOST")):
        page, paper, claim = said[reader]
        assert f">{own}<" in page
        assert paper.core_properties.subject == own
        assert [p.text for p in paper.paragraphs if p.text.startswith("Reference")] == [f"Reference\t{own}"]
        assert claim.reference == "HLD/2026/1-AG"
    annotated = opened(delegate.get(ANNOTATED).data)
    assert annotated.core_properties.subject == "HLD/2026/1-AAG REV 1"


def claim_of(reader):
    return claims.read(reader.get(f"{BASE}.docx").data)


def test_the_annotated_agenda_of_a_release_is_called_by_its_number(people, as_):
    business.circulated(people)

    assert name_of(as_(people.delegate_nato).get(ANNOTATED)) == "HLD-2026-1-AAG-REV-1.docx"


def test_an_adopted_agenda_is_no_draft_and_says_how_it_was_adopted(people, ours):
    sitting.adopted(people)

    answers = [ours.get(path) for path in (f"{BASE}.docx", ANNOTATED)]

    assert [name_of(answer) for answer in answers] == [
        "HLD-2026-1-AG.docx",
        "HLD-2026-1-AAG.docx",
    ]
    assert all("Adopted on " in words(answer.data) for answer in answers)


# How it begins


def test_an_agenda_not_begun_leads_the_secretary_to_its_beginning_and_is_there_for_nobody_else(people, as_, ours):
    business.session_of(people)

    answer = ours.get(BASE)

    assert (answer.status_code, answer.location) == (302, f"{BASE}/new")
    assert as_(people.delegate_nato).get(BASE).status_code == 404
    assert ours.get("/sessions/2099-1/agenda").status_code == 404


def test_an_agenda_begins_with_its_standing_items_what_was_deferred_and_what_is_chosen(people, ours, db):
    agenda = business.begun(people)
    deferred = business.put(agenda, people, title="Deferred in May")
    deferred.state = ItemState.DEFERRED  # as a recorded change would
    chosen = next(one.id for one in agenda.all_items if one.title == SHOWN)
    session = business.of_next_session(people)

    page = ours.get(f"/sessions/{session.ref}/agenda/new").text
    answer = submit(ours, f"/sessions/{session.ref}/agenda", {"take_over": str(chosen)})

    assert "Deferred in May" in page
    assert answer.status_code == 303
    titles = [i.title for i in db.scalars(select(AgendaItem).where(AgendaItem.agenda.has(session_id=session.id)))]
    assert (len(titles), "Deferred in May" in titles, SHOWN in titles, SECRET in titles) == (9, True, True, False)
    assert submit(ours, f"/sessions/{session.ref}/agenda", {}).status_code == 409


def test_before_an_agenda_begins_and_after_it_is_said_what_of_an_item_stays_behind(people, ours, db):
    agenda = business.begun(people)
    institute = {"origin": people.institute, "presenter": "Ilir Institute", "level": Level.COHOST}
    chosen = business.put(agenda, people, title="Students’ panel", **institute).id
    db.commit()
    session = business.of_next_session(people)
    behind = "takes no part in this session: who asked for it, who presents it."

    page = ours.get(f"/sessions/{session.ref}/agenda/new").text
    submit(ours, f"/sessions/{session.ref}/agenda", {"take_over": str(chosen)})
    after = ours.get(f"/sessions/{session.ref}/agenda").text

    assert behind in page
    assert f"“Students’ panel”: Left behind, because the organisation {behind}" in after
    assert "Institute" not in after


def test_an_item_of_another_session_cannot_be_taken_over(people, ours, db):
    session = business.session_of(people)

    answer = submit(ours, f"/sessions/{session.ref}/agenda", {"take_over": "77"})

    assert answer.status_code == 404


# Items


def test_an_item_is_put_on_the_agenda_once_however_often_the_button_is_pressed(people, ours):
    business.begun(people)
    again = key(ours)

    answers = [submit(ours, f"{BASE}/items", TYPED | {"title": "Once"}, form_key=again).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert business.order().count("Once") == 1


def test_what_is_wrong_with_an_item_is_said_and_what_was_typed_is_kept(people, ours):
    business.begun(people)

    answer = submit(ours, f"{BASE}/items", TYPED | {"title": "", "presenter": "The very long name", "minutes": "9999"})

    assert answer.status_code == 422
    assert "The very long name" in answer.text
    assert "9999" in answer.text


def test_a_text_that_no_paper_could_carry_is_cleaned_and_one_too_long_is_refused(people, ours):
    business.begun(people)

    cleaned = submit(ours, f"{BASE}/items", TYPED | {"title": "Bell\x07 and \u200bnight", "text": "a\x0bb\x00c"})
    long = submit(ours, f"{BASE}/items", TYPED | {"title": "Too much", "text": "long " * 5_000})
    huge = submit(ours, f"{BASE}/items", TYPED | {"title": "Far too much", "text": "x" * 1_200_000})

    assert (cleaned.status_code, long.status_code, huge.status_code) == (303, 422, 413)
    assert business.item("Bell and night").text == "a\nbc"
    assert ours.get(f"{BASE}.docx").status_code == 200


def test_ids_of_elsewhere_in_path_or_body_are_404_and_change_nothing(people, ours, db):
    business.begun(people)
    elsewhere = business.of_next_session(people)
    other = business.agendas.start(elsewhere, None, by=people.secretary_brussels, at=business.AT)
    db.add(other)
    db.commit()
    foreign = other.all_items[0].id
    mine = business.item(SHOWN)

    answers = [
        ours.get(f"{BASE}/items/{foreign}").status_code,
        submit(ours, f"{BASE}/items/{foreign}/withdraw", {"base_version": "1"}).status_code,
        submit(ours, f"{BASE}/items/{mine.id}", business.fields(mine, parent=str(foreign))).status_code,
        submit(ours, f"{BASE}/items/{mine.id}", business.fields(mine, origin=str(people.elsewhere.id))).status_code,
        submit(ours, f"{BASE}/items/{mine.id}", business.fields(mine, topic="99")).status_code,
        submit(ours, f"{BASE}/items/{mine.id}", business.fields(mine, papers="99")).status_code,
    ]

    assert answers == [404] * 6
    after = business.item(SHOWN)
    assert (after.parent_id, after.version, after.origin_id) == (None, mine.version, people.nato.id)


def test_two_secretaries_who_edit_one_item_both_see_both_texts_and_nothing_is_lost(people, ours, theirs):
    business.begun(people)
    seen = business.fields(business.item(SECRET), origin=str(people.nato.id))
    path = f"{BASE}/items/{business.item(SECRET).id}"

    first = submit(ours, path, seen | {"text": "The first text."})
    second = submit(theirs, path, seen | {"text": "The second text.", "minutes": "50"})

    assert (first.status_code, second.status_code) == (303, 409)
    assert "The first text." in second.text
    assert "The second text." in second.text
    assert "50" in second.text
    assert business.item(SECRET).text == "The first text."


def test_items_move_up_down_and_to_a_position_and_the_page_says_so(people, ours):
    agenda = business.begun(people)
    before = business.order()
    path, where = f"{BASE}/items/{business.item(SHOWN).id}", before.index(SHOWN)

    answer = submit(ours, f"{path}/up", {"order_version": agenda.order_version})
    up = business.order()
    submit(ours, f"{path}/down", {"order_version": business.now().order_version})
    down = business.order()
    submit(ours, f"{path}/move", {"order_version": business.now().order_version, "position": "1"})

    assert answer.location.endswith(f"#up-{business.item(SHOWN).key}")
    assert up.index(SHOWN) == where - 1
    assert down == before
    assert business.order()[0] == SHOWN
    assert f"“{SHOWN}” moved to position 1 of 9." in ours.get(BASE).text


def test_of_two_secretaries_who_reorder_at_once_the_second_is_asked_to_look_again(people, ours, theirs):
    seen = business.begun(people).order_version
    path = f"{BASE}/items/{business.item(SHOWN).id}"

    first = submit(ours, f"{path}/move", {"order_version": seen, "position": "1"})
    second = submit(theirs, f"{path}/move", {"order_version": seen, "position": "9"})

    assert (first.status_code, second.status_code) == (303, 409)
    assert business.order()[0] == SHOWN


def test_an_item_becomes_a_sub_item_and_is_withdrawn_with_its_parent_and_taken_up_again(people, ours):
    business.begun(people)
    parent, child = business.item(SECRET), business.item(SHOWN)
    submit(ours, f"{BASE}/items/{child.id}", business.fields(child, parent=str(parent.id), origin=str(people.nato.id)))
    numbers = {one.title: number for one, number, _ in business.now().timetable()}

    gone = submit(ours, f"{BASE}/items/{parent.id}/withdraw", {"base_version": business.item(SECRET).version})
    off = business.order()
    submit(ours, f"{BASE}/items/{parent.id}/take-up", {})

    assert numbers[SHOWN] == f"{numbers[SECRET]}.1"
    assert gone.status_code == 303
    assert not {SECRET, SHOWN} & set(off)
    assert SECRET in business.order()


def test_an_item_withdrawn_on_an_old_page_stays(people, ours):
    business.begun(people)
    one = business.item(SECRET)

    assert submit(ours, f"{BASE}/items/{one.id}/withdraw", {"base_version": one.version - 1}).status_code == 409
    assert SECRET in business.order()


def test_papers_are_entered_once_and_items_refer_to_them(people, ours):
    business.begun(people)

    entered = submit(ours, f"{BASE}/papers", {"reference": "HLD/1", "title": "A note", "level": "cohost"})
    twice = submit(ours, f"{BASE}/papers", {"reference": "HLD/1", "title": "Another", "level": "cohost"})

    assert (entered.status_code, twice.status_code) == (303, 409)
    assert "A note" in ours.get(f"{BASE}/papers").text
    assert "HLD/1 — A note" in ours.get(f"{BASE}/items/new").text


# Requests


def test_a_side_asks_for_an_item_and_sees_what_became_of_it_alone(people, as_, ours, theirs):
    business.begun(people)
    delegate = as_(people.delegate_kosovo)
    asked = {"title": "A matter of trust", "text": "Why.", "minutes": "20", "kind": "plenary"}
    assert submit(delegate, f"{BASE}/requests", asked).status_code == 303
    path = f"{BASE}/items/{business.item('A matter of trust').id}"

    assert "A matter of trust" in ours.get(BASE).text
    assert submit(ours, f"{path}/decline", {"reason": ""}).status_code == 422
    assert submit(ours, f"{path}/decline", {"reason": "Next time."}).status_code == 303
    assert "The side that asked reads the reason." in ours.get(BASE).text

    readers = {"own side": delegate, "own secretary": theirs}
    others = {"other side": as_(people.delegate_nato), "co-host": as_(people.cohost_university)}
    assert ["Next time." in browser.get(f"{BASE}/requests").text for browser in readers.values()] == [True, True]
    assert ["A matter of trust" in browser.get(f"{BASE}/requests").text for browser in others.values()] == [
        False,
        False,
    ]
    assert "A matter of trust" not in ours.get(BASE).text
    assert ours.get(f"{path}/request").status_code == 404
    assert submit(ours, f"{path}/take-up", {}).status_code == 404


def test_a_declined_request_of_a_co_host_is_found_by_both_secretaries_with_its_text(people, as_, ours, theirs):
    business.begun(people)
    cohost = as_(people.cohost_university)
    asked = {"title": "A lecture on trust", "text": "With the **students**.", "minutes": "20", "kind": "open"}
    assert submit(cohost, f"{BASE}/requests", asked).status_code == 303
    path = f"{BASE}/items/{business.item('A lecture on trust').id}"
    assert submit(ours, f"{path}/decline", {"reason": "No room this time."}).status_code == 303

    for secretary in (ours, theirs):
        aside = secretary.get(BASE).text.split('id="aside"')[1].split("</section>")[0]
        for told in (
            "A lecture on trust",
            "asked for by University",
            "No room this time.",
            "With the <strong>students</strong>.",
        ):
            assert told in aside
    for other in (people.delegate_nato, people.chair_kosovo, people.cohost_institute):
        browser = as_(other)
        assert "A lecture on trust" not in browser.get(BASE).text + browser.get(f"{BASE}/requests").text
        assert submit(browser, f"{path}/take-up", {}).status_code == 404
    assert "No room this time." in cohost.get(f"{BASE}/requests").text
    assert submit(theirs, f"{path}/take-up", {}).status_code == 303
    assert "A lecture on trust" in ours.get(BASE).text.split('id="aside"')[0]


def test_a_request_after_the_call_has_closed_goes_to_the_late_register(people, as_, ours):
    business.drafted(people)

    asked = {"title": "Late thought", "minutes": "20", "kind": "plenary"}
    submit(as_(people.delegate_kosovo), f"{BASE}/requests", asked)

    assert business.item("Late thought").late
    assert "late register" in ours.get(BASE).text


def test_what_is_typed_for_an_agenda_that_takes_it_no_more_is_shown_back(people, as_, ours):
    """Also where something else is missing: the page that would say so has no form by then."""
    business.opened(people)

    request = submit(as_(people.delegate_kosovo), f"{BASE}/requests", {"text": "Half a request."})
    change = submit(
        ours, f"{BASE}/changes", {"item": str(business.item(business.SECRET).id), "reason": "Half a change."}
    )

    assert [request.status_code, change.status_code] == [409, 409]
    assert ["Half a request." in request.text, "Half a change." in change.text] == [True, True]


def test_a_side_reads_its_request_in_its_own_words_and_not_what_the_draft_makes_of_it(people, as_, ours):
    business.begun(people)
    delegate, secretary = as_(people.delegate_nato), as_(people.secretary_brussels)
    submit(
        delegate, f"{BASE}/requests", {"title": "Convoys", "text": "Our reasons.", "minutes": "20", "kind": "plenary"}
    )
    one = business.item("Convoys")
    submit(ours, f"{BASE}/items/{one.id}/accept", {})
    drafted = business.fields(business.item("Convoys"), title="What the draft calls it", text="What the draft says.")
    submit(ours, f"{BASE}/items/{one.id}", drafted)

    pages = [who.get(f"{BASE}/requests").text for who in (delegate, secretary)]
    assert [("Convoys" in page, "What the draft calls it" in page) for page in pages] == [(True, False), (False, True)]

    submit(
        ours, f"{BASE}/items/{one.id}/withdraw", {"base_version": str(business.item("What the draft calls it").version)}
    )
    page = delegate.get(f"{BASE}/requests").text
    assert ("Our reasons." in page, "What the draft says." in page) == (True, False)


def test_a_co_host_asks_for_open_items_and_reads_its_own_request_whatever_becomes_of_it(people, as_, ours, db):
    business.begun(people)
    cohost = as_(people.cohost_university)
    asked = {"title": "Students’ panel", "minutes": "20"}

    refused = submit(cohost, f"{BASE}/requests", asked | {"kind": "restricted"})
    taken = submit(cohost, f"{BASE}/requests", asked | {"kind": "open"})
    one = business.item("Students’ panel")
    submit(ours, f"{BASE}/items/{one.id}/accept", {})
    narrowed = business.fields(business.item("Students’ panel"), title="Panel on convoys", level="delegations")
    submit(ours, f"{BASE}/items/{one.id}", narrowed | {"public_title": "A panel"})

    assert (refused.status_code, taken.status_code, one.origin_id) == (422, 303, people.university.id)
    page = cohost.get(f"{BASE}/requests").text
    assert "Students’ panel" in page
    for draft in ("A panel", "Panel on convoys", SECRET):
        assert draft not in page
    assert as_(people.cohost_institute).get(f"{BASE}/requests").status_code == 404


def test_a_request_is_merged_into_an_item_of_this_agenda(people, as_, ours):
    business.begun(people)
    submit(as_(people.delegate_nato), f"{BASE}/requests", {"title": "Likewise", "minutes": "20", "kind": "plenary"})
    one = business.item("Likewise")

    nowhere = submit(ours, f"{BASE}/items/{one.id}/merge", {"into": ""})
    done = submit(ours, f"{BASE}/items/{one.id}/merge", {"into": str(business.item(SECRET).id)})

    assert (nowhere.status_code, done.status_code) == (422, 303)
    assert business.item("Likewise").state is ItemState.MERGED
    assert "Likewise" not in business.order()


# Numbers of questions


def test_a_page_asks_the_same_of_the_database_with_few_items_and_many(people, ours, statements):
    business.circulated(people)
    pages = ("", "/requests", "/propose", "/revise", "/circulate", "/papers", "/items/new", ".docx")
    asked = {page: [] for page in pages}
    for more in (1, 2, 197):
        business.put_many(people, more)
        ours.get(BASE)
        for page, counts in asked.items():
            with statements() as counted:
                assert ours.get(f"{BASE}{page}").status_code == 200
            counts.append(len(counted))

    assert {page: counts for page, counts in asked.items() if len(set(counts)) > 1} == {}
    assert max(asked.pop("/revise")) <= 13  # the old text, the new one, its hosts and its readers
    assert max(max(counts) for counts in asked.values()) <= 12


def test_a_reader_costs_twelve_questions_at_most(people, as_, statements, db):
    business.circulated(people)
    counts = []
    for person in (people.chair_kosovo, people.delegate_nato, people.cohost_university):
        browser = as_(person)
        browser.get(BASE)
        with statements() as counted:
            assert browser.get(BASE).status_code == 200
        counts.append(len(counted))

    assert max(counts) <= 12

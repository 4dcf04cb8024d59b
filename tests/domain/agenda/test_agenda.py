"""The agenda's life: the call, the order, the times, sign-off and release, adoption, and changes on the record."""

import datetime as dt
from dataclasses import replace

import pytest

from dialogue.domain.agenda import AgendaState, Change, ItemKind, ItemState
from dialogue.domain.agreed import Word
from dialogue.domain.base import Refused, Stale
from dialogue.domain.editions import DOCUMENT_LEVELS, Audience, Level, canonical, fingerprint
from tests.factories import (
    AT,
    DAY,
    HOUR,
    adopted,
    agenda,
    agenda_sheet,
    agenda_sheets,
    before_adoption,
    circulated,
    drafting,
    held,
    item,
    organisation,
    paper,
    person,
    provisional,
    request,
    session,
    sign_off,
    topic,
)
from tests.factories import table as two_sides

TODAY = {"at": AT}


@pytest.fixture
def sides():
    return two_sides()


def titles(agenda):
    return [f"{number} {one.title}" for one, number, _ in agenda.timetable()]


def times(agenda):
    return {number: f"{starts:%H:%M}" for _, number, starts in agenda.timetable()}


def standing(agenda, n):
    return agenda.children(None)[n - 1]


# The call for items


@pytest.mark.parametrize("early", [0, 1])
def test_the_call_closes_21_days_before_the_session_on_one_secretarys_word(sides, early):
    one = agenda(sides)
    at = one.session.starts_at - 21 * DAY - early * HOUR / 60

    closed = one.close_call(by=sides.ours, at=at)

    assert (closed, one.state) == ((True, AgendaState.DRAFTING) if not early else (False, AgendaState.COLLECTING))


def test_an_early_close_of_the_call_needs_both_secretaries(sides):
    one = agenda(sides)
    assert not one.close_call(by=sides.ours, at=AT, reason="A short list.")

    assert one.close_call(by=sides.theirs, at=AT + HOUR)

    assert (one.state, one.state_by, one.state_at) == (AgendaState.DRAFTING, sides.theirs, AT + HOUR)
    assert [(a.party, a.note) for a in one.assents_to(Word.CLOSING_EARLY)] == [
        (sides.nato, "A short list."),
        (sides.kosovo, ""),
    ]


def test_one_side_does_not_close_the_call_early_by_saying_so_twice(sides):
    one = agenda(sides)
    one.close_call(by=sides.ours, at=AT)

    with pytest.raises(Refused) as no:
        one.close_call(by=sides.chair_nato, at=AT)

    assert str(no.value) == "This side has said so already; it waits for the other one."
    assert one.state is AgendaState.COLLECTING


def test_a_call_that_is_closed_is_not_closed_again(sides):
    one = drafting(sides)

    with pytest.raises(Refused) as no:
        one.close_call(by=sides.theirs, at=AT)

    assert str(no.value) == "This is “drafting” and cannot become “drafting”."
    assert one.agreement.assents == []


def test_a_request_waits_to_be_accepted_and_is_not_on_the_agenda(sides):
    one = agenda(sides)

    asked = request(one, sides.chair_kosovo)

    assert (asked.state, asked.origin, asked.requested_by, asked.late) == (
        ItemState.REQUESTED,
        sides.kosovo,
        sides.chair_kosovo,
        False,
    )
    assert one.requests == [asked]
    assert "Border incidents" not in str(titles(one))


@pytest.mark.parametrize("made", [drafting, provisional, circulated])
def test_a_request_after_the_call_goes_to_the_late_register(sides, made):
    assert request(made(sides), sides.chair_kosovo).late


@pytest.mark.parametrize("made", [before_adoption, adopted])
def test_an_agenda_takes_no_requests_once_the_session_has_opened(sides, made):
    with pytest.raises(Refused) as no:
        request(made(sides), sides.chair_kosovo)

    assert str(no.value) == "This agenda takes no more requests."


@pytest.mark.parametrize("kind", [ItemKind.PLENARY, ItemKind.RESTRICTED])
def test_a_co_host_proposes_items_of_the_open_part_only(sides, kind):
    with pytest.raises(Refused) as no:
        request(agenda(sides), person(of=organisation()), kind=kind)

    assert str(no.value) == "A co-host proposes items for the open part."


def test_a_co_host_reads_what_it_proposed_itself(sides):
    one, una = agenda(sides), person(of=organisation("University"))
    asked = request(one, una, "Youth and memory", kind=ItemKind.OPEN, text="Our students ask.")

    asked.accept(None, by=sides.ours, **TODAY)

    assert "Our students ask." in canonical(agenda_sheet(one, Level.COHOST)).decode()


def test_an_accepted_request_stands_before_the_closing_items(sides):
    one = agenda(sides)
    asked = request(one, sides.chair_kosovo)

    asked.accept(None, by=sides.ours, **TODAY)

    assert titles(one)[3:6] == ["4 Review of cooperation", "5 Border incidents", "6 Review of follow-ups"]


def test_a_declined_item_keeps_its_text_and_the_reason_for_the_side_that_asked(sides):
    one = agenda(sides)
    asked = request(one, sides.chair_kosovo, text="Since the spring.")
    with pytest.raises(Refused) as no:
        asked.decline(" ", by=sides.ours, **TODAY)
    assert str(no.value) == "Please give the reason; the side that asked will read it."

    asked.decline("It is in item 3.", by=sides.ours, **TODAY)

    assert (asked.state, asked.text, asked.decline_reason) == (
        ItemState.DECLINED,
        "Since the spring.",
        "It is in item 3.",
    )
    assert [asked.is_open_to(side) for side in (sides.kosovo, sides.nato)] == [True, False]
    assert [one.set_aside(side) for side in (sides.kosovo, sides.nato)] == [[asked], []]


def test_what_a_co_host_asked_for_and_was_declined_is_open_to_both_sides_and_to_no_other_guest(sides):
    one = agenda(sides)
    cohost, other = organisation("Institute"), organisation("University")
    asked = request(one, person("Una Uni", cohost), "A lecture", text="On trust.", kind=ItemKind.OPEN)
    asked.decline("No room.", by=sides.ours, **TODAY)

    assert [asked.is_open_to(side) for side in (sides.kosovo, sides.nato, cohost, other)] == [True, True, True, False]
    assert [one.set_aside(side) for side in (sides.kosovo, sides.nato)] == [[asked], [asked]]
    assert asked.can(ItemState.ACCEPTED)


def test_a_declined_item_is_on_no_sheet_of_anybody(sides):
    one = agenda(sides)
    request(one, sides.chair_kosovo, "The declined one").decline("No.", by=sides.ours, **TODAY)
    item(one, sides, "The accepted one")

    sheets = [canonical(one.edition(Audience(level, sides.kosovo.id), None)).decode() for level in Level]

    assert ["The accepted one" in sheet for sheet in sheets] == [True, True, False, False]
    assert ["The declined one" in sheet for sheet in sheets] == [False] * 4


def test_a_request_is_taken_up_in_an_item_of_the_same_agenda(sides):
    one, other = agenda(sides), agenda(sides)
    asked = request(one, sides.chair_kosovo)
    with pytest.raises(Refused) as no:
        asked.merge(standing(other, 3), by=sides.ours, **TODAY)
    assert str(no.value) == "A request is merged into an item of the same agenda."

    asked.merge(standing(one, 3), by=sides.ours, **TODAY)

    assert asked.state is ItemState.MERGED
    assert len(titles(one)) == 7


def test_a_request_is_not_merged_into_another_request(sides):
    one = agenda(sides)
    asked, other = request(one, sides.chair_kosovo), request(one, sides.chair_nato)

    with pytest.raises(Refused):
        asked.merge(other, by=sides.ours, **TODAY)

    assert asked.is_request


def test_a_request_keeps_the_words_of_the_side_that_asked(sides):
    asked = request(agenda(sides), sides.chair_kosovo)

    with pytest.raises(Refused) as no:
        asked.revise(base=1, by=sides.ours, **TODAY, title="Something else")

    assert str(no.value) == "A request keeps the words of the side that asked. Please accept it first."


# Items and their text


def test_an_item_is_revised_on_the_version_that_was_seen(sides):
    one = item(agenda(sides), sides)
    with pytest.raises(Stale) as no:
        one.revise(base=0, by=sides.ours, **TODAY, title="Mine")
    assert (str(no.value), one.title) == ("Somebody has changed this item since you opened it.", "Border incidents")

    one.revise(base=1, by=sides.ours, **TODAY, title="Incidents", minutes=40, level=Level.COHOST)

    assert (one.title, one.minutes, one.level) == ("Incidents", 40, Level.COHOST)


@pytest.mark.parametrize("minutes", [-1, 601])
def test_an_item_lasts_up_to_ten_hours(sides, minutes):
    one = agenda(sides)

    for attempt in (
        lambda: item(one, sides, minutes=minutes),
        lambda: request(one, sides.chair_kosovo, minutes=minutes),
        lambda: item(one, sides).revise(base=1, by=sides.ours, **TODAY, minutes=minutes),
    ):
        with pytest.raises(Refused) as no:
            attempt()
        assert str(no.value) == "An item lasts between 0 and 600 minutes."


def test_a_numbered_item_is_for_the_delegations_at_least(sides):
    one = agenda(sides)

    for attempt in (
        lambda: item(one, sides, level=Level.SECRETARIAT),
        lambda: request(one, sides.chair_kosovo, level=Level.SECRETARIAT),
        lambda: item(one, sides).revise(base=1, by=sides.ours, **TODAY, level=Level.SECRETARIAT),
    ):
        with pytest.raises(Refused) as no:
            attempt()
        assert str(no.value) == (
            "A numbered item is for the delegations at least; keep the secretariat's own words in the note."
        )


@pytest.mark.parametrize("made", [adopted, lambda sides: lapsed(agenda(sides), sides)])
def test_an_agenda_that_is_adopted_or_lapsed_takes_no_edits(sides, made):
    one = made(sides)
    some = one.children(None)[0]
    sentence = f"This agenda is “{one.state}”; only recorded changes are possible now."

    for attempt in (
        lambda: item(one, sides),
        lambda: some.revise(base=some.version, by=sides.ours, **TODAY, title="X"),
        lambda: one.move(some, 2, base_order=one.order_version, by=sides.ours, **TODAY),
        lambda: one.withdraw(some, base=some.version, by=sides.ours, **TODAY),
        lambda: some.accept(None, by=sides.ours, **TODAY),
    ):
        with pytest.raises(Refused) as no:
            attempt()
        assert str(no.value) == sentence


def lapsed(agenda, sides):
    agenda.lapse(by=sides.ours, at=AT)
    return agenda


def test_a_withdrawn_item_leaves_with_its_sub_items_and_can_be_accepted_again(sides):
    one = agenda(sides)
    main = item(one, sides)
    sub = item(one, sides, "Patrols", parent=main)
    with pytest.raises(Stale):
        one.withdraw(main, base=0, by=sides.ours, **TODAY)

    one.withdraw(main, base=1, by=sides.ours, **TODAY)
    assert (main.state, sub.state, len(titles(one))) == (ItemState.WITHDRAWN, ItemState.WITHDRAWN, 7)

    main.accept(None, by=sides.ours, **TODAY)
    sub.accept(main, by=sides.ours, **TODAY)
    assert titles(one)[4:6] == ["5 Border incidents", "5.1 Patrols"]


# For whom


def test_a_withheld_item_keeps_its_number_its_time_and_a_public_title_and_nothing_else(sides):
    one = agenda(sides)
    item(
        one, sides, "Names of informers", public_title="Security of staff", text="The text of it", topic=topic("Risks"),
        presenter="A. Secret", papers=[paper(one.session, sides.ours)], kind=ItemKind.RESTRICTED, note="Careful",
    )  # fmt: skip

    whole, cohost, public = (agenda_sheet(one, level).items[4] for level in DOCUMENT_LEVELS)

    assert (whole.title, whole.text, whole.papers) == ("Names of informers", "The text of it", ("WP 1 — A paper",))
    for line, level in ((cohost, Level.COHOST), (public, Level.PUBLIC)):
        assert (line.number, line.title, line.withheld, line.level) == ("5", "Security of staff", True, level)
        assert (line.starts, line.minutes) == (whole.starts, whole.minutes)
        assert (line.text, line.presenter, line.origin, line.topic, line.papers) == ("", "", "", "", ())


@pytest.mark.parametrize("word", ["Names of informers", "The text of it", "A. Secret", "Risks", "WP 1", "NATO"])
def test_no_word_of_a_withheld_item_is_in_the_co_hosts_text(sides, word):
    one = agenda(sides)
    item(
        one, sides, "Names of informers", public_title="Security of staff", text="The text of it", topic=topic("Risks"),
        presenter="A. Secret", papers=[paper(one.session, sides.ours)],
    )  # fmt: skip

    assert word in canonical(agenda_sheet(one, Level.DELEGATIONS)).decode()
    assert word not in canonical(agenda_sheet(one, Level.COHOST)).decode()


def test_the_secretariats_note_is_on_no_sheet_at_all(sides):
    one = agenda(sides)
    item(one, sides, note="Ask the lawyers")

    sheets = [canonical(one.edition(Audience(level, sides.nato.id), None)).decode() for level in Level]

    assert ["Border incidents" in sheet for sheet in sheets] == [True, True, False, False]
    assert not any("Ask the lawyers" in sheet for sheet in sheets)


def test_the_public_reads_public_titles_even_of_items_that_are_open_to_it(sides):
    one = agenda(sides)
    item(one, sides, "The plain words", public_title="The public words", level=Level.PUBLIC)

    assert [agenda_sheet(one, level).items[4].title for level in DOCUMENT_LEVELS] == [
        "The plain words",
        "The plain words",
        "The public words",
    ]


def test_papers_are_named_to_those_who_may_know_of_them(sides):
    one = agenda(sides)
    papers = [paper(one.session, sides.ours, "WP 1"), paper(one.session, sides.ours, "WP 2", Level.COHOST)]
    item(one, sides, level=Level.COHOST, papers=papers)

    assert [len(agenda_sheet(one, level).items[4].papers) for level in DOCUMENT_LEVELS[:2]] == [2, 1]


# Sign-off and release


def test_the_same_agenda_has_the_same_hash_whatever_its_rows_are_called(sides):
    one = agenda(sides, session(sides))
    other = agenda(sides, session(sides))
    for each in (one, other):
        item(each, sides)

    assert one.id != other.id
    assert fingerprint(agenda_sheet(one)) == fingerprint(agenda_sheet(other))


def test_a_secretary_signs_a_text_once(sides):
    one = drafting(sides)
    sign_off(one, sides.ours)

    with pytest.raises(Refused) as no:
        sign_off(one, sides.ours)

    assert str(no.value) == "Your side has signed off this text already."


@pytest.mark.parametrize("signed", [[], ["ours"], ["theirs"]])
def test_no_text_is_released_without_both_sign_offs(sides, signed):
    one = drafting(sides)
    sign_off(one, *(getattr(sides, name) for name in signed))

    with pytest.raises(Refused) as no:
        one.propose(agenda_sheets(one), by=sides.ours, **TODAY)

    assert str(no.value) == "Both secretaries have to sign off this text first."
    assert (one.state, one.releases) == (AgendaState.DRAFTING, [])


def test_an_edit_leaves_the_sign_off_behind_and_its_undoing_brings_it_back(sides):
    one = drafting(sides)
    made = item(one, sides)
    sign_off(one, sides.ours, sides.theirs)

    made.revise(base=1, by=sides.ours, **TODAY, minutes=20)
    with pytest.raises(Refused):
        one.propose(agenda_sheets(one), by=sides.ours, **TODAY)

    made.revise(base=1, by=sides.ours, **TODAY, minutes=15)
    assert one.propose(agenda_sheets(one), by=sides.ours, **TODAY).rev == 1


def test_what_a_reader_of_the_joint_text_does_not_see_leaves_no_sign_off_behind(sides):
    one = drafting(sides)
    made = item(one, sides)
    sign_off(one, sides.ours, sides.theirs)

    made.revise(base=1, by=sides.ours, **TODAY, note="Ask the lawyers")
    request(one, sides.chair_kosovo, "Late")

    assert one.agreed_by_both(fingerprint(agenda_sheet(one)))


@pytest.mark.parametrize(
    ("lacks", "sentence"),
    [
        ({"origin": None}, "“Border incidents”: please say which side asked for it."),
        ({"presenter": ""}, "“Border incidents”: please say who presents it."),
        ({"oral": False}, "“Border incidents”: please name a paper, or say that it is oral."),
    ],
)
def test_an_item_that_is_not_ready_holds_the_provisional_agenda_up(sides, lacks, sentence):
    one = agenda(sides)
    item(one, sides, **lacks)
    drafting(sides, one)
    sign_off(one, sides.ours, sides.theirs)

    with pytest.raises(Refused) as no:
        one.propose(agenda_sheets(one), by=sides.ours, **TODAY)

    assert str(no.value) == sentence
    assert [str(gap) for gap in one.gaps()] == [sentence]
    assert one.state is AgendaState.DRAFTING


def test_a_paper_makes_an_item_ready_as_well_as_the_word_that_it_is_oral(sides):
    one = agenda(sides)
    item(one, sides, oral=False, papers=[paper(one.session, sides.ours)])

    assert one.gaps() == []


def test_standing_items_need_no_presenter_and_no_origin(sides):
    assert provisional(sides).release.rev == 1


def test_the_provisional_agenda_is_frozen_with_its_hash(sides):
    one = provisional(sides)

    assert (one.state, one.release.rev) == (AgendaState.PROVISIONAL, 1)
    assert one.release.text_hash == fingerprint(agenda_sheet(one))
    assert one.release.sheet == replace(agenda_sheet(one), status="drafting")


def test_a_provisional_agenda_is_proposed_anew_when_it_has_changed(sides):
    one = provisional(sides)
    with pytest.raises(Refused) as no:
        one.propose(agenda_sheets(one), by=sides.ours, **TODAY)
    assert str(no.value) == "Nothing has changed since REV 1."

    item(one, sides)
    sign_off(one, sides.ours, sides.theirs)

    assert one.propose(agenda_sheets(one), by=sides.ours, **TODAY).rev == 2
    assert [release.rev for release in one.releases] == [1, 2]


# Circulation


def test_the_provisional_agenda_goes_out_and_no_calendar_entry_changes_by_it(sides):
    one = provisional(sides)
    before = one.session.changed_at

    one.circulate(by=sides.ours, at=AT + HOUR)

    assert (one.state, one.release.circulated_at) == (AgendaState.CIRCULATED, AT + HOUR)
    assert one.session.changed_at == before < AT + HOUR
    assert one.session.revision == 0


def test_nothing_is_circulated_before_it_is_provisional(sides):
    with pytest.raises(Refused) as no:
        drafting(sides).circulate(by=sides.ours, **TODAY)

    assert str(no.value) == "There is no provisional agenda to circulate yet."


def test_a_release_is_circulated_once(sides):
    one = circulated(sides)

    with pytest.raises(Refused) as no:
        one.circulate(by=sides.ours, at=AT + HOUR)

    assert str(no.value) == "REV 1 has been circulated already."
    assert one.release.circulated_at == AT


def test_fifteen_days_before_the_session_is_the_last_moment(sides):
    one = provisional(sides)

    one.circulate(by=sides.ours, at=one.session.starts_at - 15 * DAY)

    assert one.state is AgendaState.CIRCULATED


@pytest.mark.parametrize("waived", [[], ["ours"], ["theirs"]])
def test_circulating_at_short_notice_needs_both_sides_waivers(sides, waived):
    one = provisional(sides)
    for name in waived:
        assert not one.waive_notice("The ministers agreed.", by=getattr(sides, name), **TODAY)

    with pytest.raises(Refused) as no:
        one.circulate(by=sides.ours, at=one.session.starts_at - 15 * DAY + HOUR / 60)

    assert str(no.value) == (
        "The provisional agenda goes out 15 days before the session at the latest. "
        "Both secretaries can waive this, with the reason."
    )
    assert (one.state, one.release.circulated_at) == (AgendaState.PROVISIONAL, None)


def test_with_both_waivers_the_agenda_goes_out_at_short_notice(sides):
    one = provisional(sides)
    one.waive_notice("The ministers agreed.", by=sides.ours, **TODAY)
    assert one.waive_notice("So did ours.", by=sides.theirs, **TODAY)

    one.circulate(by=sides.ours, at=one.session.starts_at - DAY)

    assert one.state is AgendaState.CIRCULATED


def test_a_waiver_needs_its_reason(sides):
    with pytest.raises(Refused) as no:
        provisional(sides).waive_notice("", by=sides.ours, **TODAY)

    assert str(no.value) == "Please record the reason for the short notice."


def test_one_side_waives_once(sides):
    one = provisional(sides)
    one.waive_notice("The ministers agreed.", by=sides.ours, **TODAY)

    with pytest.raises(Refused) as no:
        one.waive_notice("Again.", by=sides.ours, **TODAY)

    assert str(no.value) == "This side has said so already; it waits for the other one."
    assert not one.notice_is_waived


def test_a_revision_of_a_circulated_agenda_is_circulated_at_once(sides):
    one = circulated(sides)
    item(one, sides)
    sign_off(one, sides.ours, sides.theirs)

    new = one.revise(agenda_sheets(one), by=sides.ours, at=AT + DAY)

    assert (new.rev, new.circulated_at, one.circulated, one.state) == (2, AT + DAY, new, AgendaState.CIRCULATED)
    assert "Border incidents" not in [line.title for line in one.releases[0].sheet.items]


def test_a_revision_says_something_new_that_both_signed(sides):
    one = circulated(sides)
    with pytest.raises(Refused) as same:
        one.revise(agenda_sheets(one), by=sides.ours, **TODAY)
    item(one, sides)
    sign_off(one, sides.ours)
    with pytest.raises(Refused) as unsigned:
        one.revise(agenda_sheets(one), by=sides.ours, **TODAY)

    assert str(same.value) == "Nothing has changed since REV 1."
    assert str(unsigned.value) == "Both secretaries have to sign off this text first."
    assert len(one.releases) == 1


def test_a_revision_is_no_way_round_the_circulation(sides):
    one = provisional(sides)
    item(one, sides)
    sign_off(one, sides.ours, sides.theirs)

    with pytest.raises(Refused) as no:
        one.revise(agenda_sheets(one), by=sides.ours, at=one.session.starts_at - DAY)

    assert str(no.value) == "There is no circulated agenda to revise yet."
    assert one.state is AgendaState.PROVISIONAL


def test_readers_open_what_went_out_and_the_secretariat_everything(sides):
    one = provisional(sides)
    first = one.release
    assert [one.releases_for(level) for level in (Level.SECRETARIAT, Level.DELEGATIONS)] == [[first], []]

    one.circulate(by=sides.ours, **TODAY)

    assert one.releases_for(Level.PUBLIC) == [first]


# Adoption


def test_the_agenda_is_adopted_by_both_heads_with_the_time_of_the_second(sides):
    one = before_adoption(sides)
    at = one.session.starts_at
    assert not one.adopt("Nora Chair", sides.nato, "", by=sides.ours, at=at)
    assert (one.is_adopted, one.adopted_at) == (False, None)

    assert one.adopt("Kaltrina Chair", sides.kosovo, "Item 5 first.", by=sides.ours, at=at + HOUR / 60)

    assert (one.state, one.adopted_at, one.amendments) == (AgendaState.ADOPTED, at + HOUR / 60, "Item 5 first.")
    assert [(a.party, a.name, a.given_by) for a in one.assents_to(Word.ADOPTION)] == [
        (sides.nato, "Nora Chair", sides.ours),
        (sides.kosovo, "Kaltrina Chair", sides.ours),
    ]


def test_one_head_does_not_adopt_for_both(sides):
    one = before_adoption(sides)
    one.adopt("Nora Chair", sides.nato, "", by=sides.ours, **TODAY)

    with pytest.raises(Refused) as no:
        one.adopt("Nora Chair", sides.nato, "", by=sides.ours, **TODAY)

    assert str(no.value) == "This side has said so already; it waits for the other one."
    assert not one.is_adopted


@pytest.mark.parametrize("made", [drafting, provisional, circulated, adopted])
def test_the_agenda_is_adopted_at_the_opening_and_at_no_other_time(sides, made):
    with pytest.raises(Refused) as no:
        made(sides).adopt("Nora Chair", sides.nato, "", by=sides.ours, **TODAY)

    assert str(no.value) == "The agenda is adopted at the opening of the session."


def test_before_the_adoption_items_may_still_come_and_go(sides):
    one = before_adoption(sides)

    added = item(one, sides)
    one.withdraw(added, base=1, by=sides.ours, **TODAY)

    assert added.state is ItemState.WITHDRAWN


def test_a_text_that_a_head_has_consented_to_stands_still(sides):
    one = before_adoption(sides)
    one.adopt("Nora Chair", sides.nato, "", by=sides.ours, **TODAY)

    with pytest.raises(Refused) as no:
        item(one, sides)

    assert str(no.value) == (
        "A head of delegation has consented to this text. To change it, take the consent back first; "
        "both are asked again."
    )


def test_a_consent_taken_back_frees_the_text_and_is_asked_for_again(sides):
    one = before_adoption(sides)
    one.adopt("Nora Chair", sides.nato, "", by=sides.ours, **TODAY)

    one.take_back_consents(by=sides.theirs, **TODAY)

    assert item(one, sides) in one.all_items
    assert one.assents_to(Word.ADOPTION) == []
    assert not one.adopt("Kaltrina Chair", sides.kosovo, "", by=sides.theirs, **TODAY)


@pytest.mark.parametrize("made", [before_adoption, adopted])
def test_there_is_no_consent_to_take_back_before_the_first_and_after_the_second(sides, made):
    one = made(sides)

    with pytest.raises(Refused) as no:
        one.take_back_consents(by=sides.ours, **TODAY)

    assert str(no.value) == "There is no consent to take back."


def test_nothing_is_signed_off_once_adopted(sides):
    with pytest.raises(Refused) as no:
        sign_off(adopted(sides), sides.ours)

    assert str(no.value) == "There is nothing to sign off any more."


# After the adoption


@pytest.fixture
def in_session(sides):
    """An adopted agenda with an item of substance, number 5, which has a sub-item."""
    one = agenda(sides)
    main = item(one, sides)
    item(one, sides, "Patrols", parent=main)
    return adopted(sides, one)


def test_a_deferred_item_leaves_with_its_sub_items_on_the_record(sides, in_session):
    main = standing(in_session, 5)

    in_session.record_change(main, Change.DEFERRED, "No time.", by=sides.ours, **TODAY)

    assert titles(in_session)[4] == "5 Review of follow-ups"
    assert [i.state for i in in_session.all_items if not i.standing] == [ItemState.DEFERRED] * 2
    assert [(c.item_number, c.item_title, c.what, c.reason, c.recorded_by) for c in in_session.changes] == [
        ("5", "Border incidents", "deferred", "No time.", sides.ours)
    ]
    assert in_session.left_over == [i for i in in_session.all_items if not i.standing]


def test_a_withdrawn_item_does_not_come_back(sides, in_session):
    in_session.record_change(standing(in_session, 5), Change.WITHDRAWN, "Settled.", by=sides.ours, **TODAY)

    assert in_session.left_over == []


def test_a_moved_item_is_taken_last(sides, in_session):
    in_session.record_change(standing(in_session, 5), Change.MOVED, "The minister is late.", by=sides.ours, **TODAY)

    assert titles(in_session)[-2:] == ["8 Border incidents", "8.1 Patrols"]


def test_a_change_without_a_reason_is_refused(sides, in_session):
    with pytest.raises(Refused) as no:
        in_session.record_change(standing(in_session, 5), Change.DEFERRED, " ", by=sides.ours, **TODAY)

    assert str(no.value) == "Please record the reason for the change."


@pytest.mark.parametrize("what", [Change.NEW, Change.CHANGED])
def test_after_the_adoption_nothing_is_added_or_reworded(sides, in_session, what):
    with pytest.raises(Refused) as no:
        in_session.record_change(standing(in_session, 5), what, "Because.", by=sides.ours, **TODAY)

    assert str(no.value) == "After the adoption an item is withdrawn, deferred or moved."
    assert in_session.changes == []


def test_what_is_not_on_the_agenda_is_not_changed(sides, in_session):
    main = standing(in_session, 5)
    in_session.record_change(main, Change.DEFERRED, "No time.", by=sides.ours, **TODAY)

    with pytest.raises(Refused) as no:
        in_session.record_change(main, Change.DEFERRED, "No time.", by=sides.ours, **TODAY)

    assert str(no.value) == "This item is not on the agenda."


def test_changes_are_recorded_between_the_adoption_and_the_end_of_the_session(sides, in_session):
    early, late = before_adoption(sides), in_session
    late.session.end(by=sides.ours, at=late.session.ends_at)

    for one in (early, late):
        with pytest.raises(Refused) as no:
            one.record_change(standing(one, 2), Change.DEFERRED, "No time.", by=sides.ours, **TODAY)
        assert str(no.value) == "Changes are recorded between the adoption and the end of the session."


def test_the_changed_order_of_business_is_frozen_without_new_sign_offs(sides, in_session):
    in_session.record_change(standing(in_session, 5), Change.DEFERRED, "No time.", by=sides.ours, **TODAY)

    new = in_session.freeze_change(agenda_sheets(in_session), by=sides.ours, at=AT + DAY)

    assert (new.rev, new.circulated_at) == (2, AT + DAY)


def test_only_an_adopted_agenda_is_changed_by_record(sides):
    one = circulated(sides)

    with pytest.raises(Refused) as no:
        one.freeze_change(agenda_sheets(one), by=sides.ours, **TODAY)

    assert str(no.value) == "Only an adopted agenda is changed by record."


def test_an_agenda_that_was_adopted_does_not_lapse(sides):
    with pytest.raises(Refused):
        lapsed(adopted(sides), sides)


def test_every_step_of_an_agenda_is_on_the_record(sides):
    one = adopted(sides)

    assert [fact.verb for fact in one.facts()] == [
        "begin", "drafting", "sign off", "sign off", "provisional", "release", "circulated", "before adoption",
        "assent to adoption", "assent to adoption", "adopted",
    ]  # fmt: skip


def test_the_record_of_a_sign_off_names_the_hash_and_no_word_of_the_text(sides):
    one = drafting(sides)
    one.facts()

    sign_off(one, sides.ours)

    assert [(fact.verb, fact.digest) for fact in one.facts()] == [("sign off", fingerprint(agenda_sheet(one)))]


def test_short_notice_is_a_fact_of_the_moment(sides):
    one = provisional(sides)

    assert one.circulates_by == one.session.starts_at - dt.timedelta(days=15)
    assert [one.is_short_notice(at) for at in (one.circulates_by, one.circulates_by + HOUR)] == [False, True]


def test_an_agenda_of_a_session_that_is_over_is_not_begun(sides):
    with pytest.raises(Refused) as no:
        agenda(sides, held(sides))

    assert str(no.value) == "The agenda of a session that is “held” cannot be begun."


def test_a_line_without_a_number_is_withdrawn_or_moved_by_record_and_never_deferred(sides):
    one = agenda(sides)
    photo = item(one, sides, "Family photo", numbered=False)
    in_session = adopted(sides, one)

    in_session.record_change(photo, Change.MOVED, "Rain.", by=sides.ours, **TODAY)
    with pytest.raises(Refused) as no:
        in_session.record_change(photo, Change.DEFERRED, "Rain.", by=sides.ours, **TODAY)
    in_session.record_change(photo, Change.WITHDRAWN, "Still rain.", by=sides.ours, **TODAY)

    assert str(no.value) == "“Family photo” is a line without a number: that is for items alone."
    assert [(one.item_number, one.item_title, one.what) for one in in_session.changes] == [
        ("", "Family photo", "moved"),
        ("", "Family photo", "withdrawn"),
    ]
    assert photo not in in_session.left_over

"""What people are told of a round: absolute times in both zones, what silence means, and no word of the text."""

import datetime as dt

import pytest

from dialogue.db import db
from dialogue.domain.editions import AgendaSheet
from dialogue.domain.editions.designation import Designation
from dialogue.domain.notices import previews
from dialogue.domain.settings import Settings
from dialogue.domain.silence import CirculationState, Hold, ObjectionKind, Outcome, Reason
from dialogue.notifications import messages
from tests.factories import AT, DAY, NO_PULSE, heading, running, session
from tests.factories import table as two_sides


@pytest.fixture
def sides(database):
    return two_sides()


@pytest.fixture
def round_(sides):
    return running(sides)


def test_the_notice_says_what_silence_means_until_when_and_with_which_hash(round_):
    (draft, *others) = messages.issued(round_, round_.issue)

    assert len(others) == 3
    assert "Wed 5 May 2027, 10:00" in draft.subject
    assert "(08:00 UTC)" in draft.subject
    assert "HLD/2027/1/P1, “Places in courses”, is agreed" in draft.body
    assert round_.text_hash in draft.body
    assert draft.path == f"/circulations/{round_.id}"


def test_a_notice_that_replaces_another_says_so(round_):
    _subject, body = messages.notice(round_, round_.expires_at, again=True)

    assert body.startswith("This notice replaces the earlier one; the period begins anew.")


def test_a_hold_tells_each_reason_once_with_whom_it_is_about(round_, sides):
    holds = (
        Hold(Reason.UNSERVED, AT, sides.nato),
        Hold(Reason.CLOCK, AT),
        Hold(Reason.CLOCK, AT),
        Hold(Reason.UNDELIVERED, AT, sides.kosovo, who="Kaltrina Chair"),
    )

    (draft,) = messages.outcome(round_, Outcome(CirculationState.HELD, AT, holds), [sides.ours])

    assert messages.why_held(holds) == [
        "NATO has not been served with the paper.",
        "The clock of the service jumped.",
        "A mail to Kaltrina Chair did not arrive.",
    ]
    assert all(line in draft.body for line in messages.why_held(holds))


OBJECTIONS = {
    Reason.UNCONFIRMED: "An objection of Kosovo* waits for the word of its co-chair.",
    Reason.AT_THE_EXPIRY: (
        "An objection of Kosovo* arrived in the minute after the expiry; it may have been sent before."
    ),
    Reason.IN_QUESTION: "An objection of Kosovo* that may have been in time became known after the adoption.",
}


@pytest.mark.parametrize("reason", OBJECTIONS)
def test_whose_objection_holds_a_round_is_in_no_mail(round_, sides, reason):
    one = round_.object_(ObjectionKind.OBJECTION, "", entitled=False, pulse=NO_PULSE, by=sides.theirs, at=AT)
    holds = [Hold(reason, AT, sides.kosovo, one)]

    (draft,) = messages.outcome(round_, Outcome(CirculationState.HELD, AT, tuple(holds)), [sides.ours])

    name = sides.kosovo.short_name
    assert messages.why_held(holds, known=[one]) == [OBJECTIONS[reason].replace("Kosovo*", name)]
    assert messages.why_held(holds)[0] in draft.body
    assert (name in draft.subject + draft.body, "that was in time" in draft.body) == (False, False)


@pytest.mark.parametrize(
    ("state", "begins"),
    [
        (CirculationState.ADOPTED, "Agreed under the silence procedure: "),
        (CirculationState.BROKEN, "Not adopted, silence was broken: "),
        (CirculationState.HELD, "Held: "),
        (CirculationState.RUNNING, "The round runs again: "),
    ],
)
def test_an_outcome_is_told_in_its_subject(round_, sides, state, begins):
    (draft,) = messages.outcome(round_, Outcome(state, AT), [sides.ours])

    assert draft.subject.startswith(begins)


def test_an_alarm_names_neither_the_sender_nor_what_was_said(round_, sides):
    one = round_.object_(
        ObjectionKind.OBJECTION, "A secret.", entitled=True, pulse=NO_PULSE, by=sides.chair_nato, at=AT + DAY
    )

    (draft,) = messages.alarm(round_, one, "late", [sides.ours])

    assert [word for word in ("secret", "Nora", "NATO") if word in draft.subject + draft.body] == []


def test_reminder_extension_and_end_say_until_when_and_what(round_, sides):
    (reminder,) = messages.reminder(round_, [sides.ours], 24)
    (extended,) = messages.extended(round_, [sides.ours], AT, AT + dt.timedelta(days=3))
    round_.withdraw("", pulse=NO_PULSE, by=sides.ours, at=AT + DAY)
    (ended,) = messages.ended(round_, [sides.ours])

    assert "24 hours" in reminder.subject
    assert "Tue 4 May 2027" in extended.subject
    assert ended.subject.startswith("Withdrawn: ")


def test_a_mail_bears_the_mark_of_the_dialogues_profile_and_says_at_its_foot_what_it_means(sides):
    house = Settings()
    house.designate(Designation.UN, Designation.NONE, Designation.NONE, "")
    db.add(house)
    db.flush()

    one = messages.letter(sides.ours, "Dialogue NATO–Kosovo", "In Kosovo.\n\nIn Kosovo.", "/")
    other = messages.letter(sides.ours, "Agenda", "In the region.", "/")

    assert one.subject == "Dialogue NATO–Kosovo*"
    assert one.body == f"In Kosovo*.\n\nIn Kosovo.\n\n{house.profile.footnote}"
    assert (other.subject, other.body) == ("Agenda", "In the region.")


def test_without_a_footnote_a_mail_has_no_mark(sides):
    one = messages.letter(sides.ours, "Dialogue NATO–Kosovo", "In Kosovo.", "/")

    assert (one.subject, one.body) == ("Dialogue NATO–Kosovo", "In Kosovo.")


def test_who_may_comment_is_told_until_when_what_to_do_and_where(sides):
    one = session(sides)

    (draft,) = messages.for_comments(one, AT, [sides.ours])

    assert draft.subject == (
        f"Comments until Sat 1 May 2027, 11:00 CET/CEST (09:00 UTC): draft minutes {one.reference}-MIN REV 1"
    )
    for words in ("(09:00 UTC). You will be told if", "on each paragraph", "no further comments"):
        assert words in draft.body
    assert draft.path == f"/sessions/{one.ref}/minutes/comments"


def released(one, *changes, marking=""):
    return AgendaSheet(
        heading=heading(one, paper="HLD/2027/1-AG", marking=marking, previous="HLD/2027/1-AG REV 1"),
        items=(),
        rev=2,
        changes=changes,
    )


def test_a_release_that_follows_one_lists_its_changes_under_its_marking(sides):
    one = session(sides)

    (draft,) = messages.of_agenda(one, released(one, "New: 6 Visas", marking="LIMITE"), [sides.ours], again=True)

    assert draft.subject == f"Agenda {one.reference}-AG REV 2: what has changed"
    assert draft.body.splitlines()[0] == "LIMITE"
    assert "Changed since HLD/2027/1-AG REV 1:\n- New: 6 Visas\n\n" in draft.body
    assert "begins Tue 8 Jun 2027, 09:30 CET/CEST (07:30 UTC)" in draft.body
    assert draft.path == f"/sessions/{one.ref}/agenda"


def test_a_first_release_tells_that_it_is_there(sides):
    one = session(sides)

    (draft,) = messages.of_agenda(one, released(one, "New: 6 Visas", marking="LIMITE"), [sides.ours], again=False)

    assert draft.subject == f"Provisional agenda {one.reference}-AG REV 2"
    assert [words for words in ("Visas", "LIMITE") if words in draft.body] == []


def test_however_much_changed_it_fits_a_letter(sides):
    one, longest = session(sides), f"Moved: 12.12 {'x' * 200} (was 11.11)"

    drafts = messages.of_agenda(one, released(one, *[longest] * 300), [sides.ours], again=True)

    (letter,) = previews(drafts)
    assert letter.body.count("- Moved") == messages.CHANGES
    assert "and 250 more, which stand on its page." in letter.body


def test_a_long_title_loses_its_end_and_not_its_beginning(round_, sides):
    round_.title = "x" * 400

    assert len(messages.method(round_, [sides.ours])[0].subject) <= 200

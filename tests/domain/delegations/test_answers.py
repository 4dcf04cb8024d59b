"""Answers: what counts of what somebody said, to which date and city it was said, and when it can be said."""

import pytest

from dialogue.domain.base import Refused, Stale
from dialogue.domain.delegations import Capacity, Listing, Reply, Route
from dialogue.domain.editions import Audience, Level
from dialogue.domain.editions.canonical import canonical
from tests.factories import AT, DAY, HOUR, delegation, held, person, seat, session
from tests.factories import table as two_sides

LATER = AT + DAY


@pytest.fixture
def sides():
    return two_sides()


@pytest.fixture
def meeting(sides):
    made = session(sides)
    made.convene(by=sides.ours, at=AT)
    return made


@pytest.fixture
def ours(sides, meeting):
    return delegation(sides.nato, meeting)


@pytest.fixture
def ana(ours):
    return seat(person("Ana Ilić", ours.organisation), within=ours)


def says(seat, reply=Reply.ACCEPTED, at=LATER, **more):
    return seat.answer(reply, **{"route": Route.PAGE, "by": seat.person, "at": at, **more})


def moved(meeting, sides, days=7):
    meeting.reschedule(
        meeting.starts + days * DAY,
        meeting.ends + days * DAY,
        due=meeting.place,
        base=meeting.version,
        by=sides.ours,
        at=AT + 2 * DAY,
    )


def test_an_answer_is_kept_with_the_date_and_city_to_which_it_was_given(ana, meeting):
    made = says(ana, Reply.TENTATIVE, note="A flight is missing.")

    assert (made.reply, made.note, made.by, made.given_at, made.recorded_at) == (
        Reply.TENTATIVE,
        "A flight is missing.",
        ana.person,
        LATER,
        LATER,
    )
    assert (made.starts, made.ends, made.place_id) == (meeting.starts, meeting.ends, meeting.place.id)
    assert (ana.answered, ana.answered_at, ana.awaits_answer, ana.newest_answer) == (
        Reply.TENTATIVE,
        LATER,
        False,
        made,
    )


def test_whoever_is_accredited_to_a_convened_session_is_asked(sides, ana):
    assert ana.awaits_answer
    assert not seat(person("Bo Berg", sides.nato), one=session(sides)).awaits_answer


def test_a_focal_point_is_not_at_the_table_and_is_not_asked(ours):
    focal = seat(person("Fatos Focal", ours.organisation), Capacity.FOCAL_POINT, within=ours)

    assert not focal.awaits_answer
    with pytest.raises(Refused, match="not at the table"):
        says(focal)


def test_the_newest_answer_counts_and_every_one_is_kept(ana):
    says(ana)
    says(ana, Reply.REGRETS, at=LATER + HOUR)

    assert ana.sent_regrets
    assert [one.reply for one in ana.answers] == [Reply.ACCEPTED, Reply.REGRETS]


def test_a_mail_that_is_older_than_the_answer_that_counts_is_kept_and_changes_nothing(ana):
    regrets = says(ana, Reply.REGRETS)

    counts = says(ana, at=LATER + DAY, route=Route.MAIL, as_of=LATER - HOUR)

    assert (counts, ana.answered) == (regrets, Reply.REGRETS)
    assert [one.reply for one in ana.answers] == [Reply.REGRETS, Reply.ACCEPTED]


def test_a_mail_from_the_future_was_given_when_it_came(ana):
    assert says(ana, route=Route.MAIL, as_of=LATER + 400 * DAY).given_at == LATER


def test_what_is_said_now_counts_though_the_clock_was_put_back(ana):
    says(ana)

    says(ana, Reply.REGRETS, at=LATER - HOUR)

    assert ana.sent_regrets


def test_the_same_word_to_the_same_date_is_one_answer(ana):
    first = says(ana)

    assert says(ana, at=LATER + HOUR) is first
    assert len(ana.answers) == 1
    says(ana, note="With the night train.", at=LATER + HOUR)
    assert len(ana.answers) == 2


@pytest.mark.parametrize("reply", [Reply.ACCEPTED, Reply.TENTATIVE])
def test_another_date_asks_whoever_comes_again(ana, meeting, sides, reply):
    says(ana, reply)

    moved(meeting, sides)

    assert (ana.must_reconfirm, ana.awaits_answer) == (True, True)
    says(ana, reply, at=AT + 3 * DAY)
    assert (ana.must_reconfirm, len(ana.answers)) == (False, 2)


def test_another_city_asks_again_and_another_venue_does_not(ana, meeting, sides):
    says(ana)
    how = {"due": None, "by": sides.ours, "at": LATER}

    meeting.move(meeting.place, "Palace", "1 Main Street", base=meeting.version, **how)
    assert not ana.must_reconfirm
    meeting.move(sides.prishtina, "Palace", "1 Main Street", base=meeting.version, **how)

    assert ana.must_reconfirm


def test_regrets_are_not_asked_again(ana, meeting, sides):
    says(ana, Reply.REGRETS)

    moved(meeting, sides)

    assert not ana.awaits_answer


def test_nobody_accepts_a_date_that_was_not_seen(ana, meeting, sides):
    seen = ana.dates_and_city
    moved(meeting, sides)

    with pytest.raises(Stale):
        says(ana, to=seen)

    assert ana.answers == []
    says(ana, to=ana.dates_and_city)
    assert ana.answered is Reply.ACCEPTED


def test_what_was_told_says_from_whom(ana, sides):
    with pytest.raises(Refused, match="from whom"):
        says(ana, route=Route.TOLD, by=sides.ours, told=" ")

    assert (
        says(ana, route=Route.TOLD, by=sides.ours, told="By telephone, her office").told == "By telephone, her office"
    )


def test_whoever_is_named_again_has_not_answered_yet(ours, ana, sides):
    says(ana, Reply.REGRETS)
    ana.agree_to_be_listed(Listing.CHAIRS, by=ana.person, at=LATER)
    ana.withdraw(by=sides.ours, at=LATER)
    ours.nominate(ana.person, Capacity.MEMBER, by=sides.ours, at=LATER)
    ana.accredit(by=sides.ours, at=LATER)

    assert (ana.answered, ana.listed, ana.newest_answer, ana.awaits_answer) == (None, None, None, True)
    assert says(ana, Reply.REGRETS, at=LATER + HOUR) is ana.newest_answer
    assert len(ana.answers) == 2


def test_nothing_is_answered_before_accreditation_or_after_withdrawal(ours, ana, sides):
    named = ours.nominate(person("Bo Berg", ours.organisation), Capacity.MEMBER, by=sides.ours, at=AT)
    with pytest.raises(Refused, match="not accredited yet"):
        says(named)

    ana.withdraw(by=sides.ours, at=AT)
    with pytest.raises(Refused, match="was withdrawn"):
        says(ana)


def test_nothing_is_answered_about_a_session_that_is_off_or_over(sides, ana, meeting):
    meeting.postpone("A visit", by=sides.ours, at=AT)
    with pytest.raises(Refused, match="postponed"):
        says(ana)
    meeting.cancel("No date was found", by=sides.ours, at=AT)
    with pytest.raises(Refused, match="cancelled"):
        says(ana)

    past = session(sides)
    late = seat(person("Bo Berg", sides.nato), one=past)
    held(sides, past)
    with pytest.raises(Refused, match="over"):
        late.agree_to_be_listed(Listing.CHAIRS, by=late.person, at=LATER)


def test_a_substitute_is_named_in_the_place_of_one_who_sent_regrets(ours, ana, sides):
    bo = person("Bo Berg", ours.organisation)
    with pytest.raises(Refused, match="has not sent regrets"):
        ours.nominate(bo, Capacity.MEMBER, by=ana.person, at=LATER, instead_of=ana)

    says(ana, Reply.REGRETS)
    named = ours.nominate(bo, Capacity.MEMBER, by=ana.person, at=LATER, instead_of=ana)

    assert ana.newest_answer.substitute == ""
    assert (named.instead_of, named.is_accredited) == (ana, False)


# Lists


def names(ours, level, listing=True):
    sheet = (ours.listing if listing else ours.edition)(Audience(level))
    return [(one.name, one.function, one.role) for one in sheet.seats]


@pytest.fixture
def chair(ours):
    return seat(person("Nora Chair", ours.organisation, function="Secretary General"), Capacity.HEAD, within=ours)


ANA, NORA = ("Ana Ilić", "", "member"), ("Nora Chair", "Secretary General", "head of delegation")
MEMBER, HEAD = ("N.N.", "", "member"), ("N.N.", "", "head of delegation")


@pytest.mark.parametrize(
    ("listed", "delegations", "public"),
    [
        (None, NORA, NORA),
        (Listing.PUBLIC, NORA, NORA),
        (Listing.PARTICIPANTS, NORA, HEAD),
        (Listing.CHAIRS, HEAD, HEAD),
    ],
)
def test_a_list_names_who_agreed_to_it_or_was_not_asked(ours, ana, chair, listed, delegations, public):
    if listed is not None:
        chair.agree_to_be_listed(listed, by=chair.person, at=LATER)

    assert names(ours, Level.SECRETARIAT) == [NORA, ANA]
    assert names(ours, Level.DELEGATIONS) == [delegations, ANA]
    assert names(ours, Level.COHOST) == names(ours, Level.PUBLIC) == [public]


def test_minutes_record_who_was_there_whatever_the_list_says(ours, ana, chair):
    for one in (ana, chair):
        one.agree_to_be_listed(Listing.CHAIRS, by=one.person, at=LATER)

    assert names(ours, Level.DELEGATIONS) == [HEAD, MEMBER]
    assert names(ours, Level.DELEGATIONS, listing=False) == [NORA, ANA]
    assert names(ours, Level.PUBLIC, listing=False) == [NORA]


def test_the_public_list_asks_no_member_for_its_name(ana, chair):
    assert (ana.listings, chair.listings) == ([Listing.CHAIRS, Listing.PARTICIPANTS], list(Listing))
    with pytest.raises(Refused, match="heads of delegation alone"):
        ana.agree_to_be_listed(Listing.PUBLIC, by=ana.person, at=LATER)


def test_whoever_sent_regrets_is_listed_only_if_it_was_there(ours, ana, chair, sides):
    says(ana, Reply.REGRETS)
    assert names(ours, Level.DELEGATIONS) == [NORA]
    assert ours.dated(Audience(Level.DELEGATIONS)) == LATER
    assert ours.dated(Audience(Level.PUBLIC)) == AT
    assert ours.at_table() == [chair, ana]

    ana.mark(True, by=sides.ours, at=LATER)

    assert names(ours, Level.DELEGATIONS, listing=False) == [NORA, ANA]


def test_a_head_who_sent_regrets_still_speaks_for_its_party(ours, chair):
    says(chair, Reply.REGRETS)

    assert (ours.head, chair.is_head, chair.is_entitled) == (chair, True, True)
    assert names(ours, Level.PUBLIC) == []


# Arrivals and departures


def hours(ours, level, sheet="edition"):
    return [(one.arrived, one.left) for one in getattr(ours, sheet)(Audience(level)).seats]


def test_whoever_came_late_or_left_early_was_there_and_the_delegations_edition_says_when(ours, chair, meeting, sides):
    late, early = meeting.starts + HOUR, meeting.ends - HOUR

    chair.stay(late, early, by=sides.ours, at=LATER)

    assert chair.present is True
    assert hours(ours, Level.DELEGATIONS) == hours(ours, Level.DELEGATIONS, "listing") == [(late, early)]
    assert hours(ours, Level.PUBLIC) == hours(ours, Level.COHOST, "listing") == [(None, None)]
    assert [(one.arrived, one.left) for one in ours.edition(Audience(Level.DELEGATIONS)).heads.seats] == [(None, None)]
    chair.mark(False, by=sides.ours, at=LATER)
    assert hours(ours, Level.DELEGATIONS) == [(None, None)]


def test_nobody_leaves_before_coming_or_on_another_day(ana, meeting, sides):
    for arrived, left in (
        (meeting.starts + 2 * HOUR, meeting.starts + HOUR),
        (meeting.starts - DAY, None),
        (None, meeting.ends + DAY),
        (meeting.ends, None),
    ):
        with pytest.raises(Refused):
            ana.stay(arrived, left, by=sides.ours, at=LATER)
    assert (ana.present, ana.arrived, ana.left) == (None, None, None)


def test_a_text_in_which_nobody_came_late_has_the_hash_that_it_had(ours, ana, meeting, sides):
    """Minutes that were signed off before there were such hours stay as they were signed."""
    before = canonical(ours.edition(Audience(Level.DELEGATIONS)))
    assert b"arrived" not in before

    ana.stay(meeting.starts + HOUR, None, by=sides.ours, at=LATER)

    assert b"arrived" in canonical(ours.edition(Audience(Level.DELEGATIONS)))

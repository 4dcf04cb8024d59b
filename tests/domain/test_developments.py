"""The development log: what an entry has to say, whose word it takes, and that nothing of it changes once it stands."""

import datetime as dt
from dataclasses import replace

import pytest

from dialogue.domain.agenda import ItemState
from dialogue.domain.agreed import Word
from dialogue.domain.base import Refused, Stale
from dialogue.domain.developments import FLOW, Account, Corroboration, DevelopmentState, cite, propose
from tests.domain.pairs import allowed, table
from tests.factories import AT, DAY, HOUR, agenda, item, known, person, topic
from tests.factories import table as seated

TODAY = AT.date()
TOLD = Account(
    happened_on=TODAY,
    happened_until=None,
    text="A cable was cut.",
    source="Operator of the network",
    corroboration=Corroboration.REPORTED,
)


@pytest.fixture
def sides():
    return seated()


def proposed(sides, account=TOLD, **more):
    return known(propose(more.pop("topic", topic()), account, 1, by=sides.ours, at=AT, **more))


def accepted(sides, **more):
    one = proposed(sides, **more)
    one.accept(base=1, by=sides.theirs, at=AT + HOUR)
    return one


def refused(act, *args, **more):
    with pytest.raises(Refused) as no:
        act(*args, **more)
    return str(no.value)


def test_an_entry_moves_as_its_table_says():
    assert allowed(FLOW, DevelopmentState) == table(
        """proposed: accepted, not shared, withdrawn
        not shared: accepted, withdrawn"""
    )


def test_an_entry_is_proposed_in_the_words_of_one_side(sides):
    one = proposed(sides)

    assert (one.reference, one.ref, one.party) == (f"DEV/{TODAY.year}/1", f"{TODAY.year}-1", sides.nato)
    assert (one.waits, one.stands) == (True, False)
    assert one.agreement.said_by(sides.nato, Word.DEVELOPMENT)
    assert [(fact.verb, fact.by) for fact in one.facts()] == [("propose", sides.ours)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": " "}, "Please say what happened."),
        ({"source": ""}, "Please name the source: without one nobody can check it."),
        ({"happened_until": TODAY - DAY}, "The last day is not before the first."),
        (
            {"happened_on": TODAY + DAY},
            "A development is dated on the day on which it happened, and that is not after today.",
        ),
        (
            {"happened_until": TODAY + DAY},
            "A development is dated on the day on which it happened, and that is not after today.",
        ),
        (
            {"corroboration": Corroboration.BOTH_SIDES},
            "That both sides confirm it, the other side says when it accepts the entry.",
        ),
    ],
)
def test_an_entry_says_what_when_and_how_it_is_known(sides, wrong, sentence):
    one, worse = proposed(sides), replace(TOLD, **wrong)

    assert refused(proposed, sides, worse) == sentence
    assert refused(one.revise, one.topic, worse, base=1, by=sides.ours, at=AT) == sentence
    assert one.text == TOLD.text


def test_nobody_but_a_party_proposes_and_nothing_under_a_retired_topic(sides):
    old, one = topic("Old"), proposed(sides)
    old.retire(by=sides.ours, at=AT)

    assert refused(propose, topic(), TOLD, 1, by=person(), at=AT) == (
        "An entry of the development log is proposed by a Party."
    )
    assert refused(proposed, sides, topic=old) == "This topic is retired: nothing new is entered under it."
    assert refused(one.revise, old, TOLD, base=1, by=sides.ours, at=AT) == (
        "This topic is retired: nothing new is entered under it."
    )


def test_what_waits_is_reworded_on_the_version_that_was_seen_and_said_anew(sides):
    one, better = proposed(sides), replace(TOLD, text="Two cables were cut.", happened_on=TODAY - DAY)
    with pytest.raises(Stale) as no:
        one.revise(one.topic, better, base=0, by=sides.ours, at=AT)
    assert str(no.value) == "Somebody has changed this entry since you opened it."

    one.revise(one.topic, better, base=1, by=sides.ours, at=AT + HOUR)

    assert (one.text, one.happened_on) == ("Two cables were cut.", TODAY - DAY)
    assert [said.ended_at for said in one.agreement.assents] == [AT + HOUR, None]


def test_the_other_side_accepts_what_it_has_seen_and_confirms_it_if_it_knows(sides):
    one, other = proposed(sides), proposed(sides)
    assert refused(one.accept, base=1, by=sides.ours, at=AT) == (
        "Your side has proposed this; the other side accepts it, or says that it does not share it."
    )
    with pytest.raises(Stale):
        one.accept(base=0, by=sides.theirs, at=AT)

    one.accept(base=1, by=sides.theirs, at=AT + HOUR)
    other.accept(confirms=True, base=1, by=sides.theirs, at=AT + HOUR)

    assert one.is_joint and one.agreement.is_reached(Word.DEVELOPMENT)
    assert (one.corroboration, other.corroboration) == (Corroboration.REPORTED, Corroboration.BOTH_SIDES)
    assert (one.state_by, one.state_at) == (sides.theirs, AT + HOUR)


def test_what_the_other_side_does_not_share_stands_as_one_sides_with_the_reason(sides):
    one = proposed(sides)
    assert refused(one.not_share, " ", base=1, by=sides.theirs, at=AT) == (
        "Please say why your side does not share this: both delegations read it."
    )
    assert refused(one.not_share, "No", base=1, by=sides.ours, at=AT) == (
        "Your side has proposed this; the other side accepts it, or says that it does not share it."
    )

    one.not_share("We know of no such thing.", base=1, by=sides.theirs, at=AT + HOUR)

    assert (one.is_of_one_side, one.stands, one.state_reason) == (True, True, "We know of no such thing.")
    one.accept(base=1, by=sides.theirs, at=AT + DAY)
    assert (one.is_joint, one.state_reason) == (True, "")


def test_its_own_side_takes_back_what_the_other_has_not_accepted(sides):
    one, other = proposed(sides), proposed(sides)
    other.not_share("No.", base=1, by=sides.theirs, at=AT)
    assert refused(one.withdraw, by=sides.theirs, at=AT) == "The side that has proposed this entry withdraws it."

    for entry in (one, other):
        entry.withdraw(by=sides.ours, at=AT + HOUR)

    assert {entry.state for entry in (one, other)} == {DevelopmentState.WITHDRAWN}
    assert refused(accepted(sides).withdraw, by=sides.ours, at=AT) == (
        "This is “accepted” and cannot become “withdrawn”."
    )


def test_nothing_changes_once_it_stands_and_a_correction_is_an_entry_of_its_own(sides):
    one, waits = accepted(sides), proposed(sides)
    assert refused(one.revise, one.topic, TOLD, base=1, by=sides.ours, at=AT) == (
        "Nothing of this entry changes any more. What is wrong in it, a new entry corrects."
    )
    assert refused(proposed, sides, corrects=waits) == f"{waits.reference} does not stand in the log: it is proposed."

    better = proposed(sides, replace(TOLD, text="No cable was cut."), topic=topic("Another"), corrects=one)

    assert (better.topic, better.corrects, one.corrected_by) == (one.topic, one, [])
    better.revise(topic("Elsewhere"), TOLD, base=1, by=sides.ours, at=AT)
    assert better.topic is one.topic
    better.accept(base=1, by=sides.theirs, at=AT)
    assert one.corrected_by == [better]
    assert one.text == TOLD.text


def test_an_entry_that_stands_is_cited_once_under_an_item_that_is_on_the_agenda(sides):
    one, waits, under = accepted(sides), proposed(sides), item(agenda(sides), sides)

    made = cite(one, under, [], by=sides.ours, at=AT)

    assert (made.item_key, made.session) == (under.key, under.session)
    assert refused(cite, one, under, [made], by=sides.ours, at=AT) == (
        f"{one.reference} is cited under this item already."
    )
    assert refused(cite, waits, under, [], by=sides.ours, at=AT) == (
        f"{waits.reference} does not stand in the log: it is proposed."
    )
    coffee = item(under.agenda, sides, "Coffee break", numbered=False)
    assert refused(cite, one, coffee, [], by=sides.ours, at=AT) == (
        "“Coffee break” is a line without a number: that is for items alone."
    )
    under.state = ItemState.WITHDRAWN
    assert refused(cite, one, under, [], by=sides.ours, at=AT) == (
        "An entry is cited under an item that is on the agenda."
    )


def test_the_year_of_a_reference_is_that_of_the_dialogues_own_clock(sides):
    night = dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)

    told = replace(TOLD, happened_on=night.date())

    assert propose(topic(), told, 3, by=sides.ours, at=night).reference == "DEV/2027/3"

"""What takes two persons' word: proposed by one, answered by another who was asked, once, in time, as it was."""

import pytest

from dialogue.domain.base import Refused, Stale
from dialogue.domain.delegations import Capacity
from dialogue.domain.mandates import LASTS, Mandate, MandateKind, MandateState, Order, alone, propose
from dialogue.domain.people import AccountState
from tests.factories import AT, DAY, HOUR, person, seat, session, table


@pytest.fixture
def sides():
    return table()


@pytest.fixture
def ada(sides):
    return person("Ada Admin", standing=AccountState.ADMIN)


def proposed(sides, ada, kind=MandateKind.PASSWORD, who=None, **more):
    given = {"asked": [sides.theirs, sides.chair_nato], "waiting": (), "by": ada, "at": AT} | more
    return propose(Order(kind, who or sides.ours), "Lost the telephone.", **given)


def verbs(mandate):
    return [(fact.verb, fact.by) for fact in mandate.facts()]


def test_one_proposes_and_another_puts_it_in_force(sides, ada):
    made = proposed(sides, ada)

    made.confirm(by=sides.theirs, at=AT + HOUR)

    assert (made.state, made.second, made.answered_at) == (MandateState.IN_FORCE, sides.theirs, AT + HOUR)
    assert verbs(made) == [("propose password", ada), ("confirm password", sides.theirs)]


def test_the_word_of_the_proposer_of_the_subject_or_of_somebody_else_is_none(sides, ada):
    made = proposed(sides, ada, asked=[sides.theirs, sides.ours, ada])

    for by in (ada, sides.ours, sides.chair_kosovo):
        with pytest.raises(Refused) as no:
            made.confirm(by=by, at=AT)
        assert str(no.value) == "The second word is not yours to give here."
    assert made.state is MandateState.PROPOSED


@pytest.mark.parametrize("answer", ["confirm", "decline", "withdraw"])
def test_an_answer_is_given_once(sides, ada, answer):
    made = proposed(sides, ada)
    made.withdraw(by=ada, at=AT)

    with pytest.raises(Refused):
        {
            "confirm": lambda: made.confirm(by=sides.theirs, at=AT),
            "decline": lambda: made.decline("No.", by=sides.theirs, at=AT),
            "withdraw": lambda: made.withdraw(by=ada, at=AT),
        }[answer]()
    assert made.state is MandateState.WITHDRAWN


def test_after_a_week_it_is_too_late(sides, ada):
    made = proposed(sides, ada)
    assert made.is_open(AT + LASTS - HOUR)

    with pytest.raises(Refused) as no:
        made.confirm(by=sides.theirs, at=AT + 7 * DAY)

    assert str(no.value) == "Nobody has given a second word within a week. Please propose it anew."
    assert not made.is_open(AT + LASTS)


@pytest.mark.parametrize("what", ["person", "seat"])
def test_what_has_changed_since_is_proposed_anew(sides, ada, what):
    held = seat(sides.chair_nato, Capacity.MEMBER, one=session(sides))
    order = Order(MandateKind.VOICE, held.person, seat=held, authority="Letter 7")
    made = propose(order, "", asked=[sides.theirs], waiting=(), by=sides.ours, at=AT)
    getattr(made, what).version += 1

    with pytest.raises(Stale):
        made.confirm(by=sides.theirs, at=AT)
    assert not made.is_open(AT)


def test_it_is_declined_with_a_reason(sides, ada):
    made = proposed(sides, ada)
    with pytest.raises(Refused, match="say why you decline"):
        made.decline(" ", by=sides.theirs, at=AT)

    made.decline("I know nothing of it.", by=sides.theirs, at=AT)

    assert (made.state, made.second, made.reason) == (MandateState.DECLINED, sides.theirs, "I know nothing of it.")


def test_only_its_proposer_withdraws_it(sides, ada):
    with pytest.raises(Refused, match="Whoever has proposed this"):
        proposed(sides, ada).withdraw(by=sides.theirs, at=AT)


def test_without_a_reason_or_anybody_to_ask_or_twice_it_is_not_proposed(sides, ada):
    with pytest.raises(Refused, match="Please say why"):
        propose(Order(MandateKind.CLOSE, sides.ours), " ", asked=[sides.theirs], waiting=(), by=ada, at=AT)
    with pytest.raises(Refused, match="Nobody can give the second word"):
        proposed(sides, ada, asked=[])
    first = proposed(sides, ada)
    with pytest.raises(Refused, match="was proposed already"):
        proposed(sides, ada, waiting=[first])
    first.withdraw(by=ada, at=AT)
    assert proposed(sides, ada, waiting=[first]).is_open(AT)
    assert proposed(sides, ada, waiting=[proposed(sides, ada, kind=MandateKind.FACTORS)]).is_open(AT)


def test_what_no_second_word_would_mend_is_not_proposed(sides, ada):
    asked = {"asked": [sides.theirs], "waiting": (), "at": AT}
    with pytest.raises(Refused, match="A secretary belongs to one of the two Parties"):
        propose(Order(MandateKind.PARTICULARS, ada, standing=AccountState.SECRETARY), "Why.", by=sides.ours, **asked)
    with pytest.raises(Refused, match="You cannot change your own standing role"):
        propose(Order(MandateKind.PARTICULARS, ada, standing=AccountState.NONE), "Why.", by=ada, **asked)
    with pytest.raises(Refused, match="You cannot close your own account"):
        propose(Order(MandateKind.CLOSE, ada), "Why.", by=ada, **asked)


def test_what_is_set_up_alone_says_so(sides, ada):
    made = alone(Order(MandateKind.PARTICULARS, sides.chair_nato, standing=AccountState.SECRETARY), "", by=None, at=AT)

    assert (made.is_in_force, made.second, made.proposed_by) == (True, None, None)
    assert verbs(made) == [("set up alone: particulars", None)]


def test_it_is_of_no_sessions_papers(sides, ada):
    assert proposed(sides, ada).session_id is None
    assert Mandate.__tablename__ == "mandates"

"""What each verb writes of a round: which entry, by whom, when, in which words, about what; and that once."""

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.silence import EntryKind, ObjectionKind, Route
from tests.domain.silence.test_verbs import (
    held_for_a_fault,
    held_unserved,
    in_proposed,
    in_question,
    in_running,
    object_,
)
from tests.factories import AT, DAY, HOUR, NO_PULSE, known, person, running, table

K = EntryKind


def at_the_expiry(sides):
    """Held for an objection in the minute in which nobody can tell."""
    round_ = running(sides)
    object_(round_, sides, round_.expires_at + HOUR / 120)
    return round_, round_.expires_at + HOUR, NO_PULSE


def unconfirmed(sides):
    """An objection of somebody of whom nobody knows yet whether it speaks for the Party."""
    round_, at, pulse = in_running(sides)
    by = person(of=sides.nato)
    known(round_.object_(ObjectionKind.OBJECTION, "", entitled=False, pulse=pulse, by=by, at=at))
    return round_, at + HOUR, pulse


def recorded(sides):
    """An objection that came by telephone, as one secretary has recorded it."""
    round_, at, pulse = in_running(sides)
    more = {"route": Route.TELEPHONE, "received_at": at, "recorded_by": sides.ours}
    known(round_.object_(ObjectionKind.OBJECTION, "", entitled=True, pulse=pulse, by=sides.chair_nato, at=at, **more))
    return round_, at + HOUR, pulse


def asked(sides):
    round_, at, pulse = in_running(sides)
    round_.speak(K.SCRUTINY, "Why?", pulse=pulse, by=sides.chair_nato, at=at)
    return round_, at + HOUR, pulse


def handed_over(sides):
    round_, at, pulse = in_running(sides)
    round_.deliver_by_hand(sides.chair_kosovo, "At the door.", AT, pulse=pulse, by=sides.ours, at=at)
    return round_, at + HOUR, pulse


# By the verb: where the round is; the act; whose word it is; what its entry holds beside that; what a second one says.
WRITES = {
    "consents to the method": (
        in_proposed, lambda r, who, how: r.consent_to_method("Yes.", by=who, at=how["at"]), "chair_nato",
        {"kind": K.METHOD_CONSENT, "text": "Yes.", "issue": 0},
        "Your side has consented to the method already.",
    ),
    "states that it does not object": (
        held_unserved, lambda r, who, how: r.state_no_objection("None.", by=who, **how), "chair_nato",
        {"kind": K.NO_OBJECTION, "text": "None.", "entitled": True},
        "This round is not held for want of service on your side.",
    ),
    "confirms that it sent none": (
        held_for_a_fault, lambda r, who, how: r.confirm_none_sent("None.", by=who, **how), "chair_kosovo",
        {"kind": K.SENT_NONE, "text": "None.", "entitled": True}, "Your side has confirmed this already.",
    ),
    "confirms an objection": (
        unconfirmed, lambda r, who, how: r.confirm(r.objections[0], by=who, at=how["at"]), "chair_nato",
        {"kind": K.CONFIRMED, "text": "", "entitled": True, "objection": 0}, "This objection waits for nobody's word.",
    ),
    "disowns an objection": (
        unconfirmed, lambda r, who, how: r.disown(r.objections[0], "Not ours.", by=who, at=how["at"]), "chair_nato",
        {"kind": K.DISOWNED, "text": "Not ours.", "entitled": True, "objection": 0},
        "This objection waits for nobody's word.",
    ),
    "rules that it was late": (
        at_the_expiry, lambda r, who, how: r.rule_out(r.objections[0], "By the log.", by=who, **how), "ours",
        {"kind": K.RULED_OUT, "text": "By the log.", "objection": 0}, "Your side has recorded this already.",
    ),
    "rules that it was in time": (
        in_question, lambda r, who, how: r.rule_in(r.objections[0], "By the log.", by=who, **how), "theirs",
        {"kind": K.RULED_IN, "text": "By the log.", "objection": 0},
        "Whether this objection was in time is not in question.",
    ),
    "withdraws an objection": (
        at_the_expiry, lambda r, who, how: r.withdraw_objection(r.objections[0], "Settled.", by=who, at=how["at"]),
        "chair_nato", {"kind": K.OBJECTION_WITHDRAWN, "text": "Settled.", "objection": 0},
        "This objection has been withdrawn already.",
    ),
    "sees the record of an objection": (
        recorded, lambda r, who, how: r.see_record(r.objections[0], by=who, at=how["at"]), "theirs",
        {"kind": K.RECORD_SEEN, "text": "", "objection": 0}, "This record has been seen already.",
    ),
    "acknowledges receipt": (
        in_running, lambda r, who, how: r.acknowledge(entitled=True, by=who, **how), "chair_kosovo",
        {"kind": K.ACKNOWLEDGED, "text": "", "entitled": True}, "You have acknowledged receipt already.",
    ),
    "joins consensus": (
        in_running, lambda r, who, how: r.join_consensus(by=who, **how), "chair_kosovo",
        {"kind": K.CONSENSUS, "text": "", "entitled": True}, "Your side has joined consensus already.",
    ),
    "attaches a statement": (
        in_running, lambda r, who, how: r.speak(K.STATEMENT, "For the record.", by=who, **how), "chair_nato",
        {"kind": K.STATEMENT, "text": "For the record.", "entitled": True}, "",
    ),
    "answers a question": (
        asked, lambda r, who, how: r.answer(r.entries[-1], "Because.", by=who, at=how["at"]), "ours",
        {"kind": K.ANSWER, "text": "Because.", "about": K.SCRUTINY}, "There is no such request in this round.",
    ),
    "records a delivery": (
        in_running,
        lambda r, who, how: r.deliver_by_hand(table_of(r)[1], "At the door.", AT + HOUR, by=who, **how), "ours",
        {"kind": K.HAND_DELIVERY, "text": "At the door.", "until": AT + HOUR, "party": 1, "to": "second"}, "",
    ),
    "sees the record of a delivery": (
        handed_over, lambda r, who, how: r.see_delivery(delivered(r), by=who, at=how["at"]), "theirs",
        {"kind": K.HAND_DELIVERY_SEEN, "text": "", "about": K.HAND_DELIVERY}, "This record has been seen already.",
    ),
    "lets somebody go": (
        in_running, lambda r, who, how: r.let_go(who, by=who, at=how["at"]), "chair_nato",
        {"kind": K.LETS_GO, "text": "", "to": "first"}, "Your side has said this already.",
    ),
}  # fmt: skip


def table_of(round_):
    """Whom the notice in force, or the round before it, is addressed to: of each Party its first."""
    return [next(d.person for d in round_.issue.deliveries if d.party is party) for party in round_.parties]


def delivered(round_):
    return next(e for e in round_.entries if e.kind is K.HAND_DELIVERY)


@pytest.mark.parametrize("verb", WRITES)
def test_the_entry_says_who_said_what_when_and_of_what(verb):
    come, act, who, holds, _ = WRITES[verb]
    sides = table()
    round_, at, pulse = come(sides)
    by, before = getattr(sides, who), len(round_.entries)

    act(round_, by, {"at": at, "pulse": pulse})

    (entry,) = round_.entries[before:]
    assert (entry.person, entry.at) == (by, at)
    assert entry.party is (round_.parties[holds["party"]] if "party" in holds else by.organisation)
    assert (entry.kind, entry.text, entry.entitled) == (holds["kind"], holds["text"], holds.get("entitled", False))
    assert (entry.issue, entry.until) == (holds.get("issue", 1), holds.get("until"))
    assert entry.objection is (round_.objections[holds["objection"]] if "objection" in holds else None)
    assert (entry.about.kind if entry.about else None) is holds.get("about")
    assert entry.to is (table_of(round_)[holds["to"] == "second"] if "to" in holds else None)


@pytest.mark.parametrize("verb", [verb for verb, row in WRITES.items() if row[4]])
def test_a_second_time_it_is_refused_in_its_sentence(verb):
    come, act, who, _, sentence = WRITES[verb]
    sides = table()
    round_, at, pulse = come(sides)
    by, how = getattr(sides, who), {"at": at, "pulse": pulse}
    act(round_, by, how)

    with pytest.raises(Refused) as refused:
        act(round_, by, how)

    assert str(refused.value) == sentence


def test_what_is_confirmed_of_one_fault_is_asked_again_of_the_next():
    sides = table()
    round_, at, pulse = held_for_a_fault(sides)
    round_.confirm_none_sent("None.", by=sides.chair_nato, at=AT + HOUR, pulse=pulse)

    with pytest.raises(Refused, match="confirmed this already"):
        round_.confirm_none_sent("None.", by=sides.chair_nato, at=at, pulse=pulse)

    assert not round_.said(K.SENT_NONE, sides.nato, since=AT + DAY)


# What is refused


@pytest.mark.parametrize("words", ["", " \n\t"])
@pytest.mark.parametrize(
    ("where", "act", "who", "sentence"),
    [
        (
            held_unserved,
            lambda r, words, how: r.state_no_objection(words, **how),
            "chair_nato",
            "Please state in writing that your side does not object.",
        ),
        (
            held_for_a_fault,
            lambda r, words, how: r.confirm_none_sent(words, **how),
            "chair_nato",
            "Please confirm in writing that your side sent no objection by any route.",
        ),
        (
            at_the_expiry,
            lambda r, words, how: r.rule_out(r.objections[0], words, **how),
            "ours",
            "Please record why the objection was not in time.",
        ),
    ],
)
def test_what_ends_a_hold_is_said_in_writing(sides, where, act, who, sentence, words):
    round_, at, pulse = where(sides)
    had = list(round_.entries)

    with pytest.raises(Refused) as no:
        act(round_, words, {"pulse": pulse, "by": getattr(sides, who), "at": at})

    assert str(no.value) == sentence
    assert round_.entries == had


def test_an_objection_of_another_round_or_of_its_senders_own_hand_has_no_record_here(sides):
    (round_, at, _), (other, _, _) = at_the_expiry(sides), recorded(sides)

    with pytest.raises(Refused) as no:
        round_.withdraw_objection(other.objections[0], "Settled.", by=sides.chair_nato, at=at)
    assert str(no.value) == "There is no such objection in this round."
    for foreign in (other.objections[0], round_.objections[0]):
        with pytest.raises(Refused) as no:
            round_.see_record(foreign, by=sides.theirs, at=at)
        assert str(no.value) == "This objection was not recorded by a secretary."
    assert not {one.kind for one in round_.entries} & {K.OBJECTION_WITHDRAWN, K.RECORD_SEEN}

"""Every verb of a round in every state that a round can be in: allowed, or refused with its sentence."""

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.pulse import Pulse
from dialogue.domain.silence import CirculationState, EntryKind, ObjectionKind
from tests.factories import AT, DAY, HOUR, NO_PULSE, agreed_method, known, proposed, running, table, voices

SECOND = HOUR / 3600
RESTORED = Pulse(NO_PULSE.irregular, NO_PULSE.first_at, NO_PULSE.last_at, NO_PULSE.after_at, [AT + HOUR])


def object_(round_, sides, at, pulse=NO_PULSE, **more):
    return known(round_.object_(ObjectionKind.OBJECTION, "", entitled=True, pulse=pulse, by=sides.chair_nato, at=at,
                                **more))  # fmt: skip


# How a round comes to each state: returns the instant at which it is there, and what is known of the service.


def in_proposed(sides):
    return proposed(sides), AT, NO_PULSE


def in_agreed(sides):
    return agreed_method(sides), AT, NO_PULSE


def in_running(sides):
    return running(sides), AT + 2 * HOUR, NO_PULSE


def in_closing(sides):
    round_ = running(sides)
    return round_, round_.expires_at + SECOND, NO_PULSE


def in_adopted(sides):
    round_ = running(sides)
    return round_, round_.expires_at + HOUR, NO_PULSE


def in_broken(sides):
    round_ = running(sides)
    object_(round_, sides, AT + HOUR)
    return round_, AT + 2 * HOUR, NO_PULSE


def held_unserved(sides):
    round_ = running(sides, served=False)
    return round_, round_.expires_at + HOUR, NO_PULSE


def held_for_a_fault(sides):
    return running(sides), AT + 2 * HOUR, RESTORED


def in_question(sides):
    round_, later, _ = in_adopted(sides)
    round_.record(later, NO_PULSE)
    object_(round_, sides, later, received_at=round_.expires_at)
    return round_, later, NO_PULSE


def in_withdrawn(sides):
    round_, at, pulse = in_running(sides)
    round_.withdraw("", pulse=pulse, by=sides.ours, at=at)
    return round_, at, pulse


def in_superseded(sides):
    round_, at, pulse = in_running(sides)
    round_.supersede(pulse=pulse, by=sides.ours, at=at)
    return round_, at, pulse


def in_declined(sides):
    round_ = proposed(sides)
    round_.decline("", by=sides.chair_nato, at=AT)
    return round_, AT, NO_PULSE


STATES = {
    "proposed": in_proposed,
    "agreed": in_agreed,
    "running": in_running,
    "closing": in_closing,
    "unserved": held_unserved,
    "fault": held_for_a_fault,
    "question": in_question,
    "adopted": in_adopted,
    "broken": in_broken,
    "withdrawn": in_withdrawn,
    "superseded": in_superseded,
    "declined": in_declined,
}
WORDS = {"agreed": "proposed", "unserved": "held", "fault": "held", "question": "held"}  # what pages call them

VERBS = {
    "consent": lambda r, s, how: r.consent_to_method("", by=s.chair_nato, at=how["at"]),
    "decline": lambda r, s, how: r.decline("", by=s.chair_nato, at=how["at"]),
    "issue": lambda r, s, how: r.issue_(AT + 20 * DAY, voices(s), by=s.ours, **how),
    "extend": lambda r, s, how: r.extend(AT + 20 * DAY, by=s.chair_nato, **how),
    "withdraw": lambda r, s, how: r.withdraw("", by=s.ours, **how),
    "supersede": lambda r, s, how: r.supersede(by=s.ours, **how),
    "object": lambda r, s, how: object_(r, s, **how),
    "acknowledge": lambda r, s, how: r.acknowledge(entitled=True, by=s.chair_nato, **how),
    "deliver": lambda r, s, how: r.deliver_by_hand(s.chair_nato, "At the door.", AT, by=s.ours, **how),
    "join consensus": lambda r, s, how: r.join_consensus(by=s.chair_nato, **how),
    "comment": lambda r, s, how: r.speak(EntryKind.COMMENT, "Well.", by=s.chair_nato, **how),
    "attach": lambda r, s, how: r.speak(EntryKind.STATEMENT, "Well.", by=s.chair_nato, **how),
    "state no objection": lambda r, s, how: r.state_no_objection("None.", by=s.chair_nato, **how),
    "confirm none sent": lambda r, s, how: r.confirm_none_sent("None.", by=s.chair_nato, **how),
    "release": lambda r, s, how: r.release(told_at=None, by=s.ours, **how),
}

# Where each verb is allowed, and what it says elsewhere; a state that says something else has its own line.
ALLOWED = {
    "consent": "proposed",
    "decline": "proposed agreed",
    "issue": "agreed unserved fault",
    "extend": "running",
    "withdraw": "proposed agreed running unserved fault",
    "supersede": "proposed agreed running unserved fault",
    "object": " ".join(STATES),
    "acknowledge": "running closing unserved fault question",
    "deliver": "running closing unserved fault question",
    "join consensus": "running closing unserved fault question",
    "comment": "running closing unserved fault question",
    "attach": "running closing unserved fault question adopted",
    "state no objection": "unserved",
    "confirm none sent": "fault",
    "release": "",
}
SAYS = {
    "consent": "The method is no longer open: this round is “{state}”.",
    "decline": "The method is no longer open: this round is “{state}”.",
    "issue": "A round that is “{state}” is not issued.",
    "extend": "This round is “{state}”.",
    "withdraw": "A round that is “{state}” is not withdrawn.",
    "supersede": "The text of a round that is “{state}” does not change.",
    "acknowledge": "This round is “{state}”.",
    "deliver": "This round is “{state}”.",
    "join consensus": "This round is “{state}”.",
    "comment": "This round is “{state}”: nothing is attached to it any more.",
    "attach": "This round is “{state}”: nothing is attached to it any more.",
    "state no objection": "This round is not held for want of service on your side.",
    "confirm none sent": "This round is not held for a fault of the service.",
    "release": "This round is not held for a fault of the service.",
}
ELSE = {
    ("consent", "agreed"): "Your side has consented to the method already.",
    ("issue", "proposed"): "Both co-chairs have to consent to the method first.",
    ("release", "fault"): "NATO has still to confirm that it sent no objection.",
    ("consent", "question"): "The method is no longer open: this round is “adopted”.",
    ("decline", "question"): "The method is no longer open: this round is “adopted”.",
    # The method is asked of what was written down last; of these nothing has been.
    **{
        (verb, at): "The method is no longer open: this round is “running”."
        for verb in ("consent", "decline")
        for at in ("closing", "unserved", "fault", "adopted", "broken")
    },
}


def expected(verb, state):
    if state in ALLOWED[verb].split():
        return ""
    return ELSE.get((verb, state)) or SAYS[verb].format(state=WORDS.get(state, state))


@pytest.mark.parametrize("verb", VERBS)
def test_in_every_state_the_verb_is_allowed_or_refused_with_its_sentence(verb):
    assert {state: said(verb, state) for state in STATES} == {state: expected(verb, state) for state in STATES}


def said(verb, state):
    sides = table()
    round_, at, pulse = STATES[state](sides)
    try:
        VERBS[verb](round_, sides, {"at": at, "pulse": pulse})
    except Refused as no:
        return str(no)
    return ""


def test_the_states_are_those_that_they_are_called():
    found = {}
    for name, come in STATES.items():
        round_, at, pulse = come(table())
        found[name] = round_.outcome(at, pulse).state.value

    assert found == {name: WORDS.get(name, name) for name in STATES}
    assert set(found.values()) == {state.value for state in CirculationState}


@pytest.mark.parametrize("state", ["adopted", "broken", "withdrawn", "superseded", "declined"])
def test_what_is_over_stays_as_it_is_whatever_time_passes(state):
    round_, at, pulse = STATES[state](table())
    round_.record(at, pulse)

    assert round_.outcome(at + 300 * DAY, pulse) == round_.outcome(at, pulse)
    assert round_.record(at + 300 * DAY, pulse) is None

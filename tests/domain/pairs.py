"""Flows as tables: every pair (state, state) is tried, and is either allowed or refused with its sentence."""

import pytest

from dialogue.domain.base import Refused


def allowed(flow, states):
    """The pairs that the flow lets through, as the words that are stored."""
    return {(now.value, to.value) for now in states for to in states if _moves(flow, now, to)}


def _moves(flow, now, to):
    if flow.allows(now, to):
        assert flow.move(now, to) is to
        return True
    with pytest.raises(Refused) as no:
        flow.move(now, to)
    assert str(no.value) == f"This is “{now}” and cannot become “{to}”."
    return False


def table(text):
    """`tentative: convened, cancelled` on each line, as the pairs that it allows."""
    pairs = set()
    for line in text.strip().splitlines():
        now, _, to = line.strip().partition(": ")
        pairs |= {(now, word.strip()) for word in to.split(",")}
    return pairs

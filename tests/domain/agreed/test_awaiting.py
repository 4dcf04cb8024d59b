"""What a text waits for is told from its kind, so each kind has the states that the `where` of lists name."""

import pytest

from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import ApprovedText, SignedText
from dialogue.domain.communiques import Communique
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.minutes import Corrigendum, Minutes

TEXTS = (Agenda, Communique, Corrigendum, DraftDecision, Minutes)


@pytest.mark.parametrize("text", TEXTS)
def test_a_kind_names_states_of_its_own_flow(text):
    kind = text.KIND
    named = {*kind.edited, *kind.signed_off, *kind.signed_off.values(), *kind.approved}
    if issubclass(text, SignedText):
        named |= {kind.final, kind.silent, kind.returned}

    assert named <= kind.flow.states


@pytest.mark.parametrize("text", [one for one in TEXTS if issubclass(one, ApprovedText)])
def test_what_is_approved_can_come_back_and_a_round_can_end_each_way(text):
    kind = text.KIND

    assert kind.flow.allows(kind.final, kind.silent)
    assert {kind.approved[0], kind.final, kind.returned} <= kind.flow.moves[kind.silent]
    assert all(kind.flow.allows(one, kind.returned) for one in kind.approved)

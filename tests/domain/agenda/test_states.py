"""The states of an agenda."""

from dialogue.domain.agenda import FLOW, AgendaState
from tests.domain.pairs import allowed, table


def test_an_agenda_moves_as_its_table_says():
    assert allowed(FLOW, AgendaState) == table(
        """
        collecting: drafting, lapsed
        drafting: provisional, lapsed
        provisional: provisional, circulated, lapsed
        circulated: circulated, before adoption, lapsed
        before adoption: adopted
        lapsed: collecting, drafting, circulated
        """
    )

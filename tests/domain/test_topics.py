"""Topics: reworded and retired on the record; what was is not forgotten."""

import pytest

from dialogue.domain.base import Refused, Stale
from dialogue.domain.topics import enter
from tests.factories import AT, HOUR, person, topic


def test_a_topic_is_reworded_on_the_record():
    by, one = person(), topic("Borders")

    one.reword("Border incidents", "What happened since.", base=1, by=by, at=AT)

    assert (one.title, one.summary, one.slug) == ("Border incidents", "What happened since.", "borders")
    assert [(f.verb, f.by) for f in one.facts()] == [("reword", by)]


def test_a_topic_is_retired_and_revived():
    by, one = person(), topic()
    one.retire(by=by, at=AT)
    assert one.retired_at == AT

    one.revive(by=by, at=AT + HOUR)

    assert one.retired_at is None
    assert [(f.verb, f.at) for f in one.facts()] == [("retire", AT), ("revive", AT + HOUR)]


def test_a_topic_that_is_retired_is_not_retired_again():
    one = topic()
    one.retire(by=person(), at=AT)

    with pytest.raises(Refused) as no:
        one.retire(by=person(), at=AT + HOUR)

    assert str(no.value) == "This topic is retired already."
    assert one.retired_at == AT


def test_a_topic_in_use_is_not_revived():
    with pytest.raises(Refused) as no:
        topic().revive(by=person(), at=AT)

    assert str(no.value) == "This topic is in use."


def test_a_topic_that_somebody_else_reworded_meanwhile_is_not_overwritten():
    one = topic("Borders")

    with pytest.raises(Stale) as no:
        one.reword("Mine", "", base=0, by=person(), at=AT)

    assert str(no.value) == "Somebody has changed this topic since you opened it."
    assert one.title == "Borders"


def test_a_new_topic_has_a_word_of_its_own_in_addresses():
    by = person()

    one = enter("Border incidents", "", taken=["border-incidents"], by=by, at=AT)

    assert one.slug not in ("border-incidents", "new", "")
    assert (one.entered_by, one.entered_at) == (by, AT)


def test_a_topic_is_never_called_new_in_an_address():
    assert enter("New", "", taken=[], by=person(), at=AT).slug != "new"

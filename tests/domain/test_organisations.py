"""Two Parties and no third; the one across the table."""

import pytest

from dialogue.domain.base import Refused, Stale, refusal
from dialogue.domain.organisations import OrganisationKind, enter, enter_place, may_join, other_party
from tests.factories import AT, known, organisation, party, person, place, table


def test_a_dialogue_has_two_parties():
    assert [refusal(may_join, OrganisationKind.PARTY, there) for there in (0, 1)] == [None, None]


def test_a_third_party_is_refused():
    with pytest.raises(Refused) as no:
        may_join(OrganisationKind.PARTY, 2)

    assert str(no.value) == "There are two Parties already, and a dialogue has no third."


@pytest.mark.parametrize("kind", [OrganisationKind.COHOST, OrganisationKind.OBSERVER, OrganisationKind.OTHER])
def test_there_may_be_any_number_of_other_organisations(kind):
    assert refusal(may_join, kind, 2) is None


def test_the_other_party_is_the_one_across_the_table():
    sides = table()

    assert other_party(sides.parties, sides.nato) is sides.kosovo
    assert other_party(sides.parties, sides.kosovo) is sides.nato


def test_there_is_no_other_party_before_it_was_entered():
    alone = party()

    with pytest.raises(Refused) as no:
        other_party([alone], alone)

    assert str(no.value) == "A dialogue needs two Parties. Please enter the second one first."


def test_only_a_party_is_a_party():
    assert {kind: organisation(kind=kind).is_party for kind in OrganisationKind} == {
        OrganisationKind.PARTY: True,
        OrganisationKind.COHOST: False,
        OrganisationKind.OBSERVER: False,
        OrganisationKind.OTHER: False,
    }


# Entering and renaming


BY = {"by": person(), "at": AT}


def entered(kind=OrganisationKind.COHOST, short="Institute of Peace", existing=()):
    return enter(kind, short, f"The {short}", short, seat=None, order=0, existing=existing, **BY)


def test_a_new_organisation_has_a_word_of_its_own_in_addresses():
    first = entered()
    second = entered(existing=[first])

    assert first.slug == "institute-of-peace"
    assert second.slug not in ("institute-of-peace", "new", "")
    assert [fact.verb for fact in first.facts()] == ["enter"]


def test_an_organisation_is_never_called_new_in_an_address():
    assert entered(short="New").slug != "new"


def test_a_third_party_is_not_entered():
    sides = table()

    with pytest.raises(Refused) as no:
        entered(OrganisationKind.PARTY, "Third", existing=sides.parties)

    assert str(no.value) == "There are two Parties already, and a dialogue has no third."


def test_new_names_leave_the_word_in_addresses_as_it_was():
    one = known(entered())

    one.rename("Forum", "The Forum", "Forum", base=1, **BY)

    assert (one.short_name, one.slug) == ("Forum", "institute-of-peace")


def test_names_that_somebody_else_changed_meanwhile_are_not_overwritten():
    for one in (known(entered()), place()):
        more = {"country": "BE"} if one.__tablename__ == "places" else {}
        before = one.short_name
        with pytest.raises(Stale) as no:
            one.rename("Mine", "Mine", "Mine", base=0, **more, **BY)
        assert str(no.value) == "Somebody has changed these names since you opened them."
        assert one.short_name == before


def test_a_city_is_entered_with_the_code_of_its_country():
    city = enter_place("Vienna", "Vienna, Austria", "Vienna", country="at", taken=["vienna"], **BY)

    assert (city.country, city.short_name) == ("AT", "Vienna")
    assert city.slug != "vienna"


def test_only_a_civil_society_or_academic_organisation_is_a_co_host():
    assert [kind for kind in OrganisationKind if organisation(kind=kind).is_cohost] == [OrganisationKind.COHOST]

"""People: their standing role, and names that are found as they are typed."""

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.organisations import Kind
from dialogue.domain.people import Rank, Standing, by_email, everyone, fold
from tests.factories import organisation, party, person


def test_a_person_begins_active_without_a_standing_role():
    ana = person("Ana Ilić")

    assert (ana.name, ana.active, ana.standing, ana.rank) == ("Ana Ilić", True, Standing.NONE, Rank.OFFICER)
    assert not ana.is_secretary and not ana.is_admin


def test_an_address_is_kept_in_one_spelling():
    ana = person("Ana X", email="  ANA@X.example ")

    assert ana.email == "ana@x.example"
    assert "people.email = 'ana@x.example'" in literal(by_email(" Ana@X.EXAMPLE "))


def test_a_secretary_belongs_to_a_party():
    bea = person("Bea B", party(), standing=Standing.SECRETARY)

    assert bea.is_secretary


@pytest.mark.parametrize("kind", [Kind.COHOST, Kind.OBSERVER, Kind.OTHER])
def test_a_secretary_of_anything_else_is_refused(kind):
    with pytest.raises(Refused) as no:
        person("Una U", organisation(kind=kind), standing=Standing.SECRETARY)

    assert str(no.value) == "A secretary belongs to one of the two Parties."


def test_a_person_of_any_organisation_may_be_the_admin():
    assert person("Ada A", organisation(kind=Kind.OTHER), standing=Standing.ADMIN).is_admin


def test_to_be_appointed_replaces_the_standing_role():
    bea = person("Bea B", party(), standing=Standing.SECRETARY)

    bea.appoint(Standing.NONE)

    assert not bea.is_secretary


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đorđe", "dorde"),
        ("Ђорђе", "dorde"),
        ("Čačak", "cacak"),
        ("Prishtinë", "prishtine"),
        ("Njegoš", "njegos"),
        ("Његош", "njegos"),
        ("Џорџ", "dzordz"),
        ("O’Brien", "obrien"),
        ("Łukasz Groß", "lukasz gross"),
        ("İstanbul", "istanbul"),
    ],
)
def test_a_name_is_found_as_it_is_typed_with_or_without_its_marks_in_either_alphabet(typed, folded):
    assert fold(typed) == folded


def test_folding_twice_changes_nothing():
    assert fold(fold("Ђорђе Łukić")) == fold("Ђорђе Łukić")


def test_a_person_who_is_renamed_is_found_by_the_new_name():
    ana = person("Ana Ilić", email="a@people.example")

    ana.rename("Ana", "Đurić")

    assert (ana.name, ana.search_text) == ("Ana Đurić", "duric ana a@people.example")


def test_every_word_typed_has_to_be_in_the_name_or_the_address():
    found = literal(everyone("Ђорђе  50%"))

    assert "'%' || 'dorde' || '%'" in found
    assert "'%' || '50/%' || '%'" in found


def literal(select):
    return str(select.compile(compile_kwargs={"literal_binds": True}))

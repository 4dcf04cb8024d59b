"""People: their standing role, and names that are found as they are typed."""

import pytest

from dialogue.domain.base import Refused, Stale
from dialogue.domain.organisations import OrganisationKind
from dialogue.domain.people import AccountState, Rank, by_email, enter, everyone, fold
from tests.factories import AT, organisation, party, person


def test_a_person_begins_active_without_a_standing_role():
    ana = person("Ana Ilić")

    assert (ana.name, ana.active, ana.standing, ana.rank) == ("Ana Ilić", True, AccountState.NONE, Rank.OFFICER)
    assert not ana.is_secretary and not ana.is_admin


def test_an_address_is_kept_in_one_spelling():
    ana = person("Ana X", email="  ANA@X.example ")

    assert ana.email == "ana@x.example"
    assert "people.email = 'ana@prishtinë.example'" in literal(by_email("Ana@xn--prishtin-01a.example"))
    assert "people.email = 'ana@x.example'" in literal(by_email(" Ana@X.EXAMPLE "))


def test_a_secretary_belongs_to_a_party():
    bea = person("Bea B", party(), standing=AccountState.SECRETARY)

    assert bea.is_secretary


@pytest.mark.parametrize("kind", [OrganisationKind.COHOST, OrganisationKind.OBSERVER, OrganisationKind.OTHER])
def test_a_secretary_of_anything_else_is_refused(kind):
    with pytest.raises(Refused) as no:
        person("Una U", organisation(kind=kind), standing=AccountState.SECRETARY)

    assert str(no.value) == "A secretary belongs to one of the two Parties."


def test_a_person_of_any_organisation_may_be_the_admin():
    assert person("Ada A", organisation(kind=OrganisationKind.OTHER), standing=AccountState.ADMIN).is_admin


def test_to_be_appointed_replaces_the_standing_role():
    bea = person("Bea B", party(), standing=AccountState.SECRETARY)

    bea.appoint(AccountState.NONE, at=AT)

    assert not bea.is_secretary


def test_what_role_and_organisation_open_is_a_change_when_it_changes():
    bea, other = person("Bea B", party()), party()
    assert (bea.access_at, bea.access_changes) == (None, 0)

    revised(bea, by=person(), function="Head")
    assert (bea.access_at, bea.access_changes) == (None, 0)

    revised(bea, by=person(), base=bea.version, standing=AccountState.SECRETARY)
    revised(bea, by=person(), base=bea.version, organisation=other)
    bea.appoint(AccountState.SECRETARY, at=AT)

    assert (bea.access_at, bea.access_changes) == (AT, 2)


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


# The register of people


BY = {"at": AT}


def revised(one, *, by, base=1, **changed):
    particulars = {
        "email": one.email,
        "given_name": one.given_name,
        "family_name": one.family_name,
        "organisation": one.organisation,
        "function": one.function,
        "rank": one.rank,
        "standing": one.standing,
        **changed,
    }
    one.revise(**particulars, base=base, by=by, **BY)


def test_a_person_is_entered_without_a_password():
    by, institute = person(), organisation()

    one = enter(
        "New@X.example", "Nia", "New", institute, function="Fellow", rank=Rank.ADVISER, namesake=None, by=by, at=AT
    )

    assert (one.email, one.name, one.organisation, one.rank) == ("new@x.example", "Nia New", institute, Rank.ADVISER)
    assert (one.password_hash, one.standing, one.active) == (None, AccountState.NONE, True)
    assert [fact.by for fact in one.facts()] == [by]


def test_an_address_belongs_to_one_person():
    with pytest.raises(Refused) as no:
        enter(
            "a@x.example", "Nia", "New", organisation(), function="", rank=Rank.OFFICER, namesake=person(),
            by=person(), at=AT,
        )  # fmt: skip

    assert str(no.value) == "The address a@x.example cannot be entered here. Please ask the secretariat."


@pytest.mark.parametrize("typed", ["nobody", "a@b.example, c@d.example"])
def test_what_is_no_address_is_refused_whoever_enters_it(typed):
    by = person(standing=AccountState.ADMIN)
    with pytest.raises(Refused):
        enter(typed, "Nia", "New", organisation(), function="", rank=Rank.OFFICER, namesake=None, by=by, at=AT)
    ana = person("Ana Ilić", email="ana@x.example")
    with pytest.raises(Refused):
        revised(ana, by=by, email=typed)
    assert ana.email == "ana@x.example"


def test_new_particulars_are_written_on_the_version_that_was_seen():
    one = person("Ana Ilić")
    with pytest.raises(Stale) as no:
        revised(one, by=person(), base=0, function="Director")
    assert (str(no.value), one.function) == ("Somebody has changed this person since you opened the page.", "")

    revised(one, by=person(), email="ANA@y.example", family_name="Kovač", function="Director")

    assert (one.email, one.name, one.function) == ("ana@y.example", "Ana Kovač", "Director")
    assert "kovac" in one.search_text


def test_a_secretary_who_moves_to_another_kind_of_organisation_is_refused():
    bea = person("Bea B", party(), standing=AccountState.SECRETARY)

    with pytest.raises(Refused) as no:
        revised(bea, by=person(), organisation=organisation())

    assert str(no.value) == "A secretary belongs to one of the two Parties."


def test_nobody_changes_their_own_standing_role():
    ada = person("Ada A", standing=AccountState.ADMIN)

    with pytest.raises(Refused) as no:
        revised(ada, by=ada, standing=AccountState.NONE)

    assert str(no.value) == "You cannot change your own standing role."
    assert ada.is_admin


def test_nobody_closes_their_own_account():
    ada = person("Ada A", standing=AccountState.ADMIN)

    with pytest.raises(Refused) as no:
        ada.close(by=ada, at=AT)

    assert str(no.value) == "You cannot close your own account."
    assert ada.active


def test_an_account_is_closed_and_opened_again_on_the_record():
    one, ada = person(), person("Ada A", standing=AccountState.ADMIN)

    one.close(by=ada, at=AT)
    assert not one.active
    one.reopen(by=ada, at=AT)

    assert one.active
    assert [fact.verb for fact in one.facts()] == ["close", "reopen"]

"""Delegations: who may be named, in which capacity, in which order they stand, and who may know of it."""

import pytest

from dialogue.domain.base import Refused, Stale
from dialogue.domain.delegations import (
    ABILITIES,
    CAPACITIES,
    FLOW,
    Ability,
    Capacity,
    ParticipantState,
    heads,
    in_precedence,
    open_for,
)
from dialogue.domain.editions import Audience, Level
from dialogue.domain.organisations import OrganisationKind
from dialogue.domain.people import Rank
from tests.domain.pairs import allowed, table
from tests.factories import AT, HOUR, delegation, held, organisation, person, seat, session
from tests.factories import table as two_sides


@pytest.fixture
def sides():
    return two_sides()


@pytest.fixture
def ours(sides):
    """The first Party's delegation to one session."""
    return delegation(sides.nato, session(sides))


def named(within, name="Ana Ilić", capacity=Capacity.MEMBER, **more):
    return within.nominate(person(name, within.organisation, **more), capacity, by=person(), at=AT)


def accredited(within, name="Ana Ilić", capacity=Capacity.MEMBER, **more):
    return seat(person(name, within.organisation, **more), capacity, within=within)


def test_a_seat_moves_as_its_table_says():
    assert allowed(FLOW, ParticipantState) == table(
        """
        nominated: accredited, returned, withdrawn
        returned: nominated, withdrawn
        accredited: withdrawn
        withdrawn: nominated
        """
    )


# Naming


def test_a_person_of_the_delegations_own_organisation_is_named(ours):
    one = named(ours)

    assert (one.state, one.state_at, one.name, one.stands) == (ParticipantState.NOMINATED, AT, "Ana Ilić", True)
    assert ours.participants == [one]


def test_a_person_of_another_organisation_is_refused(sides, ours):
    with pytest.raises(Refused) as no:
        ours.nominate(sides.chair_kosovo, Capacity.MEMBER, by=sides.ours, at=AT)

    assert str(no.value) == "Kaltrina Chair belongs to another organisation."


def test_a_person_is_not_named_twice(sides, ours):
    ours.nominate(sides.chair_nato, Capacity.HEAD, by=sides.ours, at=AT)

    with pytest.raises(Refused) as no:
        ours.nominate(sides.chair_nato, Capacity.MEMBER, by=sides.ours, at=AT)

    assert str(no.value) == "Nora Chair is in the delegation already."


@pytest.mark.parametrize("capacity", [Capacity.HEAD, Capacity.ALTERNATE, Capacity.FOCAL_POINT])
def test_there_is_one_head_one_alternate_and_one_focal_point(ours, capacity):
    named(ours, capacity=capacity)

    with pytest.raises(Refused) as no:
        named(ours, "Bo B", capacity)

    assert str(no.value) == f"There is a “{capacity}” already. Please withdraw that name first."


@pytest.mark.parametrize("capacity", [Capacity.MEMBER, Capacity.ADVISER, Capacity.INTERPRETER, Capacity.NOTE_TAKER])
def test_there_are_as_many_others_as_a_side_names(ours, capacity):
    named(ours, capacity=capacity)
    named(ours, "Bo B", capacity)

    assert len(ours.participants) == 2


def test_a_new_head_may_be_named_once_the_old_one_has_withdrawn(sides, ours):
    accredited(ours, capacity=Capacity.HEAD).withdraw(by=sides.ours, at=AT)
    assert ours.head is None

    new = named(ours, "Bo B", Capacity.HEAD)

    assert ours.head is new


@pytest.mark.parametrize("kind", OrganisationKind)
@pytest.mark.parametrize("capacity", Capacity)
def test_each_kind_of_delegation_has_its_own_capacities(sides, kind, capacity):
    of = sides.nato if kind is OrganisationKind.PARTY else organisation(kind=kind)
    within = delegation(of, session(sides))
    possible = {
        OrganisationKind.PARTY: set(Capacity) - {Capacity.SPEAKER, Capacity.OBSERVER, Capacity.SUCCESSOR},
        OrganisationKind.COHOST: {Capacity.SPEAKER},
        OrganisationKind.OBSERVER: {Capacity.OBSERVER},
        OrganisationKind.OTHER: {Capacity.OBSERVER},
    }[kind]
    assert CAPACITIES[kind] == possible

    if capacity in possible:
        assert named(within, capacity=capacity).capacity is capacity
        return
    with pytest.raises(Refused) as no:
        named(within, capacity=capacity)
    assert str(no.value) == f"This delegation has no “{capacity}”."


def test_nobody_is_named_for_a_session_that_is_over(sides):
    within = delegation(sides.nato, held(sides))

    with pytest.raises(Refused) as no:
        named(within)

    assert str(no.value) == "This session is over; its delegations do not change any more."


# After the session


@pytest.fixture
def over(sides):
    """The first Party's delegation to a session that was held."""
    one = session(sides)
    within = delegation(sides.nato, one)
    accredited(within, "Nora Chair", Capacity.HEAD)
    accredited(within)
    held(sides, one)
    return within


def test_after_the_session_nobody_is_withdrawn_who_was_named_for_it(sides, over):
    waits = over.participants[1]
    waits.state = ParticipantState.NOMINATED

    for one in over.participants:
        with pytest.raises(Refused) as no:
            one.withdraw(by=sides.ours, at=AT)
        assert str(no.value) == "This session is over; its delegations do not change any more."
        assert not one.may_be_withdrawn


@pytest.mark.parametrize("leaves", [{"active": False}, {"organisation": organisation("Elsewhere")}])
def test_a_head_who_has_left_since_has_a_successor_who_was_not_at_the_table(sides, over, leaves):
    assert (over.has_lost_its_head, over.capacities_left()) == (False, [])
    before = over.edition(Audience(Level.DELEGATIONS))
    for name, value in leaves.items():
        setattr(over.head.person, name, value)
    assert (over.has_lost_its_head, over.capacities_left()) == (True, [Capacity.SUCCESSOR])

    one = named(over, "Sava S", Capacity.SUCCESSOR)
    one.accredit(by=sides.ours, at=AT)

    assert (one.is_entitled, one.is_head, one.may_be_authorised, one.may_be_withdrawn) == (True, False, False, True)
    assert over.edition(Audience(Level.DELEGATIONS)) == before
    assert over.capacities_left() == []
    one.withdraw(by=sides.ours, at=AT)
    assert over.capacities_left() == [Capacity.SUCCESSOR]


def test_nobody_else_is_named_in_the_place_of_a_head_who_has_left(over):
    over.head.person.active = False

    with pytest.raises(Refused) as no:
        named(over, "Sava S", Capacity.HEAD)

    assert str(no.value) == "This session is over; its delegations do not change any more."


def test_a_head_who_is_there_has_no_successor(ours, over):
    for within in (ours, over):
        with pytest.raises(Refused):
            named(within, "Sava S", Capacity.SUCCESSOR)


def test_capacities_left_are_those_that_nobody_holds_alone(ours):
    named(ours, capacity=Capacity.HEAD)
    named(ours, "Bo B", Capacity.MEMBER)

    assert [c.value for c in ours.capacities_left()] == [
        "alternate", "member", "adviser", "interpreter", "note-taker", "focal point",
    ]  # fmt: skip


def test_nameable_are_the_organisations_people_who_are_not_named(sides, ours):
    ours.nominate(sides.chair_nato, Capacity.HEAD, by=sides.ours, at=AT)

    assert ours.nameable([sides.chair_nato, sides.ours, sides.theirs]) == [sides.ours]


# What becomes of a nomination


def test_name_and_function_are_copied_when_accredited_and_alter_no_past_paper(sides, ours):
    who = person("Ana Ilić", sides.nato, function="Adviser")
    one = ours.nominate(who, Capacity.MEMBER, by=sides.ours, at=AT)
    who.function = "Director"
    one.accredit(by=sides.ours, at=AT + HOUR)

    who.rename("Ana", "Kovač")
    who.function = "Retired"

    sheet = ours.edition(Audience(Level.DELEGATIONS))
    assert [(s.name, s.function, s.organisation) for s in sheet.seats] == [("Ana Ilić", "Director", "The NATO")]


def test_a_nomination_is_returned_with_a_reason_and_may_be_made_again(sides, ours):
    one = named(ours)
    with pytest.raises(Refused) as no:
        one.return_(" ", by=sides.ours, at=AT)
    assert str(no.value) == "Please say why the nomination is returned."

    one.return_("The list is full.", by=sides.ours, at=AT)
    assert (one.state, one.return_reason, one.stands) == (ParticipantState.RETURNED, "The list is full.", False)

    again = ours.nominate(one.person, Capacity.ADVISER, by=sides.ours, at=AT)
    assert again is one
    assert (again.state, again.capacity, again.return_reason) == (ParticipantState.NOMINATED, Capacity.ADVISER, "")


def test_who_withdraws_holds_nothing_any_more(sides, ours):
    one = accredited(ours, capacity=Capacity.HEAD)
    assert one.holds_delegations and one.is_head and one.is_entitled

    one.withdraw(by=sides.ours, at=AT)

    assert not (one.holds_delegations or one.is_head or one.is_entitled or one.stands)
    assert ours.edition(Audience(Level.DELEGATIONS)).seats == ()


def test_an_authority_is_not_inherited_by_the_next_nomination(sides, ours):
    one = accredited(ours)
    one.authorise("Note 12", by=sides.ours, at=AT)
    one.withdraw(by=sides.ours, at=AT)

    again = ours.nominate(one.person, Capacity.MEMBER, by=sides.ours, at=AT)
    again.accredit(by=sides.ours, at=AT)

    assert not again.is_entitled


def test_what_a_party_said_of_a_person_is_not_inherited_by_the_next_nomination(sides, ours):
    one = accredited(ours, capacity=Capacity.ADVISER)
    one.give(as_delegate=True, in_restricted=True, base=None, by=sides.ours, at=AT)
    one.withdraw(by=sides.ours, at=AT)
    assert one.abilities == frozenset()

    again = ours.nominate(one.person, Capacity.ADVISER, by=sides.ours, at=AT)
    again.accredit(by=sides.ours, at=AT)

    assert again.abilities == ABILITIES[Capacity.ADVISER]
    assert (again.as_delegate, again.in_restricted, again.word_at, again.word_by) == (False, False, None, None)


# The word of a Party


def test_a_party_gives_a_person_more_than_its_capacity_and_takes_it_back(sides, ours):
    one = accredited(ours, capacity=Capacity.INTERPRETER)
    assert not one.holds_delegations and Ability.AGENDA in one.abilities
    one.facts()

    one.give(as_delegate=True, in_restricted=True, base=one.version, by=sides.ours, at=AT)
    assert one.holds_delegations and {Ability.COMMENTS, Ability.ROUNDS, Ability.RESTRICTED} <= one.abilities
    assert (one.word_at, one.word_by) == (AT, sides.ours)
    one.give(as_delegate=True, in_restricted=True, base=one.version, by=sides.ours, at=AT + HOUR)
    assert one.word_at == AT

    one.give(as_delegate=False, in_restricted=False, base=one.version, by=sides.ours, at=AT + HOUR)
    assert one.abilities == ABILITIES[Capacity.INTERPRETER]
    assert [fact.verb for fact in one.facts()] == ["give", "give"]


def test_a_word_on_a_seat_that_was_changed_meanwhile_is_stale(sides, ours):
    one = accredited(ours, capacity=Capacity.ADVISER)
    one.version = 2

    with pytest.raises(Stale):
        one.give(as_delegate=True, in_restricted=False, base=1, by=sides.ours, at=AT)

    assert not one.as_delegate


@pytest.mark.parametrize(
    ("capacity", "given"),
    [
        (Capacity.HEAD, ()),
        (Capacity.MEMBER, (Ability.RESTRICTED,)),
        (Capacity.ADVISER, (Ability.PAPERS, Ability.RESTRICTED)),
        (Capacity.NOTE_TAKER, (Ability.PAPERS, Ability.RESTRICTED)),
        (Capacity.FOCAL_POINT, ()),
    ],
)
def test_a_party_gives_only_what_a_capacity_does_not_have(sides, ours, capacity, given):
    one = accredited(ours, capacity=capacity)
    assert one.may_be_given == given

    for ability, said in ((Ability.PAPERS, {"as_delegate": True}), (Ability.RESTRICTED, {"in_restricted": True})):
        if ability not in given:
            with pytest.raises(Refused) as no:
                one.give(**({"as_delegate": False, "in_restricted": False} | said), base=None, by=sides.ours, at=AT)
            assert str(no.value) == "This seat needs no word of its Party for that, or is not accredited."


def test_nothing_is_given_before_the_accreditation_or_to_an_observer(sides, ours):
    guest = accredited(
        delegation(organisation(kind=OrganisationKind.OBSERVER), session(sides)), capacity=Capacity.OBSERVER
    )

    for one in (named(ours, capacity=Capacity.ADVISER), guest):
        assert one.may_be_given == ()
        with pytest.raises(Refused):
            one.give(as_delegate=True, in_restricted=False, base=None, by=sides.ours, at=AT)


def test_what_is_accredited_is_the_nomination_that_was_seen(sides, ours):
    one = named(ours)
    one.version = 2

    with pytest.raises(Stale) as no:
        one.accredit(by=sides.ours, at=AT, base=1)

    assert str(no.value) == "Somebody has changed this person's place in the delegation since you opened it."
    assert one.state is ParticipantState.NOMINATED


@pytest.mark.parametrize(
    ("capacity", "authority", "entitled"),
    [
        (Capacity.HEAD, "", True),
        (Capacity.ALTERNATE, "", True),
        (Capacity.MEMBER, "", False),
        (Capacity.MEMBER, "Note 12", True),
        (Capacity.FOCAL_POINT, "", False),
        (Capacity.NOTE_TAKER, "", False),
    ],
)
def test_entitled_are_head_alternate_and_whom_the_party_authorised_in_writing(
    sides, ours, capacity, authority, entitled
):
    one = accredited(ours, capacity=capacity)

    one.authorise(authority, by=sides.ours, at=AT)

    assert one.is_entitled is entitled


def test_nobody_is_entitled_before_accreditation(ours):
    assert not named(ours, capacity=Capacity.HEAD).is_entitled


def test_an_observer_or_a_speaker_cannot_be_authorised_to_speak_for_a_party(sides):
    one = accredited(
        delegation(organisation(kind=OrganisationKind.OBSERVER), session(sides)), capacity=Capacity.OBSERVER
    )

    with pytest.raises(Refused) as no:
        one.authorise("Note 12", by=sides.ours, at=AT)

    assert str(no.value) == "Only a person of a Party can be authorised to speak for it."
    assert one.abilities == {Ability.SESSION, Ability.PUBLIC_MINUTES}


def test_presence_is_recorded_once_for_each_change(sides, ours):
    one = accredited(ours)
    one.facts()

    for present in (True, True, False, None):
        one.mark(present, by=sides.ours, at=AT)

    assert [fact.verb for fact in one.facts()] == ["presence", "presence", "presence"]
    assert one.as_seat().present is None


def test_a_nomination_is_known_to_its_side_and_after_accreditation_to_all(sides, ours):
    one = named(ours)
    assert [one.is_open_to(sides.nato), one.is_open_to(sides.kosovo)] == [True, False]

    one.accredit(by=sides.ours, at=AT)

    assert one.is_open_to(sides.kosovo)


# Precedence


def test_a_delegation_stands_head_first_then_alternate_then_members_by_rank_then_the_others(ours):
    for name, capacity, rank in [
        ("Ina Interpreter", Capacity.INTERPRETER, Rank.PRINCIPAL),
        ("Zoe Officer", Capacity.MEMBER, Rank.OFFICER),
        ("Čed Director", Capacity.MEMBER, Rank.DIRECTOR),
        ("Cy Director", Capacity.MEMBER, Rank.DIRECTOR),
        ("Al Alternate", Capacity.ALTERNATE, Rank.OFFICER),
        ("Di Director", Capacity.MEMBER, Rank.DIRECTOR),
        ("Ada Adviser", Capacity.ADVISER, Rank.PRINCIPAL),
        ("Hed Head", Capacity.HEAD, Rank.OFFICER),
        ("Fay Focal", Capacity.FOCAL_POINT, Rank.PRINCIPAL),
    ]:
        accredited(ours, name, capacity, rank=int(rank))
    named(ours, "Not Yet")

    assert [p.name for p in ours.ordered()] == [
        "Hed Head", "Al Alternate", "Čed Director", "Cy Director", "Di Director", "Zoe Officer", "Ada Adviser",
        "Ina Interpreter",
    ]  # fmt: skip


def test_members_of_one_rank_stand_by_name_whatever_letters_it_has(ours):
    for name in ("Björn Gunnarsson", "Åke Gustafsson", "Jón Guðmundsson"):
        accredited(ours, name)

    assert [one.name for one in ours.ordered()] == ["Jón Guðmundsson", "Björn Gunnarsson", "Åke Gustafsson"]
    assert [one.name for one in ours.every_seat()] == ["Jón Guðmundsson", "Björn Gunnarsson", "Åke Gustafsson"]


def test_those_who_name_see_every_seat_the_accredited_first(sides, ours):
    left = accredited(ours, "Lea Left")
    left.withdraw(by=sides.ours, at=AT)
    back = named(ours, "Ben Back")
    back.return_("No.", by=sides.ours, at=AT)
    waits, sits = named(ours, "Wim Waits"), accredited(ours, "Sue Sits")

    assert ours.every_seat() == [sits, waits, back, left]


def test_the_party_named_first_leads_then_the_other_then_observers_then_co_hosts(sides):
    one = session(sides)
    assert one.named_first is sides.kosovo
    mission, embassy = (
        organisation("Zeta mission", OrganisationKind.OBSERVER),
        organisation("Čapek embassy", OrganisationKind.OBSERVER),
    )
    made = [delegation(of, one) for of in (organisation("Aa Institute"), mission, embassy, sides.nato, sides.kosovo)]

    assert [d.organisation.short_name for d in in_precedence(made, one)] == [
        "Kosovo", "NATO", "Čapek embassy", "Zeta mission", "Aa Institute",
    ]  # fmt: skip


def test_heads_are_the_accredited_ones_of_the_parties(sides):
    one = session(sides)
    nato, kosovo = delegation(sides.nato, one), delegation(sides.kosovo, one)
    head = accredited(nato, capacity=Capacity.HEAD)
    named(kosovo, capacity=Capacity.HEAD)
    accredited(nato, "Bo B")

    assert heads([nato, kosovo]) == [head]


# For whom


def seats(within, level, party_id=None):
    return [s.name for s in within.edition(Audience(level, party_id)).seats]


def test_the_public_and_a_co_host_hold_the_heads_of_the_parties_only(ours):
    accredited(ours, "Hed Head", Capacity.HEAD)
    accredited(ours, "Mia Member")

    assert seats(ours, Level.DELEGATIONS) == ["Hed Head", "Mia Member"]
    assert seats(ours, Level.COHOST) == ["Hed Head"]
    assert seats(ours, Level.PUBLIC) == ["Hed Head"]


def test_a_co_host_holds_its_own_speakers_and_nobody_elses(sides):
    one, institute, university = session(sides), organisation(), organisation("University")
    within = delegation(institute, one)
    accredited(within, "Sam Speaker", Capacity.SPEAKER)

    assert seats(within, Level.COHOST, institute.id) == ["Sam Speaker"]
    assert seats(within, Level.COHOST, university.id) == []
    assert seats(within, Level.PUBLIC) == []
    assert seats(within, Level.DELEGATIONS) == ["Sam Speaker"]


# Organisations beside the Parties


def test_an_organisation_has_one_place_in_the_list(sides):
    one, mission = session(sides), organisation(kind=OrganisationKind.OBSERVER)
    first = open_for(one, mission, [], by=sides.ours, at=AT)

    with pytest.raises(Refused) as no:
        open_for(one, mission, [first], by=sides.ours, at=AT)

    assert str(no.value) == "Institute has its place in the list already."
    assert [fact.verb for fact in first.facts()] == ["open"]


def test_no_place_is_given_in_a_session_that_is_over(sides):
    with pytest.raises(Refused) as no:
        open_for(held(sides), organisation(), [], by=sides.ours, at=AT)

    assert str(no.value) == "This session is over; its delegations do not change any more."


def test_a_delegation_was_away_only_when_all_of_it_are_recorded_as_away(sides, ours):
    one, other = seat(sides.ours, within=ours), seat(sides.chair_nato, within=ours)
    assert not ours.was_away

    one.mark(False, by=sides.ours, at=AT)
    assert not ours.was_away
    other.mark(True, by=sides.ours, at=AT)
    assert not ours.was_away

    other.withdraw(by=sides.ours, at=AT)
    assert ours.was_away

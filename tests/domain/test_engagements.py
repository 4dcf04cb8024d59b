"""Engagements of co-hosts: both Parties consent; rights begin when active and end 90 days after."""

import datetime as dt

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.engagements import FLOW, EngagementState, Mode, engage
from dialogue.domain.organisations import OrganisationKind
from tests.domain.pairs import allowed, table
from tests.factories import AT, DAY, active_engagement, engagement, held, organisation, person, session
from tests.factories import table as two_sides


@pytest.fixture
def sides():
    return two_sides()


@pytest.fixture
def proposed(sides):
    return engagement(sides)


@pytest.fixture
def active(sides):
    return active_engagement(sides)


def handed_over(sides, one):
    held(sides, one.session)
    one.hand_over(by=sides.ours, at=AT)
    return one


def closed(sides, one, at=AT, released_at=AT):
    handed_over(sides, one).edition_released(released_at)
    one.close(by=sides.ours, at=at)
    return one


def test_an_engagement_moves_as_its_table_says():
    assert allowed(FLOW, EngagementState) == table(
        """
        interest: shortlisted, declined, withdrawn
        shortlisted: vetting, declined, withdrawn
        vetting: proposed, declined, withdrawn
        proposed: agreed, declined, withdrawn
        agreed: MoU signed, withdrawn
        MoU signed: active, withdrawn
        active: handover, suspended, ended early
        suspended: active, ended early
        handover: closed
        """
    )


# Engaging


def test_an_engagement_binds_one_organisation_to_one_session(sides):
    one, institute = session(sides), organisation()

    made = engage(one, institute, Mode.HOST, by=sides.theirs, at=AT, terms="The hall.")

    assert (made.session, made.organisation, made.proposed_by) == (one, institute, sides.kosovo)
    assert (made.state, made.mode, made.terms) == (EngagementState.PROPOSED, Mode.HOST, "The hall.")
    assert [fact.verb for fact in made.facts()] == ["engage"]


@pytest.mark.parametrize("kind", [OrganisationKind.PARTY, OrganisationKind.OBSERVER, OrganisationKind.OTHER])
def test_only_a_civil_society_or_academic_organisation_is_engaged(sides, kind):
    with pytest.raises(Refused) as no:
        engage(session(sides), organisation("Ministry", kind), Mode.HOST, by=sides.ours, at=AT)

    assert str(no.value) == "Ministry is not entered as a civil-society or academic organisation."


def test_nobody_is_engaged_for_a_session_that_is_over(sides):
    with pytest.raises(Refused) as no:
        engage(held(sides), organisation(), Mode.HOST, by=sides.ours, at=AT)

    assert str(no.value) == "This session is over; nobody can be engaged for it any more."


def test_an_engagement_is_proposed_by_a_party(sides):
    institute = organisation()

    with pytest.raises(Refused) as no:
        engage(session(sides), institute, Mode.HOST, by=person(of=institute), at=AT)

    assert str(no.value) == "An engagement is proposed by a Party."


def test_an_engagement_does_not_begin_half_way(sides):
    with pytest.raises(Refused) as no:
        engagement(sides, state=EngagementState.ACTIVE)

    assert str(no.value) == "An engagement begins as interest or as a proposal."


def test_an_interest_is_shortlisted_vetted_and_proposed(sides):
    one = engagement(sides, state=EngagementState.INTEREST)

    one.shortlist(by=sides.ours, at=AT)
    one.vet(by=sides.ours, at=AT)
    one.propose(by=sides.ours, at=AT)

    assert (one.state, one.awaits_consent) == (EngagementState.PROPOSED, True)


# Consent


def test_one_consent_waits_for_the_other_and_both_agree(sides, proposed):
    proposed.consent(by=sides.ours, at=AT)
    assert (proposed.state, proposed.waits_for(sides.nato), proposed.waits_for(sides.kosovo)) == (
        EngagementState.PROPOSED,
        False,
        True,
    )

    proposed.consent(by=sides.chair_kosovo, at=AT)

    assert (proposed.state, proposed.waits_for(sides.kosovo)) == (EngagementState.AGREED, False)
    assert [(c.party, c.given_by) for c in proposed.consents] == [
        (sides.nato, sides.ours),
        (sides.kosovo, sides.chair_kosovo),
    ]


def test_one_side_does_not_consent_for_both(sides, proposed):
    proposed.consent(by=sides.ours, at=AT)

    with pytest.raises(Refused) as no:
        proposed.consent(by=sides.chair_nato, at=AT)

    assert str(no.value) == "Your side has given its consent already."
    assert len(proposed.consents) == 1


def test_only_a_party_consents(proposed):
    with pytest.raises(Refused) as no:
        proposed.consent(by=person(of=proposed.organisation), at=AT)

    assert str(no.value) == "Only a Party consents to an engagement."


def test_consent_is_given_to_a_proposal_only(sides, active):
    with pytest.raises(Refused) as no:
        active.consent(by=sides.ours, at=AT)

    assert str(no.value) == "This engagement does not wait for consent."


def test_an_engagement_is_declined_without_a_reason(sides, proposed):
    proposed.decline(by=sides.theirs, at=AT)

    assert (proposed.state, proposed.is_bound) == (EngagementState.DECLINED, False)


# From the memorandum to the handover


def test_the_memorandum_is_signed_under_its_reference(sides, proposed):
    proposed.consent(by=sides.ours, at=AT)
    proposed.consent(by=sides.theirs, at=AT)
    with pytest.raises(Refused) as no:
        proposed.sign(" ", by=sides.ours, at=AT)
    assert str(no.value) == "Please give the reference of the memorandum that was signed."

    proposed.sign("MoU 7", by=sides.ours, at=AT)

    assert (proposed.state, proposed.mou_reference) == (EngagementState.MOU_SIGNED, "MoU 7")


def test_a_memorandum_before_the_consents_is_refused_and_leaves_no_trace(sides, proposed):
    with pytest.raises(Refused):
        proposed.sign("MoU 7", by=sides.ours, at=AT)

    assert (proposed.state, proposed.mou_reference) == (EngagementState.PROPOSED, "")


@pytest.mark.parametrize(("mode", "may"), [(Mode.HOST, True), (Mode.CO_ORGANISER, True), (Mode.VENUE_ONLY, False)])
def test_who_lends_only_the_venue_proposes_no_items(sides, mode, may):
    assert active_engagement(sides, mode=mode).may_propose_items is may


def test_nobody_proposes_items_before_the_engagement_is_active(proposed):
    assert not proposed.may_propose_items


def test_the_handover_begins_when_the_session_has_been_held(sides, active):
    with pytest.raises(Refused) as no:
        active.hand_over(by=sides.ours, at=AT)
    assert str(no.value) == "The handover begins when the session has been held."

    handed_over(sides, active)

    assert (active.state, active.is_running, active.may_propose_items) == (EngagementState.HANDOVER, True, False)


def test_closing_waits_for_the_co_hosts_edition(sides, active):
    handed_over(sides, active)

    with pytest.raises(Refused) as no:
        active.close(by=sides.ours, at=AT)

    assert str(no.value) == (
        "The co-host's edition of the minutes has not been released yet. "
        "Release it, or record that there will be none, before closing."
    )
    assert (active.state, active.closed_at) == (EngagementState.HANDOVER, None)


def test_closing_needs_no_edition_where_the_decision_is_recorded_that_there_is_none(sides, active):
    handed_over(sides, active)
    with pytest.raises(Refused) as no:
        active.waive_edition("", by=sides.ours, at=AT)
    assert str(no.value) == "Please record why there will be no edition for the co-host."

    active.waive_edition("The open part was cancelled.", by=sides.ours, at=AT)
    active.close(by=sides.ours, at=AT)

    assert (active.state, active.closed_at) == (EngagementState.CLOSED, AT)


def test_what_is_settled_about_its_edition_is_not_decided_again(sides, active):
    handed_over(sides, active).waive_edition("The open part was cancelled.", by=sides.ours, at=AT)
    with pytest.raises(Refused):
        active.waive_edition("Another reason.", by=sides.theirs, at=AT)
    assert active.no_edition_reason == "The open part was cancelled."

    out = active_engagement(sides)
    out.edition_released(AT)
    with pytest.raises(Refused):
        out.waive_edition("Too late: they have it.", by=sides.ours, at=AT)
    with pytest.raises(Refused):
        engagement(sides).waive_edition("Nobody has agreed to it yet.", by=sides.ours, at=AT)


# When it is open to the organisation's people


@pytest.mark.parametrize("state", EngagementState)
def test_the_session_is_open_to_the_co_host_while_active_in_handover_and_closed(sides, state):
    one = engagement(sides)
    one.state = state

    assert one.open_to_cohost(AT) is (
        state in (EngagementState.ACTIVE, EngagementState.HANDOVER, EngagementState.CLOSED)
    )


def test_access_rests_while_suspended_and_comes_back(sides, active):
    active.suspend(by=sides.ours, at=AT)
    assert not active.open_to_cohost(AT)

    active.activate(by=sides.ours, at=AT)

    assert active.open_to_cohost(AT)


def test_access_ends_at_once_when_ended_early(sides, active):
    active.end_early(by=sides.ours, at=AT)

    assert not active.open_to_cohost(AT)


@pytest.mark.parametrize(("closed_on", "released_on", "ends_on"), [(0, -10, 90), (0, 30, 120)])
def test_access_ends_90_days_after_the_later_of_closing_and_release(sides, active, closed_on, released_on, ends_on):
    closed(sides, active, at=AT + closed_on * DAY, released_at=AT + released_on * DAY)
    last = AT + ends_on * DAY

    assert active.open_until == last
    assert [active.open_to_cohost(at) for at in (last, last + dt.timedelta(microseconds=1))] == [True, False]


def test_access_has_no_end_before_the_closing(sides, active):
    assert active.open_until is None
    assert active.open_to_cohost(AT + 1000 * DAY)


def test_every_step_is_on_the_record(sides, active):
    closed(sides, active)

    assert [fact.verb for fact in active.facts()] == [
        "engage", "consent", "consent", "agreed", "MoU signed", "active", "handover", "closed",
    ]  # fmt: skip

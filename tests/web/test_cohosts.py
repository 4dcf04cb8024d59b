"""Co-hosts: each step of an engagement, who may take it, and the window in which the organisation's people see the
session."""

import datetime as dt
import hashlib

import pytest
from sqlalchemy import select

from dialogue.domain import sessions
from dialogue.domain.editions import Level
from dialogue.domain.engagements import Engagement, EngagementState, Mode, engage
from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from tests.web import sitting
from tests.web.browser import submit

AT = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
STARTS = dt.datetime(2027, 5, 11, 9, 30)
HERE = "/sessions/2027-1/co-hosts"
KNOWN, NOTHING = 403, 404

# The way to an active engagement, for those tests that need only its end.
WAY = [EngagementState.PROPOSED, EngagementState.AGREED, EngagementState.MOU_SIGNED, EngagementState.ACTIVE]


@pytest.fixture
def session(people, db):
    return plan(people, db, STARTS)


def plan(people, db, starts):
    made = sessions.plan(
        existing=db.scalars(select(Session)).all(),
        parties=[people.nato, people.kosovo],
        kind=sessions.SessionKind.SPECIAL,
        asked_by=people.nato,
        place=people.brussels,
        starts=starts,
        ends=starts + dt.timedelta(hours=7),
        by=people.secretary_brussels,
        at=AT,
    )
    db.add(made)
    db.commit()
    return made


def engaged(people, db, session, organisation=None, *, until=EngagementState.ACTIVE, **more):
    """An engagement that has come as far as told; between two requests everything is read anew."""
    ours, theirs = (db.get(Person, one.id) for one in (people.secretary_brussels, people.secretary_prishtina))
    whose, whom = db.get(Session, session.id), db.get(Organisation, (organisation or people.university).id)
    made = engage(whose, whom, Mode.CO_ORGANISER, by=ours, at=AT, **more)
    db.add(made)
    steps = (
        lambda: [made.consent(by=one, at=AT) for one in (ours, theirs)],
        lambda: made.sign("MoU 1", by=ours, at=AT),
        lambda: made.activate(by=ours, at=AT),
    )
    for step, _ in zip(steps, WAY[1 : WAY.index(until) + 1], strict=False):
        step()
    db.commit()
    return made


def state_of(db, engagement):
    db.expire_all()
    return db.get(Engagement, engagement.id).state


def here(engagement, act, base=HERE):
    return f"{base}/{engagement.id}/{act}"


# The way in


def test_an_organisation_goes_from_interest_to_active(people, as_, session, db):
    ours, theirs = as_(people.secretary_brussels), as_(people.secretary_prishtina)
    fields = {
        "organisation": people.university.id,
        "mode": "host",
        "begins": "interest",
        "terms": "Premises for two days.",
    }
    assert submit(ours, HERE, fields).status_code == 303
    made = db.scalars(select(Engagement)).one()
    acts = [
        (ours, "steps/shortlist", {}), (theirs, "steps/vet", {}), (ours, "steps/propose", {}), (ours, "consent", {}),
        (theirs, "consent", {}), (ours, "memorandum", {"mou_reference": "MoU/2027/1"}), (theirs, "steps/activate", {}),
    ]  # fmt: skip

    answers = [submit(browser, here(made, act), typed) for browser, act, typed in acts]

    assert [(one.status_code, one.location) for one in answers] == [(303, HERE)] * 7
    assert state_of(db, made) is EngagementState.ACTIVE
    page = ours.get(HERE).text
    told = ("The University", "Premises for two days.", "MoU/2027/1", "given by Bea Brussels", "given by Petrit P")
    assert [one for one in told if one not in page] == []


def test_an_organisation_is_entered_once_for_a_session(people, as_, session, db):
    engaged(people, db, session)
    fields = {"organisation": people.university.id, "mode": "host", "begins": "interest"}

    assert submit(as_(people.secretary_brussels), HERE, fields).status_code == NOTHING  # it is not offered any more
    assert len(db.scalars(select(Engagement)).all()) == 1


def test_a_party_or_an_observer_is_no_co_host(people, as_, session, db):
    browser = as_(people.secretary_brussels)

    for organisation in (people.kosovo, people.elsewhere):
        fields = {"organisation": organisation.id, "mode": "host", "begins": "proposed"}
        assert submit(browser, HERE, fields).status_code == NOTHING
    assert db.scalars(select(Engagement)).all() == []


def test_what_is_typed_wrongly_stays_in_the_form(people, as_, session):
    answer = submit(as_(people.secretary_brussels), HERE, {"terms": "Two booths.", "mode": "guest", "begins": "active"})

    assert answer.status_code == 422
    assert "Two booths." in answer.text


def test_each_side_consents_for_itself_and_once(people, as_, session, db):
    made = engaged(people, db, session, until=EngagementState.PROPOSED)
    ours = as_(people.secretary_brussels)
    page = ours.get(HERE).text
    assert ("Consent for NATO" in page, "Consent for Kosovo" in page) == (True, False)

    assert submit(ours, here(made, "consent")).status_code == 303
    assert submit(ours, here(made, "consent")).status_code == 409
    assert "Consent for NATO" not in ours.get(HERE).text
    assert state_of(db, made) is EngagementState.PROPOSED


def test_a_co_chair_consents_or_declines_and_runs_nothing(people, as_, db):
    session = sitting.session_of(people)
    base = f"/sessions/{session.ref}/co-hosts"
    made = engaged(people, db, session, people.institute, until=EngagementState.PROPOSED)
    chair = as_(people.chair_kosovo)

    assert chair.get(base).status_code == 200
    assert submit(chair, here(made, "steps/withdraw", base)).status_code == KNOWN
    assert submit(chair, base, {"organisation": people.institute.id}).status_code == KNOWN
    assert submit(chair, here(made, "consent", base)).status_code == 303
    assert chair.get(here(made, "decline", base)).status_code == 200
    assert submit(chair, here(made, "decline", base)).status_code == 303
    assert state_of(db, made) is EngagementState.DECLINED


def test_buttons_stand_only_where_the_flow_allows(people, as_, session, db):
    made = engaged(people, db, session)
    browser = as_(people.secretary_brussels)

    def buttons():
        page = browser.get(HERE).text
        links = ("decline", "memorandum", "waiver", *[f"steps/{name}" for name in STEPS])
        return [one for one in links if f'{made.id}/{one}"' in page]

    assert buttons() == ["waiver", "steps/suspend", "steps/end-early"]
    submit(browser, here(made, "steps/suspend"))
    assert buttons() == ["steps/activate", "steps/end-early"]
    submit(browser, here(made, "steps/end-early"))
    assert buttons() == []


STEPS = ("shortlist", "vet", "propose", "activate", "suspend", "end-early", "hand-over", "close", "withdraw")


def test_a_step_that_is_not_next_is_refused_and_its_page_has_no_button(people, as_, session, db):
    made = engaged(people, db, session, until=EngagementState.AGREED)
    browser = as_(people.secretary_brussels)
    early = [name for name in STEPS if name != "withdraw"]

    assert [submit(browser, here(made, f"steps/{name}")).status_code for name in early] == [409] * len(early)
    assert ["This step is not open now." in browser.get(here(made, f"steps/{name}")).text for name in early] == (
        [True] * len(early)
    )
    assert browser.get(here(made, "steps/rewind")).status_code == NOTHING
    assert submit(browser, here(made, "steps/rewind")).status_code == NOTHING
    assert state_of(db, made) is EngagementState.AGREED


def test_before_it_is_opened_a_page_says_what_its_people_will_see_and_who_they_are(people, as_, session, db):
    made = engaged(people, db, session, until=EngagementState.MOU_SIGNED)

    page = as_(people.secretary_brussels).get(here(made, "steps/activate")).text

    assert "They see the heads of the delegations and their own speakers." in page
    assert "Una University" in page
    assert "Ilir Institute" not in page
    assert state_of(db, made) is EngagementState.MOU_SIGNED  # a page opens nothing


def test_the_memorandum_needs_its_reference(people, as_, session, db):
    made = engaged(people, db, session, until=EngagementState.AGREED)

    assert submit(as_(people.secretary_brussels), here(made, "memorandum"), {"mou_reference": " "}).status_code == 422
    assert state_of(db, made) is EngagementState.AGREED


def test_pressed_twice_a_step_is_taken_once(people, as_, session, db):
    made = engaged(people, db, session)
    browser = as_(people.secretary_brussels)
    page = browser.get(here(made, "steps/suspend")).text
    key = page.rsplit('name="form_key" value="', 1)[1].split('"')[0]

    answers = [submit(browser, here(made, "steps/suspend"), form_key=key) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert state_of(db, made) is EngagementState.SUSPENDED


def test_two_secretaries_the_second_is_told_that_it_is_done(people, as_, session, db):
    made = engaged(people, db, session)

    first = submit(as_(people.secretary_brussels), here(made, "steps/end-early"))
    second = submit(as_(people.secretary_prishtina), here(made, "steps/suspend"))

    assert (first.status_code, second.status_code) == (303, 409)
    assert state_of(db, made) is EngagementState.ENDED_EARLY


def test_an_engagement_of_another_session_is_not_found_here(people, as_, session, db):
    plan(people, db, STARTS + dt.timedelta(days=60))
    made = engaged(people, db, session)
    base, browser = "/sessions/2027-2/co-hosts", as_(people.secretary_brussels)
    acts = ["consent", "decline", "memorandum", "waiver", "steps/suspend"]

    answers = [submit(browser, here(made, act, base), {"mou_reference": "x", "reason": "x"}) for act in acts]

    assert [one.status_code for one in answers] == [NOTHING] * 5
    assert "The University" not in browser.get(base).text
    assert state_of(db, made) is EngagementState.ACTIVE


def test_nobody_but_secretaries_and_co_chairs_sees_the_page(people, as_, db):
    session = sitting.session_of(people)
    observer = sitting.observer_at(people, session)
    engaged(people, db, session, people.institute)
    base = f"/sessions/{session.ref}/co-hosts"
    readers = (
        people.secretary_prishtina, people.chair_nato, people.delegate_nato, people.cohost_university,
        people.cohost_institute, observer, people.outsider, people.admin,
    )  # fmt: skip

    assert [as_(who).get(base).status_code for who in readers] == [200, 200, KNOWN, *[NOTHING] * 5]


# The window


PAGES = ("", "/agenda", "/participants", "/participants.docx", "/agenda.docx")
OPEN, SHUT = [200] * len(PAGES), [NOTHING] * len(PAGES)


@pytest.fixture
def held(people, db):
    """Held, its minutes approved and not released; the university is active, the institute engaged elsewhere."""
    here = sitting.approved(sitting.sitting(people, *[sitting.Paragraph(text="said to the host", level=Level.COHOST)]))
    plan(people, db, STARTS)
    engaged(people, db, db.scalar(sessions.by_ref("2027-1")), people.institute)
    return here


def release(held, level=Level.COHOST):
    for secretary in (held.people.secretary_brussels, held.people.secretary_prishtina):
        sitting.texts.release(held.minutes, level, by=secretary, at=sitting.AT)
        sitting.db.flush()
    sitting.db.commit()


def window(as_, who, session=sitting.REF):
    browser = as_(who)
    return [browser.get(f"/sessions/{session}{page}").status_code for page in PAGES]


def engagement_at(db, held):
    return db.scalars(select(Engagement).where(Engagement.session_id == held.session.id)).one()


def test_before_it_is_active_nothing_exists_for_its_people(people, as_, session, db):
    for until in WAY[:-1]:
        made = engaged(people, db, session, until=until)
        assert as_(people.cohost_university).get("/sessions/2027-1").status_code == NOTHING
        assert as_(people.cohost_university).get("/documents").status_code == NOTHING
        db.delete(db.get(Engagement, made.id))
        db.commit()


def test_active_it_sees_its_session_in_the_co_host_edition_and_no_other(people, as_, held):
    assert window(as_, people.cohost_university) == OPEN
    assert window(as_, people.cohost_institute) == SHUT
    assert as_(people.cohost_university).get("/sessions/2027-1").status_code == NOTHING
    agenda = as_(people.cohost_university).get(f"/sessions/{sitting.REF}/agenda").text
    assert ("Hybrid threats" in agenda, "Resilience" in agenda) == (False, True)
    assert (
        as_(people.cohost_university).get(f"/sessions/{sitting.REF}/agenda?edition=delegations").status_code == NOTHING
    )


def test_suspended_it_sees_nothing_until_it_is_active_again(people, as_, held, db):
    made, base = engagement_at(db, held), f"/sessions/{sitting.REF}/co-hosts"
    secretary = as_(people.secretary_brussels)

    assert submit(secretary, here(made, "steps/suspend", base)).status_code == 303
    assert window(as_, people.cohost_university) == SHUT
    assert submit(secretary, here(made, "steps/activate", base)).status_code == 303
    assert window(as_, people.cohost_university) == OPEN


def test_ended_early_it_sees_nothing_any_more(people, as_, held, db):
    release(held)
    made, base = engagement_at(db, held), f"/sessions/{sitting.REF}/co-hosts"
    minutes = f"/sessions/{sitting.REF}/minutes.docx"
    assert as_(people.cohost_university).get(minutes).status_code == 200

    assert submit(as_(people.secretary_brussels), here(made, "steps/end-early", base)).status_code == 303

    assert window(as_, people.cohost_university) == SHUT
    assert as_(people.cohost_university).get(minutes).status_code == NOTHING


def test_it_is_not_closed_before_its_edition_is_out_or_waived(people, as_, held, db):
    made, base = engagement_at(db, held), f"/sessions/{sitting.REF}/co-hosts"
    secretary = as_(people.secretary_brussels)
    assert submit(secretary, here(made, "steps/hand-over", base)).status_code == 303
    assert "steps/close" not in secretary.get(base).text
    assert submit(secretary, here(made, "steps/close", base)).status_code == 409

    assert submit(secretary, here(made, "waiver", base), {"reason": ""}).status_code == 422
    assert submit(secretary, here(made, "waiver", base), {"reason": "It asked for none."}).status_code == 303

    assert "It asked for none." in secretary.get(base).text
    assert submit(secretary, here(made, "steps/close", base)).status_code == 303
    assert state_of(db, made) is EngagementState.CLOSED


def test_closed_it_takes_its_minutes_away_for_ninety_days(people, as_, held, db, clock):
    release(held)
    made, base = engagement_at(db, held), f"/sessions/{sitting.REF}/co-hosts"
    for step in ("hand-over", "close"):
        assert submit(as_(people.secretary_brussels), here(made, f"steps/{step}", base)).status_code == 303
    minutes = f"/sessions/{sitting.REF}/minutes.docx"

    clock.later(days=90)
    assert window(as_, people.cohost_university) == OPEN
    assert as_(people.cohost_university).get(minutes).status_code == 200
    assert "open until" in as_(people.secretary_brussels).get(base).text
    clock.later(seconds=1)
    assert window(as_, people.cohost_university) == SHUT
    assert as_(people.cohost_university).get(minutes).status_code == NOTHING
    assert "ended on" in as_(people.secretary_brussels).get(base).text


def test_the_page_tells_what_each_organisation_took_away_and_no_other_person(people, as_, held, db):
    release(held)
    release(held, Level.DELEGATIONS)
    taken = as_(people.cohost_university).get(f"/sessions/{sitting.REF}/minutes.docx")
    as_(people.delegate_nato).get(f"/sessions/{sitting.REF}/minutes.docx")

    page = as_(people.secretary_prishtina).get(f"/sessions/{sitting.REF}/co-hosts").text

    assert hashlib.sha256(taken.data).hexdigest()[:12] in page
    assert "Una University" in page
    assert "Niels Delegate" not in page


def test_a_page_asks_the_same_whatever_the_number_of_co_hosts(people, as_, session, db, statements):
    engaged(people, db, session)
    browser = as_(people.secretary_brussels)
    with statements() as few:
        assert browser.get(HERE).status_code == 200
    for i in range(40):
        names = {"short_name": f"O{i}", "long_name": f"O{i} office", "neutral_name": f"O{i}"}
        other = Organisation(slug=f"o{i}", kind=OrganisationKind.COHOST, **names)
        db.add(Person(email=f"o{i}@x.example", given_name="O", family_name=str(i), organisation=other))
        db.flush()
        engaged(people, db, session, other)

    with statements() as many:
        page = browser.get(HERE)

    assert "O39 office" in page.text
    assert len(few) == len(many)
    assert len(many) <= 12

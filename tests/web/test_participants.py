"""Participants: who is named, accredited, returned and withdrawn, in which order they stand, and who sees whom."""

import datetime as dt
import io
import zipfile

import pytest
from sqlalchemy import func, select

from dialogue.actions import acts
from dialogue.domain import delegations, sessions
from dialogue.domain.delegations import Capacity, Delegation, Participant, ParticipantState
from dialogue.domain.engagements import Mode, engage
from dialogue.domain.log import LogEntry
from dialogue.domain.notices import Notice
from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.password_links import PasswordLink
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from tests.web.browser import key, submit
from tests.web.test_sessions import version_on

AT = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
STARTS = dt.datetime(2027, 5, 11, 9, 30)
HERE = "/sessions/2027-1/participants"
DOCX = f"{HERE}.docx"
KNOWN, NOTHING = 403, 404


@pytest.fixture
def session(people, db):
    return plan(people, db, STARTS)


def plan(people, db, starts):
    """A session without any delegation."""
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


def delegation_of(db, session, organisation):
    found = db.scalar(delegations.of_organisation(session, organisation))
    return found or Delegation(session=session, organisation=organisation)


def name(db, session, person, capacity=Capacity.MEMBER, *, accredited=True):
    seat = acts.nominate(delegation_of(db, session, person.organisation), person, capacity, by=person, at=AT)
    if accredited:
        seat.accredit(by=person, at=AT)
    db.commit()
    return seat


def heads(db, session, people):
    name(db, session, people.chair_nato, Capacity.HEAD)
    name(db, session, people.chair_kosovo, Capacity.HEAD)


def enter(db, organisation, given, family, **more):
    person = Person(
        email=f"{given}.{family}@x.example", given_name=given, family_name=family, organisation=organisation, **more
    )
    db.add(person)
    db.commit()
    return person


def words_of(answer):
    if answer.mimetype == "text/html":
        return answer.text
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    return "\n".join(archive.read(part).decode(errors="replace") for part in archive.namelist())


def seen(answer, *names):
    told = words_of(answer)
    return [one for one in names if one in told]


def order(text, *names):
    return sorted(names, key=text.index)


# Naming


def test_reading_enters_no_delegation_and_the_first_name_does(people, as_, session, db):
    browser = as_(people.secretary_brussels)
    assert browser.get(HERE).status_code == 200
    assert browser.get(f"{HERE}/nato/nominate").status_code == 200
    assert db.scalar(select(func.count()).select_from(Delegation)) == 0

    answer = submit(
        browser, f"{HERE}/nato/nominate", {"person": people.chair_nato.id, "capacity": "head of delegation"}
    )

    assert (answer.status_code, answer.location) == (303, HERE)
    seat = db.scalars(select(Participant)).one()
    assert (seat.name, seat.capacity, seat.state) == ("Nora Chair", Capacity.HEAD, ParticipantState.NOMINATED)
    assert db.scalars(select(Delegation)).one().organisation.slug == "nato"


def test_the_pages_before_show_the_mail_to_whoever_accredits_whoever_named_and_whom_it_accredits(
    people, as_, session, db
):
    name(db, session, people.focal_kosovo, Capacity.FOCAL_POINT)
    focal, secretary = as_(people.focal_kosovo), as_(people.secretary_prishtina)
    page = focal.get(f"{HERE}/kosovo/nominate").text
    assert "Mail: “A nomination waits for you: HLD/2027/1”" in page and people.secretary_prishtina.name in page

    submit(focal, f"{HERE}/kosovo/nominate", {"person": people.delegate_kosovo.id, "capacity": "member"})
    submit(focal, f"{HERE}/kosovo/nominate", {"person": people.chair_kosovo.id, "capacity": "adviser"})
    one, _ = db.scalars(select(Participant).where(Participant.state == ParticipantState.NOMINATED))
    assert "Mail: “You are accredited: HLD/2027/1”" in secretary.get(HERE).text
    assert "You are accredited" not in focal.get(HERE).text
    assert "Mail: “Returned: your nomination for HLD/2027/1”" in secretary.get(f"{HERE}/{one.id}/return").text
    submit(secretary, f"{HERE}/{one.id}/return", {"reason": "Not yet."})

    told = [(one.dispatch.kind, one.recipient.name) for one in db.scalars(select(Notice).order_by(Notice.id))]
    assert told == [
        ("nomination", people.secretary_prishtina.name), ("nomination", people.secretary_prishtina.name),
        ("nomination returned", people.focal_kosovo.name),
    ]  # fmt: skip
    assert "nomination" not in as_(people.secretary_brussels).get("/notices").text.lower()


def test_a_refused_name_enters_no_delegation(people, as_, session, db):
    answer = submit(as_(people.secretary_brussels), f"{HERE}/nato/nominate", {"person": "", "capacity": "member"})

    assert answer.status_code == 422
    assert db.scalar(select(func.count()).select_from(Delegation)) == 0


def test_the_picker_offers_who_is_not_named_and_what_is_not_taken(people, as_, session, db):
    name(db, session, people.chair_nato, Capacity.HEAD)

    page = as_(people.secretary_brussels).get(f"{HERE}/nato/nominate").text

    assert "Niels Delegate" in page
    assert "Nora Chair" not in page
    assert "Head of delegation" not in page
    assert "Krenar Delegate" not in page


def test_somebody_of_another_organisation_is_not_in_this_list(people, as_, session, db):
    fields = {"person": people.delegate_kosovo.id, "capacity": "member"}

    answer = submit(as_(people.secretary_brussels), f"{HERE}/nato/nominate", fields)

    assert answer.status_code == NOTHING
    assert db.scalars(select(Participant)).all() == []


def test_pressed_twice_a_name_is_named_once(people, as_, session, db):
    browser = as_(people.secretary_brussels)
    fields = {"person": people.delegate_nato.id, "capacity": "member"}
    page = browser.get(f"{HERE}/nato/nominate").text
    key = page.split('name="form_key"')[-1].split('value="')[1].split('"')[0]

    answers = [submit(browser, f"{HERE}/nato/nominate", fields, form_key=key) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert len(db.scalars(select(Participant)).all()) == 1


def test_two_heads_are_not_named_though_both_pages_offered_it(people, as_, session, db):
    fields = {"capacity": "head of delegation"}
    submit(as_(people.secretary_brussels), f"{HERE}/nato/nominate", fields | {"person": people.chair_nato.id})

    second = submit(
        as_(people.secretary_brussels), f"{HERE}/nato/nominate", fields | {"person": people.delegate_nato.id}
    )

    assert second.status_code == 422
    assert [seat.name for seat in db.scalars(select(Participant))] == ["Nora Chair"]


def test_after_the_session_nobody_is_named(people, as_, session, db):
    session.cancel("Snow.", by=people.secretary_brussels, at=AT)
    db.commit()
    browser = as_(people.secretary_brussels)

    answer = submit(browser, f"{HERE}/nato/nominate", {"person": people.chair_nato.id, "capacity": "member"})

    assert answer.status_code == 409
    assert "Name a person" not in browser.get(HERE).text


LEFT, NEVER = "The head of this delegation has left since the session.", "No head of this delegation is accredited."


@pytest.mark.parametrize(
    ("capacity", "active", "said"),
    [(Capacity.HEAD, True, []), (Capacity.HEAD, False, [LEFT]), (Capacity.ALTERNATE, True, [NEVER])],
)
def test_of_a_session_without_its_head_the_page_says_why(people, as_, session, db, capacity, active, said):
    name(db, session, people.chair_kosovo, Capacity.HEAD)
    seat = name(db, session, people.chair_nato, capacity)
    seat.person.active, db.merge(session).state = active, sessions.SessionState.HELD
    db.commit()

    page = as_(people.secretary_brussels).get(HERE).text

    assert [one for one in (LEFT, NEVER) if one in page] == said
    assert ("in the head’s place" in page) == bool(said)


def test_whoever_was_at_a_session_stays_in_its_papers(people, as_, session, db):
    seat = name(db, session, people.delegate_kosovo)
    browser = as_(people.secretary_prishtina)
    assert "Withdraw…" in browser.get(HERE).text
    db.merge(session).cancel("Snow.", by=db.merge(people.secretary_brussels), at=AT)
    db.commit()

    answer = submit(browser, f"{HERE}/{seat.id}/withdraw")

    assert answer.status_code == 409
    assert "This session is over; its delegations do not change any more." in answer.text
    assert "Withdraw…" not in browser.get(HERE).text


def test_a_focal_point_names_its_own_side_alone(people, as_, session, db):
    name(db, session, people.focal_kosovo, Capacity.FOCAL_POINT)
    browser = as_(people.focal_kosovo)
    ours = {"person": people.delegate_kosovo.id, "capacity": "member"}
    theirs = {"person": people.delegate_nato.id, "capacity": "member"}

    assert submit(browser, f"{HERE}/kosovo/nominate", ours).status_code == 303
    assert submit(browser, f"{HERE}/nato/nominate", theirs).status_code == KNOWN
    assert [seat.name for seat in db.scalars(select(Participant).order_by(Participant.id))] == [
        "Fatos Focal",
        "Krenar Delegate",
    ]


def test_a_focal_point_names_nobody_before_its_accreditation(people, as_, session, db):
    name(db, session, people.focal_kosovo, Capacity.FOCAL_POINT, accredited=False)
    ours = {"person": people.delegate_kosovo.id, "capacity": "member"}

    assert submit(as_(people.focal_kosovo), f"{HERE}/kosovo/nominate", ours).status_code == NOTHING


def test_a_delegate_names_nobody(people, as_, session, db):
    name(db, session, people.delegate_kosovo)
    fields = {"person": people.chair_kosovo.id, "capacity": "head of delegation"}

    assert submit(as_(people.delegate_kosovo), f"{HERE}/kosovo/nominate", fields).status_code == KNOWN


def test_the_other_sides_nominations_are_unknown_before_accreditation(people, as_, session, db):
    heads(db, session, people)
    name(db, session, people.focal_kosovo, Capacity.FOCAL_POINT)
    waiting = name(db, session, people.delegate_nato, accredited=False)
    own = name(db, session, people.delegate_kosovo, accredited=False)
    names = ("Niels Delegate", "Krenar Delegate")

    assert seen(as_(people.secretary_brussels).get(HERE), *names) == ["Niels Delegate"]
    assert seen(as_(people.secretary_prishtina).get(HERE), *names) == ["Krenar Delegate"]
    assert seen(as_(people.focal_kosovo).get(HERE), *names) == ["Krenar Delegate"]
    assert seen(as_(people.secretary_prishtina).get(DOCX), *names) == []
    for act in ("accredit", "return", "withdraw", "authorise", "more"):
        path = f"{HERE}/{waiting.id}/{act}"
        assert submit(as_(people.secretary_prishtina), path, {"reason": "x"}).status_code == NOTHING
        assert submit(as_(people.secretary_prishtina), f"{HERE}/{own.id + 99}/{act}").status_code == NOTHING
    db.expire_all()
    assert db.get(Participant, waiting.id).state is ParticipantState.NOMINATED


# People who are not in the register yet


NEW = {
    "given_name": "Đorđe",
    "family_name": "Novak",
    "email": "Dj.Novak@mod.example",
    "function": "Adviser",
    "rank": "4",
    "capacity": "adviser",
}


def test_a_focal_point_enters_somebody_new_of_its_own_side(people, as_, session, db):
    name(db, session, people.focal_kosovo, Capacity.FOCAL_POINT)

    answer = submit(as_(people.focal_kosovo), f"{HERE}/kosovo/enter", NEW)

    person = db.scalar(select(Person).where(Person.email == "dj.novak@mod.example"))
    assert answer.status_code == 303
    assert (person.name, person.function, person.rank, person.organisation.slug) == (
        "Đorđe Novak",
        "Adviser",
        4,
        "kosovo",
    )
    assert (person.password_hash, person.is_secretary) == (None, False)
    assert db.scalar(delegations.seats_of(person)).capacity is Capacity.ADVISER


def test_somebody_new_is_not_entered_for_the_other_side(people, as_, session, db):
    name(db, session, people.focal_kosovo, Capacity.FOCAL_POINT)

    assert submit(as_(people.focal_kosovo), f"{HERE}/nato/enter", NEW).status_code == KNOWN
    assert submit(as_(people.outsider), f"{HERE}/elsewhere/enter", NEW).status_code == NOTHING
    assert db.scalar(select(Person).where(Person.family_name == "Novak")) is None


def test_an_address_that_is_taken_changes_nobody(people, as_, session, db):
    answer = submit(
        as_(people.secretary_brussels), f"{HERE}/nato/enter", NEW | {"email": "Chair.Kosovo@kosovo.example"}
    )

    assert answer.status_code == 409
    assert "cannot be entered here. Please ask the secretariat." in answer.text
    assert "Kaltrina" not in answer.text and "register already" not in answer.text
    assert "Novak" in answer.text  # what was typed is shown again
    assert db.scalar(select(func.count()).select_from(Person).where(Person.family_name == "Novak")) == 0
    assert db.get(Person, people.chair_kosovo.id).name == "Kaltrina Chair"


def test_a_soft_hyphen_makes_no_second_person(people, as_, session, db):
    name(db, session, people.focal_kosovo, Capacity.FOCAL_POINT)
    known = select(Person.email).order_by(Person.id)
    before = db.scalars(known).all()
    db.rollback()

    answer = submit(
        as_(people.focal_kosovo), f"{HERE}/kosovo/enter", NEW | {"email": "chair.\u00adkosovo@kosovo.example"}
    )

    assert answer.status_code == 409
    assert "The address chair.kosovo@kosovo.example cannot be entered here." in answer.text
    assert db.scalars(known).all() == before


def test_the_clean_address_of_somebody_new_is_shown(people, as_, session, db):
    client = as_(people.secretary_brussels)

    submit(client, f"{HERE}/nato/enter", NEW | {"email": "<Novak@nato.example>;"})

    assert "Đorđe Novak (novak@nato.example) is in the register now" in client.get(HERE).text


def test_somebody_new_is_invited_by_mail_and_whoever_names_them_does_not_see_the_link(
    people, as_, by_mail, session, db
):
    name(db, session, people.focal_kosovo, Capacity.FOCAL_POINT)
    without, focal = as_(people.focal_kosovo), by_mail(people.focal_kosovo)

    submit(without, f"{HERE}/kosovo/enter", NEW | {"email": "first@kosovo.example"})
    assert db.scalars(select(PasswordLink)).all() == []
    db.rollback()
    submit(focal, f"{HERE}/kosovo/enter", NEW | {"email": "second@kosovo.example"})

    link = db.scalars(select(PasswordLink)).one()
    assert (link.person.email, link.by_hand, link.made_by_id) == (
        "second@kosovo.example",
        False,
        people.focal_kosovo.id,
    )
    (notice,) = [one for one in db.scalars(select(Notice)) if one.dispatch.kind == "invitation"]
    assert (notice.address, notice.path) == ("second@kosovo.example", link.path)
    number, person_id = link.id, link.person_id
    db.rollback()
    assert focal.get(f"/people/{person_id}/links/{number}").status_code == NOTHING


@pytest.mark.parametrize("address", ["", "nobody", "a b@c.example", "a@b", "a@b.example, c@d.example"])
def test_an_address_that_is_none_stays_in_the_form(people, as_, session, db, address):
    answer = submit(as_(people.secretary_brussels), f"{HERE}/nato/enter", NEW | {"email": address})

    assert answer.status_code == 422
    assert "Đorđe" in answer.text


# Accreditation


def test_accreditation_opens_the_session_and_withdrawal_closes_it_at_once(people, as_, session, db):
    seat = name(db, session, people.delegate_kosovo, accredited=False)
    secretary, delegate = as_(people.secretary_prishtina), as_(people.delegate_kosovo)
    assert [delegate.get(path).status_code for path in ("/sessions/2027-1", HERE, DOCX)] == [NOTHING] * 3

    accredited = submit(secretary, f"{HERE}/{seat.id}/accredit", {"base_version": seat.version})

    assert accredited.status_code == 303
    assert [delegate.get(path).status_code for path in ("/sessions/2027-1", HERE, DOCX)] == [200] * 3
    assert submit(secretary, f"{HERE}/{seat.id}/withdraw").status_code == 303
    assert [delegate.get(path).status_code for path in ("/sessions/2027-1", HERE, DOCX)] == [NOTHING] * 3


def test_what_is_accredited_is_the_nomination_that_was_read(people, as_, session, db):
    seat = name(db, session, people.delegate_kosovo, accredited=False)
    read = seat.version
    seat.withdraw(by=people.secretary_prishtina, at=AT)
    seat.delegation.nominate(people.delegate_kosovo, Capacity.HEAD, by=people.secretary_prishtina, at=AT)
    db.commit()

    answer = submit(as_(people.secretary_prishtina), f"{HERE}/{seat.id}/accredit", {"base_version": read})

    assert answer.status_code == 409
    db.expire_all()
    assert db.get(Participant, seat.id).state is ParticipantState.NOMINATED


def test_names_stand_as_accredited(people, as_, session, db):
    name(db, session, people.delegate_kosovo)
    people.delegate_kosovo.rename("Krenar", "Newname")
    people.delegate_kosovo.function = "Something later"
    db.commit()

    page = as_(people.secretary_brussels).get(HERE)

    assert seen(page, "Krenar Delegate", "Krenar&#39;s office", "Newname", "Something later") == [
        "Krenar Delegate",
        "Krenar&#39;s office",
    ]


def test_a_returned_nomination_tells_its_own_side_why_and_is_named_again(people, as_, session, db):
    name(db, session, people.focal_kosovo, Capacity.FOCAL_POINT)
    seat = name(db, session, people.delegate_kosovo, accredited=False)
    secretary, focal = as_(people.secretary_prishtina), as_(people.focal_kosovo)

    assert submit(secretary, f"{HERE}/{seat.id}/return", {"reason": ""}).status_code == 422
    assert submit(secretary, f"{HERE}/{seat.id}/return", {"reason": "Please name a deputy."}).status_code == 303
    assert "Please name a deputy." in focal.get(HERE).text
    assert "Please name a deputy." not in as_(people.secretary_brussels).get(HERE).text
    again = submit(focal, f"{HERE}/kosovo/nominate", {"person": people.delegate_kosovo.id, "capacity": "member"})
    assert again.status_code == 303


def test_of_a_written_authority_two_editors_lose_nothing(people, as_, session, db):
    seat = name(db, session, people.delegate_kosovo)
    seat.authorise("Letter 6", by=people.secretary_prishtina, at=AT)
    db.commit()
    read = seat.version
    browser = as_(people.secretary_prishtina)
    first = submit(browser, f"{HERE}/{seat.id}/authorise", {"authorised": "Letter 7", "base_version": read})

    second = submit(browser, f"{HERE}/{seat.id}/authorise", {"authorised": "Letter 8", "base_version": read})

    assert (first.status_code, second.status_code) == (303, 409)
    assert seen(second, "Letter 7", "Letter 8") == ["Letter 7", "Letter 8"]
    db.expire_all()
    assert (db.get(Participant, seat.id).authorised, db.get(Participant, seat.id).is_entitled) == ("Letter 7", True)


def test_a_seat_of_another_session_is_not_found_here(people, as_, session, db):
    plan(people, db, STARTS + dt.timedelta(days=60))
    seat = name(db, session, people.delegate_kosovo)
    elsewhere = "/sessions/2027-2/participants"

    answers = [
        submit(as_(people.secretary_prishtina), f"{elsewhere}/{seat.id}/{act}", {"reason": "x", "authorised": "x"})
        for act in ("accredit", "return", "withdraw", "authorise", "more")
    ]

    assert [one.status_code for one in answers] == [NOTHING] * 5
    db.expire_all()
    assert (db.get(Participant, seat.id).state, db.get(Participant, seat.id).authorised) == (
        ParticipantState.ACCREDITED,
        "",
    )


# What a Party says of one of its people


def an_interpreter(db, session, people):
    return name(db, session, enter(db, people.kosovo, "Ibra", "Interpreter"), Capacity.INTERPRETER)


def test_a_party_says_of_an_interpreter_that_it_holds_more_and_takes_it_back(people, as_, session, db):
    heads(db, session, people)
    seat = an_interpreter(db, session, people)
    mine = as_(db.get(Participant, seat.id).person)
    assert mine.get("/follow-ups").status_code == NOTHING
    chair, path = as_(people.chair_kosovo), f"{HERE}/{seat.id}/more"
    read = version_on(chair.get(path).text)

    given = {"as_delegate": "y", "base_version": read}
    assert submit(chair, path, given).status_code == 303

    assert mine.get("/follow-ups").status_code == 200
    page = as_(people.secretary_prishtina).get(HERE).text
    assert "holds what a delegate holds: word of Kaltrina Chair, " in page
    assert "holds what a delegate holds" not in as_(people.secretary_brussels).get(HERE).text
    assert submit(as_(people.secretary_prishtina), path, given).status_code == 409  # read before it was given

    read = version_on(as_(people.secretary_prishtina).get(path).text)
    assert submit(as_(people.secretary_prishtina), path, {"base_version": read}).status_code == 303
    assert mine.get("/follow-ups").status_code == NOTHING
    verbs = [row.verb for row in db.scalars(select(LogEntry).where(LogEntry.noun == "participants"))]
    assert verbs[-2:] == ["give", "give"]


def test_a_word_that_is_sent_twice_is_given_once(people, as_, session, db):
    heads(db, session, people)
    seat = an_interpreter(db, session, people)
    chair, path = as_(people.chair_kosovo), f"{HERE}/{seat.id}/more"
    fields = {"in_restricted": "y", "base_version": version_on(chair.get(path).text), "form_key": key(chair)}

    answers = [submit(chair, path, fields).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert [row.verb for row in db.scalars(select(LogEntry).where(LogEntry.noun == "participants"))][-2:] != [
        "give"
    ] * 2
    assert "comes into the restricted part" in chair.get(HERE).text


def test_nobody_but_the_head_and_the_secretary_of_a_side_says_so_of_its_people(people, as_, session, db):
    heads(db, session, people)
    seat = an_interpreter(db, session, people)
    for who in (people.delegate_kosovo, people.focal_kosovo):
        name(db, session, who, Capacity.MEMBER if who is people.delegate_kosovo else Capacity.FOCAL_POINT)
    path, mine = f"{HERE}/{seat.id}/more", db.get(Participant, seat.id).person

    answers = {
        who.email: submit(as_(who), path, {"as_delegate": "y", "base_version": seat.version}).status_code
        for who in (people.chair_nato, people.secretary_brussels, people.delegate_kosovo, people.focal_kosovo, mine)
    }

    assert set(answers.values()) == {KNOWN, NOTHING}
    assert answers[mine.email] == NOTHING
    db.expire_all()
    assert not db.get(Participant, seat.id).as_delegate


# Others than the Parties


def observer_of(db):
    embassy = Organisation(
        slug="embassy",
        kind=OrganisationKind.OBSERVER,
        short_name="Embassy",
        long_name="The Embassy",
        neutral_name="Embassy",
    )
    return enter(db, embassy, "Olga", "Observer")


def engaged(people, db, session, organisation, *, active=True):
    ours, theirs = people.secretary_brussels, people.secretary_prishtina
    engagement = engage(session, organisation, Mode.CO_ORGANISER, by=ours, at=AT)
    db.add(engagement)
    engagement.consent(by=ours, at=AT)
    engagement.consent(by=theirs, at=AT)
    if active:
        engagement.sign("MoU 1", by=ours, at=AT)
        engagement.activate(by=ours, at=AT)
    db.commit()
    return engagement


def test_a_place_is_given_to_observers_and_to_co_hosts_with_both_consents(people, as_, session, db):
    embassy = observer_of(db).organisation
    engaged(people, db, session, people.university, active=False)
    browser = as_(people.secretary_brussels)
    page = browser.get(f"{HERE}/open").text

    assert [name for name in ("The Embassy", "The University", "The Institute", "The NATO") if name in page] == [
        "The Embassy",
        "The University",
    ]
    assert submit(browser, f"{HERE}/open", {"organisation": embassy.id}).status_code == 303
    assert submit(browser, f"{HERE}/open", {"organisation": embassy.id}).status_code == NOTHING  # it is not offered now
    assert submit(browser, f"{HERE}/open", {"organisation": people.institute.id}).status_code == NOTHING
    assert [d.organisation.slug for d in db.scalars(select(Delegation))] == ["embassy"]


def test_an_organisation_without_a_place_has_nobody_to_name(people, as_, session, db):
    observer_of(db)

    assert as_(people.secretary_brussels).get(f"{HERE}/embassy/nominate").status_code == NOTHING
    assert as_(people.secretary_brussels).get(f"{HERE}/nowhere/nominate").status_code == NOTHING


def everybody(people, db, session):
    """A list with somebody in every place."""
    heads(db, session, people)
    name(db, session, people.delegate_nato)
    name(db, session, people.delegate_kosovo)
    name(db, session, people.focal_kosovo, Capacity.FOCAL_POINT)
    name(db, session, people.cohost_university, Capacity.SPEAKER)
    name(db, session, people.cohost_institute, Capacity.SPEAKER)
    observer = observer_of(db)
    name(db, session, observer, Capacity.OBSERVER)
    return observer


ALL = (
    "Nora Chair", "Kaltrina Chair", "Niels Delegate", "Krenar Delegate", "Fatos Focal", "Una University",
    "Ilir Institute", "Olga Observer",
)  # fmt: skip
HEADS = ["Nora Chair", "Kaltrina Chair"]


@pytest.mark.parametrize("path", [HERE, DOCX])
def test_who_sees_whom(people, as_, session, db, path):
    observer = everybody(people, db, session)
    engaged(people, db, session, people.university)

    told = {who: seen(as_(who).get(path), *ALL) for who in (people.delegate_nato, people.cohost_university, observer)}

    assert told[people.delegate_nato] == [one for one in ALL if one != "Fatos Focal"]
    assert told[people.cohost_university] == [*HEADS, "Una University"]
    assert told[observer] == [*HEADS, "Olga Observer"]
    assert [as_(who).get(path).status_code for who in (people.outsider, people.cohost_institute)] == [NOTHING] * 2


@pytest.mark.parametrize("edition", ["cohost", "public"])
def test_a_secretary_reads_a_narrower_edition_as_others_do(people, as_, session, db, edition):
    everybody(people, db, session)

    page = as_(people.secretary_brussels).get(f"{HERE}?edition={edition}")
    paper = as_(people.secretary_brussels).get(f"{DOCX}?edition={edition}")

    assert (seen(page, *ALL), seen(paper, *ALL)) == (HEADS, HEADS)
    assert "Accredit" not in page.text
    assert paper.headers["Content-Disposition"] == f'attachment; filename="HLD-2027-1-PAR-{edition.upper()}.docx"'


def test_an_edition_that_is_not_held_does_not_exist(people, as_, session, db):
    everybody(people, db, session)
    engaged(people, db, session, people.university)

    assert as_(people.cohost_university).get(f"{HERE}?edition=delegations").status_code == NOTHING
    assert as_(people.cohost_university).get(f"{DOCX}?edition=delegations").status_code == NOTHING
    assert as_(people.delegate_nato).get(f"{HERE}?edition=secretariat").status_code == NOTHING
    assert as_(people.secretary_brussels).get(f"{HERE}?edition=nonsense").status_code == 422
    assert as_(people.secretary_brussels).get(f"{DOCX}?edition=secretariat").status_code == 422


def test_the_list_stands_in_the_order_of_precedence(people, as_, session, db):
    everybody(people, db, session)
    ambassador = enter(db, people.nato, "Zoe", "Ambassador", rank=2)
    name(db, session, ambassador)
    name(db, session, enter(db, people.nato, "Ivo", "Interpreter", rank=1), Capacity.INTERPRETER)
    first = {session.named_first.slug: "own", "nato": "other"}
    both = sorted([("nato", "Nora Chair"), ("kosovo", "Kaltrina Chair")], key=lambda one: first.get(one[0]) != "own")

    text = words_of(as_(people.delegate_kosovo).get(DOCX))

    nato = ["Nora Chair", "Zoe Ambassador", "Niels Delegate", "Ivo Interpreter"]
    assert order(text, *reversed(nato)) == nato
    assert order(text, "Una University", "Olga Observer", "Kaltrina Chair", "Nora Chair") == [
        *[one for _, one in both],
        "Olga Observer",
        "Una University",
    ]


def test_the_same_list_is_the_same_bytes_however_late(people, as_, session, db, clock):
    everybody(people, db, session)
    browser = as_(people.delegate_kosovo)
    first = browser.get(DOCX)
    clock.later(hours=3)

    assert browser.get(DOCX).data == first.data
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert first.mimetype == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(params=["secretary_brussels", "delegate_nato"])
def browser(request, people, as_, session, db):
    name(db, session, people.delegate_nato)
    return as_(getattr(people, request.param))


def test_a_page_asks_the_same_whatever_the_number_of_people(people, browser, session, db, statements):
    with statements() as few:
        assert browser.get(HERE).status_code == 200
    for i in range(60):
        owner = (people.nato, people.kosovo)[i % 2]
        db.add(Person(email=f"p{i}@x.example", given_name="P", family_name=f"N{i}", organisation=owner))
    db.commit()
    session = db.get(Session, session.id)
    for person in db.scalars(select(Person).where(Person.given_name == "P")).all():
        name(db, session, person, accredited=bool(person.id % 3))

    with statements() as many:
        page = browser.get(HERE)

    assert "N58" in page.text
    assert (len(few) == len(many), len(many) <= 12) == (True, True), [len(few), len(many), *many]

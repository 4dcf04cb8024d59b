"""People: entered, invited, changed, closed; and nothing typed is lost on the way."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session as Unit
from sqlalchemy.orm import scoped_session
from werkzeug.test import TestResponse

from dialogue.domain.notices import Notice, NoticeKind
from dialogue.domain.password_links import PasswordLink, Purpose
from dialogue.domain.people import AccountState, Person
from tests.cast import HASH, Cast
from tests.conftest import Clock
from tests.web.browser import As, key, submit
from tests.web.many import Statements, costs_the_same, more_people

Db = scoped_session[Unit]
Browse = Callable[[str], FlaskClient]


def typed(people: Cast, **more: object) -> dict[str, object]:
    given = {"given_name": "Ana", "family_name": "Ilić", "email": "ana@nato.example", "organisation": people.nato.id}
    return given | {"function": "Adviser", "rank": "4", "standing": "none"} | more


def enter(client: FlaskClient, people: Cast, **more: object) -> TestResponse:
    return submit(client, "/people/new", typed(people, **more))


def revise(client: FlaskClient, who: Person, people: Cast, **more: object) -> TestResponse:
    found = re.search(r'name="base_version"[^>]*value="(\d+)"', client.get(f"/people/{who.id}").text)
    assert found
    return submit(client, f"/people/{who.id}", typed(people, base_version=found[1]) | more)


def again(db: Db, who: Person) -> Person:
    db.rollback()
    return db.scalars(select(Person).where(Person.id == who.id)).one()


def test_a_person_is_entered_and_found_by_name_without_diacritics(people: Cast, admin: FlaskClient) -> None:
    made = enter(admin, people)

    assert made.status_code == 303
    assert "Ana Ilić" in admin.get(made.location).text
    assert made.location in admin.get("/people?q=ilic").text
    assert made.location not in admin.get("/people?q=bosmans").text
    assert "does not sign in" in admin.get("/people?q=ilic").text


@pytest.mark.parametrize(
    ("given", "family", "typed"),
    [
        ("Jón", "Guðmundsson", "gudmundsson"),
        ("Jón", "Guðmundsson", "Guðmundsson jon"),
        ("Arta", "Kras\u00adniqi", "krasniqi"),
        ("Arta", "Krasniqi\u2011Berisha", "krasniqi-berisha"),
        ("Arta", "Krasniqi-Berisha", "krasniqi berisha"),
        ("Seán", "O’Neill", "o'neill"),
        ("Стоян", "Шишков", "shishkov"),
    ],
)
def test_a_person_is_found_as_people_type(
    given: str, family: str, typed: str, people: Cast, admin: FlaskClient, db: Db
) -> None:
    made = enter(admin, people, given_name=given, family_name=family)

    assert made.location in admin.get("/people", query_string={"q": typed}).text
    assert db.scalars(select(Person.family_name).where(Person.email == "ana@nato.example")).one() == family.replace(
        "\u00ad", ""
    )


def test_the_form_sent_twice_enters_one_person(people: Cast, admin: FlaskClient, db: Db) -> None:
    once = key(admin)

    assert enter(admin, people, form_key=once).location == enter(admin, people, form_key=once).location
    assert len(db.scalars(select(Person).where(Person.email == "ana@nato.example")).all()) == 1


@pytest.mark.parametrize("email", ["Outsider@Elsewhere.example", " outsider@elsewhere.example "])
def test_an_address_belongs_to_one_person(email: str, people: Cast, admin: FlaskClient, db: Db) -> None:
    answer = enter(admin, people, email=email)

    assert answer.status_code == 422
    assert "Somebody has this address already." in answer.text
    assert "Ilić" in answer.text
    assert revise(admin, people.delegate_nato, people, email=email).status_code == 422
    assert again(db, people.delegate_nato).email == "delegate.nato@nato.example"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("besa.krasniqi@gov.example;", "besa.krasniqi@gov.example"),
        ("<Besa@gov.example>", "besa@gov.example"),
        ("mailto:besa@gov.example", "besa@gov.example"),
        ("besa@xn--prishtin-01a.example", "besa@prishtinë.example"),
    ],
)
def test_what_was_pasted_around_an_address_goes_and_the_clean_one_is_shown(
    typed: str, kept: str, people: Cast, admin: FlaskClient, db: Db
) -> None:
    made = enter(admin, people, email=typed)

    assert f'value="{kept}"' in admin.get(made.location).text
    assert db.scalars(select(Person.email).where(Person.family_name == "Ilić")).all() == [kept]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("besa@prishtinë.example", "besa@xn--prishtin-01a.example"),
        ("besa@gov.example", "Besa@GOV.example;"),
        ("besa@gov.example", "be\u00adsa@gov.example"),
        ("gjergj.ç@gov.example", "gjergj.c\u0327@gov.example"),
    ],
)
def test_one_person_is_not_entered_twice_by_another_spelling(
    first: str, second: str, people: Cast, admin: FlaskClient, db: Db
) -> None:
    assert enter(admin, people, email=first).status_code == 303

    again_ = enter(admin, people, email=second)

    assert again_.status_code == 422
    assert "Somebody has this address already." in again_.text
    assert len(db.scalars(select(Person).where(Person.family_name == "Ilić")).all()) == 1


def test_two_addresses_are_not_one(people: Cast, admin: FlaskClient) -> None:
    answer = enter(admin, people, email="ana@nato.example, besa@nato.example")

    assert answer.status_code == 422
    assert "Please give one address only." in answer.text
    assert "ana@nato.example, besa@nato.example" in answer.text


@pytest.mark.parametrize("email", ["ana", "ana@", "@nato.example", "ana@nato", "ana b@nato.example", ""])
def test_an_address_looks_like_one(email: str, people: Cast, admin: FlaskClient) -> None:
    answer = enter(admin, people, email=email)

    assert answer.status_code == 422
    assert "Ilić" in answer.text
    assert "Adviser" in answer.text


def test_everything_that_is_wrong_is_said_at_once(people: Cast, admin: FlaskClient) -> None:
    answer = enter(admin, people, email="ana", family_name="", rank="9")

    assert answer.status_code == 422
    for said in ("name@example.org", "Please fill this in.", "from 1 to 5"):
        assert said in answer.text


def test_a_secretary_belongs_to_a_party(people: Cast, admin: FlaskClient, db: Db) -> None:
    refused = enter(admin, people, organisation=people.institute.id, standing="secretary")
    assert refused.status_code == 409
    assert "A secretary belongs to one of the two Parties." in refused.text
    assert "Ilić" in refused.text
    assert db.scalar(select(Person).where(Person.email == "ana@nato.example")) is None
    silent = enter(admin, people, standing="secretary")
    assert (silent.status_code, "Please say why" in silent.text, "Ilić" in silent.text) == (422, True, True)
    assert enter(admin, people, standing="secretary", why="She succeeds Bea.").status_code == 303
    assert db.scalars(select(Person.standing).where(Person.email == "ana@nato.example")).one() == AccountState.NONE
    other = {"organisation": people.elsewhere.id, "email": people.secretary_brussels.email}
    away = revise(admin, people.secretary_brussels, people, standing="secretary", why="Moves.", **other)
    assert away.status_code == 409
    assert again(db, people.secretary_brussels).organisation.slug == "nato"


def test_an_organisation_that_nobody_entered_is_not_found(people: Cast, admin: FlaskClient) -> None:
    assert enter(admin, people, organisation=9999).status_code == 404


def test_particulars_change_and_the_own_address_is_no_other(people: Cast, admin: FlaskClient, db: Db) -> None:
    own = people.delegate_nato

    assert revise(admin, own, people, email=own.email, function="Head of unit").status_code == 303
    assert again(db, own).function == "Head of unit"


def test_of_another_address_both_are_told_and_both_secretaries(
    people: Cast, admin: FlaskClient, db: Db, clock: Clock
) -> None:
    own = people.delegate_nato

    assert revise(admin, own, people, email="elsewhere@nato.example").status_code == 303
    assert revise(admin, own, people, email="elsewhere@nato.example", function="Head").status_code == 303

    first, second, *both = db.scalars(select(Notice).order_by(Notice.id)).all()
    for notice, address in ((first, "delegate.nato@nato.example"), (second, "elsewhere@nato.example")):
        assert (notice.address, notice.recipient_id) == (address, own.id)
        assert "is elsewhere@nato.example from now on" in notice.body
        notice.claim(at=clock())
        assert notice.address == address
    assert [one.recipient_id for one in both] == [people.secretary_brussels.id, people.secretary_prishtina.id]
    assert {one.dispatch.kind for one in both} == {NoticeKind.DONE_ALONE}
    assert "address: elsewhere@nato.example\n\nAda Admin has done this alone" in both[0].body
    assert "Until then: Niels Delegate, NATO, delegate.nato@nato.example." in both[0].body


def test_the_second_editor_is_told_and_loses_nothing(people: Cast, as_: As, db: Db) -> None:
    first, second, who = as_(people.admin), as_(people.admin), people.delegate_nato
    fields = typed(people, email=who.email, base_version=who.version)
    assert submit(first, f"/people/{who.id}", fields).status_code == 303

    late = submit(second, f"/people/{who.id}", fields, function="Something else")

    assert late.status_code == 409
    assert "Something else" in late.text
    assert again(db, who).function == "Adviser"


def test_nobody_changes_their_own_standing_role_or_closes_their_own_account(
    people: Cast, admin: FlaskClient, db: Db
) -> None:
    own = people.admin

    fields = {"email": own.email, "organisation": own.organisation_id}
    assert revise(admin, own, people, standing="none", why="Enough.", **fields).status_code == 409
    assert submit(admin, f"/people/{own.id}/close").status_code == 409
    assert revise(admin, own, people, standing="admin", **fields).status_code == 303
    assert (again(db, own).standing, again(db, own).active) == (AccountState.ADMIN, True)


def test_the_admin_sets_no_password_and_hands_over_a_link(people: Cast, admin: FlaskClient, as_: As, db: Db) -> None:
    theirs = as_(people.cohost_university)

    made = submit(admin, f"/people/{people.cohost_university.id}/password", password="four horses on a hill")

    assert made.status_code == 303
    assert theirs.get("/").status_code == 200
    assert again(db, people.cohost_university).password_hash == HASH
    assert address_of_link(admin.get(made.location).text).startswith("/password/links/")


def test_a_link_that_is_handed_over_is_shown_to_its_maker_for_a_quarter_of_an_hour(
    people: Cast, admin: FlaskClient, as_: As, clock: Clock
) -> None:
    shown = submit(admin, f"/people/{people.cohost_university.id}/password").location
    address = address_of_link(admin.get(shown).text)

    page = admin.get(f"/people/{people.cohost_university.id}").text
    assert f'href="{shown}"' in page
    assert address not in page
    assert as_(people.secretary_brussels).get(shown).status_code == 404
    assert admin.get(shown.replace(f"/{people.cohost_university.id}/", f"/{people.chair_nato.id}/")).status_code == 404
    clock.later(minutes=15)
    assert admin.get(shown).status_code == 404
    assert f'href="{shown}"' not in admin.get(f"/people/{people.cohost_university.id}").text


def test_another_admin_does_not_see_it(people: Cast, admin: FlaskClient, as_: As, db: Db) -> None:
    db.merge(people.outsider).standing = AccountState.ADMIN
    db.commit()
    shown = submit(admin, f"/people/{people.cohost_university.id}/password").location

    assert as_(people.outsider).get(shown).status_code == 404
    assert admin.get(shown).status_code == 200


def test_sent_twice_it_makes_one_link(people: Cast, admin: FlaskClient, db: Db) -> None:
    once, path = key(admin), f"/people/{people.delegate_nato.id}/password"

    assert submit(admin, path, form_key=once).location == submit(admin, path, form_key=once).location
    assert len(db.scalars(select(PasswordLink)).all()) == 1


def test_a_link_is_revoked(people: Cast, admin: FlaskClient, client: FlaskClient) -> None:
    shown = submit(admin, f"/people/{people.cohost_university.id}/password").location
    address = address_of_link(admin.get(shown).text)
    assert client.get(address).status_code == 200

    assert submit(admin, f"{shown}/revoke").status_code == 303

    assert client.get(address).status_code == 404
    assert "Show it once more" not in admin.get(f"/people/{people.cohost_university.id}").text


def test_a_closed_account_gets_no_link(people: Cast, admin: FlaskClient, db: Db) -> None:
    submit(admin, f"/people/{people.delegate_nato.id}/close")

    refused = submit(admin, f"/people/{people.delegate_nato.id}/password")

    assert refused.status_code == 409
    assert "This account is closed. Please open it again first." in refused.text
    assert "Make a link" not in admin.get(f"/people/{people.delegate_nato.id}").text


def test_whoever_is_entered_is_invited(people: Cast, admin: FlaskClient, client: FlaskClient, db: Db) -> None:
    made = enter(admin, people, organisation=people.university.id)

    page = admin.get(made.location).text
    shown = re.search(r"/people/\d+/links/\d+(?=\")", page)
    assert shown, page
    link = db.scalars(select(PasswordLink)).one()
    assert (link.person.email, link.purpose) == ("ana@nato.example", Purpose.INVITATION)
    db.rollback()
    assert client.get(address_of_link(admin.get(shown[0]).text)).status_code == 200


@pytest.mark.parametrize("act", ["enter", "password"])
def test_a_link_into_an_account_of_a_party_is_in_the_hands_of_that_side_while_it_has_anybody(
    people: Cast, admin: FlaskClient, as_: As, db: Db, act: str
) -> None:
    made = enter(admin, people) if act == "enter" else submit(admin, f"/people/{people.delegate_nato.id}/password")

    assert "Bea Brussels hands the link over" in admin.get(made.location).text
    link = db.scalars(select(PasswordLink)).one()
    paths = [f"/people/{link.person_id}/links/{link.id}", f"/mandates/links/{link.id}"]
    db.rollback()
    assert [admin.get(path).status_code for path in paths] == [404, 404]
    own, other = as_(people.secretary_brussels), as_(people.secretary_prishtina)
    assert f'href="{paths[1]}"' in own.get("/").text
    assert (own.get(paths[1]).status_code, other.get(paths[1]).status_code) == (200, 404)


def test_with_a_mail_server_the_link_goes_by_mail_and_the_admin_does_not_see_it(
    people: Cast, by_mail: As, db: Db
) -> None:
    admin = by_mail(people.admin)

    entered = enter(admin, people)
    made = submit(admin, f"/people/{people.delegate_nato.id}/password")

    assert made.location == f"/people/{people.delegate_nato.id}"
    page = admin.get(made.location).text
    assert "A link to choose a password goes to delegate.nato@nato.example by mail." in page
    assert "queued" in page
    first, second = db.scalars(select(PasswordLink).order_by(PasswordLink.id)).all()
    both = [people.secretary_brussels.email, people.secretary_prishtina.email]
    assert [n.address for n in db.scalars(select(Notice).order_by(Notice.id))] == [
        *both,
        "ana@nato.example",
        "delegate.nato@nato.example",
        *both,
    ]
    assert [(link.by_hand, link.made_by_id) for link in (first, second)] == [(False, people.admin.id)] * 2
    path = f"/people/{second.person_id}/links/{second.id}"
    db.rollback()
    assert path not in page.replace(f"{path}/revoke", "")
    assert admin.get(path).status_code == 404
    assert entered.status_code == 303


def address_of_link(page: str) -> str:
    found = re.search(r'value="http://localhost(/password/links/[A-Za-z0-9_-]{43})"', page)
    assert found, page
    return found[1]


def test_closing_an_account_ends_its_sign_ins_and_feeds_at_once(people: Cast, admin: FlaskClient, as_: As) -> None:
    theirs, who = as_(people.secretary_prishtina), people.secretary_prishtina
    made = submit(theirs, "/calendar", name="Telephone", scope="my sessions")
    feed = re.search(r"/feeds/[A-Za-z0-9_-]+\.ics", theirs.get(made.location).text)
    assert feed, made.text
    assert admin.get(feed[0]).status_code == 200

    assert submit(admin, f"/people/{who.id}/close").status_code == 303

    assert theirs.get("/").status_code == 302
    assert admin.get(feed[0]).status_code in {404, 410}
    page = admin.get(f"/people/{who.id}").text
    assert "This account is closed" in page
    assert ">closed<" in admin.get("/people").text


def test_a_reopened_account_gets_no_old_sign_in_back(people: Cast, admin: FlaskClient, as_: As, db: Db) -> None:
    theirs, who = as_(people.delegate_nato), people.delegate_nato
    submit(admin, f"/people/{who.id}/close")

    assert submit(admin, f"/people/{who.id}/reopen").status_code == 303
    assert theirs.get("/").status_code == 302
    assert as_(again(db, who)).get("/").status_code == 200


def test_a_person_who_does_not_exist_is_not_found(people: Cast, admin: FlaskClient) -> None:
    assert admin.get("/people/9999").status_code == 404
    assert submit(admin, "/people/9999/close").status_code == 404


def test_people_are_the_admins_alone(people: Cast, as_: As, db: Db) -> None:
    for who, status in ((people.secretary_brussels, 403), (people.cohost_institute, 404), (people.outsider, 404)):
        client = as_(who)
        assert client.get("/people").status_code == status
        assert submit(client, f"/people/{people.delegate_nato.id}/close").status_code == 404
        assert submit(client, f"/people/{who.id}/password").status_code == 404
    assert again(db, people.delegate_nato).active
    assert db.scalars(select(PasswordLink)).all() == []


def test_more_people_cost_no_more_statements(browse: Browse, statements: Statements) -> None:
    costs_the_same(browse("admin"), "/people", statements, more_people)

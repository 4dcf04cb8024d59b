"""People: who they are and whom they belong to, their standing role, and how they come to sign in: by a link, on which
they choose a password that nobody else knows."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import mandates
from dialogue.actions.mandates import Done
from dialogue.db import db
from dialogue.domain import mandates as register
from dialogue.domain import notices, organisations, password_links, people
from dialogue.domain.mandates import MandateKind, Order
from dialogue.domain.password_links import PasswordLink
from dialogue.domain.people import AccountState, Person, Rank
from dialogue.i18n import gettext, lazy
from dialogue.web import asked, links, second
from dialogue.web.forms import Address, Form, Line, Number, RecordField, Version, WordField, answer
from dialogue.web.gate import belongs, loads, me, needs, now

bp = Blueprint("people", __name__)


@loads(Person)
def _person(person: int) -> Person | None:
    return db.get(Person, person)


@loads(PasswordLink)
def _link(person: int, link: int) -> PasswordLink | None:
    return belongs(db.get(PasswordLink, link), db.get(Person, person), by="person")


class PersonForm(Form):
    given_name = Line(lazy("Given name"), limit=80)
    family_name = Line(lazy("Family name"), limit=80, required=True)
    email = Address(lazy("E-mail address"))
    organisation = RecordField(lazy("Organisation"))
    function = Line(lazy("Function"))
    rank = Number(lazy("Rank in a delegation, 1 is the first"), least=1, most=len(Rank))
    standing = WordField(lazy("Standing role"), kind=AccountState)
    why = Line(lazy("Why, if another has to agree"))
    base_version = Version()


@bp.get("/people")
@needs(Right.PEOPLE_KEEP)
def index() -> str:
    words = asked.words()
    return render_template("people/index.html", people=db.scalars(people.everyone(words)).all(), words=words)


@bp.get("/people/new")
@needs(Right.PEOPLE_KEEP)
def new() -> str:
    form = _form(data={"rank": int(Rank.OFFICER), "standing": AccountState.NONE})
    return render_template("people/new.html", form=form)


@bp.post("/people/new")
@needs(Right.PEOPLE_KEEP)
def create() -> Response:
    form = _form()
    if not form.validate() or not _check_address(form):
        return answer("people/new.html", form)
    fields = _fields(form)
    standing = fields.pop("standing")
    person = people.enter(**fields, namesake=None, by=me(), at=now())
    db.add(person)
    db.flush()
    mandates.tell_entered(person, by=me(), at=now())
    role = Order(MandateKind.PARTICULARS, person, standing=None if standing is AccountState.NONE else standing)
    if not _says_why(form, role):
        return answer("people/new.html", form)
    done = mandates.act(role, form.why.data, by=me(), at=now(), links=links.how()) if not role.is_nothing else None
    if done is not None and done.waits:
        second.say(done)
    else:
        _let_in(person)
    return _to(person)


@bp.get("/people/<int:person>")
@needs(Right.PEOPLE_KEEP, Person)
def show(person: Person) -> str:
    return render_template("people/show.html", **_page(person))


@bp.post("/people/<int:person>")
@needs(Right.PEOPLE_KEEP, Person)
def update(person: Person) -> Response:
    form = _form()
    if not form.validate() or not _check_address(form, person):
        return answer("people/show.html", form, **_page(person, form))
    fields = _fields(form)
    order = mandates.revision(person, **{name: fields.pop(name) for name in ("email", "organisation", "standing")})
    if not _says_why(form, order):
        return answer("people/show.html", form, **_page(person, form))
    base, why = form.base_version.data, form.why.data
    second.say(mandates.revise(person, order, why, base=base, by=me(), at=now(), links=links.how(), **fields))
    return _to(person)


@bp.post("/people/<int:person>/password")
@needs(Right.PEOPLE_KEEP, Person)
def make_link(person: Person) -> Response:
    """Never sets a password: it makes a link by which the person does."""
    return second.press(Order(MandateKind.PASSWORD, person), _to(person))


@bp.post("/people/<int:person>/factors")
@needs(Right.PEOPLE_KEEP, Person)
def reset_factors(person: Person) -> Response:
    return second.press(Order(MandateKind.FACTORS, person), _to(person))


@bp.get("/people/<int:person>/links/<int:link>")
@needs(Right.PEOPLE_KEEP, PasswordLink)
def link(link: PasswordLink) -> str:
    """To be handed over, where no mail brings it: for whoever made it, for a quarter of an hour."""
    if not link.may_be_shown(me(), now()):
        abort(404)
    return render_template("people/link.html", link=link, address=links.shown(link))


@bp.post("/people/<int:person>/links/<int:link>/revoke")
@needs(Right.PEOPLE_KEEP, PasswordLink)
def revoke_link(link: PasswordLink) -> Response:
    link.revoke(by=me(), at=now())
    flash(gettext("The link opens nothing any more."), "done")
    return _to(link.person)


@bp.post("/people/<int:person>/close")
@needs(Right.PEOPLE_KEEP, Person)
def close(person: Person) -> Response:
    return second.press(Order(MandateKind.CLOSE, person), _to(person))


@bp.post("/people/<int:person>/reopen")
@needs(Right.PEOPLE_KEEP, Person)
def reopen(person: Person) -> Response:
    return second.press(Order(MandateKind.REOPEN, person), _to(person))


def _to(person: Person) -> Response:
    return redirect(url_for("people.show", person=person.id), 303)


def _let_in(person: Person) -> PasswordLink:
    link = links.let_in(person)
    second.say(Done(link=link))
    return link


def _page(person: Person, particulars: PersonForm | None = None) -> dict[str, Any]:
    """A person with the form of the page, as it was typed if it was sent, and the links that still open."""
    found = [link for link in db.scalars(password_links.of_person(person)) if link.opens(now())]
    mails = {notice.dispatch.key: notice for notice in db.scalars(notices.of_keys([link.key for link in found]))}
    return {
        "person": person,
        "particulars": particulars or _form(formdata=None, obj=person, base_version=person.version),
        "password_links": [(link, mails.get(link.key), link.may_be_shown(me(), now())) for link in found],
        "by_mail": links.by_mail(),
        "waiting": [one for one in db.scalars(register.proposed_for(person)) if one.is_open(now())],
    }


def _says_why(form: PersonForm, order: Order) -> bool:
    """Whoever has to agree is told why: said beside the field."""
    if not mandates.wants_reason(order, me()) or (form.why.data or "").strip():
        return True
    needed = gettext("This takes a second person’s word. Please say why, for whoever has to agree.")
    form.why.errors = [*form.why.errors, needed]
    return False


def _form(**begun: Any) -> PersonForm:
    form = PersonForm(**begun)
    form.organisation.choose(db.scalars(organisations.register()), lambda organisation: organisation.short_name)
    return form


def _fields(form: PersonForm) -> dict[str, Any]:
    names = ("given_name", "family_name", "email", "organisation", "function", "rank", "standing")
    return {name: form[name].data for name in names}


def _check_address(form: PersonForm, person: Person | None = None) -> bool:
    """An address belongs to one person: said beside the field."""
    other = db.scalar(people.by_email(form.email.data or ""))
    if other is None or other is person:
        return True
    form.email.errors = [*form.email.errors, gettext("Somebody has this address already.")]
    return False

"""The people of one's own side: entered and invited, closed and opened again, by the focal point of a delegation."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from dialogue import access
from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import people
from dialogue.domain.mandates import MandateKind, Order
from dialogue.domain.people import Person, Rank
from dialogue.i18n import lazy
from dialogue.web import links, second
from dialogue.web.forms import Address, Form, Line, Number, answer
from dialogue.web.gate import loads, me, needs, now

bp = Blueprint("own_people", __name__)


class Member:
    """Somebody whom `Right.OWN_PEOPLE` may open: of the reader's own side. Anybody else does not exist here."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.organisation = person.organisation


@loads(Member)
def _member(member: int) -> Member | None:
    found = db.get(Person, member)
    return Member(found) if found is not None else None


class MemberForm(Form):
    given_name = Line(lazy("Given name"), limit=80)
    family_name = Line(lazy("Family name"), limit=80, required=True)
    email = Address(lazy("E-mail address"))
    function = Line(lazy("Function"))
    rank = Number(lazy("Rank in a delegation, 1 is the first"), least=1, most=len(Rank))


@bp.get("/people/own")
@needs(Right.OWN_PEOPLE)
def index() -> str:
    found = db.scalars(people.everyone_of(me().organisation)).all()
    powers = {one.id for one in found if access.has_power(one)}
    return render_template(
        "own_people/index.html", people=found, powers=powers, party=me().organisation, by_mail=links.by_mail()
    )


@bp.get("/people/own/new")
@needs(Right.OWN_PEOPLE)
def new() -> Response:
    return answer("own_people/new.html", MemberForm(data={"rank": int(Rank.OFFICER)}), party=me().organisation)


@bp.post("/people/own/new")
@needs(Right.OWN_PEOPLE)
def create() -> Response:
    form = MemberForm()
    if not form.validate():
        return answer("own_people/new.html", form, party=me().organisation)
    person = people.enter(
        form.email.data,
        form.given_name.data,
        form.family_name.data,
        me().organisation,
        function=form.function.data,
        rank=Rank(form.rank.data or Rank.OFFICER),
        namesake=db.scalar(people.by_email(form.email.data)),
        by=me(),
        at=now(),
    )
    db.add(person)
    db.flush()
    return second.invite(person, _back())


@bp.post("/people/own/<int:member>/password")
@needs(Right.OWN_PEOPLE, Member)
def make_link(member: Member) -> Response:
    return second.press(Order(MandateKind.PASSWORD, member.person), _back())


@bp.post("/people/own/<int:member>/close")
@needs(Right.OWN_PEOPLE, Member)
def close(member: Member) -> Response:
    return second.press(Order(MandateKind.CLOSE, member.person), _back())


@bp.post("/people/own/<int:member>/reopen")
@needs(Right.OWN_PEOPLE, Member)
def reopen(member: Member) -> Response:
    return second.press(Order(MandateKind.REOPEN, member.person), _back())


def _back() -> Response:
    return redirect(url_for("own_people.index"), 303)

"""Second words: what one person has proposed about an account or a voice, and another confirms or declines."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from dialogue import access
from dialogue.access import Right
from dialogue.actions import mandates
from dialogue.db import db
from dialogue.domain import mandates as register
from dialogue.domain.mandates import OF_AN_ACCOUNT, Mandate, MandateKind, Order
from dialogue.domain.password_links import PasswordLink
from dialogue.domain.people import Person
from dialogue.i18n import gettext, lazy
from dialogue.notifications import second_words
from dialogue.web import links, second
from dialogue.web.forms import Form, Text, answer
from dialogue.web.gate import loads, me, needs, now, standing

bp = Blueprint("mandates", __name__)
SHOWN = 200  # the newest; older ones stand in the log


@loads(Mandate)
def _mandate(mandate: int) -> Mandate | None:
    return db.get(Mandate, mandate)


@loads(Order)
def _order(kind: str, person: int) -> Order | None:
    found = db.get(Person, person)
    return Order(MandateKind(kind), found) if found is not None and kind in OF_AN_ACCOUNT else None


class WhyForm(Form):
    why = Text(lazy("Why, for whoever has to agree"), limit=2_000, required=True)


class DeclineForm(Form):
    reason = Text(lazy("Reason"), limit=2_000, required=True)


@bp.get("/mandates")
@needs(Right.MANDATES_READ)
def index() -> str:
    mine = standing()
    seen = db.scalars(access.only(register.newest(SHOWN), mine, Right.MANDATE_READ, Mandate)).all()
    open_ = [m for m in seen if m.is_open(now())]
    for_me = [m for m in open_ if access.may(mine, Right.MANDATE_ANSWER, m)]
    rest = [m for m in open_ if m not in for_me]
    over = [m for m in seen if m not in open_]
    return render_template("mandates/index.html", parts=(for_me, rest, over), what=second_words.what, now=now())


@bp.get("/mandates/<int:mandate>")
@needs(Right.MANDATE_READ, Mandate)
def show(mandate: Mandate) -> Response:
    return _page(mandate, DeclineForm(formdata=None))


@bp.post("/mandates/<int:mandate>/confirm")
@needs(Right.MANDATE_ANSWER, Mandate)
def confirm(mandate: Mandate) -> Response:
    done = mandates.confirm(mandate, by=me(), at=now(), links=links.how())
    flash(gettext("You have agreed: it is in force."), "done")
    second.say(done)
    return second.onward(done, _to(mandate))


@bp.post("/mandates/<int:mandate>/decline")
@needs(Right.MANDATE_ANSWER, Mandate)
def decline(mandate: Mandate) -> Response:
    form = DeclineForm()
    if not form.validate():
        return _page(mandate, form)
    mandates.decline(mandate, form.reason.data, by=me(), at=now())
    return _to(mandate)


@bp.post("/mandates/<int:mandate>/withdraw")
@needs(Right.MANDATE_WITHDRAW, Mandate)
def withdraw(mandate: Mandate) -> Response:
    mandates.withdraw(mandate, by=me(), at=now())
    return _to(mandate)


@bp.get("/mandates/new/<slug:kind>/<int:person>")
@needs(Right.MANDATE_PROPOSE, Order)
def ask(order: Order) -> Response:
    return _asking(order, WhyForm())


@bp.post("/mandates/new/<slug:kind>/<int:person>")
@needs(Right.MANDATE_PROPOSE, Order)
def propose(order: Order) -> Response:
    form = WhyForm()
    if not form.validate():
        return _asking(order, form)
    done = mandates.act(order, form.why.data, by=me(), at=now(), links=links.how())
    second.say(done)
    return redirect(url_for(".index"), 303) if done.mandate is None else _to(done.mandate)


@bp.get("/mandates/links/<int:link>")
@needs(Right.ACCOUNT_USE)
def link(link: int) -> str:
    """A link to be handed over, where no mail brings it: for whom it was given to."""
    found = db.get(PasswordLink, link)
    if found is None or not found.may_be_shown(me(), now()):
        abort(404)
    return render_template("mandates/link.html", link=found, address=links.shown(found))


def _page(mandate: Mandate, form: DeclineForm) -> Response:
    return answer("mandates/show.html", form, mandate=mandate, what=second_words.what(mandate.order), now=now())


def _asking(order: Order, form: WhyForm) -> Response:
    seconds = access.seconds(order, me())
    return answer("mandates/ask.html", form, order=order, what=second_words.what(order), seconds=seconds)


def _to(mandate: Mandate) -> Response:
    return redirect(url_for(".show", mandate=mandate.id), 303)

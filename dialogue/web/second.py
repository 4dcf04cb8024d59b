"""What takes a second person's word, as pages put it: carried out at once, or asked for on a page of its own."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import mandates
from dialogue.actions.mandates import Done
from dialogue.db import db
from dialogue.domain.mandates import Order
from dialogue.domain.password_links import PasswordLink
from dialogue.domain.people import Person
from dialogue.i18n import gettext
from dialogue.web import links
from dialogue.web.gate import me, now
from dialogue.web.presence import may
from dialogue.web.recalls import say_called_back


def press(order: Order, then: Response) -> Response:
    """A button about an account: done, and on to `then`; where another has to agree, to the page that asks why; where a
    link is to be handed over, to that link."""
    if mandates.wants_reason(order, me()):
        return redirect(url_for("mandates.ask", kind=order.kind.value, person=order.person.id), 303)
    done = mandates.act(order, "", by=me(), at=now(), links=links.how())
    say(done)
    return onward(done, then)


def invite(person: Person, then: Response) -> Response:
    """A link for somebody who is entered at this moment."""
    done = Done(link=links.let_in(person))
    say(done)
    return onward(done, then)


def onward(done: Done, then: Response) -> Response:
    """To the link, where it is the reader's to hand over; else on to `then`."""
    db.flush()
    link = done.link
    if link is None or not link.may_be_shown(me(), now()):
        return then
    if may(Right.PEOPLE_KEEP):
        return redirect(url_for("people.link", person=link.person.id, link=link.id), 303)
    return redirect(url_for("mandates.link", link=link.id), 303)


def say(done: Done) -> None:
    """On the next page: what came of it."""
    say_called_back(done.called_back)
    _say_of(done.link)
    if done.waits and done.mandate is not None:
        names = ", ".join(one.name for one in done.mandate.asked)
        flash(gettext("This waits for a second person’s word, within a week: %(names)s.", names=names), "done")


def _say_of(link: PasswordLink | None) -> None:
    to = link.handed_to if link is not None else None
    if link is not None and not link.by_hand:
        flash(gettext("A link to choose a password goes to %(email)s by mail.", email=link.person.email), "done")
    elif to is not None and to is not me():
        flash(gettext("%(name)s hands the link over, and finds it on the page “Home”.", name=to.name), "done")

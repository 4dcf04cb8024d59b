"""Participants: the delegations in the order of precedence, and how they come about: named, accredited, returned,
withdrawn."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice

from dialogue import access
from dialogue.access import Right
from dialogue.actions import acts, departures, invitations, mandates, nominations, voices
from dialogue.db import db
from dialogue.domain import delegations, organisations, people, sessions
from dialogue.domain import mandates as register
from dialogue.domain.base import Stale
from dialogue.domain.delegations import Ability, Capacity, Delegation, Participant, ParticipantState
from dialogue.domain.editions import DOCUMENT_LEVELS, Audience, Level
from dialogue.domain.notices import Preview, previews
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person, Rank
from dialogue.domain.sessions import Session
from dialogue.i18n import gettext, lazy
from dialogue.notifications.invitations import is_convened
from dialogue.queries import answers as answered
from dialogue.queries import home, sheets
from dialogue.queries.home import DelegationLine
from dialogue.rendering.word import labels, names, word
from dialogue.web import asked, links, second
from dialogue.web.conflicts import conflict
from dialogue.web.downloads import download as handed_out
from dialogue.web.forms import Address, Buttons, Form, Line, RecordField, Text, Version, WordField, answer
from dialogue.web.frame import why_not
from dialogue.web.gate import loads, me, needs, now, standing
from dialogue.web.presence import may
from dialogue.web.recalls import say_called_back

bp = Blueprint("participants", __name__)

RANKS = [
    SelectChoice(str(int(rank)), label)
    for rank, label in {
        Rank.PRINCIPAL: lazy("Minister, Secretary General or their deputy"),
        Rank.AMBASSADOR: lazy("Ambassador, Assistant Secretary General"),
        Rank.DIRECTOR: lazy("Director, head of department"),
        Rank.ADVISER: lazy("Adviser, head of section"),
        Rank.OFFICER: lazy("Officer"),
    }.items()
]


@loads(Delegation)
def _delegation(ref: str, organisation: str) -> Delegation | None:
    """A Party always has one, though it is entered only with its first name. Whoever changes one has waited for whoever
    is changing another of the same session (`turns`), so that there are no two heads."""
    session = db.scalar(sessions.by_ref(ref))
    owner = db.scalar(organisations.by_slug(organisation))
    if session is None or owner is None:
        return None
    entered = db.scalar(delegations.of_organisation(session, owner))
    return entered or (Delegation(session=session, organisation=owner) if owner.is_party else None)


@loads(Participant)
def _seat(ref: str, seat: int) -> Participant | None:
    session = db.scalar(sessions.by_ref(ref))
    return None if session is None else db.scalar(delegations.seat_in(session, seat))


class CapacityForm(Form):
    capacity = WordField(lazy("Takes part as"), kind=Capacity, default=Capacity.MEMBER)
    instead_of = RecordField(lazy("In the place of"), required=False, none=lazy("nobody in particular"))

    def offer(self, delegation: Delegation) -> None:
        """Only what the delegation has and what is not taken; whoever sent regrets may have a substitute."""
        left = delegation.capacities_left()
        self.capacity.offer(left, labels.ROLES)
        self.instead_of.choose([one for one in delegation.every_seat() if one.sent_regrets], lambda one: one.name)


class NominationForm(CapacityForm):
    person = RecordField(lazy("Person"))


class NewPersonForm(CapacityForm):
    given_name = Line(lazy("Given name"), required=True)
    family_name = Line(lazy("Family name"), required=True)
    email = Address(lazy("E-mail address"))
    function = Line(lazy("Function"))
    rank = SelectField(lazy("Rank"), choices=RANKS, default="5")


class ReturnForm(Form):
    reason = Text(lazy("Reason"), limit=2_000, required=True)


class AuthorityForm(Form):
    authorised = Line(lazy("Reference of the written authority"))
    base_version = Version()


class GivingForm(Form):
    """What the seat does not give without a word; a box that is not there is not ticked."""

    as_delegate = BooleanField(
        lazy("Holds what a delegate holds: the delegations' papers, comments, requests, rounds and the joint register")
    )
    in_restricted = BooleanField(lazy("Comes into the restricted part with the head of delegation"))
    base_version = Version()

    def offer(self, seat: Participant) -> None:
        for room, name in ((Ability.PAPERS, "as_delegate"), (Ability.RESTRICTED, "in_restricted")):
            if room not in seat.may_be_given:
                del self[name]


class SeenForm(Buttons):
    base_version = Version()


class OpeningForm(Form):
    organisation = RecordField(lazy("Organisation"))


@bp.get("/sessions/<ref:ref>/participants")
@needs(Right.PARTICIPANTS_READ, Session)
def show(session: Session) -> str:
    wanted = asked.edition(*Level)
    level = _edition(session, wanted)
    lines = home.delegation_lines(standing(), session, level, working=wanted is None)
    proposed = db.scalars(register.proposed_in(session.id)) if any(line.mine for line in lines) else ()
    return render_template(
        "participants/show.html",
        session=session,
        level=level,
        wanted=wanted,
        editions=access.editions(standing(), session.id),
        lines=lines,
        answers=[] if wanted else answered.answers(standing(), session, [line.delegation for line in lines]),
        accrediting=[] if is_convened(session) else _accrediting(lines),
        waiting={one.seat_id: one for one in proposed if one.is_open(now())},
        roles=labels.ROLES,
    )


@bp.get("/sessions/<ref:ref>/participants.docx")
@needs(Right.PARTICIPANTS_READ, Session)
def download(session: Session) -> Response:
    wanted = asked.edition(*DOCUMENT_LEVELS)  # the working page is no document (contract, Editions)
    sheet = sheets.participants(session, Audience(_edition(session, wanted), me().organisation_id))
    name = names.of_paper(sheet)
    return handed_out(word.render(sheet), name)


@bp.get("/sessions/<ref:ref>/participants/open")
@needs(Right.DELEGATION_OPEN, Session)
def ask_open(session: Session) -> Response:
    return answer("participants/open.html", _opening(session), session=session)


@bp.post("/sessions/<ref:ref>/participants/open")
@needs(Right.DELEGATION_OPEN, Session)
def open_(session: Session) -> Response:
    form = _opening(session)
    if not form.validate():
        return answer("participants/open.html", form, session=session)
    acts.open_delegation(session, form.organisation.data, by=me(), at=now())
    return _to(session)


@bp.get("/sessions/<ref:ref>/participants/<slug:organisation>/nominate")
@needs(Right.DELEGATION_NAME, Delegation)
def ask_nominate(delegation: Delegation) -> Response:
    return _naming("participants/nominate.html", _nomination(delegation), delegation)


@bp.post("/sessions/<ref:ref>/participants/<slug:organisation>/nominate")
@needs(Right.DELEGATION_NAME, Delegation)
def nominate(delegation: Delegation) -> Response:
    form = _nomination(delegation)
    if not form.validate():
        return _naming("participants/nominate.html", form, delegation)
    seat = nominations.nominate(
        delegation, form.person.data, form.capacity.data, by=me(), at=now(), instead_of=form.instead_of.data
    )
    flash(gettext("%(name)s is named and waits for accreditation.", name=seat.name), "done")
    return _to(delegation.session)


@bp.get("/sessions/<ref:ref>/participants/<slug:organisation>/enter")
@needs(Right.DELEGATION_ENTER, Delegation)
def ask_enter(delegation: Delegation) -> Response:
    return _naming("participants/enter.html", _new_person(delegation), delegation, by_mail=links.by_mail())


@bp.post("/sessions/<ref:ref>/participants/<slug:organisation>/enter")
@needs(Right.DELEGATION_ENTER, Delegation)
def enter(delegation: Delegation) -> Response:
    form = _new_person(delegation)
    if not form.validate():
        return _naming("participants/enter.html", form, delegation, by_mail=links.by_mail())
    person = _entered(form, delegation.organisation)
    seat = nominations.nominate(
        delegation, person, form.capacity.data, by=me(), at=now(), instead_of=form.instead_of.data
    )
    if links.by_mail():
        links.let_in(person)
    said = gettext(
        "%(name)s (%(email)s) is in the register now, is named and waits for accreditation.",
        name=seat.name,
        email=person.email,
    )
    flash(said, "done")
    return _to(delegation.session)


@bp.post("/sessions/<ref:ref>/participants/<int:seat>/accredit")
@needs(Right.DELEGATION_ACCREDIT, Participant)
def accredit(seat: Participant) -> Response:
    done = mandates.accredit(seat, base=SeenForm().base_version.data, by=me(), at=now(), links=links.how())
    if seat.is_accredited:
        flash(gettext("%(name)s is accredited.", name=seat.name), "done")
    second.say(done)
    return _to(seat.session)


@bp.get("/sessions/<ref:ref>/participants/<int:seat>/return")
@needs(Right.DELEGATION_ACCREDIT, Participant)
def ask_return(seat: Participant) -> Response:
    return _returning(ReturnForm(), seat)


@bp.post("/sessions/<ref:ref>/participants/<int:seat>/return")
@needs(Right.DELEGATION_ACCREDIT, Participant)
def return_(seat: Participant) -> Response:
    form = ReturnForm()
    if not form.validate():
        return _returning(form, seat)
    nominations.give_back(seat, form.reason.data, by=me(), at=now())
    flash(gettext("The nomination of %(name)s is returned.", name=seat.name), "done")
    return _to(seat.session)


@bp.get("/sessions/<ref:ref>/participants/<int:seat>/withdraw")
@needs(Right.DELEGATION_NAME, Participant)
def ask_withdraw(seat: Participant) -> Response:
    refused = why_not(voices.must_have_word, seat.person, seat.session_id, may(Right.DELEGATION_RELEASE, seat))
    return answer("participants/withdraw.html", Buttons(), seat=seat, letters=_letters(seat), refused=refused)


@bp.post("/sessions/<ref:ref>/participants/<int:seat>/withdraw")
@needs(Right.DELEGATION_NAME, Participant)
def withdraw(seat: Participant) -> Response:
    word = may(Right.DELEGATION_RELEASE, seat)
    called_back = departures.withdraw_seat(seat, word=word, by=me(), at=now())
    flash(gettext("%(name)s no longer takes part.", name=seat.name), "done")
    say_called_back(called_back)
    return _to(seat.session)


@bp.get("/sessions/<ref:ref>/participants/<int:seat>/authorise")
@needs(Right.DELEGATION_AUTHORISE, Participant)
def ask_authorise(seat: Participant) -> Response:
    form = AuthorityForm(obj=seat, base_version=seat.version)
    return answer("participants/authorise.html", form, seat=seat, letters=_letters(seat))


@bp.post("/sessions/<ref:ref>/participants/<int:seat>/authorise")
@needs(Right.DELEGATION_AUTHORISE, Participant)
def authorise(seat: Participant) -> Response:
    form = AuthorityForm()
    if not form.validate():
        return answer("participants/authorise.html", form, seat=seat, letters=_letters(seat))
    try:
        reference, base, word = form.authorised.data, form.base_version.data, may(Right.DELEGATION_RELEASE, seat)
        how = links.how()
        second.say(mandates.authorise(seat, reference, word=word, base=base, by=me(), at=now(), links=how))
    except Stale:
        back = url_for(".show", ref=seat.session.ref)
        return conflict(form, {"authorised": seat.authorised}, base=seat.version, back=back)
    return _to(seat.session)


@bp.get("/sessions/<ref:ref>/participants/<int:seat>/more")
@needs(Right.DELEGATION_GIVE, Participant)
def ask_give(seat: Participant) -> Response:
    form = GivingForm(obj=seat, base_version=seat.version)
    form.offer(seat)
    return answer("participants/give.html", form, seat=seat)


@bp.post("/sessions/<ref:ref>/participants/<int:seat>/more")
@needs(Right.DELEGATION_GIVE, Participant)
def give(seat: Participant) -> Response:
    form = GivingForm()
    said = {"as_delegate": form.as_delegate.data, "in_restricted": form.in_restricted.data}
    say_called_back(departures.give(seat, **said, base=form.base_version.data, by=me(), at=now()))
    flash(gettext("What %(name)s holds is recorded.", name=seat.name), "done")
    return _to(seat.session)


def _naming(page: str, form: Form, delegation: Delegation, **more: Any) -> Response:
    """The page before a nomination, with the mail that goes out with it."""
    told = previews(nominations.naming(delegation, me(), now()))
    return answer(page, form, delegation=delegation, letters=told, **more)


def _returning(form: ReturnForm, seat: Participant) -> Response:
    told = previews(nominations.returning(seat, me(), now()))
    return answer("participants/return.html", form, seat=seat, letters=told)


def _accrediting(lines: Sequence[DelegationLine]) -> list[Preview]:
    """What each is told whom the reader accredits here; who is invited by that gets more."""
    mine = [seat for line in lines if line.mine for seat in line.delegation.every_seat()]
    named = [one for one in mine if one.can(ParticipantState.ACCREDITED) and may(Right.DELEGATION_ACCREDIT, one)]
    return previews(invitations.accrediting(named, me()))


def _letters(seat: Participant) -> list[Preview]:
    """What goes out if somebody who speaks in a round loses the place from which it does."""
    return previews(voices.letters_before(seat.person, me(), seat.session_id, now()))


def _edition(session: Session, wanted: Level | None) -> Level:
    """The edition asked for, or the fullest that the reader holds; what somebody does not hold does not exist."""
    return access.edition(standing(), session.id, wanted) or abort(404)


def _opening(session: Session) -> OpeningForm:
    form = OpeningForm()
    form.organisation.choose(home.newcomers(session), lambda one: one.long_name)
    return form


def _nomination(delegation: Delegation) -> NominationForm:
    delegation.must_take_names()
    form = NominationForm()
    form.offer(delegation)
    known = db.scalars(people.of_organisations([delegation.organisation.id])).all()
    form.person.choose(delegation.nameable(known), lambda one: ", ".join(filter(None, (one.name, one.function))))
    return form


def _new_person(delegation: Delegation) -> NewPersonForm:
    delegation.must_take_names()
    form = NewPersonForm()
    form.offer(delegation)
    return form


def _entered(form: NewPersonForm, organisation: Organisation) -> Person:
    """Somebody who is new to the register, of the side that names."""
    return people.enter(
        form.email.data,
        form.given_name.data,
        form.family_name.data,
        organisation,
        function=form.function.data,
        rank=Rank(int(form.rank.data)),
        namesake=db.scalar(people.by_email(form.email.data)),
        by=me(),
        at=now(),
    )


def _to(session: Session) -> Response:
    return redirect(url_for(".show", ref=session.ref), 303)

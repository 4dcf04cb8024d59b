"""Rounds to read: the list of them all, and the page of one, which says first what silence will mean and until when."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, current_app, render_template, request
from markupsafe import Markup
from sqlalchemy.orm import undefer
from werkzeug.wrappers import Response

from dialogue import access, i18n
from dialogue.access import Right
from dialogue.actions import rounds, texts, voices
from dialogue.db import db
from dialogue.domain import decisions, silence
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import TEXTS
from dialogue.domain.decisions import Decision
from dialogue.domain.minutes import Minutes
from dialogue.domain.people import Person
from dialogue.domain.sessions import ZONE, Session
from dialogue.domain.silence import (
    Circulation,
    CirculationState,
    Delivery,
    EntryKind,
    Objection,
    Outcome,
    Reason,
    Weight,
)
from dialogue.domain.text import PARAGRAPH, fit, unturned
from dialogue.i18n import gettext, lazy
from dialogue.notifications import messages
from dialogue.operations import beats
from dialogue.queries import charts
from dialogue.web.filters import zone_label
from dialogue.web.forms import MARKS, Form, ProseField, WordField, answer
from dialogue.web.gate import READS, after_read, loads, me, needs, now, standing
from dialogue.web.presence import may, visitor
from dialogue.web.texts import address

OPEN = (Agenda, Minutes)  # their page opens to whoever reads a round on them
bp = Blueprint("circulations", "dialogue.web.circulations")

KINDS = {silence.ObjectionKind.OBJECTION: lazy("an objection"), silence.ObjectionKind.AMENDMENT: lazy("an amendment")}


class Words(ProseField):
    """An objection counts whatever it says: hidden marks are left out; what is too long is cut, and says so."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            typed = unturned(str(self.data))
            kept = fit(typed[:PARAGRAPH], one_line=False)
            cut = gettext("[Cut here: it was longer. Please send the rest as a statement.]")
            self.data = f"{kept}\n\n{cut}" if len(typed) > PARAGRAPH else kept


class ObjectionForm(Form):
    """No reason is asked; whoever wants to give one may, in any words: an objection costs nothing else."""

    may_name = True

    kind = WordField(lazy("What it is"), kind=silence.ObjectionKind, default=silence.ObjectionKind.OBJECTION)
    text = Words(
        lazy("Text"), description=lazy("You need not give a reason. An amendment says what should be changed.")
    )


def objection_form(**more: Any) -> ObjectionForm:
    form = ObjectionForm(**more)
    form.kind.offer(silence.ObjectionKind, KINDS)
    return form


@bp.context_processor
def _words_of_rounds() -> dict[str, Any]:
    """What every page of a round asks with: the kinds of entries, reasons of a hold, and who reads."""
    here = visitor()  # an error's page may be shown to nobody in particular
    own = {} if here is None else {"own_party": here.organisation, "own_person": here}
    return {"EntryKind": EntryKind, "Reason": Reason, "exact": exact, "marks": MARKS} | own


def exact(instant: dt.datetime) -> Markup:
    """Thu 26 Nov 2026, 05:40:12 Brussels/Prishtina time (04:40:12 UTC): to the second, for a receipt."""
    local, utc = instant.astimezone(ZONE), instant.astimezone(dt.UTC)
    label = f"{i18n.day(local)}, {local:%H:%M:%S} {zone_label()} ({utc:%H:%M:%S} UTC)"
    return Markup('<time datetime="{}">{}</time>').format(utc.isoformat(), label)


@loads(Circulation)
def _circulation(circulation: int) -> Circulation | None:
    """For writing, whoever comes second waits for the first: an outcome is judged by one at a time."""
    if request.method in READS:
        shown = undefer(Circulation.text_kept)
        return db.scalar(silence.whole(silence.by_id(circulation)).options(shown))
    return rounds.hold(circulation)


@bp.get("/circulations")
@needs(Right.CIRCULATIONS_READ)
def index() -> str:
    mine = access.only(silence.in_order(), standing(), Right.CIRCULATION_READ, Circulation)
    found = db.scalars(silence.whole(mine)).all()
    lines = zip(found, beats.outcomes(found, now()), strict=True)
    return render_template(
        "circulations/index.html", lines=list(lines), charts=charts.rounds(silence.figures(found)),
        categories=silence.by_category(found),
    )  # fmt: skip


@bp.get("/circulations/<int:circulation>")
@needs(Right.CIRCULATION_READ, Circulation)
def show(circulation: Circulation) -> Response:
    return page(circulation, objection_form())


def page(circulation: Circulation, form: ObjectionForm) -> Response:
    """The page of a round, with the form of an objection as it was typed."""
    outcome = beats.outcome(circulation, now())
    _first_opening(circulation)
    return answer(
        "circulations/show.html", form, circulation=circulation, session=session_of(circulation), outcome=outcome,
        text=texts.shown(circulation), **_about(circulation), left=_left(circulation),
        holds=_why_held(circulation, outcome), served=_served(circulation), lines=_record(circulation),
        objections=weighed(circulation), own=_own(circulation), voices=_own_voices(circulation), kinds=KINDS,
        until=messages.moment(circulation.expires_at) if circulation.expires_at else "",
        brought=_brought(circulation, outcome),
        by_mail=bool(current_app.extensions["dialogue.config"].smtp_url), **_service(circulation, outcome),
    )  # fmt: skip


def session_of(circulation: Circulation) -> Session:
    return db.get_one(Session, circulation.session_id)


def _left(circulation: Circulation) -> str:
    """ "2 days and 3 hours": counted, in words; nothing once it is over."""
    if circulation.expires_at is None or now() > circulation.expires_at:
        return ""
    minutes = int((circulation.expires_at - now()).total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [i18n.ngettext("%(n)d day", "%(n)d days", days)] if days else []
    parts += [i18n.ngettext("%(n)d hour", "%(n)d hours", hours)] if hours else []
    parts += [i18n.ngettext("%(n)d minute", "%(n)d minutes", rest)] if not days else []
    return gettext(" and ").join(parts)


def _served(circulation: Circulation) -> list[tuple[str, dt.datetime | None, Sequence[Delivery]]]:
    """Each Party with when it was served by the issue in force, and who of it was told."""
    issue = circulation.issue
    if issue is None:
        return []
    return [
        (party.short_name, issue.served_at(party, circulation.entries), issue.to(party, *silence.Part))
        for party in circulation.parties
    ]


def _service(circulation: Circulation, outcome: Outcome) -> dict[str, Any]:
    """While the round runs: who has still to be served, and by when, for it not to be held."""
    issue, expires_at = circulation.issue, circulation.expires_at
    if outcome.state is not CirculationState.RUNNING or issue is None or expires_at is None:
        return {"to_serve": ""}
    left = [
        party.short_name
        for party in circulation.parties
        if issue.served_at(party, circulation.entries) is None and not circulation.said(EntryKind.NO_OBJECTION, party)
    ]
    serve_by = silence.latest_service(circulation.profile, expires_at, issue.working_days)
    return {"to_serve": gettext(" and ").join(left), "serve_by": serve_by}


def _brought(circulation: Circulation, outcome: Outcome) -> Sequence[Decision]:
    """What stands in the register by this round, for whoever reads the register."""
    if outcome.state is not CirculationState.ADOPTED or not may(Right.DECISIONS_READ):
        return []
    return db.scalars(decisions.of_circulation(circulation)).all()


def _about(circulation: Circulation) -> dict[str, Any]:
    """Which kind of text it is about and where that is worked on; whether the page of it opens to the reader."""
    noun, to_text = TEXTS.get(circulation.text_kind), address(circulation.text_kind, circulation.text_key)
    if noun is None or noun in OPEN:
        return {"word": noun.KIND.word if noun else "", "to_text": to_text, "reads_text": True}
    text = texts.of_round(circulation)
    reads = text is not None and may(access.RIGHTS[noun].read, text)
    return {"word": noun.KIND.word, "to_text": to_text, "reads_text": reads}


def _record(circulation: Circulation) -> list[tuple[dt.datetime, str, Any]]:
    """What was done and said, in the order of time. Entries about objections stand with these."""
    lines: list[tuple[dt.datetime, str, Any]] = [(circulation.proposed_at, "proposal", circulation)]
    lines += [(one.issued_at, "issue", one) for one in circulation.issues]
    lines += [(one.at, "entry", one) for one in circulation.entries if one.objection is None]
    lines += [(one.written_at, "record", one) for one in circulation.records]
    return sorted(lines, key=lambda line: line[0])


def weighed(circulation: Circulation) -> list[tuple[Objection, Weight]]:
    """The objections of which I may know whose they are, with what each did; none for who only sent one: it has the
    receipt."""
    seen = access.objections(standing(), circulation) if may(Right.CIRCULATION_RECEIVE, circulation) else []
    return [(one, rounds.weight_of(circulation, one, now())) for one in seen]


def _why_held(circulation: Circulation, outcome: Outcome) -> list[str]:
    """In words; whose objection it is stands there for those who may know of it."""
    return messages.why_held(outcome.holds, known=access.objections(standing(), circulation))


def _own(circulation: Circulation) -> list[Objection]:
    """What the reader has sent: its receipts are there for it alone, whoever reads the rest."""
    return [one for one in circulation.objections if one.person.id == me().id]


def _own_voices(circulation: Circulation) -> list[Person]:
    """Who speaks for my Party, for whoever may agree that one of them leaves that place."""
    agrees = circulation.is_going and may(Right.CIRCULATION_WITHDRAW, circulation)
    return voices.own(circulation, me().organisation) if agrees else []


def _first_opening(circulation: Circulation) -> None:
    """The first time that a person to whom the issue went opens the page; no rule reads it."""
    issue = circulation.issue
    mine = next((d for d in issue.deliveries if d.person.id == me().id), None) if issue else None
    if mine is not None and mine.opened_at is None:
        key, at = mine.id, now()
        after_read(lambda: db.get_one(Delivery, key).opened(at=at))


def entitled(circulation: Circulation) -> bool:
    """Whether I speak for my Party in this round: now, or by the notice in force."""
    return access.speaks_in(standing(), circulation)


def outcome_of(circulation: Circulation) -> Outcome:
    return beats.outcome(circulation, now())

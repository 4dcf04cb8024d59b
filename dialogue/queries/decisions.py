"""How far decisions are carried out, as the standing paper of a session tells each of its readers."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Select
from sqlalchemy.orm import selectinload

from dialogue.db import db
from dialogue.domain import decisions, sessions
from dialogue.domain.decisions import Decision, DecisionMove, Status
from dialogue.domain.editions import Code, DecisionRow, DecisionsSheet, Level, RegisterRow, RegisterSheet
from dialogue.domain.sessions import Session
from dialogue.domain.working_days import local_day
from dialogue.i18n import gettext, ngettext
from dialogue.queries import charts
from dialogue.queries.sheets import addressee, heading, house, sender
from dialogue.rendering.word import labels

ORDER = list(Status)


def status(session: Session, level: Level) -> DecisionsSheet:
    """What was adopted before the session and is still to be carried out, or was since the one before; what was carried
    out by then is counted. Notes, evidence, and that an adoption is in question, are the delegations' own."""
    before = db.scalar(_before(session))
    since = before.held_at if before is not None else None
    found = [one for one in _adopted_before(session) if _is_told(one, level)]
    shown = [one for one in found if since is None or not _was_over(one, since)]
    return DecisionsSheet(
        heading=heading(
            session,
            level,
            paper=Code.DECISIONS.of(session.reference),
            dated=max(map(_dated, found), default=None),
        ),
        rows=tuple(_row(one, level, since) for one in sorted(shown, key=lambda one: ORDER.index(one.status))),
        since=before.reference if before is not None else "",
        finished=len(found) - len(shown),
        charts=charts.decisions(one.status.value for one in shown),
    )


def register(found: Sequence[Decision], filters: Sequence[str]) -> RegisterSheet:
    """These decisions as a paper of the delegations, in the order in which they were chosen."""
    here, last = house(), db.scalar(sessions.last_held())
    return RegisterSheet(
        reference=Code.REGISTER.of(last.reference) if last else "",
        rows=tuple(_entry(one) for one in found),
        filters=tuple(filters),
        dialogue=here.dialogue_name,
        marking=here.marking,
        designation=here.profile.footnote,
        at_every=here.profile.every,
        dated=max(map(_dated, found), default=None),
        sender=sender(),
        addressee=addressee(Level.DELEGATIONS),
    )


def _entry(one: Decision) -> RegisterRow:
    return RegisterRow(
        reference=one.reference,
        title=one.title,
        text=one.text,
        session=one.session.reference,
        item=one.item_number,
        topic=one.topic.title if one.topic else "",
        adopted=local_day(one.adopted_at),
        how=adopted_how(one),
        status="void" if one.is_void else one.status.value,
        later=one.superseded_by.reference if one.superseded_by is not None else "",
        attached=len(one.attached),
        in_question=one.in_question,
    )


def adopted_how(decision: Decision) -> str:
    circulation = decision.circulation
    return labels.adopted_how(decision.means.value, circulation.formula.value if circulation else "")


def _before(session: Session) -> Select[Session]:
    """The last session that was held before this one."""
    return sessions.last_held().where(Session.held_at < session.starts_at, Session.id != session.id)


def _adopted_before(session: Session) -> Sequence[Decision]:
    found = decisions.register().where(Decision.adopted_at < session.starts_at, Decision.void_at.is_(None))
    return db.scalars(found.options(selectinload(Decision.moves))).all()


def _is_told(decision: Decision, level: Level) -> bool:
    return level.reads(decision.level) and (level is Level.DELEGATIONS or not decision.in_question)


def _steps(decision: Decision) -> list[DecisionMove]:
    return [one for one in decision.moves if one.is_step]


def _was_over(decision: Decision, since: dt.datetime) -> bool:
    """Whether it had been carried out, or superseded, when the session before was held."""
    if decision.superseded_at is not None:
        return decision.superseded_at <= since
    steps = _steps(decision)
    return decision.status is Status.DONE and bool(steps) and steps[-1].made_at <= since


def _dated(decision: Decision) -> dt.datetime:
    moments = (decision.adopted_at, decision.moved_at, decision.superseded_at)
    return max(one for one in moments if one is not None)


def _row(decision: Decision, level: Level, since: dt.datetime | None) -> DecisionRow:
    whole = level is Level.DELEGATIONS
    steps, last = _steps(decision), decision.moves[-1] if decision.moves else None
    proof = next((one.evidence for one in reversed(decision.moves) if one.evidence), "")
    return DecisionRow(
        reference=decision.reference,
        title=decision.title,
        text=decision.text,
        adopted=local_day(decision.adopted_at),
        status=decision.status.value,
        moved=steps[-1].on if steps else None,
        note=last.note if whole and last is not None else "",
        evidence=proof if whole else "",
        changed=_changed(decision, since, notes=whole) if since is not None else "",
        later=decision.superseded_by.reference if decision.superseded_by is not None else "",
        in_question=decision.in_question,
    )


def _changed(decision: Decision, since: dt.datetime, *, notes: bool) -> str:
    """What happened to it since the session before was held, in words."""
    if decision.adopted_at > since:
        return gettext("new")
    fresh = [one for one in decision.moves if one.made_at > since]
    steps = [one for one in fresh if one.is_step]
    said = []
    if steps:
        was, now = gettext(steps[0].was.value), gettext(steps[-1].became.value)
        said.append(gettext("%(was)s → %(now)s", was=was, now=now))
    if decision.superseded_at is not None and decision.superseded_at > since:
        said.append(gettext("superseded"))
    if notes and len(fresh) > len(steps):
        said.append(ngettext("%(n)d note", "%(n)d notes", len(fresh) - len(steps)))
    return "; ".join(said)

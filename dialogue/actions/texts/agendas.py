"""Releases of an agenda, as a round sees them: a release never changes, and what its round was is asked of that."""

import datetime as dt
from typing import Any

from dialogue.actions.texts.kind import Submission, TextKind
from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import Terms
from dialogue.domain.base import Refused
from dialogue.domain.decisions import Decision
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Category, Circulation, Formula, Profile
from dialogue.i18n import gettext
from dialogue.queries import sheets


class OfAgendas(TextKind[Any]):
    def text(self, noun: Agenda) -> Submission:
        release = noun.release
        if release is None or not noun.may_go_under_silence:
            raise Refused("An agenda goes under silence as it was circulated, each release once.")
        return Submission(
            kind=self.kind.name,
            key=noun.session.ref,
            noun=release,
            session=noun.session,
            title=gettext("Agenda of %(session)s", session=sheets.session_named(noun.session)),
            reference=f"{noun.paper} REV {release.rev}",
            text_hash=release.text_hash,
            sheet=release.sheet,
            usual=Terms(Formula.AGREED, Profile.DECISION, Category.PROCEDURAL),
            before=noun.last_round,
        )

    def of_round(self, circulation: Circulation, *, hold: bool = False) -> None:  # noqa: ARG002  # nothing of it is held
        return None

    def session_of(self, circulation: Circulation) -> Session | None:
        agenda = db.scalar(agendas.of_round(circulation.id))
        return None if agenda is None else agenda.session

    def was_kept(self, _noun: Any, _circulation: Circulation, _as_of: dt.datetime, _at: dt.datetime) -> list[Decision]:
        return []

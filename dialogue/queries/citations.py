"""Where an entry of the development log is cited."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.access import Right, Standing, may
from dialogue.db import db
from dialogue.domain import developments
from dialogue.domain.developments import Citation, Development
from dialogue.queries.register import Appearance, gone_out


@dataclass(frozen=True, slots=True)
class Cited:
    """On agendas that went out and, for the secretaries, on those that are being written."""

    appearances: Sequence[Appearance] = ()
    drafts: Sequence[Citation] = ()


def cited(standing: Standing, development: Development) -> Cited:
    there = db.scalars(developments.of_development(development)).all()
    if not there:
        return Cited()
    sent = gone_out(one.item_key for one in there)
    known = {one.session for one in sent}
    works = may(standing, Right.SESSION_PLAN)
    return Cited(sent, [one for one in there if works and one.session not in known])

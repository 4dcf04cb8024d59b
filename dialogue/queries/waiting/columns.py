"""What every question of home names: the session of a line, who asks, and the Party whose turn it is."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import aliased

from dialogue.domain.agreed import Assent, Edition, Revision, Word
from dialogue.domain.base import among
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session

PARTY, AT = bindparam("party_id", type_=Session.id.type), bindparam("at", type_=Session.ends_at.type)
WEEK_AGO = bindparam("week_ago", type_=Session.ends_at.type)
OPENS_BY = bindparam("opens_by", type_=Session.ends_at.type)  # of a session that may be opened now
CLOSES_BY = bindparam("closes_by", type_=Session.ends_at.type)  # of one whose call may be closed now by one side
PERSON = bindparam("person_id", type_=Person.id.type)
SESSION = (Session.id, Session.year, Session.number, Session.starts_at)
SIDE = aliased(Organisation, name="side")


def said_at(text: Any, *words: Word) -> ColumnElement[Any]:
    """When one of these words was said last of those that count."""
    last = select(func.max(Assent.given_at)).where(Assent.agreement_id == text.agreement_id, Assent.ended_at.is_(None))
    return last.where(among(Assent.word, words)).correlate_except(Assent).scalar_subquery()


def editions(text: Any) -> tuple[tuple[Any, ColumnElement[bool]], ...]:
    """Its revisions and their editions, each with how it is joined."""
    revision = Revision.agreement_id == text.agreement_id
    return (Revision, revision), (Edition, Edition.revision_id == Revision.id)

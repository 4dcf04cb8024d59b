"""What a text waits for, as the `where` of lists: the same for every kind, since each says its states as data."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_

from dialogue.domain.agreed.assents import Assent, Word, asked_of, awaits_second, is_newest, said
from dialogue.domain.agreed.revisions import Edition, Revision, editions_of
from dialogue.domain.agreed.texts import AgreedText, ApprovedText, SignedText
from dialogue.domain.base import among
from dialogue.domain.silence import awaiting as rounds


def awaits_sign_off(text: type[AgreedText], party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """One side has signed off the text, and this one has not signed that."""
    edited = among(text.state, text.KIND.edited)
    return and_(edited, awaits_second(party_id, text.agreement_id, Word.SIGN_OFF))


def awaits_first_sign_off(text: type[AgreedText]) -> ColumnElement[bool]:
    """The text is open, and nobody has signed off any of it."""
    return and_(among(text.state, text.KIND.edited), ~said(text.agreement_id, Word.SIGN_OFF))


def awaits_freezing(text: type[AgreedText]) -> ColumnElement[bool]:
    """Both sides have signed off the newest version, and it is no REV yet."""
    frozen = exists().where(Revision.agreement_id == text.agreement_id, Revision.text_hash == Assent.text_hash)
    newest = and_(is_newest(text.agreement_id, Word.SIGN_OFF), Assent.settled_at.is_not(None), ~frozen)
    return and_(among(text.state, text.KIND.edited), said(text.agreement_id, Word.SIGN_OFF, newest))


def awaits_approval(text: type[ApprovedText], party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The text is the final draft, and the side's co-chair has not approved it. Under silence it is no draft."""
    given = said(text.agreement_id, Word.APPROVAL, Assent.party_id == party_id)
    return and_(text.state == text.KIND.final, ~given)


def awaits_release(text: type[ApprovedText]) -> ColumnElement[bool]:
    """Of one of its editions nobody has said that it may go out; not while the adoption is in question."""
    given = said(text.agreement_id, Word.RELEASE, Assent.level == Edition.level)
    left = exists().where(*editions_of(text.agreement_id), Edition.released_at.is_(None), ~given)
    return and_(left, ~rounds.puts_in_question(text.circulation_id))


def awaits_release_of(text: type[ApprovedText], party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The other side has said that the edition may go out, and this one has not: Edition joined to the text."""
    asked = asked_of(party_id, text.agreement_id, Word.RELEASE, where=Assent.level == Edition.level)
    return and_(Edition.released_at.is_(None), asked)


def awaits_rework(text: type[SignedText]) -> ColumnElement[bool]:
    """The text came back, from a round that was broken or from a co-chair, and nobody has signed off another one."""
    begun: Any = said(text.agreement_id, Word.SIGN_OFF)
    broken = rounds.was_broken(text.circulation_id)
    came_back = or_(text.return_reason != "", broken) if issubclass(text, ApprovedText) else broken
    return and_(text.state == text.KIND.returned, came_back, ~begun)

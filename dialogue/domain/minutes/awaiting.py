"""What minutes wait for, as the `where` of lists: comments, their end, answers, approvals, signatures, release; and
what their corrigenda wait for."""

import datetime as dt

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from dialogue.domain.agreed import Assent, Edition, Word, asked_of, awaits_second, editions_of, said
from dialogue.domain.minutes.comments import Comment, CommentKind, Reply
from dialogue.domain.minutes.corrigenda import Corrigendum, CorrigendumState
from dialogue.domain.minutes.minutes import Minutes
from dialogue.domain.minutes.periods import STEPS
from dialogue.domain.minutes.signatures import MinutesSignature, Signatory
from dialogue.domain.minutes.states import State
from dialogue.domain.silence import awaiting as rounds


def awaits_comments(party_id: ColumnElement[int], at: ColumnElement[dt.datetime]) -> ColumnElement[bool]:
    """The period runs, and the side has not said that it has no further comments."""
    replied = exists().where(Reply.minutes_id == Minutes.id, Reply.party_id == party_id)
    return and_(Minutes.state == State.COMMENTS, Minutes.comments_until >= at, ~replied)


def awaits_opening(party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The other side has proposed until when comments are made, and nobody has agreed to that."""
    return and_(Minutes.state == State.JOINT_DRAFT, asked_of(party_id, Minutes.agreement_id, *STEPS))


def awaits_new_end(party_id: ColumnElement[int], at: ColumnElement[dt.datetime]) -> ColumnElement[bool]:
    """The other side has proposed that the period that runs ends earlier or later."""
    proposed = asked_of(party_id, Minutes.agreement_id, *STEPS)
    return and_(Minutes.state == State.COMMENTS, Minutes.comments_until >= at, proposed)


def awaits_close(at: ColumnElement[dt.datetime]) -> ColumnElement[bool]:
    """The period is over, or both sides are done, and nobody has closed it."""
    replies = select(func.count()).where(Reply.minutes_id == Minutes.id).correlate(Minutes).scalar_subquery()
    return and_(Minutes.state == State.COMMENTS, or_(Minutes.comments_until < at, replies == 2))


def awaits_answers() -> ColumnElement[bool]:
    """The text is consolidated, and a comment has no answer yet."""
    open_ = exists().where(
        Comment.minutes_id == Minutes.id,
        Comment.kind != CommentKind.NOTE,
        Comment.withdrawn_at.is_(None),
        Comment.disposition.is_(None),
    )
    return and_(Minutes.state == State.CONSOLIDATION, open_)


def awaits_approval(party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The text is the final draft, and the side's co-chair has not approved it. Under silence it is no draft."""
    given = said(Minutes.agreement_id, Word.APPROVAL, Assent.party_id == party_id)
    return and_(Minutes.state == State.FINAL_DRAFT, ~given)


def awaits_signature(signatory: Signatory, party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The text is approved, and nobody has signed it there for the side; not while its adoption is in question."""
    given = exists().where(
        MinutesSignature.minutes_id == Minutes.id,
        MinutesSignature.signatory == signatory,
        MinutesSignature.party_id == party_id,
        MinutesSignature.text_hash == Minutes.text_hash,
    )
    return and_(Minutes.state == State.APPROVED, ~rounds.puts_in_question(Minutes.circulation_id), ~given)


def awaits_release() -> ColumnElement[bool]:
    """The text is approved, and of one of its editions nobody has said that it may go out."""
    given = said(Minutes.agreement_id, Word.RELEASE, Assent.level == Edition.level)
    left = exists().where(*editions_of(Minutes.agreement_id), Edition.released_at.is_(None), ~given)
    return and_(left, ~rounds.puts_in_question(Minutes.circulation_id))


def awaits_release_of(party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The other side has said that the edition may go out, and this one has not: Edition joined to Minutes."""
    asked = asked_of(party_id, Minutes.agreement_id, Word.RELEASE, where=Assent.level == Edition.level)
    return and_(Edition.released_at.is_(None), asked)


def awaits_rework() -> ColumnElement[bool]:
    """The text came back, from a round that was broken or from a co-chair, and nobody has signed off another one."""
    begun = said(Minutes.agreement_id, Word.SIGN_OFF)
    came_back = or_(Minutes.return_reason != "", rounds.was_broken(Minutes.circulation_id))
    return and_(Minutes.state == State.CONSOLIDATION, came_back, ~begun)


def awaits_word(party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """A corrigendum is the final draft, and the side's co-chair has not approved it."""
    given = said(Corrigendum.agreement_id, Word.APPROVAL, Assent.party_id == party_id)
    return and_(Corrigendum.state == CorrigendumState.FINAL_DRAFT, ~given)


def awaits_second_sign_off(party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """One side has signed off the corrigendum, and this one has not signed that text."""
    asked = awaits_second(party_id, Corrigendum.agreement_id, Word.SIGN_OFF)
    return and_(Corrigendum.state == CorrigendumState.DRAFTING, asked)


def corrigendum_awaits_rework() -> ColumnElement[bool]:
    """As of minutes."""
    came_back = or_(Corrigendum.return_reason != "", rounds.was_broken(Corrigendum.circulation_id))
    return and_(
        Corrigendum.state == CorrigendumState.DRAFTING, came_back, ~said(Corrigendum.agreement_id, Word.SIGN_OFF)
    )

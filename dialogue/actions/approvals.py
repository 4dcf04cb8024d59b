"""What follows of a sign-off, an approval or a release of minutes and of what corrects them."""

import datetime as dt
from collections.abc import Collection

from dialogue.db import db
from dialogue.domain import decisions, followups, papers
from dialogue.domain import engagements as engagement_register
from dialogue.domain import minutes as minutes_register
from dialogue.domain.base import Stale
from dialogue.domain.decisions import Decision
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import DOCUMENT_LEVELS, Audience, Level, MinutesSheet, fingerprint, restore
from dialogue.domain.minutes import Comment, Corrigendum, Minutes
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.people import Person
from dialogue.domain.silence import Circulation
from dialogue.queries import sheets
from dialogue.rendering.word import names, word


def sign_off_minutes(
    minutes: Minutes,
    *,
    confirmed: Collection[Comment] = (),
    by: Person,
    at: dt.datetime,
    seen: str | None = None,
) -> bool:
    """The secretary's agreement to the text, by the hash of its delegations' sheet; Stale if it is not the one that was
    `seen`. `confirmed`: as of the verb. Returns whether both have agreed."""
    sheet = sheets.working_minutes(minutes, Audience(Level.DELEGATIONS))
    if seen not in (None, fingerprint(sheet)):
        raise Stale("Somebody has changed the text since you opened it. Please read it again before you sign it off.")
    return minutes.sign_off(sheet, confirmed=confirmed, by=by, at=at)


def finalise_minutes(minutes: Minutes, *, by: Person, at: dt.datetime) -> None:
    """Send the joint draft to the co-chairs, without a circulation for comments."""
    minutes.finalise(sheets.working_minutes(minutes, Audience(Level.DELEGATIONS), at), by=by, at=at)


def approve_minutes(minutes: Minutes, seat: Participant, text_hash: str, *, at: dt.datetime) -> bool:
    """A head of delegation approves. With the second approval decisions get their numbers, actions become follow-ups,
    and the three editions are kept for good."""
    if minutes.awaits_approval:
        minutes.must_be_as_signed(sheets.working_minutes(minutes, Audience(Level.DELEGATIONS)))
    if not minutes.approve(text_hash, seat, at=at):
        return False
    minutes_were_approved(minutes, at=at)
    return True


def minutes_were_approved(minutes: Minutes, *, at: dt.datetime, by_round: Circulation | None = None) -> list[Decision]:
    """What follows of an approval, by whatever means: decisions get their numbers, actions become follow-ups, and the
    three editions are kept for good. `by_round`: the silence that approved them. Returns what was decided."""
    decided = decisions.adopt(minutes, by_round)
    db.add_all(decided)
    db.add_all(followups.open_from(minutes, decided, by_round))
    editions = sheets.minutes_editions(minutes, at)
    if by_round is not None:  # what silence was kept on is what was approved, whatever changed its name meanwhile
        agreed = restore(MinutesSheet, by_round.text_kept)
        editions = {level: sheet.as_agreed(agreed) for level, sheet in editions.items()}
    minutes.freeze(editions)
    return decided


def approval_fell(minutes: Minutes, by_round: Circulation, *, at: dt.datetime) -> None:
    """An approval by silence that an objection in time undid: its decisions and follow-ups are void, their numbers are
    never given again, and what was released, with its corrections, is kept as void and served no more. Corrigenda go
    back to the secretaries."""
    decisions.undo(db.scalars(decisions.of_circulation(by_round)), at=at)
    followups.undo(db.scalars(followups.of_circulation(by_round)), minutes, at=at)
    for kind in papers.OF_MINUTES:
        for file in db.scalars(papers.files_of(minutes.session, kind)):
            file.void(by_round)
    for corrigendum in db.scalars(minutes_register.corrigenda(minutes)):
        corrigendum.text_fell(by=by_round.proposed_by, at=at)
    minutes.thaw()


def release_minutes(minutes: Minutes, level: Level, *, by: Person, at: dt.datetime) -> bool:
    """A secretary's word for the release of an edition; with both its DOCX is made, once, and co-hosts may take
    theirs."""
    edition = minutes.release(level, by=by, at=at)
    if edition is None:
        return False
    session = minutes.session
    db.add(
        ReleasedFile(
            session=session,
            kind="minutes",
            label="",
            level=level,
            name=names.file_name(session.reference, "minutes", level.value).ascii,
            content=word.render(sheets.minutes_edition(minutes, level)),
            text_hash=minutes.text_hash,
            released_at=at,
        )
    )
    for engagement in db.scalars(engagement_register.of_session(session)):
        minutes_register.released_for(engagement, edition)
    for corrigendum in db.scalars(minutes_register.corrigenda(minutes)):
        _keep_corrigendum(corrigendum, level, at)
    return True


def begin_corrigendum(minutes: Minutes, *, by: Person, at: dt.datetime) -> Corrigendum:
    """Begin COR n of approved minutes."""
    existing = db.scalars(minutes_register.corrigenda(minutes)).all()
    corrigendum = minutes_register.correct(minutes, existing, by=by, at=at)
    db.add(corrigendum)
    return corrigendum


def sign_off_corrigendum(corrigendum: Corrigendum, *, by: Person, at: dt.datetime, seen: str) -> bool:
    """The secretary's agreement, by the hash of the delegations' sheet; Stale if it is not the one that was `seen`."""
    sheet = sheets.working_corrigendum(corrigendum, Level.DELEGATIONS)
    if seen != fingerprint(sheet):
        raise Stale("Somebody has changed the corrigendum since you opened it. Please read it again.")
    return corrigendum.sign_off(sheet, by=by, at=at)


def approve_corrigendum(corrigendum: Corrigendum, seat: Participant, text_hash: str, *, at: dt.datetime) -> bool:
    """A head of delegation approves. With both it goes out with every edition of the minutes that is out."""
    if not corrigendum.approve(text_hash, seat, at=at):
        return False
    corrigendum_was_approved(corrigendum, at=at)
    return True


def corrigendum_was_approved(corrigendum: Corrigendum, *, at: dt.datetime) -> None:
    """What follows of its approval, by whatever means."""
    corrigendum.freeze(sheets.corrigendum_editions(corrigendum))
    for level in DOCUMENT_LEVELS:
        _keep_corrigendum(corrigendum, level, at)


def corrigendum_fell(corrigendum: Corrigendum, by_round: Circulation) -> None:
    """An approval by silence that an objection in time undid: its files are kept as void and served no more."""
    for file in db.scalars(papers.files_of(corrigendum.session, "corrigendum")):
        if file.label == corrigendum.label:
            file.void(by_round)


def _keep_corrigendum(corrigendum: Corrigendum, level: Level, at: dt.datetime) -> None:
    """Its file in an edition that is out is made once: at its approval, or at the release of that edition."""
    edition, session = corrigendum.kept_edition(level), corrigendum.session
    if edition is None or not corrigendum.released_to(level):
        return
    db.add(
        ReleasedFile(
            session=session,
            kind="corrigendum",
            label=corrigendum.label,
            level=level,
            name=names.file_name(session.reference, "minutes", corrigendum.label, level.value).ascii,
            content=word.render(edition.sheet),
            text_hash=corrigendum.text_hash,
            released_at=at,
        )
    )

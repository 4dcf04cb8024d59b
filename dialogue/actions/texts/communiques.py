"""Joint communiqués: how a round sees one, and what follows of its approval and of its release."""

import datetime as dt

from dialogue.actions import turns
from dialogue.actions.texts.kind import Terms, Text, TextKind
from dialogue.db import db
from dialogue.domain import communiques as register
from dialogue.domain import papers
from dialogue.domain.base import Refused, Stale
from dialogue.domain.communiques import Communique
from dialogue.domain.decisions import Decision
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import Level, fingerprint
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Category, Circulation, Formula, Profile
from dialogue.i18n import gettext
from dialogue.queries import communiques as sheets
from dialogue.queries.sheets import session_named
from dialogue.rendering.word import names, word


class OfCommuniques(TextKind[Communique]):
    name = "communique"
    noun = Communique

    def one(self, key: str, *, hold: bool) -> Communique | None:
        found = register.of_ref(key)
        return db.scalar(register.held(found) if hold else found)

    def text(self, noun: Communique) -> Text:
        if not noun.is_final or noun.agreed is None:
            raise Refused("A communiqué goes under silence as a final draft that both secretaries have signed off.")
        return Text(
            kind=self.name,
            key=noun.session.ref,
            noun=noun,
            session=noun.session,
            title=gettext("Joint communiqué of %(session)s", session=session_named(noun.session)),
            reference=noun.reference,
            text_hash=noun.text_hash,
            sheet=noun.agreed.sheet,
            usual=Terms(Formula.APPROVED, Profile.DECISION, Category.PROCEDURAL),
            before=noun.circulation,
        )

    def was_kept(
        self, noun: Communique, circulation: Circulation, as_of: dt.datetime, at: dt.datetime
    ) -> list[Decision]:
        noun.silence_was_kept(circulation, as_of=as_of, at=at)
        noun.freeze(sheets.editions(noun))
        return []

    def fell(self, noun: Communique, circulation: Circulation, _at: dt.datetime) -> None:
        for file in db.scalars(papers.files_of(noun.session, self.name)):
            file.void(circulation)


def begin(
    session: Session, title: str, text: str, embargo: dt.datetime | None, *, by: Person, at: dt.datetime
) -> Communique:
    """Begin the communiqué of a session, which has one."""
    turns.take(session.id)
    if db.scalar(register.of_session(session)) is not None:
        raise Refused("The communiqué of this session has been begun already.")
    made = register.begin(session, title, text, embargo, by=by, at=at)
    db.add(made)
    return made


def sign_off(communique: Communique, *, seen: str, by: Person, at: dt.datetime) -> bool:
    """The secretary's agreement to the text that was `seen`, by its hash; Stale if it is another by now. Returns
    whether both have agreed."""
    sheet = sheets.working(communique)
    if seen != fingerprint(sheet):
        raise Stale("Somebody has changed the text since you opened it. Please read it again before you sign it off.")
    return communique.sign_off(sheet, seen, by=by, at=at)


def approve(communique: Communique, seat: Participant, text_hash: str, *, at: dt.datetime) -> bool:
    """A head of delegation approves; with both its editions are kept. Returns whether they are."""
    if not communique.approve(text_hash, seat, at=at):
        return False
    communique.freeze(sheets.editions(communique))
    return True


def release(communique: Communique, level: Level, *, by: Person, at: dt.datetime) -> bool:
    """A secretary's word for the release of an edition; with both its file is made, once."""
    edition = communique.release(level, by=by, at=at)
    if edition is None:
        return False
    db.add(
        ReleasedFile(
            session=communique.session,
            kind=OfCommuniques.name,
            label="",
            level=level,
            name=names.file_name(communique.reference, level.value).ascii,
            content=word.render(edition.sheet),
            text_hash=communique.text_hash,
            released_at=at,
        )
    )
    return True

"""What a kind of text tells of itself to a round: how one is named, found and held, and what follows of its end."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, select

from dialogue.actions import turns
from dialogue.db import db
from dialogue.domain import papers
from dialogue.domain.agreed import ApprovedText, Edition, Kind, SignedText, Terms, read_key
from dialogue.domain.base import Refused, Stale
from dialogue.domain.decisions import Decision
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import Level, fingerprint, keep
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, Profile
from dialogue.domain.tracks import must_name_none
from dialogue.i18n import gettext
from dialogue.queries import sheets
from dialogue.rendering.word import names, word
from dialogue.rendering.word.labels import symbol_of

N = TypeVar("N", bound=SignedText)
A = TypeVar("A", bound=ApprovedText)


@dataclass(frozen=True, slots=True)
class Submission:
    """A text as a round needs it. `kind` and `key` name it in addresses; `before` is its last round."""

    kind: str
    key: str
    noun: Any
    session: Session
    title: str
    reference: str
    text_hash: str
    sheet: Any  # the delegations' sheet, as both secretaries signed it off
    usual: Terms
    before: Circulation | None

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """How long its silence may be: minutes and their corrigenda have five working days (practice §3.4 h)."""
        usual = self.usual.profile
        return (usual,) if usual is Profile.MINUTES else (usual, Profile.URGENT)

    def must_fit(self, terms: Terms) -> None:
        """What kind of matter it is, and what it will be when silence was kept, stands in the text that both
        secretaries signed off. Refused: anything else, and a period that is not its own."""
        if (terms.formula, terms.category) != (self.usual.formula, self.usual.category):
            raise Refused("The text that was signed off says what kind of matter this is and what becomes of it.")
        if terms.profile not in self.profiles:
            raise Refused("A silence on minutes lasts five full working days of both capitals at least.")

    @property
    def kept(self) -> tuple[str, str, str]:
        """What a round keeps of it."""
        return self.kind, self.key, keep(self.sheet)


class TextKind(Generic[N]):
    """One object for each kind. What stands here serves a text of sign-offs (`SignedText`); a kind says what is its
    own."""

    def __init__(self, noun: type[N]) -> None:
        self.noun = noun

    @property
    def kind(self) -> Kind:
        return self.noun.KIND

    def find(self, key: str, *, hold: bool) -> Submission | None:
        """The text of that key; held for writing by whoever puts it under silence. Refused: one that is not ready."""
        if hold:
            turns.take_of("-".join(re.split("[-/]", key)[:2]))
        noun = self.one(key, hold=hold)
        return None if noun is None else self.text(noun)

    def one(self, key: str, *, hold: bool) -> N | None:
        """The noun of that key, ready or not."""
        found = self.whole(self.noun.of_ref(*read_key(key)))
        noun = db.scalar(self.noun.held(found) if hold else found)
        return noun if noun is not None and noun.key == key else None

    def whole(self, found: Select[N]) -> Select[N]:
        """With what is read of it here."""
        return found

    def text(self, noun: N) -> Submission:
        """It as a round needs it; refused while it is not ready."""
        if not noun.is_final:
            raise Refused("A text goes under silence as a final draft that both secretaries have signed off.")
        sheet = self.sheet(noun)
        must_name_none(sheet)
        return Submission(
            kind=self.kind.name,
            key=noun.key,
            noun=noun,
            session=noun.session,
            title=self.title(noun),
            reference=symbol_of(sheet) if sheet.heading.paper else noun.paper,
            text_hash=noun.text_hash,
            sheet=sheet,
            usual=self.terms(noun),
            before=noun.circulation,
        )

    def title(self, noun: N) -> str:
        named = {"session": sheets.session_named(noun.session)}
        return gettext(self.kind.title, **named, **({"number": noun.number} if self.kind.several else {}))

    def sheet(self, noun: N) -> Any:
        """The delegations' sheet as both secretaries signed it off."""
        agreed = noun.agreed
        if agreed is None:
            raise Refused("Both secretaries have to sign off this text first.")
        return agreed.sheet

    def terms(self, noun: N) -> Terms:
        terms = self.kind.terms
        if terms is None:
            raise LookupError(f"{type(noun).__name__} does not say how it goes under silence")
        return terms

    def working(self, noun: N) -> Any:
        """What a secretary signs off: the delegations' sheet as the rows have it now."""
        return sheets.working_text(noun)

    def sign_off(self, noun: N, *, seen: str | None = None, by: Person, at: dt.datetime, **more: Any) -> bool:
        """The secretary's agreement to the text, by the hash of its delegations' sheet; Stale if it is not the one that
        was `seen`. Returns whether both have agreed."""
        sheet = self.working(noun)
        if seen not in (None, fingerprint(sheet)):
            raise Stale(
                "Somebody has changed the text since you opened it. Please read it again before you sign it off."
            )
        must_name_none(sheet)
        return noun.sign_off(sheet, by=by, at=at, **more)

    def under(self, circulation: Circulation) -> Select[N]:
        """The one that this round is about, or was about last, as long as no later round has come for it."""
        return select(self.noun).where(self.noun.circulation_id == circulation.id)

    def of_round(self, circulation: Circulation, *, hold: bool = False) -> N | None:
        found = self.whole(self.under(circulation))
        return db.scalar(self.noun.held(found) if hold else found)

    def session_of(self, circulation: Circulation) -> Session | None:
        """Whose session it is, for what follows of an adoption."""
        noun: Any = self.of_round(circulation)
        return None if noun is None else noun.session

    def was_kept(self, noun: N, circulation: Circulation, as_of: dt.datetime, at: dt.datetime) -> list[Decision]:
        """Silence was kept, as of the instant on record, however late it is written. Returns what is decided by it."""
        raise NotImplementedError

    def fell(self, noun: N, circulation: Circulation, at: dt.datetime) -> None:
        """It had counted as adopted: what else was made of it is void."""

    def must_wait(self, _noun: N) -> bool:
        """Whether it stands and falls with another text whose adoption is in question."""
        return False

    def rounds_with(self, _noun: N) -> list[Circulation]:
        """Rounds on texts that stand and fall with it, of which no outcome is written down."""
        return []


class OfApproved(TextKind[A]):
    """What both co-chairs or silence approve, and both secretaries release edition by edition."""

    def approve(self, noun: A, seat: Participant, text_hash: str, *, at: dt.datetime) -> bool:
        """A head of delegation approves. Returns whether both have, and what follows of it was done."""
        must_name_none(self.working(noun))
        if not noun.approve(text_hash, seat, at=at):
            return False
        self.was_approved(noun, at=at)
        return True

    def was_approved(self, noun: A, *, at: dt.datetime, by_round: Circulation | None = None) -> list[Decision]:  # noqa: ARG002  # of minutes more follows
        """What follows of its approval, by whatever means: its editions are kept for good."""
        noun.freeze(sheets.text_editions(noun))
        return []

    def was_kept(self, noun: A, circulation: Circulation, as_of: dt.datetime, at: dt.datetime) -> list[Decision]:
        noun.silence_was_kept(circulation, as_of=as_of, at=at)
        return self.was_approved(noun, at=as_of, by_round=circulation)

    def fell(self, noun: A, circulation: Circulation, at: dt.datetime) -> None:  # noqa: ARG002  # a file falls whenever
        """Its files are kept as void and served no more."""
        for file in db.scalars(papers.files_of(noun.session, self.kind.name)):
            if file.label == noun.label:
                file.void(circulation)

    def release(self, noun: A, level: Level, *, by: Person, at: dt.datetime) -> bool:
        """A secretary's word for the release of an edition; with both its file is made, once. Returns whether it is."""
        kept = noun.kept_edition(level)
        must_name_none(kept.sheet if kept is not None else ())
        edition = noun.release(level, by=by, at=at)
        if edition is None:
            return False
        self.was_released(noun, edition, at=at)
        return True

    def was_released(self, noun: A, edition: Edition, *, at: dt.datetime) -> None:
        self.keep_file(noun, edition.level, edition.sheet, at=at)

    def keep_file(self, noun: A, level: Level, sheet: Any, *, at: dt.datetime) -> None:
        db.add(
            ReleasedFile(
                session=noun.session,
                kind=self.kind.name,
                label=noun.label,
                level=level,
                name=names.of_paper(sheet).ascii,
                content=word.render(sheet),
                text_hash=noun.text_hash,
                released_at=at,
            )
        )

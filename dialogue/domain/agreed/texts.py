"""A text that both Parties agree on, and the verbs that all kinds of it share.

A kind says as data which state follows which word (`Kind`). What it alone knows are its rows, its sheet and the guard
of its sign-off."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from sqlalchemy import ColumnElement, ForeignKey, Select, and_, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from dialogue.domain.agreed.assents import Agreement, Assent, Word
from dialogue.domain.agreed.kinds import SHEETS, Kind, Means
from dialogue.domain.agreed.revisions import Edition, GoingOut, Revision
from dialogue.domain.base import Base, Refused, Stale, words
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import Level, fingerprint
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, read_ref
from dialogue.domain.silence import Circulation, Subject

TEXTS: dict[str, type["AgreedText"]] = {}  # each kind by its name


class OfASession:
    """What each kind says itself."""

    id: Any
    session: Any
    number: Any  # of several in a session
    dated: Any  # when it was changed last: what a working copy is dated


class AgreedText(OfASession, Base):
    """Its agreement holds what both sides said to it; each REV of it is kept there."""

    __abstract__ = True

    KIND: ClassVar[Kind]

    def __init_subclass__(cls, **how: Any) -> None:
        super().__init_subclass__(**how)
        if "KIND" in vars(cls):
            TEXTS[cls.KIND.name] = cls
            SHEETS[cls.KIND.name] = cls.KIND.sheet

    @classmethod
    def in_session(cls, where: ColumnElement[bool]) -> ColumnElement[bool]:
        """The `where` of those whose session is so."""
        return cls.session.has(where)  # type: ignore[no-any-return]  # each kind's own relationship

    @classmethod
    def of_ref(cls, ref: str, number: int | None = None) -> Select[Self]:
        """As addresses have it: by the reference of its session, and its own number where a session has several."""
        year, of_year = read_ref(ref) or (0, 0)
        found = select(cls).where(cls.in_session(and_(Session.year == year, Session.number == of_year)))
        return found if number is None or not cls.KIND.several else found.where(cls.number == number)

    @classmethod
    def held(cls, found: Select[Self]) -> Select[Self]:
        """For writing: whoever acts on it comes after whoever did so before, and sees it as it is then."""
        return found.with_for_update(of=cls)

    state: Mapped[Any]  # a word of its own flow, and who moved it: each kind says these two itself
    state_by: Mapped[Any]
    state_at: Mapped[dt.datetime]
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), init=False, unique=True)

    @declared_attr
    def agreement(cls) -> Mapped[Agreement]:  # noqa: N805  # SQLAlchemy calls it with the class
        return relationship(init=False, lazy="joined", innerjoin=True)

    def __post_init__(self) -> None:
        self.agreement = Agreement()

    @property
    def key(self) -> str:
        """As a round names it: by the reference of its session."""
        return str(self.session.ref)

    @property
    def reference(self) -> str:
        """As its papers print it: of the session's own papers that of the session."""
        return str(self.session.reference)

    @property
    def paper(self) -> str:
        """The reference of its own paper, without REV and edition."""
        return self.reference

    @property
    def label(self) -> str:
        """Which of several in a session it is, as its files say."""
        return ""

    @property
    def lacks_words(self) -> bool:
        """Whether it was begun and nothing stands in it."""
        return False

    @property
    def previous(self) -> str:
        """The reference of the text that it follows, as its papers name it."""
        return ""

    @property
    def held_until(self) -> dt.datetime | None:
        """Until when the public waits for its edition."""
        return None

    def is_held_back(self, at: dt.datetime) -> bool:
        return self.held_until is not None and at < self.held_until

    @property
    def revisions(self) -> list[Revision]:
        return self.agreement.revisions

    @property
    def sign_offs(self) -> list[Assent]:
        return self.agreement.standing(Word.SIGN_OFF)

    @property
    def is_open_to_edits(self) -> bool:
        return self.state in self.KIND.edited

    def can(self, to: Any) -> bool:
        return self.KIND.flow.allows(self.state, to)

    def may_be_edited(self) -> None:
        if not self.is_open_to_edits:
            raise Refused("This text is “%(state)s”; it does not change now.", state=self.state.value)

    def check(self) -> None:
        """Refuse what lacks something of such a text."""

    def signed_by(self, party: Organisation, text_hash: str) -> bool:
        return self.agreement.said_by(party, Word.SIGN_OFF, text_hash)

    def revision(self, rev: int) -> Revision | None:
        return next((one for one in self.revisions if one.rev == rev), None)

    def say_sign_off(self, text_hash: str, *, note: str = "", by: Person, at: dt.datetime) -> bool:
        """One secretary's word to the text of this hash. Returns whether both have said it now."""
        both = self.agreement.say(Word.SIGN_OFF, text_hash, note=note, by=by, at=at)
        self.did("sign off", by=by, at=at, digest=text_hash)
        return both

    def _become(self, state: Any, *, by: Person | None, at: dt.datetime) -> None:
        self.state = self.KIND.flow.move(self.state, state)
        self.state_at, self.state_by = at, by
        self.did(state.value, by=by, at=at, digest=getattr(self, "text_hash", ""))


class SignedText(Subject, AgreedText):
    """A text that has a hash once both secretaries have signed it off, and may go under silence then."""

    __abstract__ = True

    circulation_id: Mapped[int | None] = mapped_column(ForeignKey("circulations.id"), init=False, index=True)
    text_hash: Mapped[str] = mapped_column(init=False, default="")

    @declared_attr
    def circulation(cls) -> Mapped[Circulation | None]:  # noqa: N805  # SQLAlchemy calls it with the class
        return relationship(init=False, default=None)

    @property
    def is_under_silence(self) -> bool:
        return bool(self.state == self.KIND.silent)

    @property
    def is_final(self) -> bool:
        """Signed off by both, and nothing done with it yet."""
        return bool(self.state == self.KIND.final)

    @property
    def is_approved(self) -> bool:
        return self.state in self.KIND.approved

    @property
    def may_go_under_silence(self) -> bool:
        """A final text that no round is about."""
        return self.is_final and self.is_free

    @property
    def agreed(self) -> Revision | None:
        """The revision that is the text of its hash."""
        return next((one for one in reversed(self.revisions) if one.text_hash == self.text_hash), None)

    def is_of(self, circulation: Circulation) -> bool:
        """Whether the round is about this text as it stands."""
        return self.circulation is circulation and circulation.text_hash == self.text_hash

    def must_be_signable(self, party: Organisation, text_hash: str) -> None:
        self.may_be_edited()
        self.check()
        self.agreement.must_await(Word.SIGN_OFF, party, text_hash)

    def sign_off(self, sheet: Any, *, by: Person, at: dt.datetime) -> bool:
        """A secretary agrees to the text by its hash. With both it is final, as REV n. Returns whether it is."""
        self.must_be_signable(by.organisation, fingerprint(sheet))
        if not self._sign_off(sheet, by=by, at=at):
            return False
        self.keep_revision(sheet, len(self.revisions) + 1, by=by, at=at)
        return True

    def keep_revision(self, sheet: Any, rev: int, *, by: Person | None = None, at: dt.datetime) -> None:
        """Keep the text of the hash under its number: what it is compared with later."""
        self.revisions.append(Revision.of(sheet, rev, text_hash=self.text_hash, at=at, by=by))

    def _sign_off(self, sheet: Any, *, note: str = "", by: Person, at: dt.datetime) -> bool:
        text_hash = fingerprint(sheet)
        if not self.say_sign_off(text_hash, note=note, by=by, at=at):
            return False
        to, self.text_hash = self.KIND.signed_off[self.state], text_hash
        self._become(to, by=by, at=at)
        return True

    def _take_up_again(self, to: Any, *, by: Person | None, at: dt.datetime) -> None:
        """The same text needs two new sign-offs: of what is taken up again nothing is agreed."""
        self._become(to, by=by, at=at)
        self.text_hash = ""
        self.agreement.end(at=at)


class ApprovedText(GoingOut, SignedText):
    """A text that the co-chairs approve, or a round of silence does; its editions are kept with the approval."""

    __abstract__ = True

    return_reason: Mapped[str] = mapped_column(init=False, default="")
    approved_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    means: Mapped[Means | None] = mapped_column(words(Means), init=False, default=None)

    @property
    def approvals(self) -> list[Assent]:
        return self.agreement.standing(Word.APPROVAL)

    @property
    def awaits_approval(self) -> bool:
        return self.is_final

    @property
    def open_to_entitled(self) -> bool:
        """Co-chairs and the entitled read from the final draft on."""
        return self.is_final or self.is_under_silence or self.is_approved

    @property
    def editions(self) -> list[Edition]:
        agreed = self.agreed
        return agreed.editions if agreed is not None else []

    def kept_edition(self, level: Level) -> Edition | None:
        return next((one for one in self.editions if one.level is level), None)

    def released_to(self, level: Level) -> bool:
        """Whether readers of that edition hold it."""
        edition = self.kept_edition(level)
        return edition is not None and edition.is_released

    def open_to(self, level: Level, at: dt.datetime) -> bool:
        """Whether readers of that edition hold it at that instant."""
        return self.released_to(level) and not (level is Level.PUBLIC and self.is_held_back(at))

    @property
    def released_since(self) -> dt.datetime | None:
        """When the first of its editions went out."""
        return min((one.released_at for one in self.editions if one.released_at), default=None)

    def approved_by(self, party: Organisation) -> bool:
        return self.agreement.said_by(party, Word.APPROVAL)

    def consents_to(self, level: Level) -> list[Assent]:
        """To the release of that edition."""
        return self.agreement.standing(Word.RELEASE, level=level)

    # Approval

    def must_be_approvable(self, party: Organisation) -> None:
        if self.is_under_silence:
            raise Refused("This text is under silence. Whoever does not agree breaks it there.")
        if not self.awaits_approval:
            raise Refused("There is no final draft to approve.")
        self.agreement.must_await(Word.APPROVAL, party, self.text_hash)

    def approve(self, text_hash: str, seat: Participant, *, at: dt.datetime) -> bool:
        """A head of delegation approves the final draft by its hash. With both Parties' approval it is approved, by
        means of the co-chairs. Returns whether it is."""
        party, by = seat.delegation.organisation, seat.person
        self.must_be_approvable(party)
        self._must_be_seen(text_hash)
        both = self.agreement.say(Word.APPROVAL, text_hash, party=party, by=by, at=at)
        self.did("approve", by=by, at=at, digest=text_hash)
        if both:
            self._become(self.KIND.approved[0], by=by, at=at)
            self.means, self.approved_at = Means.CO_CHAIRS, at
            self.drop_proposal(by=by, at=at)
        return both

    def return_(self, reason: str, text_hash: str, *, by: Person, at: dt.datetime) -> None:
        """A co-chair does not approve the text of this hash: it goes back, with what is asked for."""
        if not reason.strip():
            raise Refused("Please say what should be changed.")
        if self.is_under_silence:
            raise Refused("This text is under silence. Whoever does not agree breaks it there.")
        if not self.awaits_approval:
            raise Refused("There is no final draft to return.")
        self._must_be_seen(text_hash)
        self._take_up_again(self.KIND.returned, by=by, at=at)
        self.return_reason = reason
        self.drop_proposal(by=by, at=at)

    def freeze(self, sheets: Mapping[Level, Any]) -> None:
        """Keep the editions of the approved text: from here on they are read, never made again."""
        if self.approved_at is None or self.editions:
            raise Refused("Only a text that was approved just now is frozen.")
        agreed = self.agreed
        if agreed is None:
            rev = len(self.revisions) + 1
            self.keep_revision(sheets[Level.DELEGATIONS], rev, at=self.approved_at)
            agreed = self.revisions[-1]
        agreed.freeze(sheets)

    def thaw(self) -> None:
        """The approval fell: what was kept of it is no edition any more. The next approval freezes anew."""
        for one in self.revisions:
            one.editions.clear()
        self.means, self.approved_at = None, None

    # Release, edition by edition

    def must_not_be_in_question(self) -> None:
        """Refuse what makes an adoption final while it is not certain that it is one."""
        if self.in_question:
            raise Refused("The adoption of this text is in question. Please settle that first.")

    def must_be_releasable(self, level: Level, party: Organisation) -> Edition:
        """The edition to whose release that side may still consent."""
        edition = self.kept_edition(level)
        if not self.is_approved or edition is None:
            raise Refused("An edition is released after the approval of its text.")
        self.must_not_be_in_question()
        if edition.is_released:
            raise Refused("This edition has been released already.")
        self.agreement.must_await(Word.RELEASE, party, self.text_hash, level)
        return edition

    def release(self, level: Level, *, by: Person, at: dt.datetime) -> Edition | None:
        """One secretary's word for the release of an edition; released with both. Returns the edition where it is
        now."""
        edition = self.must_be_releasable(level, by.organisation)
        done = self.agreement.say(Word.RELEASE, self.text_hash, level=level.value, by=by, at=at)
        what = f"release {level.value}" if done else f"consent to release {level.value}"
        self.did(what, by=by, at=at, digest=self.text_hash)
        if not done:
            return None
        edition.released_at = at
        return edition

    # Under silence: called when a round is issued, ends or is judged; by whom, is who proposed it

    def was_issued(self, circulation: Circulation, *, at: dt.datetime) -> None:
        """The round is issued: nobody changes the text from now on. A round that is issued again finds it there."""
        if not self.is_of(circulation):
            raise Refused("The text has changed since silence was proposed for it.")
        if self.is_under_silence:
            return
        if not self.awaits_approval:
            raise Refused("A text goes under silence as a final draft that both secretaries have signed off.")
        self.agreement.end(Word.APPROVAL, at=at)
        self._become(self.KIND.silent, by=circulation.proposed_by, at=at)

    def silence_was_kept(self, circulation: Circulation, *, as_of: dt.datetime, at: dt.datetime) -> None:
        """Nobody objected: it is approved as of the instant on record, however late it is written down."""
        self._become(self.KIND.approved[0], by=circulation.proposed_by, at=at)
        self.means, self.approved_at = Means.SILENCE, as_of

    def silence_was_broken(self, circulation: Circulation, *, at: dt.datetime) -> None:
        """It goes back to the secretaries, who sign off anew what comes of it."""
        self.thaw()
        self._take_up_again(self.KIND.returned, by=circulation.proposed_by, at=at)

    def silence_ended(self, circulation: Circulation, *, at: dt.datetime) -> None:
        """Withdrawn or declined: it is the final draft that it was."""
        if self.is_under_silence and self.circulation is circulation:
            self._become(self.KIND.final, by=circulation.proposed_by, at=at)

    def _must_be_seen(self, text_hash: str) -> None:
        if text_hash != self.text_hash:
            raise Stale("The text has changed since you opened it.")


def approved_kinds() -> dict[str, type[ApprovedText]]:
    """Those that co-chairs or silence approve, by name."""
    return {name: noun for name, noun in TEXTS.items() if issubclass(noun, ApprovedText)}

"""The agenda of one session and the verbs of its life: call, sign-off, releases, adoption, changes on the record."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.agenda.items import AgendaItem, ItemState, kinds_for
from dialogue.domain.agenda.order import Order
from dialogue.domain.agenda.releases import AgendaChange, Change
from dialogue.domain.agenda.states import CALL_CLOSES, CIRCULATION, FLOW, OPEN_TO_EDITS, TAKES_REQUESTS, AgendaState
from dialogue.domain.agreed import AgreedText, Assent, Kind, Revision, Word
from dialogue.domain.base import Refused, Stale, words
from dialogue.domain.editions import AgendaSheet, Audience, Code, Heading, Level, fingerprint
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation


class Agenda(Order, AgreedText):
    """The order of business of one session. `order_version` guards the order of the items, each item guards its own
    text: two editors of different items never meet."""

    KIND = Kind(
        name="agenda", word="agenda", sheet=AgendaSheet, flow=FLOW, edited=OPEN_TO_EDITS
    )  # each release has its own round

    __tablename__ = "agendas"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False, unique=True)
    state: Mapped[AgendaState] = mapped_column(words(AgendaState), init=False, default=AgendaState.COLLECTING)
    state_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    order_version: Mapped[int] = mapped_column(init=False, default=1)
    adopted_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    amendments: Mapped[str] = mapped_column(init=False, default="")
    version: Mapped[int] = mapped_column(init=False)

    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)
    state_by: Mapped[Person] = relationship()
    all_items: Mapped[list[AgendaItem]] = relationship(
        back_populates="agenda",
        default_factory=list,
        cascade="all, delete-orphan",
        order_by=(AgendaItem.position, AgendaItem.id),
    )
    changes: Mapped[list[AgendaChange]] = relationship(default_factory=list, order_by=AgendaChange.id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def releases(self) -> list[Revision]:
        """Each REV with its three editions, in the order of their numbers."""
        return self.revisions

    @property
    def release(self) -> Revision | None:
        """The release in force."""
        return self.releases[-1] if self.releases else None

    @property
    def circulated(self) -> Revision | None:
        """The last release that went out to the participants."""
        return next((r for r in reversed(self.releases) if r.circulated_at is not None), None)

    @property
    def is_adopted(self) -> bool:
        return self.state is AgendaState.ADOPTED

    @property
    def may_go_under_silence(self) -> bool:
        """Whether the release in force went out, and nothing has been agreed or asked about it yet."""
        release = self.release
        out = self.state is AgendaState.CIRCULATED and release is not None and release.circulated_at is not None
        return out and release is not None and not release.is_under_silence and release.agreed_at is None

    @property
    def last_round(self) -> Circulation | None:
        """The round that its next one follows: of this release or of one before, if nothing was agreed by it."""
        rounds = [r.circulation for r in self.releases if r.circulation is not None]
        return rounds[-1] if rounds and rounds[-1].is_over else None

    @property
    def call_is_closed(self) -> bool:
        return self.has_closed_call(self.state)

    @staticmethod
    def has_closed_call(state: AgendaState) -> bool:
        return state is not AgendaState.COLLECTING

    @property
    def takes_requests(self) -> bool:
        return self.state in TAKES_REQUESTS

    @property
    def takes_changes(self) -> bool:
        """Whether changes to the adopted order of business can be recorded."""
        return self.is_adopted and not self.session.is_over

    @property
    def paper(self) -> str:
        return Code.AGENDA.of(self.session.reference)

    @property
    def call_closes_at(self) -> dt.datetime:
        return self.session.starts_at - CALL_CLOSES

    @property
    def circulates_by(self) -> dt.datetime:
        """The last instant for sending it out without a waiver."""
        return self.session.starts_at - CIRCULATION

    def is_short_notice(self, at: dt.datetime) -> bool:
        return at > self.circulates_by

    @property
    def notice_is_waived(self) -> bool:
        return self.agreement.is_reached(Word.SHORT_NOTICE)

    @property
    def offers(self) -> list[AgendaItem]:
        """What the next agenda may take over from this one if its secretary chooses so."""
        return [i for i in self.all_items if i.is_on and i.is_substantive and i not in self.left_over]

    @property
    def left_over(self) -> list[AgendaItem]:
        """What the next agenda gets by itself: items deferred; of an agenda that lapsed, all that sides asked for."""
        lapsed = self.state is AgendaState.LAPSED
        mine = [i for i in self.all_items if i.is_substantive]
        return [i for i in mine if i.state is ItemState.DEFERRED or (lapsed and (i.is_on or i.is_request))]

    def assents_to(self, to: Word) -> list[Assent]:
        return self.agreement.standing(to)

    def signatures(self, text_hash: str) -> list[Assent]:
        return self.agreement.standing(Word.SIGN_OFF, text_hash=text_hash)

    def releases_for(self, level: Level) -> list[Revision]:
        """What a reader at that level may open: the secretariat every release, everybody else those that went out."""
        return [r for r in self.releases if level is Level.SECRETARIAT or r.circulated_at is not None]

    def edition(self, audience: Audience, heading: Heading) -> AgendaSheet:
        """The working text as the audience holds it."""
        there = (row for row in self.programme() if row[0].numbered or not row[0].withheld_from(audience))
        lines = tuple(item.line(number, starts, audience) for item, number, starts in there)
        return AgendaSheet(heading=heading, items=lines, status=self.state.value)

    def may_be_edited(self) -> None:
        """Refuse edits of an adopted or lapsed agenda."""
        if not self.is_open_to_edits:
            raise Refused("This agenda is “%(state)s”; only recorded changes are possible now.", state=self.state.value)
        if self.assents_to(Word.ADOPTION):
            raise Refused(
                "A head of delegation has consented to this text. To change it, take the consent back first; "
                "both are asked again."
            )

    def add(self, item: AgendaItem, *, after: AgendaItem | None = None, by: Person, at: dt.datetime) -> AgendaItem:
        """Put a new item on the agenda: after the given one, else before the closing standing items."""
        self.may_be_edited()
        item.check()
        self.check_parent(item.parent, item)
        self.put(item, after)
        item.did("add", by=by, at=at)
        return item

    def must_take_requests(self) -> None:
        if not self.takes_requests:
            raise Refused("This agenda takes no more requests.")

    def request(self, item: AgendaItem, *, by: Person, at: dt.datetime) -> AgendaItem:
        """Ask for an item. After the call has closed it goes to the late register; a co-host asks for open items
        only."""
        self.must_take_requests()
        if item.kind not in kinds_for(by.organisation):
            raise Refused("A co-host proposes items for the open part.")
        item.check()
        if not by.organisation.is_party:
            item.level = Level.COHOST  # it reads what it proposed itself
        item.state, item.requested_by, item.origin = ItemState.REQUESTED, by, by.organisation
        item.late = self.state is not AgendaState.COLLECTING
        item.asked_title, item.asked_text = item.title, item.text
        item.did("request", by=by, at=at)
        return item

    def withdraw(self, item: AgendaItem, *, base: int, by: Person, at: dt.datetime) -> None:
        """Take an item off, with its sub-items; it can be accepted again."""
        if base != item.version:
            raise Stale("Somebody has changed this item since you opened it.")
        self.may_be_edited()
        self.take_off(item, ItemState.WITHDRAWN)
        item.did("withdraw", by=by, at=at)

    def must_take_close(self, party: Organisation, at: dt.datetime) -> None:
        """Refuse a call that is closed, and a second word of one side before its time."""
        FLOW.move(self.state, AgendaState.DRAFTING)
        if at < self.call_closes_at:
            self.agreement.must_await(Word.CLOSING_EARLY, party)

    def close_call(self, *, by: Person, at: dt.datetime, reason: str = "") -> bool:
        """Close the call for items. Earlier than 21 days before the session both secretaries say so: the first one's
        word waits for the second. Returns whether the call is closed."""
        self.must_take_close(by.organisation, at)
        if at < self.call_closes_at and not self._assent(Word.CLOSING_EARLY, by, at, reason):
            return False
        self._become(AgendaState.DRAFTING, by=by, at=at)
        return True

    def must_be_signable(self, party: Organisation, text_hash: str) -> None:
        if not self.is_open_to_edits:
            raise Refused("There is nothing to sign off any more.")
        self.agreement.must_await(Word.SIGN_OFF, party, text_hash)

    def sign_off(self, sheet: AgendaSheet, *, by: Person, at: dt.datetime) -> None:
        """A secretary agrees to the text by its hash; a later edit leaves the sign-off behind."""
        text_hash = fingerprint(sheet)
        self.must_be_signable(by.organisation, text_hash)
        self.say_sign_off(text_hash, by=by, at=at)

    def agreed_by_both(self, text_hash: str) -> bool:
        return self.agreement.is_reached(Word.SIGN_OFF, text_hash)

    def gaps(self) -> list[Refused]:
        """What an item still lacks before the agenda can be proposed: the refusals that it would meet, one an item."""
        found = []
        for item in self.all_items:
            try:
                if item.is_on and item.is_substantive:
                    item.check_ready()
            except Refused as refusal:
                found.append(refusal)
        return found

    def must_be_proposable(self, text_hash: str) -> None:
        FLOW.move(self.state, AgendaState.PROVISIONAL)
        for gap in self.gaps():
            raise gap
        self._must_be_new(text_hash)

    def propose(self, sheets: Mapping[Level, AgendaSheet], *, by: Person, at: dt.datetime) -> Revision:
        """Freeze the text both secretaries signed off as the provisional agenda. Refused while an item that a side
        asked for lacks its origin, its presenter, or a paper (or the word that it is oral)."""
        self.must_be_proposable(fingerprint(sheets[Level.DELEGATIONS]))
        self._become(AgendaState.PROVISIONAL, by=by, at=at)
        return self._freeze(sheets, by=by, at=at)

    def must_be_circulable(self, at: dt.datetime) -> Revision:
        """The release that would go out; refused where there is none, and while its notice is too short."""
        release = self.release
        if release is None:
            raise Refused("There is no provisional agenda to circulate yet.")
        if release.circulated_at is not None:
            raise Refused("REV %(rev)d has been circulated already.", rev=release.rev)
        FLOW.move(self.state, AgendaState.CIRCULATED)
        if self.is_short_notice(at) and not self.notice_is_waived:
            raise Refused(
                "The provisional agenda goes out 15 days before the session at the latest. "
                "Both secretaries can waive this, with the reason."
            )
        return release

    def circulate(self, *, by: Person, at: dt.datetime) -> Revision:
        """Send the provisional agenda out: 15 days before the session at the latest, unless both Parties waive that."""
        release = self.must_be_circulable(at)
        self._become(AgendaState.CIRCULATED, by=by, at=at)
        release.circulated_at = at
        return release

    def waive_notice(self, reason: str, *, by: Person, at: dt.datetime) -> bool:
        """One side's word, with its reason, that short notice will do. Returns whether both have said so."""
        if not reason.strip():
            raise Refused("Please record the reason for the short notice.")
        return self._assent(Word.SHORT_NOTICE, by, at, reason)

    def must_be_revisable(self, text_hash: str) -> None:
        if self.circulated is None:
            raise Refused("There is no circulated agenda to revise yet.")
        FLOW.move(self.state, AgendaState.CIRCULATED)
        self._must_be_new(text_hash)

    def revise(self, sheets: Mapping[Level, AgendaSheet], *, by: Person, at: dt.datetime) -> Revision:
        """Circulate REV n+1: a text that both signed off and that differs from the one in force."""
        self.must_be_revisable(fingerprint(sheets[Level.DELEGATIONS]))
        self._become(AgendaState.CIRCULATED, by=by, at=at)
        new = self._freeze(sheets, by=by, at=at)
        new.circulated_at = at
        return new

    def must_be_openable(self) -> None:
        FLOW.move(self.state, AgendaState.BEFORE_ADOPTION)

    def open_session(self, *, by: Person, at: dt.datetime) -> None:
        self._become(AgendaState.BEFORE_ADOPTION, by=by, at=at)

    def must_await_adoption(self, party: Organisation) -> None:
        if self.state is not AgendaState.BEFORE_ADOPTION:
            raise Refused("The agenda is adopted at the opening of the session.")
        self.agreement.must_await(Word.ADOPTION, party)

    def adopt(self, head: str, party: Organisation, amendments: str, *, by: Person, at: dt.datetime) -> bool:
        """Record that a head of delegation consents to the agenda; `by` records it, `head` is named in the record.
        With both it is adopted as of the second consent. Returns whether it is adopted."""
        self.must_await_adoption(party)
        both = self._assent(Word.ADOPTION, by, at, amendments, party=party, name=head)
        if amendments.strip():
            self.amendments = amendments
        if both:
            self._become(AgendaState.ADOPTED, by=by, at=at)
            self.adopted_at = at
        return both

    def take_back_consents(self, *, by: Person, at: dt.datetime) -> None:
        """The text is to change once more before its adoption: the consent given so far no longer stands."""
        if self.state is not AgendaState.BEFORE_ADOPTION or not self.assents_to(Word.ADOPTION):
            raise Refused("There is no consent to take back.")
        self.agreement.end(Word.ADOPTION, at=at)
        self.did("take back consents", by=by, at=at)

    def must_take_changes(self) -> None:
        if not self.takes_changes:
            raise Refused("Changes are recorded between the adoption and the end of the session.")

    def record_change(self, item: AgendaItem, what: Change, reason: str, *, by: Person, at: dt.datetime) -> None:
        """After the adoption: an item is withdrawn, deferred to the next session, or moved last, with the reason."""
        self.must_take_changes()
        if not reason.strip():
            raise Refused("Please record the reason for the change.")
        number = next((n for i, n, _ in self.programme() if i is item), None)
        if number is None:
            raise Refused("This item is not on the agenda.")
        if what is Change.DEFERRED:
            item.must_be_numbered()
        to = {Change.WITHDRAWN: ItemState.WITHDRAWN, Change.DEFERRED: ItemState.DEFERRED}.get(what)
        if to is not None:
            self.take_off(item, to)
        elif what is Change.MOVED:
            self.renumber([*[i for i in self.children(item.parent) if i is not item], item])
        else:
            raise Refused("After the adoption an item is withdrawn, deferred or moved.")
        self.changes.append(
            AgendaChange(
                item_number=number,
                item_title=item.title,
                what=what.value,
                reason=reason,
                recorded_by=by,
                recorded_at=at,
            )
        )
        item.did(f"record {what.value}", by=by, at=at)

    def freeze_change(self, sheets: Mapping[Level, AgendaSheet], *, by: Person, at: dt.datetime) -> Revision:
        """Freeze the adopted order of business as it now stands. The heads in the room agreed; no sign-off is asked."""
        if not self.is_adopted:
            raise Refused("Only an adopted agenda is changed by record.")
        release = self._freeze(sheets, by=by, at=at)
        release.circulated_at = at
        return release

    def lapse(self, *, by: Person, at: dt.datetime) -> None:
        self._become(AgendaState.LAPSED, by=by, at=at)

    def revive(self, *, by: Person, at: dt.datetime) -> None:
        """Its session takes place after all: see `goes_on_as`."""
        self._become(self.goes_on_as(at), by=by, at=at)

    def goes_on_as(self, at: dt.datetime) -> AgendaState:
        """What it is once its session has a date: one that lapsed goes on from what went out, or with its call while
        that is open, else from its draft."""
        if self.state is not AgendaState.LAPSED:
            return self.state
        if self.circulated is not None:
            return AgendaState.CIRCULATED
        closed = self.agreement.is_reached(Word.CLOSING_EARLY) or at >= self.call_closes_at
        return AgendaState.DRAFTING if closed or self.releases else AgendaState.COLLECTING

    def _must_be_new(self, text_hash: str) -> None:
        """Refuse to release a text that is in force already, or that one of the secretaries has not signed off."""
        release = self.release
        if release is not None and text_hash == release.text_hash:
            raise Refused("Nothing has changed since REV %(rev)d.", rev=release.rev)
        if not self.agreed_by_both(text_hash):
            raise Refused("Both secretaries have to sign off this text first.")

    def _freeze(self, sheets: Mapping[Level, AgendaSheet], *, by: Person, at: dt.datetime) -> Revision:
        release = Revision.of(sheets[Level.DELEGATIONS], len(self.releases) + 1, at=at, by=by)
        release.freeze({level: sheet for level, sheet in sheets.items() if level is not Level.DELEGATIONS})
        self.releases.append(release)
        self.did("release", by=by, at=at, digest=release.text_hash)
        return release

    def _assent(
        self, to: Word, by: Person, at: dt.datetime, note: str, *, party: Organisation | None = None, name: str = ""
    ) -> bool:
        both = self.agreement.say(to, by=by, at=at, party=party, name=name or by.name, note=note)
        self.did(f"assent to {to.value}", by=by, at=at)
        return both

"""Minutes under silence: their text is locked while a round runs, and what comes of the round comes to them."""

import datetime as dt
from typing import Protocol

from dialogue.domain.assents import Agreement, Word
from dialogue.domain.base import Refused
from dialogue.domain.minutes.states import Means, State
from dialogue.domain.people import Person
from dialogue.domain.silence import Circulation, Subject


class Whole(Protocol):
    """What these verbs ask of the minutes."""

    text_hash: str
    circulation: Circulation | None
    agreement: Agreement

    @property
    def awaits_approval(self) -> bool: ...

    @property
    def is_under_silence(self) -> bool: ...

    def is_of(self, circulation: Circulation) -> bool: ...

    def _become(self, state: State, *, by: Person, at: dt.datetime) -> None: ...

    def _be_approved(self, means: Means | None, *, as_of: dt.datetime | None) -> None: ...

    def _take_up_again(self, *, at: dt.datetime) -> None: ...


class UnderSilence(Subject):
    """Called when a round is issued, ends or is judged; by whom, is who proposed it."""

    def is_of(self: Whole, circulation: Circulation) -> bool:
        """Whether the round is about this text as it stands."""
        return self.circulation is circulation and circulation.text_hash == self.text_hash

    def was_issued(self: Whole, circulation: Circulation, *, at: dt.datetime) -> None:
        """The round is issued: from now on the delegates read the text, and nobody changes it. A round that is issued
        again finds it there."""
        if not self.is_of(circulation):
            raise Refused("The text has changed since silence was proposed for it.")
        if self.is_under_silence:
            return
        if not self.awaits_approval:
            raise Refused("Minutes go under silence as a final draft that both secretaries have signed off.")
        self.agreement.end(Word.APPROVAL, at=at)
        self._become(State.UNDER_SILENCE, by=circulation.proposed_by, at=at)

    def silence_was_kept(self: Whole, circulation: Circulation, *, as_of: dt.datetime, at: dt.datetime) -> None:
        """Nobody objected: the minutes are approved as of the instant on record, however late it is written down."""
        self._become(State.APPROVED, by=circulation.proposed_by, at=at)
        self._be_approved(Means.SILENCE, as_of=as_of)

    def silence_was_broken(self: Whole, circulation: Circulation, *, at: dt.datetime) -> None:
        """The text goes back to consolidation; both secretaries sign off what comes of it anew."""
        self._become(State.CONSOLIDATION, by=circulation.proposed_by, at=at)
        self._be_approved(None, as_of=None)
        self._take_up_again(at=at)

    def silence_ended(self: Whole, circulation: Circulation, *, at: dt.datetime) -> None:
        """Withdrawn or declined: the text is the final draft that it was."""
        if self.is_under_silence and self.circulation is circulation:
            self._become(State.FINAL_DRAFT, by=circulation.proposed_by, at=at)

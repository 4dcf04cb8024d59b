"""A text that rounds are about, one after the other: what it knows of its last one, and what a round does to it."""

import datetime as dt
from typing import Any

from dialogue.domain.people import Person
from dialogue.domain.pulse import Pulse
from dialogue.domain.silence.circulation import Circulation


class Subject:
    """A round calls what it does by these names; by themselves they do as little as they can."""

    circulation: Any  # its last round, or None

    @property
    def in_question(self) -> bool:
        """Whether an objection in time became known after its adoption was written down (practice §3.4, rule a)."""
        return bool(self.circulation is not None and self.circulation.adoption_in_question)

    @property
    def is_free(self) -> bool:
        """Whether no round is about it."""
        return bool(self.circulation is None or self.circulation.is_over)

    def put_under_silence(self, circulation: Circulation, *, at: dt.datetime) -> None:  # noqa: ARG002  # a round calls every text so
        """Silence is proposed for it: from now on this is its round."""
        self.circulation = circulation

    def was_issued(self, circulation: Circulation, *, at: dt.datetime) -> None:
        """The round begins, or is issued again."""

    def silence_ended(self, circulation: Circulation, *, at: dt.datetime) -> None:
        """The round was withdrawn or declined."""

    def drop_proposal(self, *, by: Person, at: dt.datetime) -> None:
        """Silence was proposed for it and has not begun; it has gone another way."""
        if self.circulation is not None and self.circulation.is_proposed:
            self.circulation.supersede(pulse=Pulse(), by=by, at=at)

"""How approved minutes are signed: one press each by the hash of the text, or a record of what was signed on paper."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.domain.base import Refused, Stale
from dialogue.domain.editions import Level
from dialogue.domain.minutes.minutes import Minutes
from dialogue.domain.minutes.signatures import MinutesScan, MinutesSignature, Signatory, must_be_a_scan
from dialogue.domain.minutes.states import MinutesState
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import ZONE

ALL = 3  # the Chair and both Secretaries


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """A place in the signature block, and who has signed there."""

    signatory: Signatory
    party: Organisation
    signature: MinutesSignature | None

    @property
    def key(self) -> str:
        return f"{self.signatory.value}-{self.party.slug}"

    def name_for(self, level: Level) -> str:
        """Who signed, as far as readers of that edition know: secretaries are for the delegations."""
        known = self.signatory is Signatory.CHAIR or level is Level.DELEGATIONS
        return self.signature.name if known and self.signature is not None else ""


def block(minutes: Minutes, parties: Sequence[Organisation]) -> list[SignaturePlace]:
    """The signature block from top to bottom: the Chair, then the Secretary of each Party."""
    places = [(Signatory.CHAIR, minutes.session.presiding), *((Signatory.SECRETARY, party) for party in parties)]
    given = {(one.signatory, one.party.id): one for one in _given(minutes)}
    return [SignaturePlace(signatory, party, given.get((signatory, party.id))) for signatory, party in places]


def sign(minutes: Minutes, signatory: Signatory, text_hash: str, *, by: Person, at: dt.datetime) -> bool:
    """Sign the approved text of this hash, as the Chair or for one's own secretariat. With all three it is signed.
    Returns whether it is."""
    if text_hash != minutes.text_hash:
        raise Stale("The text has changed since you opened it.")
    made = MinutesSignature(
        party=by.organisation,
        recorded_by=by,
        signatory=signatory,
        name=by.name,
        signed_on=at.astimezone(ZONE).date(),
        on_paper=False,
        recorded_at=at,
        text_hash=text_hash,
    )
    return _add(minutes, made, by=by, at=at)


def record(
    minutes: Minutes,
    signatory: Signatory,
    party: Organisation,
    name: str,
    signed_on: dt.date,
    *,
    by: Person,
    at: dt.datetime,
) -> bool:
    """A secretary records who signed on paper, and when. Returns whether the text is signed by all now."""
    if not name.strip():
        raise Refused("Please say who signed.")
    if minutes.approved_at is not None and signed_on < minutes.approved_at.astimezone(ZONE).date():
        raise Refused("Minutes are signed after their approval.")
    if signed_on > at.astimezone(ZONE).date():
        raise Refused("This day is still to come.")
    made = MinutesSignature(
        party=party,
        recorded_by=by,
        signatory=signatory,
        name=name,
        signed_on=signed_on,
        on_paper=True,
        recorded_at=at,
        text_hash=minutes.text_hash,
    )
    return _add(minutes, made, by=by, at=at)


def attach(minutes: Minutes, content: bytes, *, by: Person, at: dt.datetime) -> MinutesScan:
    """Keep a scanned copy of the signed paper, as it came."""
    _must_be_approved(minutes)
    must_be_a_scan(content)
    made = MinutesScan(number=len(minutes.scans) + 1, content=content, attached_by=by, attached_at=at)
    minutes.scans.append(made)
    minutes.did("attach scan", by=by, at=at, digest=made.sha256)
    return made


def _add(minutes: Minutes, made: MinutesSignature, *, by: Person, at: dt.datetime) -> bool:
    _must_be_approved(minutes)
    if made.signatory is Signatory.CHAIR and made.party.id != minutes.session.presiding.id:
        raise Refused("The co-chair who presided signs as the Chair.")
    if not made.party.is_party:
        raise Refused("Only a Party signs.")
    if any((one.signatory, one.party.id) == (made.signatory, made.party.id) for one in _given(minutes)):
        raise Refused("This signature has been given already.")
    minutes.signatures.append(made)
    minutes.signatures_given += 1
    minutes.did("sign on paper" if made.on_paper else "sign", by=by, at=at, digest=made.text_hash)
    if len(_given(minutes)) < ALL:
        return False
    minutes._become(MinutesState.SIGNED, by=by, at=at)
    return True


def _given(minutes: Minutes) -> list[MinutesSignature]:
    """To the text as it stands: what was signed before an adoption came to nothing does not count for the next text."""
    return [one for one in minutes.signatures if one.text_hash == minutes.text_hash]


def _must_be_approved(minutes: Minutes) -> None:
    if not minutes.is_approved:
        raise Refused("Minutes are signed after their approval.")
    minutes.must_not_be_in_question()

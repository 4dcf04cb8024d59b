"""What is done about second factors: proving, adding, removing, resetting. Each change is logged and told by mail."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.db import db
from dialogue.domain import factors, signins
from dialogue.domain.base import Refused
from dialogue.domain.factors import Factor, HalfSignIn, RecoveryCode
from dialogue.domain.notices import NoticeKind
from dialogue.domain.people import Person
from dialogue.i18n import gettext
from dialogue.notifications import accounts as letters
from dialogue.notifications import recipients


def of(person: Person) -> Sequence[Factor]:
    return db.scalars(factors.of_person(person.id)).all()


@dataclass(frozen=True, slots=True)
class Proof:
    """A code that is good, not used up yet: of which app and step, or which recovery code."""

    app: Factor | None = None
    step: int = 0
    code: RecoveryCode | None = None


def proof(person_id: int, typed: str, *, key: str, at: dt.datetime, strict: bool, hold: bool = True) -> Proof | None:
    """What a code that somebody typed proves; None: nothing. `strict`: of an app it takes two in a row. `hold`: against
    whoever sends the same one at this moment, for the transaction that uses it up."""
    held, codes = factors.of_person(person_id), factors.by_code(person_id, typed)
    if hold:
        held = held.with_for_update(of=Factor).execution_options(populate_existing=True)
        codes = codes.with_for_update().execution_options(populate_existing=True)
    for factor in db.scalars(held).all():
        step = factor.takes(typed, key=key, at=at, strict=strict)
        if step is not None:
            return Proof(app=factor, step=step)
    code = db.scalar(codes)
    return None if code is None else Proof(code=code)


def prove(person: Person, typed: str, *, key: str, at: dt.datetime, strict: bool) -> bool:
    """Use up the code of an app, or a recovery code; False where it is none."""
    found = proof(person.id, typed, key=key, at=at, strict=strict)
    if found is not None and found.app is not None:
        found.app.took(found.step, at=at)
    elif found is not None and found.code is not None:
        found.code.used_at = at
        left = len(db.scalars(factors.unused_codes(person.id)).all())
        person.did("use recovery code", by=person, at=at)
        _tell(person, gettext("One of your recovery codes was used. Left: %(n)d.", n=left), at)
    return found is not None


def is_suspect(person: Person, at: dt.datetime) -> bool:
    """Whether somebody with the right password has guessed at codes: then two in a row are asked for."""
    return (db.scalar(factors.wrong_codes(person.id, at)) or 0) >= factors.SUSPECT


def hold(half: HalfSignIn) -> HalfSignIn:
    """The half as it is now, held against whoever else uses it."""
    return db.get_one(HalfSignIn, half.id, with_for_update={"of": HalfSignIn}, populate_existing=True)


def add(factor: Factor, *, at: dt.datetime) -> list[str]:
    """Keep a new factor; with the first one come recovery codes, whose words are returned to be shown once."""
    person = factor.person
    held = of(person)
    factors.may_add(held)
    db.add(factor)
    person.did("add second factor", by=person, at=at)
    _tell(person, gettext("A second factor was added: %(name)s.", name=factor.name), at)
    return [] if held else _new_codes(person, at)


def rename(factor: Factor, name: str, *, at: dt.datetime) -> None:
    """Its owner's own name for it; the same one again changes nothing."""
    before, person = factor.name, factor.person
    if name != before:
        factor.name = name
        person.did("rename second factor", by=person, at=at)
        told = gettext("Your second factor “%(before)s” is called “%(name)s” now.", before=before, name=name)
        _tell(person, told, at)


def remove(factor: Factor, *, required: bool, at: dt.datetime) -> None:
    """Refused: the last one of a person who needs one. With the last one its recovery codes go."""
    person, held = factor.person, of(factor.person)
    factors.may_remove(held, required=required)
    db.delete(factor)
    if len(held) == 1:
        _clear(person)
    person.did("remove second factor", by=person, at=at)
    _tell(person, gettext("A second factor was removed: %(name)s.", name=factor.name), at)


def new_codes(person: Person, *, at: dt.datetime) -> list[str]:
    """Recovery codes anew: those before are good for nothing any more. Refused without a factor."""
    if not of(person):
        raise Refused("Recovery codes come with a second factor. Please add one first.")
    shown = _new_codes(person, at)
    person.did("make recovery codes", by=person, at=at)
    _tell(person, gettext("Your recovery codes were made anew. The earlier ones are good for nothing any more."), at)
    return shown


def reset_factors(person: Person, *, by: Person | None, at: dt.datetime) -> None:
    """Take away every second factor and recovery code, and end every sign-in. `by` None: whoever runs the machine.
    Whoever calls this for somebody else has asked for a second person's word before."""
    _clear(person)
    for row in db.scalars(signins.standing_of(person, at)):
        row.revoke(by=by, at=at)
    person.did("reset second factors", by=by, at=at)
    _tell(person, gettext("All your second factors were taken away, and every sign-in of yours has ended."), at)


def _new_codes(person: Person, at: dt.datetime) -> list[str]:
    for old in db.scalars(factors.codes_of(person.id)):
        db.delete(old)
    rows, shown = factors.new_codes(person, at=at)
    db.add_all(rows)
    return shown


def _clear(person: Person) -> None:
    db.flush()
    for statement in factors.all_of(person.id):
        db.execute(statement, execution_options={"synchronize_session": "fetch"})


def _tell(person: Person, what: str, at: dt.datetime) -> None:
    key = f"second factor:{person.id}:{at.isoformat()}:{what}"
    recipients.tell(NoticeKind.ACCOUNT, [letters.second_factor(person, what, at)], key=key, about=None, at=at)

"""A single decision taken under silence, in the database: told in verbs, from its draft to what becomes of it."""

from typing import NamedTuple

from sqlalchemy import select

from dialogue.actions import acts
from dialogue.domain.editions import keep
from dialogue.domain.people import Person
from dialogue.domain.silence import (
    Category,
    Circulation,
    CirculationState,
    EntryKind,
    Formula,
    ObjectionKind,
    Part,
    Profile,
    Recipient,
    Record,
    Route,
    propose,
    proposed_expiry,
)
from tests.factories import DAY, HOUR, NO_PULSE

ACCOUNTS = (
    "secretary.brussels@dialogue.example",
    "secretary.prishtina@dialogue.example",
    "chair.nato@nato.example",
    "chair.kosovo@kosovo.example",
)


class Sides(NamedTuple):
    ours: Person
    theirs: Person
    chair_ours: Person
    chair_theirs: Person

    @property
    def secretaries(self):
        return self.ours, self.theirs

    @property
    def chairs(self):
        return self.chair_ours, self.chair_theirs


def sides(db):
    return Sides(*(db.scalars(select(Person).where(Person.email == email)).one() for email in ACCOUNTS))


def draft(db, session, title="Places in courses", text="Three _places_ are offered.", *, at, **more):
    made = acts.begin_draft(session, title, text, by=sides(db).ours, at=at, **more)
    db.flush()
    return made


def signed_off(db, one, *, at):
    for secretary in sides(db).secretaries:
        acts.sign_off_draft(one, by=secretary, at=at)
    db.flush()
    return one


def put_under_silence(db, one, *, at, profile=Profile.DECISION, parent=None):
    """A round on the draft, issued, and its receipt acknowledged at once."""
    here = sides(db)
    signed_off(db, one, at=at)
    round_ = circulate(
        db, one.title, one.reference, one.text_hash, one.session, category=one.category, formula=one.formula,
        profile=profile, at=at, parent=parent, text=("draft", one.key, keep(one.agreed_sheet)),
    )  # fmt: skip
    one.put_under_silence(round_, at=at)
    issue(db, here, round_, at=at)
    return one


def circulate(
    db, title, reference, text_hash, session, *, category, at, formula=Formula.AGREED, profile, why="", parent=None,
    text=("", "", ""),
):  # fmt: skip
    here = sides(db)
    parties = [person.organisation for person in here.secretaries]
    round_ = propose(
        title, reference, text_hash, parties, session_id=session.id, formula=formula, profile=profile,
        category=category, why=why or ("Technical." if category.value == "technical" else ""), by=here.ours, at=at,
        parent=parent, text=text,
    )  # fmt: skip
    db.add(round_)
    db.flush()
    return round_


def issue(db, here, round_, *, at):
    for chair in here.chairs:
        round_.consent_to_method("", by=chair, at=at)
    voices = [Recipient(who, Part.CO_CHAIR) for who in here.chairs]
    voices += [Recipient(who, Part.SECRETARY) for who in here.secretaries]
    expires_at = proposed_expiry(round_.profile, at, round_.capitals)
    round_.issue_(expires_at, voices, pulse=NO_PULSE, by=here.ours, at=at)
    for chair in here.chairs:
        round_.acknowledge(entitled=True, pulse=NO_PULSE, by=chair, at=at)
    db.flush()
    return round_


def say(one, kind, words, by, *, at):
    one.circulation.speak(kind, words, pulse=NO_PULSE, by=by, at=at)


def adopted(db, one, *, at):
    """Under silence at the instant, with a statement; kept until the expiry."""
    put_under_silence(db, one, at=at)
    say(one, EntryKind.STATEMENT, "We read this _narrowly_.", sides(db).chair_theirs, at=at + HOUR)
    return keep_silence(db, one)


def keep_silence(db, one):
    round_ = one.circulation
    written = round_.record(round_.expires_at + HOUR, NO_PULSE)
    db.add(one.adopt(round_, written.as_of))
    db.flush()
    return one.decision


def doubt(db, round_: Circulation):
    """An objection becomes known that had come in time."""
    here, later = sides(db), round_.expires_at + DAY
    round_.object_(
        ObjectionKind.OBJECTION, "No.", entitled=True, pulse=NO_PULSE, by=here.chair_theirs, at=later,
        received_at=round_.expires_at - HOUR, route=Route.TELEPHONE, recorded_by=here.theirs,
    )  # fmt: skip
    round_.record(later, NO_PULSE)
    db.flush()


def in_question(db, session, kind, text_hash, *, at):
    """The round of a text of that kind that was written down as adopted and is held since."""
    round_ = circulate(
        db, "A text", session.reference, text_hash, session, category=Category.MINUTES, profile=Profile.MINUTES, at=at,
        text=(kind, "", ""),
    )  # fmt: skip
    round_.records.append(Record(state=CirculationState.ADOPTED, as_of=at, written_at=at, reasons=""))
    round_.state = CirculationState.HELD
    db.flush()
    return round_

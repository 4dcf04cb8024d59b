"""What is done about accounts: links for passwords, passwords, and their end. Each is told to its person by mail.

Nobody sets a password for another person: `make_link` is the one way to let somebody in. Whoever wants a second
person's word for it asks before calling it."""

import datetime as dt

from sqlalchemy import select

from dialogue import access
from dialogue.db import db
from dialogue.domain import organisations, password_links, people, signins, subscriptions
from dialogue.domain.base import Refused
from dialogue.domain.notices import Draft, Loss, NoticeKind
from dialogue.domain.organisations import Organisation
from dialogue.domain.password_links import PasswordLink
from dialogue.domain.people import Person
from dialogue.domain.signins import SignIn
from dialogue.domain.tokens import digest
from dialogue.notifications import accounts as letters
from dialogue.notifications import recipients
from dialogue.queries import sheets


def make_link(
    person: Person, *, by: Person | None, secret: str, by_hand: bool, at: dt.datetime, asker: Person | None = None
) -> PasswordLink:
    """A link by which the person sets a password; by mail, or handed over by whom `access.bearer` names. Without `by`
    the person asked for it, or whoever runs the machine makes it. `asker`: who proposed what `by` has agreed to.
    `secret`: the server's key. Refused: for a closed account, and where nobody may hand it over."""
    to = access.bearer(person, by=by, asker=asker or by) if by_hand and by is not None else None
    if by_hand and by is not None and to is None:
        raise Refused(
            "No mail brings a link to %(name)s, and nobody here may be handed it. The focal point of %(party)s makes "
            "it, or whoever runs the machine (dialogue make-link).",
            name=person.name,
            party=person.organisation.short_name,
        )
    link = password_links.make(person, secret=secret, by=by, by_hand=by_hand, to=to, at=at)
    db.add(link)
    kind = NoticeKind.INVITATION if link.invites else NoticeKind.ACCOUNT
    _tell(kind, letters.password_link(link), key=link.key, by=by, at=at)
    return link


def use_link(link: PasswordLink, password_hash: str, *, at: dt.datetime) -> None:
    """Set the password by a link, and end every sign-in of its person. Nobody is signed in by it. Refused: a link that
    opens nothing any more."""
    link.use(password_hash, at=at)
    _end_sign_ins(link.person, by=link.person, at=at)
    _tell(NoticeKind.ACCOUNT, letters.password_set(link.person, at), key=f"{link.key}:used", by=None, at=at)


def change_password(sign_in: SignIn, password_hash: str, *, at: dt.datetime) -> None:
    """The person's own new password, and the end of every other sign-in than the one that it is changed in."""
    person = sign_in.person
    person.password_hash = password_hash
    person.did("change password", by=person, at=at)
    _end_sign_ins(person, by=person, at=at, but=sign_in)
    key = f"password changed:{sign_in.id}:{at.isoformat()}"
    _tell(NoticeKind.ACCOUNT, letters.password_changed(person, at), key=key, by=None, at=at)


def words_about(person: Person) -> list[str]:
    """Names that a password of this person must be more than: the person's own, the address, those of the dialogue and
    of everybody and every place in it."""
    named = [*db.scalars(organisations.register()), *db.scalars(organisations.places())]
    names = [name for one in named for name in (one.short_name, one.long_name, one.neutral_name)]
    return [person.email, person.name, person.function, sheets.house().dialogue_name, *names]


def close(person: Person, *, by: Person, at: dt.datetime) -> int:
    """Close an account; what it had open ends at once: sign-ins, links for a password, calendar addresses. Mails that
    wait for it are called back: returns how many. The person is told that it is closed, and nothing else."""
    person.close(by=by, at=at)
    tell_left(person, letters.closed(person, at), by=by, at=at)
    _end_sign_ins(person, by=by, at=at)
    for link in db.scalars(password_links.of_person(person)):
        link.revoke(by=by, at=at)
    for subscription in db.scalars(subscriptions.not_revoked(person)):
        subscription.revoke(by=by, at=at)
    return recipients.call_back_from([person], Loss.ACCOUNT, by=by, at=at)


def reopen(person: Person, *, by: Person, at: dt.datetime) -> None:
    person.reopen(by=by, at=at)
    db.flush()
    key = f"reopened:{person.id}:{person.version}:{at.isoformat()}"
    _tell(NoticeKind.ACCOUNT, letters.reopened(person, at), key=key, by=by, at=at)


def tell_left(person: Person, draft: Draft, *, by: Person, at: dt.datetime) -> None:
    """Tell whoever was ever invited that the account was closed or moved; it goes whatever that opens by then."""
    db.flush()
    if _was_invited(person):
        _tell(NoticeKind.LEFT, draft, key=f"left:{person.id}:{person.version}:{at.isoformat()}", by=by, at=at)


def forget_password(person: Person, *, by: Person, at: dt.datetime) -> None:
    """The account has no password any more, no link and no sign-in: whoever comes in next does so by a new link."""
    person.password_hash = None
    person.did("forget password", by=by, at=at)
    _end_sign_ins(person, by=by, at=at)
    for link in db.scalars(password_links.of_person(person)):
        link.revoke(by=by, at=at)


def answer_requests(*, secret: str, at: dt.datetime) -> None:
    """Make the links that people asked for who have forgotten their passwords, and let them go by mail. Asked for an
    address that is unknown, closed or never invited, or too often for one account, nothing is sent."""
    waiting = db.scalars(password_links.requests()).all()
    known = {digest(person.email): person for person in db.scalars(people.active())} if waiting else {}
    for wish in waiting:
        wish.answered_at = at
        person = known.get(wish.email_digest)
        if person is not None and _may_ask(person, at):
            make_link(person, by=None, secret=secret, by_hand=False, at=at)
    db.execute(password_links.outdated(at))


def _was_invited(person: Person) -> bool:
    return person.password_hash is not None or bool(db.scalar(password_links.ever_made(person)))


def _may_ask(person: Person, at: dt.datetime) -> bool:
    return _was_invited(person) and (db.scalar(password_links.asked(person, at)) or 0) < password_links.ASKED_MOST


def _end_sign_ins(person: Person, *, by: Person, at: dt.datetime, but: SignIn | None = None) -> None:
    for row in db.scalars(signins.standing_of(person, at)):
        if row is not but:
            row.revoke(by=by, at=at)


def _tell(kind: NoticeKind, draft: Draft, *, key: str, by: Person | None, at: dt.datetime) -> None:
    recipients.tell(kind, [draft], key=key, about=None, by=by, at=at)


def organisation(slug: str, new_name: str | None) -> Organisation:
    """The organisation of that short word, entered under its new name where there is none."""
    found = db.scalar(select(Organisation).where(Organisation.slug == slug))
    if found:
        return found
    if not new_name:
        raise Refused("There is no organisation %(slug)s. Give --new-organisation to enter it.", slug=slug)
    made = Organisation(
        slug=slug,
        kind=organisations.OrganisationKind.OTHER,
        short_name=new_name,
        long_name=new_name,
        neutral_name=new_name,
    )
    db.add(made)
    return made

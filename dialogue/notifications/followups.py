"""Mails on follow-ups: the digest of a week, and what stays overdue. Number, day and state, and nothing of a text."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialogue.db import db
from dialogue.domain import followups
from dialogue.domain.followups import FollowUp, FollowUpState
from dialogue.domain.notices import Draft, Notice, NoticeKind
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.working_days import local_day
from dialogue.i18n import day, gettext, ngettext
from dialogue.notifications import messages

SOON = dt.timedelta(days=14)  # what comes due until the digest after the next
MOST = 100  # lines in a letter
KINDS = (NoticeKind.DIGEST, NoticeKind.ESCALATION)
_ADDRESS = re.compile(r"(?m)^(  )(/follow-ups/[!-~]+)$")


@dataclass(frozen=True, slots=True)
class Line:
    """One follow-up as its owner's people are told of it."""

    followup: FollowUp
    returned: bool
    overdue: bool

    @property
    def claimed(self) -> bool:
        return self.followup.state is FollowUpState.CLAIMED_DONE


def lines(party: Organisation, on: dt.date) -> list[Line]:
    """What the side's own is due soon, overdue, returned or claimed, by its day."""
    found = db.execute(followups.told_of(party, on + SOON)).all()
    return [Line(one, returned, one.is_overdue(on)) for one, returned in found]


def digest(person: Person, at: dt.datetime) -> Draft:
    """What there is of that side's by then, each once, with the address of its page."""
    party, today = person.organisation, local_day(at)
    found = lines(party, today)
    late = sum(one.overdue for one in found)
    subject = ngettext(
        "Follow-ups of %(party)s, week of %(day)s: %(num)d",
        "Follow-ups of %(party)s, week of %(day)s: %(num)d",
        len(found),
        party=party.short_name,
        day=day(today - dt.timedelta(days=today.weekday())),
    )
    first = gettext("Open follow-ups of %(party)s, as they stand on %(day)s:", party=party.short_name, day=day(today))
    if late:
        subject += " · " + gettext("%(n)d overdue", n=late)
    body = "\n\n".join([first, *_sections(found, today + SOON)])
    return messages.letter(person, subject, body, f"/follow-ups?owner={party.slug}&live=1")


def escalation(followup: FollowUp, head: Person, at: dt.datetime) -> Draft:
    """That a follow-up of the head's own side has been overdue for long."""
    about = {
        "reference": followup.reference,
        "day": day(followup.due_on),
        "party": followup.owner.short_name,
        "office": followup.office or followup.owner.short_name,
        "days": str((local_day(at) - followup.due_on).days),
    }
    return messages.letter(
        head,
        gettext("Overdue for %(days)s days: follow-up %(reference)s", **about),
        gettext(
            "The follow-up %(reference)s of %(party)s was due on %(day)s, %(days)s days ago, and is not done.\n\n"
            "With whom it lies: %(office)s. You are told of it once, as head of the delegation. After you have signed "
            "in, its page says what was agreed and what became of it since.",
            **about,
        ),
        _path(followup),
    )


def as_it_is(notice: Notice, at: dt.datetime) -> bool:
    """Whether there is still something to tell, now that it is to go. The digest is written anew."""
    if notice.dispatch.kind == NoticeKind.ESCALATION:
        followup = db.get(FollowUp, notice.dispatch.about_id)
        return followup is not None and _still_overdue(followup, notice, at)
    draft = digest(notice.recipient, at)
    notice.rewrite(draft.subject, draft.body)
    return bool(lines(notice.recipient.organisation, local_day(at)))


def with_addresses(notice: Notice, base_url: str) -> str:
    """Its words as they are mailed: a digest has the whole address of each page."""
    if notice.dispatch.kind != NoticeKind.DIGEST:
        return notice.body
    return _ADDRESS.sub(rf"\1{base_url}\2", notice.body)


def _still_overdue(followup: FollowUp, notice: Notice, at: dt.datetime) -> bool:
    told_of = notice.dispatch.key.rpartition(":")[2]
    return followup.is_overdue(local_day(at)) and not followup.rests and str(followup.due_on) == told_of


def _sections(found: Sequence[Line], until: dt.date) -> Iterator[str]:
    due = [one for one in found if not one.claimed]
    parts = (
        (gettext("Overdue"), [one for one in due if one.overdue]),
        (
            gettext("Due by %(day)s, or returned by the other side", day=day(until)),
            [one for one in due if not one.overdue],
        ),
        (gettext("Claimed to be done; the other side has not verified it yet"), [one for one in found if one.claimed]),
    )
    left = MOST
    for title, some in parts:
        shown = some[:left]
        left -= len(shown)
        if some:
            more = [gettext("and %(more)d more, which stand on the page", more=len(some) - len(shown))]
            yield "\n".join([title, *map(_words, shown), *(more if len(shown) < len(some) else [])])


def _words(one: Line) -> str:
    due = gettext("due %(day)s", day=day(one.followup.due_on))
    said = [one.followup.reference, due, *([gettext("returned by the other side")] if one.returned else [])]
    return f"- {', '.join(said)}\n  {_path(one.followup)}"


def _path(followup: FollowUp) -> str:
    return f"/follow-ups/{followup.session.ref}/{followup.number}"

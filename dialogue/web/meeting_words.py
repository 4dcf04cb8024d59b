"""Words to look at of a meeting between the sessions: its plan, what was concluded, what is to be done."""

from collections.abc import Iterable

from flask import url_for

from dialogue.domain.editions import Level
from dialogue.domain.meetings import Meeting, Plan, Under
from dialogue.domain.wording import Loose, Where, Written
from dialogue.web.wording import ADD, AGREE, PLAN, RECORD, Look, Subject, look, sent


def subject(under: Under, meeting: Meeting | None = None) -> Subject:
    """A meeting as a text of which words are looked at; one that is not planned yet has no page."""
    if meeting is None:
        return Subject(Meeting.__tablename__, "", under.session, lambda _: "")
    page = url_for("meetings.show", meeting=meeting.slug)
    return Subject(Meeting.__tablename__, meeting.slug, under.session, lambda where: f"{page}{_anchor(where)}")


def _anchor(where: Where) -> str:
    return f"#action-{where.paragraph}" if where.paragraph else "#concluded" if where.field == "text" else ""


def plan_looked(under: Under, plan: Plan, meeting: Meeting | None = None) -> Look:
    return look(subject(under, meeting), PLAN, _of_plan(under, plan))


def plan_sent(under: Under, plan: Plan, meeting: Meeting | None = None) -> Look:
    return sent(subject(under, meeting), PLAN, _of_plan(under, plan))


def conclusions_sent(meeting: Meeting, text: str) -> Look:
    texts = _read_by_both(meeting.under, [Written(Where(), text, is_prose=True)])
    return sent(subject(meeting.under, meeting), RECORD, texts)


def action_sent(meeting: Meeting, text: str, office: str) -> Look:
    texts = _read_by_both(meeting.under, _action(len(meeting.actions) + 1, text, office))
    return sent(subject(meeting.under, meeting), ADD, texts)


def agreement_looked(meeting: Meeting) -> Look:
    return look(subject(meeting.under, meeting), AGREE, _of_all(meeting))


def agreement_sent(meeting: Meeting) -> Look:
    return sent(subject(meeting.under, meeting), AGREE, _of_all(meeting))


def _of_plan(under: Under, plan: Plan) -> dict[Level, Loose]:
    """What calendars and mails say of it."""
    return _read_by_both(under, [Written(Where(field="title"), plan.title), Written(Where(field="venue"), plan.venue)])


def _of_all(meeting: Meeting) -> dict[Level, Loose]:
    """What both delegations read once both sides have agreed."""
    done = (one for n, action in enumerate(meeting.actions, 1) for one in _action(n, action.text, action.office))
    own = Written(Where(field="title"), meeting.title), Written(Where(), meeting.conclusions, is_prose=True)
    return _read_by_both(meeting.under, [*own, *done])


def _action(n: int, text: str, office: str) -> tuple[Written, Written]:
    return (
        Written(Where(paragraph=n, field="action"), text, is_prose=True),
        Written(Where(paragraph=n, field="office"), office),
    )


def _read_by_both(under: Under, texts: Iterable[Written]) -> dict[Level, Loose]:
    """What stands under a list is read by the list alone, and no decision on it is kept where others read."""
    return {} if under.is_insulated else {Level.DELEGATIONS: Loose(tuple(texts))}

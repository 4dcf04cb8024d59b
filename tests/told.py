"""Tellings for worlds to test in: one that may be taken back now, one that went, one that is held."""

from dialogue.domain.notices import WAIT, Draft, NoticeKind, dispatch
from tests.factories import DAY, HOUR


def telling(key, people, *, at, by=None, wait=None, session_id=None, kind=NoticeKind.REMINDER, **words):
    """What the product, or a person, tells these people; nothing that they could still read when it is to go."""
    text = {"subject": "A text is with you", "body": "Until Friday, 15:00.", "path": "/"} | words
    more = {} if wait is None else {"wait": wait}
    drafts = [Draft(person, **text) for person in people]
    return dispatch(kind, drafts, key=key, by=by, at=at, session_id=session_id, **more)


def all_kinds(people, *, by, at, session_id=None):
    """Of the first and third there is one notice, of the second four: sent, sent and come back (its recipient was told
    by another way), refused, tried."""
    waits = telling("waits", people[:1], at=at, by=by, wait=WAIT, session_id=session_id)
    went = telling("went", people[:4], at=at - HOUR, session_id=session_id)
    sent, back, refused, late = went.notices
    for notice in went.notices:
        notice.claim(at=at - HOUR)
    sent.sent(at=at - HOUR)
    back.sent(at=at - HOUR)
    back.bounce(by=by, at=at)
    back.tell_otherwise("By telephone, at noon.", by=by, at=at)
    refused.refuse("550 5.1.1 No such mailbox", at=at - HOUR)
    late.postpone("451 4.3.0 Later", at=at - HOUR)
    held = telling("held", people[:1], at=at - DAY, session_id=session_id)
    held.notices[0].hold(at=at)
    return waits, went, held

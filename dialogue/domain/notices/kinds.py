"""What is told by mail, what becomes of it, and by what a person loses the right to be told."""

import enum

from dialogue.domain.flow import Flow


class NoticeKind(enum.StrEnum):
    """What is told. By which right its recipients read it stands in `access.notices`: a kind that does not stand there
    is sent to nobody."""

    METHOD = "consent to silence"
    ISSUE = "notice of silence"
    EXTENSION = "extension"
    REMINDER = "reminder"
    OBJECTION = "objection"
    OBJECTION_KEPT = "objection kept"
    VOICE = "voice of a Party"
    # What became of a round, in its own words
    RUNNING = "running"
    HELD = "held"
    ADOPTED = "adopted"
    BROKEN = "broken"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    # Whose turn it is now
    CALL = "call for items"
    COMMENTS_CLOSED = "comments closed"
    COMMENTS_ANSWERED = "comments answered"
    APPROVAL = "approval asked"
    APPROVED = "approved"
    RELEASED = "minutes released"
    COMMUNIQUE_OUT = "communiqué released"
    CORRIGENDUM_OUT = "corrigendum released"
    COHOST_OPEN = "session open to a co-host"
    COHOST_HANDOVER = "handover with a co-host"
    # What waits for somebody, as somebody else reminds them
    TURN = "reminder of what waits"
    # Papers
    COMMENTS = "minutes for comments"
    AGENDA = "agenda circulated"
    # A person's part in a session: each carries an entry for the person's own calendar
    INVITED = "invitation to a session"
    UNINVITED = "no longer takes part"
    UNANSWERED = "reminder to answer"
    # Who is to take part, and that it is convened, to all others who read it
    NAMED = "nomination"
    RETURNED = "nomination returned"
    ACCREDITED = "accredited"
    CONVENED = "session convened"
    # A session, to everybody who reads it
    SESSION_CHANGED = "session: another date or place"
    SESSION_POSTPONED = "session postponed"
    SESSION_CANCELLED = "session cancelled"
    SESSION_REINSTATED = "session reinstated"
    # The same, to the secretary of the other side
    CHANGE = "change of a session"
    RUNG = "what is due"
    DIGEST = "follow-ups of the week"
    ESCALATION = "overdue follow-up"
    # A meeting between the sessions, to those who take part
    MEETING_NAMED = "takes part in a meeting"
    MEETING_MOVED = "meeting: another date or place"
    MEETING_CANCELLED = "meeting cancelled"
    MEETING_LEFT = "no longer takes part in a meeting"
    OLD_SESSION = "old session to be confirmed"
    MANDATE = "second word"
    MAIL = "mail to the secretariat"
    # The recipient's own account
    ACCOUNT = "your account"
    INVITATION = "invitation"
    LEFT = "account closed or moved"
    # Somebody else's, to both secretaries
    DONE_ALONE = "account changed by one person"


# What concerns accounts and nominations, and its recipients alone: no page of the secretaries shows it.
OWN = (
    NoticeKind.ACCOUNT,
    NoticeKind.INVITATION,
    NoticeKind.LEFT,
    NoticeKind.DONE_ALONE,
    NoticeKind.MANDATE,
    NoticeKind.NAMED,
    NoticeKind.RETURNED,
)


# What tells when and where a session is: of these about one session the newest alone is true.
OF_A_SESSION = (
    NoticeKind.SESSION_CHANGED,
    NoticeKind.SESSION_POSTPONED,
    NoticeKind.SESSION_CANCELLED,
    NoticeKind.SESSION_REINSTATED,
)
# Likewise of a meeting between the sessions.
OF_A_MEETING = (NoticeKind.MEETING_NAMED, NoticeKind.MEETING_MOVED, NoticeKind.MEETING_CANCELLED)
# Mails about one session that a calendar program acts on: to one person they go out in the order in which they were
# made, so that no withdrawal overtakes its invitation, and no cancellation the news before it.
IN_ORDER = (NoticeKind.INVITED, NoticeKind.UNINVITED, *OF_A_SESSION)
# Whoever does not get one of these may stand in the wrong city, or never come: both secretaries see to it that it is
# told. What a later mail of the same line has told needs telling no more.
OF_COMING = (
    (NoticeKind.INVITED, NoticeKind.UNINVITED),
    (NoticeKind.CONVENED, *OF_A_SESSION),
)


class Loss(enum.StrEnum):
    """Why a notice was called back: by what its recipient lost the right to be told, or where that was found; or that
    there is newer news."""

    ACCOUNT = "account closed"
    PERSON = "organisation or role changed"
    SEAT = "seat withdrawn"
    AUTHORITY = "authority changed"
    ENGAGEMENT = "engagement gives no access"
    FOUND = "found when it was to go out"
    OVERTAKEN = "overtaken by newer news"


class NoticeState(enum.StrEnum):
    QUEUED = "queued"
    SENT = "sent"  # the mail server has accepted it
    WRITTEN = "written"  # to a file, because no mail server is set: nobody has been told
    REFUSED = "refused"  # by the mail server, for good
    UNDONE = "undone"
    HELD = "held"  # a backup was put back: it may have gone out after the backup was made
    CALLED_BACK = "no longer entitled"  # its recipient may not read any more what it tells of


FLOW = Flow(
    {
        NoticeState.QUEUED: {
            NoticeState.SENT,
            NoticeState.WRITTEN,
            NoticeState.REFUSED,
            NoticeState.UNDONE,
            NoticeState.HELD,
            NoticeState.CALLED_BACK,
        },
        NoticeState.HELD: {NoticeState.QUEUED, NoticeState.UNDONE, NoticeState.CALLED_BACK},
    }
)

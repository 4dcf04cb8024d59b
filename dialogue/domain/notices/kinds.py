"""What is told by mail, what becomes of it, and by what a person loses the right to be told."""

import enum

from dialogue.domain.flow import Flow


class Kind(enum.StrEnum):
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
    # Papers
    COMMENTS = "minutes for comments"
    AGENDA = "agenda circulated"
    MANDATE = "second word"
    # The recipient's own account
    ACCOUNT = "your account"
    INVITATION = "invitation"
    LEFT = "account closed or moved"
    # Somebody else's, to both secretaries
    DONE_ALONE = "account changed by one person"


# What concerns accounts, and its recipients alone: no page of the secretaries shows it.
OWN = (Kind.ACCOUNT, Kind.INVITATION, Kind.LEFT, Kind.DONE_ALONE, Kind.MANDATE)


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


class State(enum.StrEnum):
    QUEUED = "queued"
    SENT = "sent"  # the mail server has accepted it
    WRITTEN = "written"  # to a file, because no mail server is set: nobody has been told
    REFUSED = "refused"  # by the mail server, for good
    UNDONE = "undone"
    HELD = "held"  # a backup was put back: it may have gone out after the backup was made
    CALLED_BACK = "no longer entitled"  # its recipient may not read any more what it tells of


FLOW = Flow(
    {
        State.QUEUED: {State.SENT, State.WRITTEN, State.REFUSED, State.UNDONE, State.HELD, State.CALLED_BACK},
        State.HELD: {State.QUEUED, State.UNDONE, State.CALLED_BACK},
    }
)

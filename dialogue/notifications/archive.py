"""What is told of sessions from before this system: that one waits for the word of the other side."""

from collections.abc import Iterable

from dialogue.domain.archive import ImportedSession
from dialogue.domain.notices import Draft
from dialogue.domain.people import Person
from dialogue.i18n import gettext
from dialogue.notifications.messages import letter


def offered(session: ImportedSession, to: Iterable[Person]) -> list[Draft]:
    """To the secretary of the other side. Never a word of the papers: they stand on the page."""
    subject = gettext("An old session waits for your word: %(reference)s", reference=session.reference)
    body = gettext(
        "%(side)s has taken in a session from before this system: “%(reference)s”.\n\n"
        "Please compare it with your own papers. After you have signed in you can confirm that your side has the same "
        "ones, or say what is not as it should be. That agrees to no text. Until you have confirmed it, the two "
        "secretaries alone read it.",
        side=session.party.short_name,
        reference=session.reference,
    )
    return [letter(one, subject, body, f"/sessions/imported/{session.id}") for one in to]

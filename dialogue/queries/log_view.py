"""A page of the log, as its reader may see it."""

from sqlalchemy import Select, select

from dialogue.access import Standing, log_rows
from dialogue.domain.log import LogEntry

PAGE = 50  # rows of one page


def rows(
    standing: Standing, *, session_id: int | None = None, noun: str = "", before: int | None = None
) -> Select[LogEntry]:
    """The newest rows that the reader may see, one more than a page: of a session, of a noun, older than a row."""
    found = log_rows(select(LogEntry), standing)
    if session_id is not None:
        found = found.where(LogEntry.session_id == session_id)
    if noun:
        found = found.where(LogEntry.noun == noun)
    if before is not None:
        found = found.where(LogEntry.id < before)
    return found.order_by(LogEntry.id.desc()).limit(PAGE + 1)

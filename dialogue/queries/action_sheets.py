"""Action Sheets: when silence was kept, the paper on top of the paper is made once and kept for good."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dialogue.db import db
from dialogue.domain import papers
from dialogue.domain.decisions import Decision
from dialogue.domain.editions import ActionSheet, DecisionSheet, Level, RoundLine, restore
from dialogue.domain.papers import ACTION_SHEET, ReleasedFile
from dialogue.domain.sessions import ZONE, Session
from dialogue.domain.silence import Circulation, CirculationState, EntryKind, Formula, Issue
from dialogue.i18n import clock, day, gettext
from dialogue.queries import sheets
from dialogue.rendering.prose import plain
from dialogue.rendering.word import names, word

AGREED = {
    Formula.NOTED: "On %(when)s, under the silence procedure, the two Parties noted “%(title)s” (%(paper)s).",
    Formula.AGREED: "On %(when)s, under the silence procedure, the two Parties agreed to “%(title)s” (%(paper)s).",
    Formula.APPROVED: "On %(when)s, under the silence procedure, the two Parties approved “%(title)s” (%(paper)s).",
    Formula.ADOPTED: "On %(when)s, under the silence procedure, the two Parties adopted “%(title)s” (%(paper)s).",
}
SINGLE = "draft"  # the kind of text that a single decision is
ENDS = {
    CirculationState.ADOPTED: "silence was kept; in effect from %(when)s",
    CirculationState.BROKEN: "silence was broken on %(when)s",
    CirculationState.WITHDRAWN: "withdrawn on %(when)s",
    CirculationState.SUPERSEDED: "the text was changed on %(when)s",
    CirculationState.DECLINED: "the method was declined on %(when)s",
    CirculationState.HELD: "held from %(when)s",
}


def keep_action_sheet(
    circulation: Circulation, session: Session, decided: Sequence[Decision] = (), *, at: dt.datetime
) -> ReleasedFile:
    """Make the Action Sheet of a round that was adopted, and keep its bytes; the paper's second adoption, after the
    first was broken, makes -AS2. A round has one: asked again, it is the one that was made. `at`: when it is written
    down; the sheet is dated by the adoption, however late that is."""
    made = db.scalar(papers.action_sheet_of(circulation.id))
    if made is not None:
        return made
    suffixed = f"{circulation.reference}-AS"
    earlier = [f for f in db.scalars(papers.files_of(session, ACTION_SHEET)) if f.label.startswith(suffixed)]
    sheet = action_sheet(circulation, session, decided, number=len(earlier) + 1)
    made = ReleasedFile(
        session=session,
        kind=ACTION_SHEET,
        label=sheet.heading.reference,
        level=Level.DELEGATIONS,
        name=names.file_name(sheet.heading.reference).ascii,
        content=word.render(sheet),
        text_hash=circulation.text_hash,
        released_at=at,
        circulation_id=circulation.id,
    )
    db.add(made)
    return made


def action_sheet_fell(circulation: Circulation) -> None:
    """An objection in time undid the adoption: its sheet is kept as void. A round that brought nothing has none."""
    made = db.scalar(papers.action_sheet_of(circulation.id))
    if made is not None:
        made.void(circulation)


def action_sheet(
    circulation: Circulation, session: Session, decided: Sequence[Decision] = (), *, number: int = 1
) -> ActionSheet:
    """What the delegations may hold of an adopted round: what, when and how, its rounds, what is attached."""
    as_of = circulation.state_at
    heading = replace(
        sheets.heading(session, Level.DELEGATIONS, dated=as_of, previous=circulation.reference),
        reference=f"{circulation.reference}-AS{number}",
    )
    return ActionSheet(
        heading=heading,
        paper=circulation.reference,
        title=circulation.title,
        agreed=gettext(
            AGREED[circulation.formula], when=_when(as_of), title=circulation.title, paper=circulation.reference
        ),
        expiry=gettext(
            "The silence expired on %(when)s. All times below are %(zone)s.",
            when=_when(circulation.expires_at or as_of),
            zone=sheets.house().zone_label,
        ),
        text_hash=circulation.text_hash,
        rounds=tuple(RoundLine(title=_title(one), events=tuple(_events(one))) for one in _rounds(circulation)),
        decisions=tuple(f"{d.reference}: {d.title or plain(d.text)}" for d in decided),
        attached=sheets.attached_to(circulation),
        text=_agreed_words(circulation),
        register=session.reference if circulation.text_kind == SINGLE else "",
    )


def _agreed_words(circulation: Circulation) -> str:
    """Of a single decision, as it was put under silence: no other paper of it can be taken away."""
    if circulation.text_kind != SINGLE:
        return ""
    sheet: DecisionSheet = restore(DecisionSheet, circulation.text_kept)
    return sheet.text


def _rounds(circulation: Circulation) -> list[Circulation]:
    """From the first to this one."""
    found, one = [circulation], circulation.parent
    while one is not None:
        found, one = [one, *found], one.parent
    return found


def _title(circulation: Circulation) -> str:
    return gettext("Round %(n)d (%(number)s)", n=circulation.round, number=circulation.number)


def _events(circulation: Circulation) -> Iterator[str]:
    """Issues, extensions and what came of it, each with its instant; nobody's part in it is told."""
    for issue in circulation.issues:
        yield from _of_issue(circulation, issue)
    if circulation.state in ENDS:
        yield gettext(ENDS[circulation.state], when=_short(circulation.state_at))


def _of_issue(circulation: Circulation, issue: Issue) -> Iterator[str]:
    again = issue.number > 1
    said = "issued again on %(when)s, to expire on %(until)s" if again else "issued on %(when)s, to expire on %(until)s"
    yield gettext(said, when=_short(issue.issued_at), until=_short(issue.expires_at))
    for entry in circulation.entries:
        if entry.kind is EntryKind.EXTENSION and entry.issue == issue.number and entry.until is not None:
            yield gettext("extended on %(when)s until %(until)s", when=_short(entry.at), until=_short(entry.until))


def _short(instant: dt.datetime) -> str:
    """Fri 27 Nov 2026, 17:00: the page says once in which zone."""
    local = instant.astimezone(ZONE)
    return f"{day(local)}, {clock(local)}"


def _when(instant: dt.datetime) -> str:
    """The same with the label of the zone, which is data."""
    return f"{_short(instant)} {sheets.house().zone_label}"

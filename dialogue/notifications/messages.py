"""What people are told by mail: that something waits or has ended, until when, and where. Never the text of a paper,
but for the lines of an agenda that changed, as their reader holds them (practice §3.2)."""

import datetime as dt
from collections.abc import Collection, Iterable

from dialogue.domain.editions import AgendaSheet, Code
from dialogue.domain.editions.designation import explained, marked
from dialogue.domain.ladder import Owner
from dialogue.domain.notices import Draft
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, CirculationState, Hold, Issue, Objection, Outcome, Reason
from dialogue.domain.working_days import ZONE
from dialogue.i18n import clock, day, gettext
from dialogue.queries import sheets
from dialogue.rendering.word.labels import numbered, symbol_of

CHANGES = 50  # of an agenda that a letter lists: with the longest titles it is still no longer than a letter may be

WHY_HELD = {
    Reason.UNSERVED: "%(party)s has not been served with the paper.",
    Reason.TOO_SHORT: "%(party)s was served so late that less than the shortest period was left.",
    Reason.UNDELIVERED: "A mail to %(who)s did not arrive.",
    Reason.VOICELESS: "%(party)s had nobody left who could read the paper and answer it.",
    Reason.UNREACHABLE: "The service could not be reached for too long.",
    Reason.CLOCK: "The clock of the service jumped.",
    Reason.RESTORED: "A backup was put back while the round ran.",
    Reason.UNCONFIRMED: "An objection waits for the word of its Party's co-chair.",
    Reason.AT_THE_EXPIRY: "An objection arrived in the minute after the expiry; it may have been sent before.",
    Reason.IN_QUESTION: "An objection that may have been in time became known after the adoption.",
}
WHOSE = {
    Reason.UNCONFIRMED: "An objection of %(party)s waits for the word of its co-chair.",
    Reason.AT_THE_EXPIRY: (
        "An objection of %(party)s arrived in the minute after the expiry; it may have been sent before."
    ),
    Reason.IN_QUESTION: "An objection of %(party)s that may have been in time became known after the adoption.",
}


def moment(instant: dt.datetime) -> str:
    """Fri 27 Nov 2026, 17:00 Brussels/Prishtina time (16:00 UTC): absolute, in both."""
    local = instant.astimezone(ZONE)
    return gettext(
        "%(day)s, %(time)s %(zone)s (%(utc)s UTC)",
        day=day(local),
        time=clock(local),
        zone=sheets.house().zone_label,
        utc=clock(instant.astimezone(dt.UTC)),
    )


def why_held(holds: Iterable[Hold], *, known: Collection[Objection] = ()) -> list[str]:
    """The reasons, each once and as a sentence. `known`: the objections of which the reader may know whose they are, on
    the round's page alone; in no mail (docs/decisions/0011)."""
    return list(dict.fromkeys(_why(hold, whose=hold.objection in known) for hold in holds))


def _why(hold: Hold, *, whose: bool) -> str:
    sentence = WHOSE[hold.reason] if whose else WHY_HELD[hold.reason]
    return gettext(sentence, party=hold.party.short_name if hold.party is not None else "", who=hold.who)


def method(round_: Circulation, to: Iterable[Person]) -> list[Draft]:
    """To the co-chairs: do you consent to silence as the method?"""
    return _each(
        to,
        round_,
        gettext("Silence is proposed: %(title)s", title=round_.title),
        gettext(
            "It is proposed to put %(reference)s, “%(title)s”, under the silence procedure.\n\n"
            "Please say whether you consent to the method. That is not consent to the text. Without the consent of "
            "both co-chairs nothing is issued.",
            reference=round_.reference,
            title=round_.title,
        ),
    )


def issued(round_: Circulation, issue: Issue) -> list[Draft]:
    """The notice itself, to everybody whom the issue is addressed to."""
    return _each(
        (d.person for d in issue.deliveries),
        round_,
        *notice(round_, issue.expires_at, again=issue.number > 1, down=issue.down),
    )


def notice(
    round_: Circulation,
    expires_at: dt.datetime,
    *,
    again: bool = False,
    down: tuple[dt.datetime, dt.datetime] | None = None,
) -> tuple[str, str]:
    """Subject and text of the notice: what silence will mean, and until when; and when the service will be down."""
    until = moment(expires_at)
    first = gettext("This notice replaces the earlier one; the period begins anew.") + "\n\n" if again else ""
    subject = gettext("Under silence until %(until)s: %(title)s", until=until, title=round_.title)
    body = first + gettext(
        "If nobody objects by %(until)s, %(reference)s, “%(title)s”, is %(formula)s.\n\n"
        "An objection or an amendment breaks silence. It needs no reason. After you have signed in, the page of this "
        "round has one button to break silence and one to join consensus.\n\n"
        "Please acknowledge receipt there. SHA-256 of the text: %(hash)s",
        until=until,
        reference=round_.reference,
        title=round_.title,
        formula=gettext(round_.formula.value),
        hash=round_.text_hash,
    )
    if down is not None:
        body += "\n\n" + gettext(
            "The service will be down from %(since)s to %(until)s; that time does not hold the round.",
            since=moment(down[0]),
            until=moment(down[1]),
        )
    return subject, body


def reminder(round_: Circulation, to: Iterable[Person], hours: int) -> list[Draft]:
    until = moment(round_.expires_at) if round_.expires_at else ""
    return _each(
        to,
        round_,
        gettext("Silence ends in %(hours)d hours: %(title)s", hours=hours, title=round_.title),
        gettext(
            "You have not acknowledged %(reference)s yet. If nobody objects by %(until)s, it is %(formula)s.",
            reference=round_.reference,
            until=until,
            formula=gettext(round_.formula.value),
        ),
    )


def extended(round_: Circulation, to: Iterable[Person], was: dt.datetime, until: dt.datetime) -> list[Draft]:
    return _each(
        to,
        round_,
        gettext("Silence extended until %(until)s: %(title)s", until=moment(until), title=round_.title),
        gettext(
            "The silence on %(reference)s, which would have expired %(was)s, now expires %(until)s.",
            reference=round_.reference,
            was=moment(was),
            until=moment(until),
        ),
    )


def ended(round_: Circulation, to: Iterable[Person]) -> list[Draft]:
    """Withdrawn, superseded or declined: silence means nothing any more."""
    return _each(
        to,
        round_,
        gettext("%(state)s: %(title)s", state=gettext(round_.state.value).capitalize(), title=round_.title),
        gettext(
            "The round on %(reference)s is %(state)s. Nothing is decided by silence.",
            reference=round_.reference,
            state=gettext(round_.state.value),
        ),
    )


def outcome(round_: Circulation, now: Outcome, to: Iterable[Person]) -> list[Draft]:
    """What became of the round, to everybody at once."""
    if now.state is CirculationState.HELD:
        subject = gettext("Held: %(title)s", title=round_.title)
        body = "\n".join(
            [
                gettext(
                    "The round on %(reference)s is held. Nothing is adopted until this is settled:",
                    reference=round_.reference,
                ),
                *why_held(now.holds),
                "",
                gettext("An objection that arrives while the round is held breaks it, whatever the expiry was."),
            ]
        )
    elif now.state is CirculationState.ADOPTED:
        subject = gettext("%(formula)s under the silence procedure: %(title)s",
                          formula=gettext(round_.formula.value).capitalize(), title=round_.title)  # fmt: skip
        body = gettext(
            "Silence was not broken: %(reference)s is %(formula)s as of %(when)s.",
            reference=round_.reference,
            formula=gettext(round_.formula.value),
            when=moment(now.as_of),
        )
    elif now.state is CirculationState.BROKEN:
        subject = gettext("Not adopted, silence was broken: %(title)s", title=round_.title)
        body = gettext(
            "Silence on %(reference)s was broken on %(when)s. The text is not adopted.",
            reference=round_.reference,
            when=moment(now.as_of),
        )
    else:
        subject = gettext("The round runs again: %(title)s", title=round_.title)
        body = gettext("The round on %(reference)s is not held any more.", reference=round_.reference)
    return _each(to, round_, subject, body)


def alarm(round_: Circulation, objection: Objection, what: str, to: Iterable[Person]) -> list[Draft]:
    """An objection that needs somebody's word: to the secretaries and whom it concerns. It names nobody."""
    return _each(
        to,
        round_,
        gettext("An objection needs your attention: %(title)s", title=round_.title),
        gettext(
            "An objection to %(reference)s arrived on %(when)s (%(what)s). Please open the round.",
            reference=round_.reference,
            when=moment(objection.received_at),
            what=gettext(what),
        ),
    )


def voice_lost(
    round_: Circulation, person: Person, party: Organisation, to: Iterable[Person], *, by: Person, at: dt.datetime
) -> list[Draft]:
    """Somebody who speaks for a Party in a round that goes has lost the place from which it does. It may be told to
    somebody who may not read the round any more: so it names its number and nothing of the text."""
    named = {"name": person.name, "party": party.short_name, "number": round_.number}
    return _each(
        to,
        round_,
        gettext("%(party)s, %(name)s: no longer speaks in %(number)s", **named),
        gettext(
            "%(name)s, who speaks for %(party)s in the round %(number)s, no longer holds that place: %(by)s has ended "
            "it on %(when)s.\n\n"
            "Whom the notice of the round was addressed to still reads it, is told of it and may object until it has "
            "ended, as long as the account is open. Where nobody is left who can answer for %(party)s, the round is "
            "held.",
            **named,
            by=by.name,
            when=moment(at),
        ),
    )


def kept(round_: Circulation, objection: Objection) -> Draft:
    """To the sender of an objection that was turned away. It may be somebody who may not read the round: so it names
    its number, which the sender knew, and nothing of the text."""
    return Draft(
        recipient=objection.person,
        subject=gettext("%(number)s: your attempt was kept", number=round_.number),
        body=gettext(
            "Your objection to %(number)s, which arrived on %(when)s, could not be accepted as it came: the sign-in "
            "had ended, the page was too old, or it was too large. It was kept, with the receipt %(receipt)s. Please "
            "sign in and send it again if you still mean it.",
            number=round_.number,
            when=moment(objection.received_at),
            receipt=round_.receipt(objection),
        ),
        path=f"/circulations/{round_.id}/objections/{objection.number}",
    )


def for_comments(session: Session, until: dt.datetime, to: Iterable[Person]) -> list[Draft]:
    """The joint draft of the minutes is open for comments: until when, and what each reader can do (practice §3.3)."""
    until_then, paper = moment(until), _joint_draft(session)
    subject = gettext("Comments until %(until)s: draft minutes %(paper)s", until=until_then, paper=paper)
    body = gettext(
        "The joint draft of the minutes of %(reference)s, “%(title)s”, is with both delegations as %(paper)s, "
        "for comments until %(until)s. You will be told if both secretaries give more time.\n\n"
        "After you have signed in, its page takes comments on each paragraph. A delegation asks for a "
        "correction, an addition, a deletion, or a statement for the record; others may leave a note. Where nothing "
        "was recorded under an item, the item itself takes comments. Until the period is over each side reads its own "
        "comments alone.\n\n"
        "Whoever speaks for a side, and its secretary, can say there that it has no further comments.",
        reference=session.reference,
        paper=paper,
        title=sheets.session_title(session),
        until=until_then,
    )
    return _letters(to, subject, body, f"/sessions/{session.ref}/minutes/comments")


def of_extension(session: Session, was: dt.datetime, until: dt.datetime, to: Iterable[Person]) -> list[Draft]:
    """Comments on the minutes may be made for longer: until when, instead of which end."""
    until_then, paper = moment(until), _joint_draft(session)
    subject = gettext("Comments extended until %(until)s: draft minutes %(paper)s", until=until_then, paper=paper)
    body = gettext(
        "The period for comments on the draft minutes %(paper)s of %(reference)s, “%(title)s”, which would have "
        "ended %(was)s, now ends %(until)s. Both secretaries have agreed to this.\n\n"
        "A side that had said it has no further comments may comment again.",
        reference=session.reference,
        paper=paper,
        title=sheets.session_title(session),
        was=moment(was),
        until=until_then,
    )
    return _letters(to, subject, body, f"/sessions/{session.ref}/minutes/comments")


def _joint_draft(session: Session) -> str:
    """By which reference the draft that is out for comments is cited: it is the first revision."""
    return numbered(Code.MINUTES.of(session.reference), 1)


def of_agenda(session: Session, sheet: AgendaSheet, to: Iterable[Person], *, again: bool) -> list[Draft]:
    """A release of the agenda has gone out. The first tells that it is there; each that follows lists what changed in
    the edition that its readers hold, and bears that paper's marking (practice §3.2, §3.7)."""
    about = {"reference": session.reference, "title": sheets.session_title(session), "paper": symbol_of(sheet)}
    begins = sheets.moved(session, sheet.heading) or gettext(
        "The session begins %(starts)s. After you have signed in you can read the agenda and take it away as Word.",
        starts=moment(session.starts_at),
    )
    if again:
        subject = gettext("Agenda %(paper)s: what has changed", **about)
        first = gettext("The agenda of %(reference)s, “%(title)s”, has been circulated as %(paper)s.", **about)
        parts = [sheet.heading.marking, first, _changes(sheet), begins]
    else:
        subject = gettext("Provisional agenda %(paper)s", **about)
        first = gettext(
            "The provisional agenda of %(reference)s, “%(title)s”, has been circulated as %(paper)s.", **about
        )
        parts = [first, begins]
    return _letters(to, subject, "\n\n".join(filter(None, parts)), f"/sessions/{session.ref}/agenda")


def of_turn(
    session: Session,
    what: str,
    about: str,
    *,
    since: dt.datetime | None,
    to: Iterable[Person],
    path: str,
    by: Person,
) -> list[Draft]:
    """Somebody reminds somebody else of what waits for them; of a paper no more than its kind and its reference."""
    named = gettext("%(what)s: %(about)s", what=gettext(what), about=about) if about else gettext(what)
    said = {"what": named, "reference": session.reference, "title": sheets.session_title(session)}
    lines = [
        gettext("“%(what)s” waits for you, in %(reference)s, “%(title)s”.", **said),
        gettext("It has waited since %(when)s.", when=moment(since)) if since is not None else "",
        gettext(
            "%(by)s, %(organisation)s, reminds you of it. After you have signed in, its page says what is asked.",
            by=by.name,
            organisation=by.organisation.short_name,
        ),
    ]
    subject = gettext("Reminder, %(reference)s: %(what)s", **said)
    return _letters(to, subject, "\n\n".join(filter(None, lines)), path)


def of_rung(
    session: Session, what: str, by: dt.date, owner: Owner | None, to: Iterable[Person], *, is_late: bool
) -> list[Draft]:
    """A step of the ladder comes due, or was due and is not done."""
    about = {"what": what, "reference": session.reference, "day": day(by), "owner": gettext(owner or "")}
    if is_late:
        subject = gettext("Overdue since %(day)s: %(what)s (%(reference)s)", **about)
        first = gettext("This was due by %(day)s, and is not done yet:", **about)
    else:
        subject = gettext("Due by %(day)s: %(what)s (%(reference)s)", **about)
        first = gettext("This is due by %(day)s:", **about)
    rest = gettext(
        "%(what)s\n\nSession: %(reference)s, “%(title)s”\nWhose it is: %(owner)s\n\n"
        "After you have signed in, the page shows every step and its day. Either secretary can move a day there, "
        "with the reason.",
        **about, title=sheets.session_title(session),
    )  # fmt: skip
    return _letters(to, subject, f"{first}\n\n{rest}", f"/sessions/{session.ref}/ladder")


def letter(person: Person, subject: str, body: str, path: str) -> Draft:
    """A mail, in which the designated name is written as the dialogue does: marked at its first mention, and at the
    foot of the text the line that the mark stands for."""
    profile = sheets.house().profile
    return Draft(recipient=person, subject=_fit(marked(subject, profile)), body=explained(body, profile), path=path)


def letter_to_anybody(person: Person, subject: str, body: str, path: str) -> Draft:
    """The same, and to whoever has no account without a link: every page would only ask such a person to sign in."""
    return letter(person, subject, body, path if person.password_hash is not None else "")


def _changes(sheet: AgendaSheet) -> str:
    """The lines that changed for this reader, and no other."""
    if not sheet.changes:
        return gettext("The items that you read are the same; date, place or hours of the session may be others.")
    lines = [f"- {line}" for line in sheet.changes[:CHANGES]]
    more = len(sheet.changes) - len(lines)
    if more:
        lines.append(gettext("and %(more)d more, which stand on its page.", more=more))
    return "\n".join([gettext("Changed since %(paper)s:", paper=sheet.heading.previous), *lines])


def _each(to: Iterable[Person], round_: Circulation, subject: str, body: str) -> list[Draft]:
    return _letters(to, subject, body, f"/circulations/{round_.id}")


def _letters(to: Iterable[Person], subject: str, body: str, path: str) -> list[Draft]:
    return [letter(person, subject, body, path) for person in to]


def _fit(subject: str) -> str:
    """As long as a subject may be; the title, which is last, loses its end."""
    return subject if len(subject) <= 190 else subject[:189] + "…"

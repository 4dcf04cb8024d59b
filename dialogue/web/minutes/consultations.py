"""The period for comments: the page before the circulation, its button; both sides' "no further comments"; the end."""

import datetime as dt
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, ValidationError

from dialogue import access
from dialogue.access import Right
from dialogue.actions import acts, tellings
from dialogue.domain import minutes as register
from dialogue.domain import notices, sessions
from dialogue.domain.agreed import Word
from dialogue.domain.editions import Audience, Level
from dialogue.domain.minutes import Minutes
from dialogue.domain.working_days import Capitals
from dialogue.i18n import gettext, lazy
from dialogue.notifications import recipients
from dialogue.notifications.tellings import without_account
from dialogue.queries import sheets
from dialogue.web.filters import clock, day
from dialogue.web.forms import Form, Text, WallTime, answer
from dialogue.web.frame import why_not
from dialogue.web.gate import me, needs, now
from dialogue.web.minutes.pages import bp


class PeriodForm(Form):
    """The end of the period, and what is said with it; `seen`: what its writer saw, `consents`: to which proposal."""

    until = WallTime(lazy("Comments until"), required=True)
    note = Text(lazy("Why"), limit=2_000)
    seen = HiddenField()
    consents = HiddenField()

    def validate_until(self, field: WallTime) -> None:
        if field.data is not None and sessions.instant(field.data) <= now():
            raise ValidationError(gettext("This has passed already."))

    @property
    def end(self) -> dt.datetime:
        return sessions.instant(self.until.data)

    @property
    def words(self) -> dict[str, str]:
        return {"note": self.note.data, "consents": self.consents.data or ""}


class CirculationForm(PeriodForm):
    def validate_note(self, field: Text) -> None:
        if field.data or field.errors or self.until.data is None:
            return
        if register.is_short(self.end, now(), acts.capitals()):
            raise ValidationError(gettext("Please say why fewer than five working days will do."))


@bp.get("/sessions/<ref:ref>/minutes/circulate")
@needs(Right.MINUTES_EDIT, Minutes)
def ask_circulate(minutes: Minutes) -> Response:
    """First the deadline; with it in the address, the mail as it will go out and to whom."""
    if "until" in request.args:
        form = PeriodForm(request.args, meta={"csrf": False})  # it asks what to show, and changes nothing
        return _opening(minutes, form, form.end if form.validate() else None)
    return _opening(minutes, PeriodForm(until=register.usual_deadline(now(), acts.capitals())))


@bp.post("/sessions/<ref:ref>/minutes/circulate")
@needs(Right.MINUTES_EDIT, Minutes)
def circulate(minutes: Minutes) -> Response:
    form = CirculationForm()
    if not form.validate():
        return _opening(minutes, form, None if form.until.errors else form.end)
    until, seen = form.end, form.seen.data or None
    if not acts.circulate_minutes(minutes, until, seen=seen, **form.words, by=me(), at=now()):
        return _proposed(url_for(".show", ref=minutes.session.ref))
    done = gettext(
        "REV 1 is with both delegations for comments until %(day)s, %(time)s. The mail goes out in a minute; until "
        "then you can take it back under Notices.",
        day=day(until),
        time=clock(until),
    )
    flash(done, "done")
    return redirect(url_for(".show", ref=minutes.session.ref), 303)


@bp.get("/sessions/<ref:ref>/minutes/extension")
@needs(Right.MINUTES_EDIT, Minutes)
def ask_extend(minutes: Minutes) -> Response:
    """As of the circulation."""
    if "until" in request.args:
        form = PeriodForm(request.args, meta={"csrf": False})
        return _extension(minutes, form, form.end if form.validate() and _is_later(minutes, form) else None)
    return _extension(minutes, PeriodForm(until=_next_end(minutes)))


@bp.post("/sessions/<ref:ref>/minutes/extension")
@needs(Right.MINUTES_EDIT, Minutes)
def extend(minutes: Minutes) -> Response:
    form = PeriodForm()
    if not (form.validate() and _is_later(minutes, form)):
        return _extension(minutes, form, None if form.until.errors else form.end)
    if not acts.extend_comments(minutes, form.end, seen=_instant(form), **form.words, by=me(), at=now()):
        return _proposed(url_for(".comments", ref=minutes.session.ref))
    done = gettext(
        "The period for comments ends on %(day)s, %(time)s now. The mail goes out in a minute; until then you can take "
        "it back under Notices.",
        day=day(form.end),
        time=clock(form.end),
    )
    flash(done, "done")
    return redirect(url_for(".comments", ref=minutes.session.ref), 303)


@bp.post("/sessions/<ref:ref>/minutes/no-further-comments")
@needs(Right.MINUTES_REPLY, Minutes)
def reply(minutes: Minutes) -> Response:
    register.reply(minutes, by=me(), at=now())
    flash(gettext("Both sides can see that yours has no further comments."), "done")
    return redirect(url_for(".comments", ref=minutes.session.ref), 303)


@bp.post("/sessions/<ref:ref>/minutes/close-comments")
@needs(Right.MINUTES_EDIT, Minutes)
def close(minutes: Minutes) -> Response:
    closed = tellings.close_comments(minutes, seen=_instant(Seen()), by=me(), at=now())
    done = gettext("The period for comments is closed. Both sides read all comments now; each needs its answer.")
    waits = gettext("Your word is recorded. The period closes as soon as the other secretary says so too.")
    flash(done if closed else waits, "done")
    return redirect(url_for(".comments", ref=minutes.session.ref), 303)


class Seen(Form):
    seen = HiddenField()


def _instant(form: PeriodForm | Seen) -> dt.datetime | None:
    """The end that was on the page; None where the form does not say, or says nonsense: then nothing was seen."""
    try:
        return dt.datetime.fromisoformat(form.seen.data or "").astimezone(dt.UTC)
    except ValueError:
        return None


def _proposed(to: str) -> Response:
    flash(gettext("It is proposed. It counts as soon as the other secretary agrees to exactly that."), "done")
    return redirect(to, 303)


def _opening(minutes: Minutes, form: PeriodForm, until: dt.datetime | None = None) -> Response:
    """The deadline; once it is chosen, whether it falls on a day on which a capital does not work, and the mail."""
    days = acts.capitals()
    sheet = sheets.working_minutes(minutes, Audience(Level.DELEGATIONS), now())
    told = access.commentators(minutes.session, now()) if until else []
    drafts = recipients.for_comments(minutes.session, until, told) if until else []
    return answer(
        "minutes/circulate.html", form, **_page(minutes, form, until, Word.OPENING, days),
        letters=notices.previews(drafts), cannot=without_account(told), earliest=register.earliest_end(now(), days),
        short=until is not None and register.is_short(until, now(), days),
        refused=why_not(register.must_be_circulable, minutes, sheet),
    )  # fmt: skip


def _extension(minutes: Minutes, form: PeriodForm, until: dt.datetime | None = None) -> Response:
    was = minutes.comments_until
    told = access.commentators(minutes.session, now()) if until and was else []
    drafts = recipients.of_extension(minutes.session, was, until, told) if until and was else []
    return answer(
        "minutes/extension.html", form, **_page(minutes, form, until, Word.EXTENSION, acts.capitals()),
        letters=notices.previews(drafts), cannot=without_account(told),
        refused=why_not(register.must_be_extensible, minutes, now()),
    )  # fmt: skip


def _page(minutes: Minutes, form: PeriodForm, until: dt.datetime | None, step: Word, days: Capitals) -> dict[str, Any]:
    """What is proposed by whom; `agrees`: the other side proposes exactly the end that was chosen."""
    theirs = register.proposed_to(minutes, step, me().organisation)
    return {
        "minutes": minutes,
        "session": minutes.session,
        "until": until,
        "off": _off(form.until.data.date(), days) if until else (),
        "theirs": theirs,
        "mine": register.proposed_by(minutes, step, me().organisation),
        "agrees": theirs is not None and theirs.until == until,
        "local": _wall,
    }


def _wall(instant: dt.datetime) -> str:
    """As the field of the form has it."""
    return f"{instant.astimezone(sessions.ZONE):%Y-%m-%dT%H:%M}"


def _is_later(minutes: Minutes, form: PeriodForm) -> bool:
    if minutes.comments_until is None or form.end > minutes.comments_until:
        return True
    form.until.errors = [gettext("An extension ends later than the period does now.")]
    return False


def _next_end(minutes: Minutes) -> dt.datetime:
    """What the form proposes: five working days more."""
    was = (minutes.comments_until or now()).astimezone(sessions.ZONE)
    return dt.datetime.combine(acts.capitals().after(was.date(), register.LEAST), was.time())


def _off(on: dt.date, days: Capitals) -> tuple[str, ...]:
    return tuple(
        gettext(
            "%(day)s is no working day in %(place)s: %(holiday)s.", day=day(on), place=one.place, holiday=one.holiday
        )
        if one.place
        else gettext("%(day)s is a day of the weekend.", day=day(on))
        for one in days.days_off(on, on)
    )

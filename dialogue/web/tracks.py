"""Tracks of cooperation: the registers, an entry with its moves and points, and the lists of those in a compartment."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Field as Control
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm

from dialogue.access import Right
from dialogue.actions import tracks as acts
from dialogue.db import db
from dialogue.domain import organisations, people
from dialogue.domain import tracks as registers
from dialogue.domain.base import Stale, refusal
from dialogue.domain.editions import Level
from dialogue.domain.text import fit
from dialogue.domain.tracks import LEVELS, Kind, Track, TrackEntry, TrackMember, TrackPoint
from dialogue.i18n import day, gettext, lazy
from dialogue.queries import compartments, conclusions, dealings, meetings, press, reviews, values
from dialogue.queries import tracks as shown
from dialogue.rendering.word import names, word
from dialogue.web import asked, statements
from dialogue.web.conflicts import conflict
from dialogue.web.controls import control, named, typed
from dialogue.web.downloads import download
from dialogue.web.forms import (
    Buttons,
    Day,
    Form,
    Line,
    ProseField,
    RecordField,
    Version,
    WordField,
    answer,
)
from dialogue.web.gate import loads, me, needs, now, standing
from dialogue.web.presence import may, today
from dialogue.web.wording import ISSUE, Look, sent

bp = Blueprint("tracks", __name__)

WHO_READS = {Level.DELEGATIONS: lazy("both delegations"), Level.SECRETARIAT: lazy("the two secretaries alone")}
WRITTEN = ("title", "text", "next_step")


@loads(Track)
def _track(track: str) -> Track | None:
    return registers.by_slug(track)


@loads(TrackEntry)
def _entry(track: str, nth: int) -> TrackEntry | None:
    return db.scalars(registers.by_number(track, nth)).unique().one_or_none()


@loads(TrackPoint)
def _point(track: str, nth: int, point: int) -> TrackPoint | None:
    return db.scalar(registers.point_of(track, nth, point))


@loads(TrackMember)
def _member(track: str, listed: int) -> TrackMember | None:
    found = db.get(TrackMember, listed)
    return found if found is not None and found.track_slug == track else None


class EntryForm(Form):
    """What every entry has; the fields of its own track are added by `fields`, from what the track says of them."""

    title = Line(lazy("Title"), required=True)
    text = ProseField(lazy("What it is about"))
    owner = RecordField(lazy("Owner"))
    next_step = Line(lazy("Next step"), limit=500)
    level = WordField(lazy("Who reads it"), kind=Level, only=LEVELS, default=Level.DELEGATIONS)
    base_version = Version()

    def __init__(self, track: Track, entry: TrackEntry | None = None, activity: str = "") -> None:
        """`activity`: the code that the form is opened with, where the entry is to choose another one."""
        self.track, self.may_name = track, track.compartment
        self.kept = {one.name: typed(one.read(entry.kept(one.key))) for one in track.fields} if entry else {}
        if activity and track.chooses is not None:
            self.kept[track.chooses.name] = activity
        super().__init__(
            obj=entry, base_version=entry.version if entry else 0, **{} if entry else {"owner": me().organisation}
        )
        self.level.offer(LEVELS, WHO_READS)
        self.owner.choose(db.scalars(organisations.parties()), label=lambda party: party.short_name)

    def process(self, *sent: Any, **given: Any) -> None:
        for one in self.track.fields:
            BaseForm.__setitem__(self, one.name, control(one))
        super().process(*sent, **given | {name: value for name, value in self.kept.items() if value is not None})

    @property
    def fields(self) -> list[Control]:
        return [self[one.name] for one in self.track.fields]

    @property
    def values(self) -> dict[str, str]:
        """What was typed in the track's own fields, as it is kept."""
        return {one.key: one.keep(self[one.name].data) for one in self.track.fields}

    @property
    def words(self) -> dict[str, Any]:
        own = {name: self[name].data for name in ("title", "text", "owner", "next_step", "level")}
        return own | {"values": self.values}


class MoveForm(Form):
    stage = SelectField(lazy("From now on it is"), choices=[])
    on = Day(lazy("On which day"), required=True)
    note = ProseField(lazy("Note"), limit=5_000, required=True)
    evidence = Line(lazy("Evidence"), limit=500)
    base_version = Version()

    def __init__(self, entry: TrackEntry, **given: Any) -> None:
        super().__init__(**given)
        self.may_name = entry.track.compartment
        after = [one.name for one in entry.track.after(entry.stage_name)]
        self.stage.choices = list(named([entry.stage_name, *after]))


class PointForm(Form):
    text = ProseField(lazy("What is asked"), limit=5_000, required=True)
    answer = ProseField(lazy("Answer"), limit=20_000)
    answered_on = Day(lazy("Answered on"))
    outcome = ProseField(lazy("What followed"), limit=5_000)
    reported = SelectField(lazy("Reported"), choices=())
    base_version = Version()

    def __init__(self, track: Track, **given: Any) -> None:
        super().__init__(**given)
        self.reported.choices = [SelectChoice("", gettext("not said")), *named(("yes", "no"))]
        if track.points is None or not track.points.reported:
            del self.reported

    @property
    def words(self) -> dict[str, Any]:
        own = {name: self[name].data for name in ("text", "answer", "answered_on", "outcome")}
        return own | ({"reported": self.reported.data} if "reported" in self else {})


class ListForm(Form):
    person = RecordField(lazy("Who comes onto the list"))


@bp.get("/tracks")
@needs(Right.TRACKS_READ)
def index() -> str:
    coming = reviews.coming(standing())
    return render_template("tracks/index.html", registers=shown.registers(standing(), today()), coming=coming)


@bp.get("/tracks/<slug:track>.docx")
@needs(Right.TRACK_TAKE, Track)
def docx(track: Track) -> Response:
    """Made each time, of an open track alone."""
    asked.edition(Level.DELEGATIONS)
    stage, owner = _chosen()
    made = shown.sheet(standing(), track, today(), stage=stage, owner=owner)
    return download(word.render(made), names.file_name(track.slug, today().isoformat()))


def _chosen() -> list[str]:
    """The stage and the owner that the address names."""
    return [fit(request.args.get(name, "")[:200], one_line=True) for name in ("stage", "owner")]


@bp.get("/tracks/<slug:track>")
@needs(Right.TRACK_READ, Track)
def show(track: Track) -> str:
    """The register of one track, as the address chooses."""
    stage, owner = _chosen()
    return render_template(
        "tracks/show.html",
        track=track,
        register=(register := shown.register(standing(), track, today())),
        lines=register.at(stage, owner),
        meetings=meetings.of_track(standing(), track),
        stage=stage,
        owner=owner,
        owners=[(party.slug, party.short_name) for party in db.scalars(organisations.parties())],
    )


@bp.get("/tracks/<slug:track>/new")
@needs(Right.TRACK_KEEP, Track)
def new(track: Track) -> Response:
    return answer("tracks/new.html", EntryForm(track), track=track)


@bp.post("/tracks/<slug:track>/new")
@needs(Right.TRACK_KEEP, Track)
def create(track: Track) -> Response:
    form = EntryForm(track)
    if not form.validate():
        return answer("tracks/new.html", form, track=track)
    entry = acts.begin(track, by=me(), at=now(), **form.words)
    flash(gettext("%(reference)s is in the register.", reference=entry.reference), "done")
    return _to(entry)


@bp.get("/tracks/<slug:track>/<int:nth>")
@needs(Right.TRACK_ENTRY_READ, TrackEntry)
def entry(entry: TrackEntry) -> str:
    return render_template("tracks/entry.html", **_page(entry))


@bp.get("/tracks/<slug:track>/<int:nth>/edit")
@needs(Right.TRACK_ENTRY_KEEP, TrackEntry)
def edit(entry: TrackEntry) -> Response:
    """With the activity that was chosen in the menu, to be saved."""
    chosen = fit(request.args.get("activity", "")[:60], one_line=True)
    return answer("tracks/edit.html", EntryForm(entry.track, entry, chosen), entry=entry, track=entry.track)


@bp.post("/tracks/<slug:track>/<int:nth>/edit")
@needs(Right.TRACK_ENTRY_KEEP, TrackEntry)
def update(entry: TrackEntry) -> Response:
    form = EntryForm(entry.track, entry)
    if not form.validate():
        return answer("tracks/edit.html", form, entry=entry, track=entry.track)
    try:
        acts.revise(entry, base=form.base_version.data, by=me(), at=now(), **form.words)
    except Stale:
        return _both_texts(form, entry)
    return _to(entry)


@bp.post("/tracks/<slug:track>/<int:nth>/move")
@needs(Right.TRACK_ENTRY_KEEP, TrackEntry)
def move(entry: TrackEntry) -> Response:
    form = MoveForm(entry)
    if not form.validate():
        return answer("tracks/entry.html", form, **_page(entry, form))
    issues = entry.track.issues(entry.stage_name, form.stage.data)
    spoken = sent(statements.subject(entry), ISSUE, statements.words(entry)) if issues else None
    if spoken is not None and spoken.asks:
        return answer("tracks/entry.html", spoken.form, **_page(entry, form, spoken))
    words = {"on": form.on.data, "evidence": form.evidence.data, "base": form.base_version.data}
    if not entry.move(form.stage.data, form.note.data, by=me(), at=now(), **words):
        flash(gettext("Your side has said so. It moves when the other side says the same."), "done")
    if spoken is not None:
        spoken.keep("")
    return _to(entry)


@bp.get("/tracks/<slug:track>/<int:nth>/points/new")
@needs(Right.TRACK_ENTRY_KEEP, TrackEntry)
def new_point(entry: TrackEntry) -> Response:
    return answer("tracks/point.html", PointForm(entry.track), entry=entry, point=None)


@bp.post("/tracks/<slug:track>/<int:nth>/points/new")
@needs(Right.TRACK_ENTRY_KEEP, TrackEntry)
def create_point(entry: TrackEntry) -> Response:
    form = PointForm(entry.track)
    if not form.validate():
        return answer("tracks/point.html", form, entry=entry, point=None)
    point = entry.ask(form.text.data, by=me(), at=now())
    db.flush()
    point.write(base=point.version, by=me(), at=now(), **form.words)
    return _to(entry)


@bp.get("/tracks/<slug:track>/<int:nth>/points/<int:point>")
@needs(Right.TRACK_ENTRY_KEEP, TrackPoint)
def edit_point(point: TrackPoint) -> Response:
    form = PointForm(point.entry.track, obj=point, base_version=point.version)
    return answer("tracks/point.html", form, entry=point.entry, point=point)


@bp.post("/tracks/<slug:track>/<int:nth>/points/<int:point>")
@needs(Right.TRACK_ENTRY_KEEP, TrackPoint)
def update_point(point: TrackPoint) -> Response:
    form = PointForm(point.entry.track)
    if not form.validate():
        return answer("tracks/point.html", form, entry=point.entry, point=point)
    try:
        point.write(base=form.base_version.data, by=me(), at=now(), **form.words)
    except Stale:
        theirs = {"text": point.text, "answer": point.answer, "outcome": point.outcome}
        return conflict(form, theirs, base=point.version, back=_address(point.entry), beside=_dates(form, point))
    return _to(point.entry)


@bp.get("/tracks/<slug:track>/list")
@needs(Right.TRACK_LIST_READ, Track)
def people_of(track: Track) -> Response:
    listed = db.scalars(registers.on_list(track)).all()
    return _list(track, _list_form(listed), listed)


@bp.post("/tracks/<slug:track>/list")
@needs(Right.TRACK_LIST_KEEP, Track)
def admit(track: Track) -> Response:
    listed = db.scalars(registers.on_list(track)).all()
    form = _list_form(listed)
    if not form.validate():
        return _list(track, form, listed)
    acts.admit(track, form.person.data, by=me(), at=now())
    return redirect(url_for(".people_of", track=track.slug), 303)


@bp.post("/tracks/<slug:track>/list/<int:listed>/end")
@needs(Right.TRACK_LIST_KEEP, TrackMember)
def end(member: TrackMember) -> Response:
    Buttons()
    member.end(by=me(), at=now())
    mine = may(Right.TRACK_LIST_READ, registers.by_slug(member.track_slug))
    return redirect(url_for(".people_of", track=member.track_slug) if mine else "/", 303)


def _list_form(listed: Sequence[TrackMember]) -> ListForm:
    """Of the own side, who could still come onto it."""
    form, there = ListForm(), {one.person.id for one in listed if one.reads}
    own = db.scalars(people.of_organisations([me().organisation_id]))
    form.person.choose([one for one in own if one.id not in there], label=lambda one: one.name)
    return form


def _list(track: Track, form: ListForm, listed: Sequence[TrackMember]) -> Response:
    mine = me().organisation_id
    ends = {one.id for one in listed if one.stands and one.party_id == mine}
    return answer("tracks/people_of.html", form, track=track, listed=listed, ends=ends)


def _page(entry: TrackEntry, form: MoveForm | None = None, spoken: Look | None = None) -> dict[str, Any]:
    """One entry, with the form that moves it as it was typed."""
    given = {"formdata": None, "data": {"stage": entry.stage_name, "on": today()}, "base_version": entry.version}
    agenda, last = shown.agenda_for(standing(), entry)
    return {
        "entry": entry,
        "track": entry.track,
        "keeps": may(Right.TRACK_ENTRY_KEEP, entry),
        "moving": form or MoveForm(entry, **given),
        "why": shown.why(entry, today(), last, coming=agenda is not None),
        "concern": entry.concern(today()),
        "dealt": dealings.dealt_with(standing(), entry),
        "linkable": may(Right.TRACK_ENTRY_PLACE, entry) and refusal(registers.must_be_shared, entry) is None,
        "filled": values.of_entry(entry),
        "needs": [(one, entry.missing(one.name)) for one in entry.track.after(entry.stage_name)],
        "agenda": agenda,
        "meetings": meetings.of_entry(standing(), entry),
        "cautions": press.cautions(standing(), entry),
        "apart": compartments.followups_beside(entry),
        "concluding": conclusions.takes(standing(), entry),
        "papers": compartments.papers_beside(entry),
        "look": spoken or statements.looked(entry),
    }


def _dates(form: PointForm, point: TrackPoint) -> list[tuple[Any, str, str]]:
    theirs, mine = (day(one) if one else gettext("none") for one in (point.answered_on, form.answered_on.data))
    beside = [(form.answered_on.label.text, theirs, mine)]
    if "reported" in form:
        beside.append((form.reported.label.text, *(gettext(one or "not said") for one in _channels(form, point))))
    return [one for one in beside if one[1] != one[2]]


def _channels(form: PointForm, point: TrackPoint) -> tuple[str, str]:
    return point.reported, form.reported.data


def _both_texts(form: EntryForm, entry: TrackEntry) -> Response:
    """What was written side by side; beside it what was chosen, where the two differ."""
    own = {one.name: one for one in entry.track.fields}
    written = [name for name, one in own.items() if one.kind in (Kind.LINE, Kind.TEXT)]
    theirs = {name: getattr(entry, name) for name in WRITTEN} | {name: entry.kept(own[name].key) for name in written}
    chosen = [
        (gettext(one.label), entry.kept(one.key), one.keep(form[name].data))
        for name, one in own.items()
        if name not in written
    ]
    chosen.append((form.owner.label.text, entry.owner.short_name, form.owner.data.short_name))
    chosen.append((form.level.label.text, str(WHO_READS[entry.level]), str(WHO_READS[form.level.data])))
    beside = [(label, old or gettext("none"), new or gettext("none")) for label, old, new in chosen if old != new]
    return conflict(form, theirs, base=entry.version, back=_address(entry), beside=beside)


def _address(entry: TrackEntry) -> str:
    return url_for("tracks.entry", track=entry.track_slug, nth=entry.number)


def _to(entry: TrackEntry) -> Response:
    return redirect(_address(entry), 303)

"""What a track in a compartment keeps apart: its papers, its follow-ups, and a paper of these."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import tracks as acts
from dialogue.db import db
from dialogue.domain import followups, tracks
from dialogue.domain.editions import Level
from dialogue.domain.followups import TrackFollowUp
from dialogue.domain.markings import must_not_be_classified
from dialogue.domain.minutes import LARGEST_SCAN, must_be_a_scan
from dialogue.domain.tracks import Track, TrackPaper
from dialogue.i18n import gettext, lazy
from dialogue.queries import compartments as shown
from dialogue.rendering.scans import must_be_harmless
from dialogue.rendering.word import names, word
from dialogue.web import asked, downloads
from dialogue.web.forms import Buttons, Day, Form, Line, ProseField, RecordField, Text, Upload, Version, answer
from dialogue.web.gate import loads, me, needs, now, standing
from dialogue.web.presence import today
from dialogue.web.pursued import DropForm, ReportForm

bp = Blueprint("compartments", __name__)


@loads(TrackFollowUp)
def _followup(track: str, number: int) -> TrackFollowUp | None:
    return db.scalars(followups.one_on_list(track, number)).unique().one_or_none()


@loads(TrackPaper)
def _paper(track: str, number: int) -> TrackPaper | None:
    return db.scalar(tracks.paper_of(track, number))


class Apart(Form):
    """What is typed here is read by the list of the track alone."""

    may_name = True


class OfEntry(Apart):
    entry = RecordField(lazy("Entry that it belongs to"), required=False, none=lazy("the track as a whole"))

    def of(self, track: Track) -> None:
        self.entry.choose(db.scalars(tracks.of_track(track)), label=lambda one: f"{one.reference} {one.title}")


class AttachForm(OfEntry):
    title = Line(lazy("Title"), required=True)
    file = Upload(lazy("Paper"))


class EntrustForm(OfEntry):
    text = ProseField(lazy("What is to be done"), limit=5_000, required=True)
    office = Line(lazy("Office"))
    due_on = Day(lazy("Due"), required=True)


class OwnReportForm(Apart, ReportForm):
    pass


class OwnAssignmentForm(Apart):
    office = Line(lazy("Office"))
    due_on = Day(lazy("Due"), required=True)
    reason = Text(lazy("Why the date changes"), limit=2_000)
    base_version = Version()


class OwnDropForm(Apart, DropForm):
    pass


@bp.get("/tracks/<slug:track>/papers")
@needs(Right.TRACK_APART_READ, Track)
def papers(track: Track) -> Response:
    form = AttachForm(formdata=None)
    form.of(track)
    return _papers(track, form)


def _look() -> None:
    """A file is read by a process of its own, which takes a second; what it is called is read as well."""
    file = request.files.get("file")
    if file is not None and (content := file.read()):
        must_not_be_classified(request.form.get("title", ""), (file.filename or "").replace("_", " "))
        must_be_a_scan(content)
        must_be_harmless(content)
        file.seek(0)


@bp.post("/tracks/<slug:track>/papers")
@needs(Right.TRACK_APART_KEEP, Track, most=LARGEST_SCAN + 1024 * 1024, looks=_look)
def attach(track: Track) -> Response:
    form = AttachForm()
    form.of(track)
    if not form.validate():
        return _papers(track, form)
    words = {"title": form.title.data, "content": form.file.data, "entry": form.entry.data}
    paper = acts.attach(track, by=me(), at=now(), **words)
    flash(gettext("%(reference)s is kept.", reference=paper.reference), "done")
    return redirect(url_for(".papers", track=track.slug), 303)


@bp.get("/tracks/<slug:track>/papers/<int:number>.pdf")
@needs(Right.TRACK_APART_READ, TrackPaper)
def take(paper: TrackPaper) -> Response:
    paper.must_be_there()
    return downloads.download(paper.content, names.file_name(paper.reference, extension="pdf"), downloads.PDF)


@bp.post("/tracks/<slug:track>/papers/<int:number>/remove")
@needs(Right.TRACK_PAPER_REMOVE, TrackPaper)
def remove(paper: TrackPaper) -> Response:
    Buttons()
    paper.remove(by=me(), at=now())
    flash(gettext("%(reference)s is taken away, and its bytes are deleted.", reference=paper.reference), "done")
    return redirect(url_for(".papers", track=paper.track_slug), 303)


@bp.get("/tracks/<slug:track>/follow-ups")
@needs(Right.TRACK_APART_READ, Track)
def index(track: Track) -> str:
    return render_template(
        "compartments/index.html", track=track, followups=shown.followups_of(standing(), track), today=today()
    )


@bp.get("/tracks/<slug:track>/follow-ups.docx")
@needs(Right.TRACK_APART_READ, Track)
def docx(track: Track) -> Response:
    asked.edition(Level.DELEGATIONS)
    made = shown.tracker(standing(), track, today())
    return downloads.download(word.render(made), names.file_name(track.series, "follow-ups", today().isoformat()))


@bp.get("/tracks/<slug:track>/follow-ups/new")
@needs(Right.TRACK_APART_KEEP, Track)
def new(track: Track) -> Response:
    form = EntrustForm()
    form.of(track)
    return answer("compartments/new.html", form, track=track)


@bp.post("/tracks/<slug:track>/follow-ups/new")
@needs(Right.TRACK_APART_KEEP, Track)
def create(track: Track) -> Response:
    form = EntrustForm()
    form.of(track)
    if not form.validate():
        return answer("compartments/new.html", form, track=track)
    words = {name: form[name].data for name in ("text", "office", "due_on", "entry")}
    return _to(acts.open_followup(track, by=me(), at=now(), **words))


@bp.get("/tracks/<slug:track>/follow-ups/<int:number>")
@needs(Right.TRACK_APART_READ, TrackFollowUp)
def show(followup: TrackFollowUp) -> str:
    return render_template("compartments/show.html", **_page(followup))


@bp.post("/tracks/<slug:track>/follow-ups/<int:number>/report")
@needs(Right.TRACK_APART_KEEP, TrackFollowUp)
def report(followup: TrackFollowUp) -> Response:
    form = OwnReportForm()
    if not form.validate():
        return answer("compartments/show.html", form, **_page(followup, report=form))
    followup.report(
        form.state.data, form.text.data, evidence=form.evidence.data, base=form.base_version.data, by=me(), at=now()
    )
    return _to(followup)


@bp.post("/tracks/<slug:track>/follow-ups/<int:number>/assign")
@needs(Right.TRACK_APART_KEEP, TrackFollowUp)
def assign(followup: TrackFollowUp) -> Response:
    form = OwnAssignmentForm()
    if not form.validate():
        return answer("compartments/show.html", form, **_page(followup, assignment=form))
    words = {name: form[name].data for name in ("office", "due_on", "reason")}
    followup.assign(base=form.base_version.data, by=me(), at=now(), **words)
    return _to(followup)


@bp.post("/tracks/<slug:track>/follow-ups/<int:number>/drop")
@needs(Right.TRACK_APART_KEEP, TrackFollowUp)
def drop(followup: TrackFollowUp) -> Response:
    form = OwnDropForm()
    if not form.validate():
        return answer("compartments/show.html", form, **_page(followup, dropping=form))
    followup.drop(form.reason.data, base=form.base_version.data, by=me(), at=now())
    return _to(followup)


def _papers(track: Track, form: AttachForm) -> Response:
    listed = shown.papers_of(standing(), track)
    own = shown.to_be_removed_by(standing(), track)
    return answer("compartments/papers.html", form, track=track, papers=listed, own=own)


def _page(followup: TrackFollowUp, **typed: Form) -> dict[str, Any]:
    """One follow-up with its three forms; the one that was sent as it was typed."""
    base: dict[str, Any] = {"formdata": None, "base_version": followup.version}
    forms: dict[str, Any] = {
        "report": OwnReportForm(data={"state": followup.state}, **base),
        "assignment": OwnAssignmentForm(obj=followup, **base),
        "dropping": OwnDropForm(**base),
    }
    page = forms | typed
    page["report"].state.offer(followup.next_states(me()))
    own = {
        "followup": followup,
        "track": tracks.TRACKS[followup.track_slug],
        "overdue": followup.is_overdue(today()),
        "drop_asked": followup.drop_asked_by(me()),
        "drop_waits": followup.drop_waits_for(me()),
    }
    return page | own


def _to(followup: TrackFollowUp) -> Response:
    return redirect(url_for("compartments.show", track=followup.track_slug, number=followup.number), 303)

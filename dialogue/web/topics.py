"""Topics of regional security: the register, and the history of one topic over the sessions."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import topics
from dialogue.domain.base import Stale
from dialogue.domain.topics import Topic
from dialogue.i18n import lazy
from dialogue.queries import developments, register
from dialogue.web.conflicts import conflict
from dialogue.web.forms import Form, Line, ProseField, Version, answer
from dialogue.web.gate import loads, me, needs, now, standing

bp = Blueprint("topics", __name__)


@loads(Topic)
def _topic(slug: str) -> Topic | None:
    return db.scalar(topics.by_slug(slug))


class TopicForm(Form):
    title = Line(lazy("Title"), required=True)
    summary = ProseField(lazy("What it is about"), limit=5_000)
    base_version = Version()


@bp.get("/topics")
@needs(Right.TOPICS_READ)
def index() -> str:
    return render_template("topics/index.html", lines=register.topics_with_counts())


@bp.get("/topics/new")
@needs(Right.TOPICS_KEEP)
def new() -> str:
    return render_template("topics/new.html", form=TopicForm())


@bp.post("/topics/new")
@needs(Right.TOPICS_KEEP)
def create() -> Response:
    form = TopicForm()
    if not form.validate():
        return answer("topics/new.html", form)
    taken = db.scalars(topics.slugs()).all()
    topic = topics.enter(form.title.data, form.summary.data, taken=taken, by=me(), at=now())
    db.add(topic)
    return _to(topic)


@bp.get("/topics/<slug:slug>")
@needs(Right.TOPICS_READ, Topic)
def show(topic: Topic) -> str:
    return render_template(
        "topics/show.html", topic=topic, history=register.history(topic), when=developments.when,
        developments=developments.of_topic(standing(), topic.slug),
    )  # fmt: skip


@bp.get("/topics/<slug:slug>/edit")
@needs(Right.TOPICS_KEEP, Topic)
def edit(topic: Topic) -> str:
    return render_template("topics/edit.html", topic=topic, form=TopicForm(obj=topic, base_version=topic.version))


@bp.post("/topics/<slug:slug>/edit")
@needs(Right.TOPICS_KEEP, Topic)
def update(topic: Topic) -> Response:
    form = TopicForm()
    if not form.validate():
        return answer("topics/edit.html", form, topic=topic)
    try:
        topic.reword(form.title.data, form.summary.data, base=form.base_version.data, by=me(), at=now())
    except Stale:
        now_there = {"title": topic.title, "summary": topic.summary}
        return conflict(form, now_there, base=topic.version, back=url_for(".show", slug=topic.slug))
    return _to(topic)


@bp.post("/topics/<slug:slug>/retire")
@needs(Right.TOPICS_KEEP, Topic)
def retire(topic: Topic) -> Response:
    topic.retire(by=me(), at=now())
    return _to(topic)


@bp.post("/topics/<slug:slug>/revive")
@needs(Right.TOPICS_KEEP, Topic)
def revive(topic: Topic) -> Response:
    topic.revive(by=me(), at=now())
    return _to(topic)


def _to(topic: Topic) -> Response:
    return redirect(url_for("topics.show", slug=topic.slug), 303)

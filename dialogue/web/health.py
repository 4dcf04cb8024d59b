"""For the machines that watch: alive, and ready to take requests."""

import shutil

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from dialogue.db import db
from dialogue.domain.log import GUARDS, guards
from dialogue.operations.installation import newest_migration
from dialogue.web.gate import machine

bp = Blueprint("health", __name__)

ROOM = 64 * 1024 * 1024  # bytes that must be free: a full disk refuses writes, and is better seen before


@bp.get("/healthz")
@machine(reads=False)
def healthz() -> Response:
    return jsonify(status="ok")


@bp.get("/readyz")
@machine(reads=False)
def readyz() -> tuple[Response, int]:
    """200 where the database answers, stands at the newest migration, guards its log and has room; else 503. Tells no
    more."""
    config = current_app.extensions["dialogue.config"]
    checks = {"database": False, "log": False, "room": shutil.disk_usage(config.data_dir).free > ROOM} | _answers()
    return jsonify(checks), 200 if all(checks.values()) else 503


def _answers() -> dict[str, bool]:
    try:
        bound = db.get_bind().engine
        with bound.connect().execution_options(read_only=True) as connection:
            stands_at = connection.scalar(text("SELECT version_num FROM alembic_version"))
            standing = set(connection.scalars(guards(bound.dialect.name)))
        return {"database": stands_at == newest_migration(), "log": standing >= set(GUARDS[bound.dialect.name])}
    except SQLAlchemyError:
        return {}

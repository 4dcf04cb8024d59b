"""The guide: how each of the users does their work here, with pictures that the tests take."""

from flask import Blueprint, render_template

from dialogue.access import Right
from dialogue.web.gate import me, needs
from dialogue.web.presence import may

bp = Blueprint("guide", __name__)

# Whoever holds the right reads the guide; the first that fits. Advisers and interpreters read that of their side.
GUIDES = (
    (Right.SESSION_PLAN, "guide/secretary.html"),
    (Right.FOLLOWUPS_READ, "guide/participant.html"),
    (Right.OWN_SESSION, "guide/cohost.html"),
)


@bp.get("/guide")
@needs(Right.CALENDAR_SUBSCRIBE)
def show() -> str:
    if me().organisation.is_party and not may(Right.SESSION_PLAN):
        return render_template("guide/participant.html")
    return render_template(next(template for right, template in GUIDES if may(right)))

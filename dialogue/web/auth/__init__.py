"""Signing in and out, and one's own sign-ins."""

from dialogue.web.auth import sign_in, sign_ins  # noqa: F401 their routes
from dialogue.web.auth.pages import bp

__all__ = ["bp"]

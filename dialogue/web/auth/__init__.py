"""Signing in, in one step or two, and out; one's own sign-ins and second factors."""

from dialogue.web.auth import factors, passkeys, second, set_up, sign_in, sign_ins  # noqa: F401  # their routes
from dialogue.web.auth.pages import bp

__all__ = ["bp"]

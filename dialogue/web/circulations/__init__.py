"""The silence procedure on the web: rounds, their method and notice, objections, voices, and the ways out of a hold."""

from dialogue.web.circulations import holds, method, objections, papers, voices  # noqa: F401  # their routes
from dialogue.web.circulations.pages import bp

__all__ = ["bp"]

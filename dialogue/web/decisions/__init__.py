"""Decisions: the register, each one's page, and the drafts of single ones. Every part adds its routes to one
blueprint."""

from dialogue.web.decisions import drafts, pages
from dialogue.web.decisions.pages import bp

__all__ = ["bp", "drafts", "pages"]

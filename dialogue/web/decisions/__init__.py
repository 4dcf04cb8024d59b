"""Decisions: the register, each one's page, drafts of single ones, and a session's paper on how far all are carried
out. Every part adds its routes to one blueprint."""

from dialogue.web.decisions import drafts, pages, status
from dialogue.web.decisions.pages import bp

__all__ = ["bp", "drafts", "pages", "status"]

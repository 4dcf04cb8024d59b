"""The pages of an agenda: read, worked on, requested for, sent out, adopted. One blueprint in several files."""

from dialogue.web.agenda import adoption, citations, entries, imports, items, lines, papers, releases, requests
from dialogue.web.agenda.pages import bp

__all__ = ["adoption", "bp", "citations", "entries", "imports", "items", "lines", "papers", "releases", "requests"]

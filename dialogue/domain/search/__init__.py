"""What can be found: the index of all words, who may read each being asked elsewhere."""

from dialogue.domain.search.index import SOURCES, rebuild
from dialogue.domain.search.rows import INDEX, Found, holding
from dialogue.domain.search.words import Asked, asked, pieces, words_of

__all__ = ["INDEX", "SOURCES", "Asked", "Found", "asked", "holding", "pieces", "rebuild", "words_of"]

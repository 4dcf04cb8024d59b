"""Texts from elsewhere as lines that can be judged one by one: read from Word or from a paste, nothing left out."""

from dialogue.rendering.outlines.lines import Line, LineKind, Outline, TooManyError, parted, pasted

__all__ = ["Line", "LineKind", "Outline", "TooManyError", "parted", "pasted"]

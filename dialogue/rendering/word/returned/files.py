"""The parts of an edited copy that somebody uploads, or the sentence that says why it is not taken.

Nothing in it is run, followed or fetched. A file that could do more than be read is refused all the same: somebody may
open it later."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from dialogue.i18n import gettext
from dialogue.rendering.word.opened import Opened, Unreadable, opened

RELATIONS = 200  # parts that name others
EDGES = {"header", "footer"}
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_LOCAL = re.compile(r"(?i)(file:///)?[a-z]:[\\/]")  # a folder of whoever edited it
_INSIDE = ("/embeddings/", "/activex/", "/afchunk")
_FILES = {"oleObject", "package", "aFChunk", "control", "subDocument", "frame"}


def copy(data: bytes) -> Opened:
    """The file as it may be read. Raises Unreadable, with or without a sentence."""
    file = opened(data)
    _must_be_harmless(file)
    return file


def edges(file: Opened) -> Iterator[tuple[str, Any]]:
    """Its headers and footers, each with which of the two it is."""
    folder, name = posixpath.split(file.main)
    for kind, target, is_outside in _relations(file, posixpath.join(folder, "_rels", f"{name}.rels")):
        if kind in EDGES and not is_outside:
            root = file.part(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
            if root is not None:
                yield kind, root


def beside(file: Opened, kind: str) -> Any:
    """The root of the part of that kind; None where there is none."""
    name = file.beside(kind)
    return file.part(name) if name else None


def _must_be_harmless(file: Opened) -> None:
    if any(part in name.lower() for name in file.names for part in _INSIDE):
        raise Unreadable(_files())
    relations = [name for name in file.names if name.endswith(".rels")]
    if len(relations) > RELATIONS:
        raise Unreadable
    for kind, target, is_outside in (one for name in relations for one in _relations(file, name)):
        if kind in _FILES:
            raise Unreadable(_files())
        if is_outside and not (kind == "hyperlink" or (kind == "attachedTemplate" and _LOCAL.match(target))):
            raise Unreadable(
                gettext("This file draws on something outside of it: a picture or a template. Please take that out.")
            )


def _files() -> str:
    return gettext("This file holds other files. Please take them out, and send it again.")


def _relations(file: Opened, name: str) -> Iterator[tuple[str, str, bool]]:
    """What a part names: the kind, where it lies, and whether that is outside of the file."""
    root = file.part(name)
    for one in () if root is None else root.iter(_RELATION):
        kind, target = one.get("Type", "").rpartition("/")[2], one.get("Target", "")
        is_outside = one.get("TargetMode", "").lower() == "external"
        yield kind, target, is_outside or "://" in target or target.startswith(("\\\\", "//"))

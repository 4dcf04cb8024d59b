"""What a paragraph gets from its style: a level of the outline, a list, how far it is set in, whether it is bold."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialogue.rendering.word.opened import WORD

_W = f"{{{WORD}}}"
DEEPEST = 12  # styles that are made from each other
BODY = 9  # the level of the outline that is none


@dataclass(frozen=True, slots=True)
class Look:
    """Of one paragraph. `outline`: the level of a heading, 1 the highest; 0 where it is none."""

    outline: int = 0
    list_id: str = ""
    list_level: int = 0
    indent: int | None = None
    strong: bool = False
    is_contents: bool = False


class Styles:
    """The styles of one document."""

    def __init__(self, root: Any) -> None:
        found = () if root is None else root.iterfind(f"{_W}style")
        self._all = {one.get(f"{_W}styleId", ""): one for one in found}
        self._default = next(
            (key for key, one in self._all.items() if one.get(f"{_W}type") == "paragraph" and _on(one, "default")), ""
        )

    def look(self, paragraph: Any) -> Look:
        """What the paragraph says itself counts before what its style says."""
        own = paragraph.find(f"{_W}pPr")
        chain = list(self._chain(_value(own, "pStyle") or self._default))
        settings = [one for one in (own, *(style.find(f"{_W}pPr") for style in chain)) if one is not None]
        list_id, level = _list_of(settings)
        names = [_value(style, "name").casefold() for style in chain]
        return Look(
            outline=_outline(settings, names),
            list_id=list_id,
            list_level=level,
            indent=next((left for one in settings if (left := _left(one)) is not None), None),
            strong=any(_bold(style.find(f"{_W}rPr")) for style in chain),
            is_contents=any(name.startswith(("toc ", "table of ", "contents ")) for name in names),
        )

    def is_strong(self, run: Any) -> bool | None:
        """Whether the run says that it is bold; None where it leaves that to its paragraph."""
        own = run.find(f"{_W}rPr")
        said = _bold(own)
        if said is None:
            said = next(
                (
                    bold
                    for one in self._chain(_value(own, "rStyle"))
                    if (bold := _bold(one.find(f"{_W}rPr"))) is not None
                ),
                None,
            )
        return said

    def _chain(self, key: str) -> Iterator[Any]:
        for _ in range(DEEPEST):
            style = self._all.get(key)
            if style is None:
                return
            yield style
            key = _value(style, "basedOn")


def _outline(settings: list[Any], names: list[str]) -> int:
    for one in settings:
        level = _value(one, "outlineLvl")
        if level.isascii() and level.isdigit() and len(level) == 1:
            return 0 if int(level) == BODY else int(level) + 1
    for name in names:
        word, _, level = name.rpartition(" ")
        if (
            word in {"heading", "überschrift", "titre", "naslov", "titulli", "наслов"}
            and level.isascii()
            and level.isdigit()
        ):
            return int(level[:1]) if int(level[:1]) else 1
    return 0


def _list_of(settings: list[Any]) -> tuple[str, int]:
    for one in settings:
        numbered = one.find(f"{_W}numPr")
        if numbered is not None:
            of, level = _value(numbered, "numId"), _value(numbered, "ilvl")
            if of or one is settings[0]:
                return ("" if of == "0" else of), (int(level) if level.isascii() and level.isdigit() else 0)
    return "", 0


def _left(settings: Any) -> int | None:
    ind = settings.find(f"{_W}ind")
    said = None if ind is None else ind.get(f"{_W}left") or ind.get(f"{_W}start")
    whole = (said or "").partition(".")[0]
    return int(whole) if whole.isascii() and whole.isdigit() and len(whole) < 8 else None


def _bold(settings: Any) -> bool | None:
    bold = None if settings is None else settings.find(f"{_W}b")
    return None if bold is None else bold.get(f"{_W}val", "true") not in {"0", "false", "off"}


def _on(one: Any, name: str) -> bool:
    return one.get(f"{_W}{name}", "0") in {"1", "true", "on"}


def _value(one: Any, name: str) -> str:
    found = None if one is None else one.find(f"{_W}{name}")
    return "" if found is None else str(found.get(f"{_W}val") or "")

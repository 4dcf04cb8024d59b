"""A corpus of texts with planted words outside of a profile, and of texts with nothing to find, from data."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_name("fixtures").joinpath("wording.toml").read_text("utf-8"))
UNSEEN: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("fixtures").joinpath("wording_unseen.toml").read_text("utf-8")
)
CLEAN: dict[str, list[str]] = DATA["clean"] | {"later": DATA["clean_later"]["sentences"]}


@dataclass(frozen=True)
class Planted:
    """A text with one fault: the rule that it is against, and how its words were changed."""

    text: str
    rule: str
    how: str


def _broken(words: str) -> str:
    """With a line end in the place of its last blank."""
    before, blank, after = words.rpartition(" ")
    return f"{before}\n{after}" if blank else words


def _parted(words: str) -> str:
    """With its longest word parted at the end of a line."""
    longest = max(words.split(" "), key=len)
    half = next(
        (n for n, sign in enumerate(longest) if n and not sign.isalnum() and sign not in "'’"), len(longest) // 2
    )
    parted = longest[:half], "-\n" if longest[half].isalnum() else f"{longest[half]}\n", longest[half:].lstrip("-–/")
    return words.replace(longest, "".join(parted), 1)


WAYS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "capitals": str.upper,
    "small": str.lower,
    "double blanks": lambda words: words.replace(" ", "  "),
    "no-break blanks": lambda words: words.replace(" ", "\N{NO-BREAK SPACE}"),
    "line end": _broken,
    "parted": _parted,
    "bold": lambda words: f"**{words}**",
}
# A name of one word is told from a common one by its capital; a marking is written in capitals.
KEPT_LARGE = {"name of a person", "name of a co-host", "marking"}
WHOLE = {"asterisk without a footnote"}  # an asterisk within others is a mark of bold


def _ways(rule: str) -> Iterator[str]:
    """Not each suits each rule."""
    barred = {"small"} if rule in KEPT_LARGE else set()
    barred |= {"bold"} if rule in WHOLE else {"parted", "bold"} if rule == "marking" else set()
    return (how for how in WAYS if how not in barred)


def planted(name: str) -> Iterator[Planted]:
    """Each fault of a list in each way, each in the next carrier."""
    carriers, n = DATA["carriers"], 0
    for fault in DATA[name]:
        for words in fault["words"]:
            for how in _ways(fault["rule"]):
                yield Planted(carriers[n % len(carriers)].format(WAYS[how](words)), fault["rule"], how)
                n += 1


def clean(name: str) -> Iterator[str]:
    """Each sentence by itself, with a line end in it, with wide blanks, and behind another one."""
    sentences = CLEAN[name]
    for n, one in enumerate(sentences):
        yield one
        yield _broken(one)
        yield one.replace(". ", ".  ")
        yield f"{one} {sentences[n - 1]}"


@dataclass(frozen=True)
class Sentence:
    """A sentence under a profile in an edition; `fault`: its words that are to be found, "" where there are none."""

    profile: str
    level: str
    text: str
    fault: str = ""

    def is_met_by(self, words: str) -> bool:
        """Whether these words are those of the fault, or stand in them or around them."""
        stands = " ".join(words.split()) in " ".join(self.text.split())
        return stands and bool({*re.findall(r"\w+", words)} & {*re.findall(r"\w+", self.fault)})


def unseen(name: str, kind: str) -> Iterator[Sentence]:
    for group in UNSEEN[name][kind]:
        for one in group["sentences"]:
            before, _, rest = one.partition("⟦")
            fault, _, after = rest.partition("⟧")
            yield Sentence(group["profile"], group["level"], f"{before}{fault}{after}", fault)

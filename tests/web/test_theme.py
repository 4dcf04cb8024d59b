"""The theme keeps its promises: contrast in both modes, no inline style or script, nothing fetched from elsewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
THEME = re.sub(r"/\*.*?\*/", "", (ROOT / "dialogue" / "web" / "static" / "theme.css").read_text(), flags=re.S)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = ("page", "sheet", "shade", "amber-wash", "red-wash", "green-wash", "blue-wash")
INKS = ("ink", "quiet", "blue", "gold", "green", "amber", "red")


def _colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", css))


def _light_and_dark() -> dict[str, dict[str, str]]:
    tokens = THEME[THEME.index("@layer tokens") : THEME.index(":root, [data-bs-theme")]
    light, dark = tokens.split("@media (prefers-color-scheme: dark)")
    return {"light": _colours(light), "dark": _colours(light) | _colours(dark)}


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_counted_as_wcag_counts_it() -> None:
    assert round(_contrast("#000", "#ffffff"), 1) == 21.0


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_ink_is_readable_on_every_sheet(mode: str) -> None:
    colours = _light_and_dark()[mode]

    poor = [(i, s) for i in INKS for s in SHEETS if _contrast(colours[i], colours[s]) < 4.5]

    assert poor == []


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_buttons_are_readable_and_edges_of_controls_are_seen(mode: str) -> None:
    colours = _light_and_dark()[mode]

    assert _contrast(colours["on-blue"], colours["blue"]) >= 4.5
    assert _contrast(colours["on-red"], colours["red"]) >= 4.5
    assert min(_contrast(colours["edge"], colours[s]) for s in ("page", "sheet")) >= 3


def test_paper_takes_no_link_to_a_file_nor_to_another_edition_nor_a_request_that_waits() -> None:
    printed = THEME[THEME.index("@media print") :]

    hidden = " ".join(re.findall(r"([^{}]*)\{ display: none; \}", printed))
    for part in ("a[download]", ".plain:has(> li > a > .edition)", '[aria-labelledby="waiting"]'):
        assert part in hidden


def test_theme_fights_no_war_and_fetches_only_bootstrap() -> None:
    fetched = re.findall(r"""url\(["']?(?!["']?data:)([^"')]+)""", THEME)

    assert "!important" not in THEME
    assert fetched == ["bootstrap/css/bootstrap.min.css"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_template_has_no_inline_style_or_script(template: Path) -> None:
    text = template.read_text()

    inline = re.findall(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=[\"']|javascript:", text)

    assert inline == []

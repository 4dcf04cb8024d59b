"""Charts in papers: pictures whose text has every figure, in a file that Word opens and that is the same each time."""

import io
import zipfile

from dialogue.rendering import charts
from dialogue.rendering.word import tracker
from tests.rendering.test_charts import STAGES, STATES
from tests.rendering.word.checks import faults, opened, read
from tests.rendering.word.sheets import tracker as sheet

DESCRIBED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"


def made():
    return tracker.render(sheet(2, charts=(STAGES, STATES)))


def test_each_picture_says_all_its_figures_to_who_cannot_see_it():
    described = [one.attrib for one in opened(made()).element.iter(DESCRIBED)]

    assert [one["descr"] for one in described] == [STAGES.in_words, STATES.in_words]
    assert [one["id"] for one in described] == ["1", "2"]


def test_the_file_holds_the_very_pictures_and_word_opens_it():
    with zipfile.ZipFile(io.BytesIO(made())) as file:
        held = [file.read(name) for name in file.namelist() if name.startswith("word/media/")]

    assert held == [charts.png(STAGES), charts.png(STATES)]
    assert faults(made()) == []


def test_made_twice_it_is_the_same_file():
    first = made()
    charts.png.cache_clear()

    assert made() == first


def test_pictures_keep_their_shape_and_two_stand_side_by_side():
    sizes = [(int(one.get("cx")), int(one.get("cy"))) for one in opened(made()).element.iter(EXTENT)]
    first, second = (charts.png(one) for one in (STAGES, STATES))

    assert sum(wide for wide, _ in sizes) < 247 * 36_000
    for (wide, high), png in zip(sizes, (first, second), strict=True):
        across, down = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
        assert abs(high - wide * down / across) < 1


def test_a_paper_without_charts_reads_as_it_did():
    text = [line for line in read(made()) if line != "Normal:    "]

    assert read(tracker.render(sheet(2, charts=()))) == text

"""docs/mathematics.md: its computed sections and its chart."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from deploy.documents.chart import Line, line_chart
from deploy.documents.mathematics import CHART, DOCUMENT, EXAMPLES, mathematics, revision_chart

ROOT = Path(__file__).parents[3]


def test_every_example_has_its_section_and_every_section_its_example():
    named = re.findall(r"<!-- computed: (\w+) -->", (ROOT / DOCUMENT).read_text(encoding="utf-8"))
    assert sorted(named) == sorted(EXAMPLES)


def test_the_document_is_what_the_engine_computes():
    assert mathematics(ROOT) == (ROOT / DOCUMENT).read_text(encoding="utf-8")
    assert revision_chart() == (ROOT / CHART).read_text(encoding="utf-8")


def test_a_section_that_was_written_by_hand_is_computed_again(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / DOCUMENT).write_text(
        "a\n<!-- computed: accrued -->\n1 + 1 = 3\n<!-- end -->\nz\n", encoding="utf-8"
    )
    text = mathematics(tmp_path)
    assert "1 + 1 = 3" not in text
    assert text.startswith("a\n<!-- computed: accrued -->\n\n| day | ICNE |")
    assert text.endswith("|\n\n<!-- end -->\nz\n")


@pytest.fixture
def drawn():
    lines = [Line("one & two", [(2020, 100), (2030, 900)]), Line("flat", [(2020, 500), (2030, 500)])]
    return ElementTree.fromstring(line_chart("A <title>", lines, 100))


def test_a_chart_draws_each_line_between_the_corners_of_its_frame(drawn):
    svg = "{http://www.w3.org/2000/svg}"
    first, flat = (line.get("points").split() for line in drawn.iter(f"{svg}polyline"))
    assert (first, flat) == (["70.0,260.0", "700.0,40.0"], ["70.0,150.0", "700.0,150.0"])


def test_a_chart_says_its_title_and_the_name_of_each_line(drawn):
    said = list(drawn.itertext())
    assert {"A <title>", "one & two", "flat", "100", "900", "2020", "2030"} <= set(said)

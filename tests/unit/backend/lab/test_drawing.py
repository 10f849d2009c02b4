"""Results as pictures: the page's geometry, every text escaped, no script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib
import pytest
from support.inputs.measured_task import LABELS, TASK
from support.models.tiny import write_tiny_folder

import shotglass as sg
from shotglass.lab.drawing import glass, markup
from shotglass.lab.drawing.glasses import Glass, glasses_picture

ROOT = Path(__file__).parents[4]
GOLDEN: dict[str, Any] = json.loads((ROOT / "tests/contract/glass.json").read_text("utf-8"))
PAIRS = [(f"the <b>red</b> house {n}", LABELS[n % 2].strip()) for n in range(6)]
ELEMENTS = {
    "div", "span", "table", "caption", "tr", "th", "td", "pre", "svg", "g", "rect", "path", "text",
    "defs", "pattern", "clipPath", "style",
}  # fmt: skip
HOSTILE = "the <script>alert(1)</script> & \"cat'"
RESULTS: dict[str, Callable[[sg.Model], sg.Result]] = {
    "generate": lambda model: model.generate(HOSTILE, n=2, max_tokens=3),
    "compare": lambda model: model.compare(TASK, shots=[0, 2], max_tokens=1),
    "compare without labels": lambda model: model.compare(
        {"template": "{input}{output}", "query": {"input": HOSTILE}, "readout": "text"}
    ),
    "score": lambda model: model.score(HOSTILE, [" <i>", " dog"]),
    "logits": lambda model: model.logits(HOSTILE),
    "tokens": lambda model: model.tokens(HOSTILE),
    "attention": lambda model: model.attention(HOSTILE),
    "hidden": lambda model: model.hidden(HOSTILE),
    "lens": lambda model: model.lens(HOSTILE),
    "attribution": lambda model: model.attribution(HOSTILE),
    "measure": lambda model: model.measure(PAIRS, TASK, sg.Conditions(k=(0, 2))),
    "causes": lambda model: model.causes("example", PAIRS, TASK, k=2, questions=2),
    "heads": lambda model: model.causes("head", PAIRS, TASK, k=2, questions=2, draws=1),
    "vectors": lambda model: model.causes("vector", PAIRS, TASK, k=2, questions=2, top=2),
}


@pytest.fixture(scope="module", autouse=True)
def _without_a_screen() -> None:
    matplotlib.use("agg")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sg.Model]:
    root = tmp_path_factory.mktemp("models")
    with sg.load(write_tiny_folder(root, "tiny", "llama", 3)) as model:
        yield model


@pytest.fixture(scope="module")
def results(model: sg.Model) -> dict[str, sg.Result]:
    return {name: ask(model) for name, ask in RESULTS.items()}


@pytest.mark.parametrize("name", RESULTS)
def test_a_picture_is_whole_escaped_and_without_script(
    name: str, results: dict[str, sg.Result]
) -> None:
    html = results[name]._repr_html_()
    tree = ElementTree.fromstring(f"<div>{html}</div>")
    names = {str(each.tag).split("}")[-1] for each in tree.iter()}

    assert names <= ELEMENTS
    assert not re.search(r"<(script|i|b)\b|\son\w+=|javascript:", html)


@pytest.mark.parametrize("name", RESULTS)
def test_a_console_shows_a_result_in_a_line(name: str, results: dict[str, sg.Result]) -> None:
    line = repr(results[name])
    assert line.startswith(f"<{type(results[name]).__name__}")
    assert str(results[name].to_numpy().shape) in line
    assert len(line) < 200
    assert "\n" not in line


@pytest.mark.parametrize("name", RESULTS)
def test_a_plot_is_drawn_into_axes(name: str, results: dict[str, sg.Result]) -> None:
    from matplotlib import pyplot

    axes = results[name].plot()

    assert results[name].plot(axes) is axes
    assert axes.has_data() or name == "compare without labels"
    pyplot.close(axes.figure)


@pytest.mark.parametrize("case", GOLDEN["paths"])
def test_a_glass_has_the_page_s_walls(case: Any) -> None:
    assert glass.inside(case["width"], case["height"]) == case["inside"]
    assert glass.walls(case["width"], case["height"]) == case["walls"]


@pytest.mark.parametrize("case", GOLDEN["rows"])
def test_glasses_stand_where_the_page_has_them(case: Any) -> None:
    assert vars(glass.glass_row(case["width"], case["count"], case["tall"])) == case["row"]


@pytest.mark.parametrize("case", GOLDEN["glasses"])
def test_a_glass_holds_what_the_page_s_holds(case: Any) -> None:
    colors = glass.colored(len(case["parts"]), case["lead"])
    held = glass.gathered(case["parts"], colors)
    foot = None if case["lead"] is None else colors.index(case["lead"])
    stacked = glass.layers(held, foot)
    figure = glass.figure_of(held, foot, glass.answer_letter(foot or 0), 236)

    assert (colors, held) == (case["colors"], case["gathered"])
    assert [[each.answer, each.start, each.end] for each in stacked] == case["layers"]
    assert (glass.is_mixed(stacked), glass.level(held)) == (case["mixed"], case["level"])
    assert figure is not None
    assert [figure.p, figure.text, figure.within] == case["figure"]


def test_nothing_is_written_at_a_glass_without_answers() -> None:
    assert glass.figure_of([], None, "A", 236) is None


def test_a_lane_that_could_not_be_run_says_so() -> None:
    drawn = glasses_picture([Glass(0, (0.5, 0.25)), Glass(9, None)], [" a", " b"], 0, "two")

    assert drawn.count("too long") == 1
    assert "A\u00a050" in drawn


def test_answers_beyond_the_colors_are_one_part() -> None:
    names = [f" {letter}" for letter in "abcdefgh"]
    drawn = glasses_picture([Glass(0, (0.1,) * 8)], names, 7, "eight")

    assert "2 other answers" in drawn
    assert ">h<" in drawn


def test_a_picture_has_the_page_s_colors_on_light_paper_and_on_dark() -> None:
    css = (ROOT / "web/src/ui/styles/tokens.css").read_text("utf-8")
    names = ["paper", "card", "ink", "soft", "line", "edge", *(f"answer-{n}" for n in range(1, 7))]
    values = [re.findall(rf"--{name}: (#\w+);", css)[:2] for name in names]
    light = [markup.PAPER, markup.CARD, markup.INK, markup.SOFT, markup.LINE, markup.EDGE]
    svg = markup.picture(1, 1, "a")

    assert [each[0] for each in values] == [*light, *markup.ANSWERS]
    for before, after in values:
        assert f'[fill="{before}"] {{ fill: {after} }}' in svg
        assert f'[stroke="{before}"] {{ stroke: {after} }}' in svg
    assert svg.count("prefers-color-scheme: dark") == 1

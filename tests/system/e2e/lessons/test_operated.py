"""Stock figures that a reader sets: what is drawn, and where curves are read off, by mouse, finger
and keys; what the table says is worked out of the result here anew."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.instrument import OpenPage, tool
from system.e2e.page.test_access import violations

pytestmark = pytest.mark.by_need

LESSONS = Path(__file__).parents[4] / "web/src/extensions/course/lessons"
TABLE = {"en": "Show as table", "zh": "看表格"}
NORMS = {"en": ("both streams of size one", "6 blocks"), "zh": ("两边主线大小都为 1", "6 块")}
LADDER = {"en": ("not up to", "or fewer"), "zh": ("也不到", "或更少")}
CURVES = ("tuned", "scratch", "gpt", "word2vec", "tf-idf", "bilstm")
PHONE = {"width": 390, "height": 844}


def series(lesson: str, name: str) -> list[dict[str, Any]]:
    result = json.loads((LESSONS / lesson / "result.json").read_text("utf-8"))
    points: list[dict[str, Any]] = next(s["points"] for s in result["series"] if s["name"] == name)
    return points


def labels_for(height: float, name: str) -> float | None:
    """The labels with which a method is first so often right, on lines over their logarithm."""
    points = [(math.log10(point["x"]), point["y"]) for point in series("ladder", f"source-{name}")]
    if points[0][1] >= height:
        return 0
    for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False):
        if y2 >= height:
            return float(10 ** (x1 + (height - y1) / (y2 - y1) * (x2 - x1)))
    return None


def number(text: str) -> float:
    return float(re.sub(r"[^\d.]", "", text))


def says_labels(table: Locator, height: float, lang: str) -> None:
    never, already = LADDER[lang]
    for row, name in enumerate(CURVES):
        cell = table.locator("tbody tr").nth(row).locator("td")
        labels = labels_for(height, name)
        if labels is None or labels == 0:
            expect(cell).to_contain_text(already if labels == 0 else never)
        else:
            expect(cell).not_to_contain_text(never)
            assert number(cell.inner_text()) == pytest.approx(labels, rel=0.06)  # two digits


@pytest.mark.parametrize("lang", TABLE)
def test_a_choice_draws_other_series_and_stands_in_the_link(open_page: OpenPage, lang: str) -> None:
    one, blocks = NORMS[lang]
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=norms", viewport=PHONE)
    figure = page.locator("article figure").first
    tool(figure, TABLE[lang]).click()
    rows = figure.locator("tbody tr")
    expect(rows).to_have_count(48)
    page.get_by_role("radio", name=one).check()
    page.locator("[name=gradients-blocks]:checked").press("ArrowRight")
    page.locator("[name=gradients-blocks]:checked").press("ArrowRight")
    expect(page.get_by_role("radio", name=re.compile(f"^{blocks}"))).to_be_checked()
    expect(rows).to_have_count(12)
    value = series("norms", "gradient-one-pre-6")[0]["y"]
    expect(rows.first.locator("td").nth(1)).to_have_text(f"{value:.4f}")
    expect(page).to_have_url(re.compile("values=1%2C2"))
    page.reload()
    tool(figure, TABLE[lang]).click()
    expect(rows).to_have_count(12)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert violations(page) == []


@pytest.mark.parametrize("lang", TABLE)
def test_a_height_is_set_by_keys_by_pointer_and_by_finger(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=ladder", viewport=PHONE, has_touch=True)
    slider = page.locator("#source-reading")
    table = page.get_by_role("table").first
    says_labels(table, 0.7, lang)
    slider.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "68")
    says_labels(table, 0.68, lang)
    drawing = page.locator("article figure svg.plot").first
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + 200, box["y"] + box["height"] - 120)
    expect(slider).not_to_have_attribute("aria-valuetext", "68")
    says_labels(table, height_of(slider), lang)
    drawing.click(position={"x": 120, "y": box["height"] - 190})
    says_labels(table, height_of(slider), lang)
    expect(page).to_have_url(re.compile("values=0"))
    assert violations(page) == []


def height_of(slider: Locator) -> float:
    return number(slider.get_attribute("aria-valuetext") or "") / 100


def test_a_layer_is_read_off_beside_the_first(open_page: OpenPage) -> None:
    page = open_page("/#v1/lessons?lesson=probe")
    says_layer(page, "smollm2-135m", 15)
    page.get_by_role("slider").press("ArrowRight")
    says_layer(page, "smollm2-135m", 20)
    page.get_by_role("radio", name="house-prose").check()
    page.get_by_role("slider").press("Home")
    page.get_by_role("slider").press("ArrowRight")
    says_layer(page, "house-prose", 1)


def says_layer(page: Page, model: str, layer: int) -> None:
    for row, kind in enumerate(("speech", "control", "selectivity")):
        points = {point["x"]: point["y"] for point in series("probe", f"{model}-{kind}")}
        cells = page.get_by_role("table").first.locator("tbody tr").nth(row).locator("td")
        expect(cells.first).to_contain_text(f"{100 * points[layer]:.1f}")
        change = f"{100 * (points[layer] - points[0]):+.1f}".replace("-", "−")
        expect(cells.last).to_have_text(change)

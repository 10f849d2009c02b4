"""The lesson on gradient descent: points are dragged by mouse, finger and keys, steps are set; both
lines are those that numpy finds."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations

pytestmark = pytest.mark.by_need

WORDS = {
    "en": ("Example {}", "Steps of gradient descent", r"For x ~ N"),
    "zh": ("例子 {}", "梯度下降的步数", r"x ~ N\(0, 1\) 时"),
}
RATE, NOISE, MOST = 0.2, 0.5, 32
PLACE = re.compile(r"x = ([−\d.]+)[,，] ?y = ([−\d.]+)")
LINE = re.compile(r"y = ([−\d.]+) ([+−]) ([\d.]+) x")
APART = re.compile(r"(?:differ by|相差) ([\d.]+).*?(?:number|第) (\d+)")
both = pytest.mark.parametrize("lang", WORDS)


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def point(page: Page, lang: str, i: int) -> Locator:
    return page.get_by_role("slider", name=WORDS[lang][0].format(i), exact=True)


def places(page: Page, lang: str) -> np.ndarray:
    """(6, 2): where the points stand, by what a screen reader is told."""
    texts = [point(page, lang, i).get_attribute("aria-valuetext") or "" for i in range(1, 7)]
    matches = [PLACE.search(text) for text in texts]
    return np.array([[number(match[1]), number(match[2])] for match in matches if match])


def lines(points: np.ndarray, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Ridge regression's height and slope, and those of descent."""
    x, y = np.column_stack([np.ones(len(points)), points[:, 0]]), points[:, 1]
    weights = np.zeros(2)
    for _ in range(steps):
        weights += RATE * x.T @ (y - x @ weights) / len(y)
    return np.linalg.solve(x.T @ x + NOISE**2 * np.eye(2), x.T @ y), weights


def shows(page: Page, lang: str, steps: int) -> None:
    """The page says what numpy finds for the points as they stand."""
    says = page.get_by_text(re.compile(WORDS[lang][2]))
    goal, descent = lines(places(page, lang), steps)
    text = says.inner_text()
    written = [
        [number(height), number(sign + slope) if sign == "−" else number(slope)]
        for height, sign, slope in LINE.findall(text)
    ]
    assert np.allclose(written, [goal, descent], atol=0.0051)
    match = APART.search(text)
    assert match is not None
    assert number(match[1]) == pytest.approx(((goal - descent) ** 2).sum(), abs=0.00051)
    apart = [((goal - lines(places(page, lang), k)[1]) ** 2).sum() for k in range(1, MOST + 1)]
    assert apart[int(match[2]) - 1] == pytest.approx(min(apart), abs=1e-4)


@both
def test_points_are_dragged_by_mouse_and_moved_by_keys_and_steps_are_set(
    open_page: OpenPage, lang: str
) -> None:
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=descent")
    steps = page.get_by_role("slider", name=re.compile(WORDS[lang][1]))
    expect(steps).to_have_value("4")
    shows(page, lang, 4)
    before = places(page, lang)
    point(page, lang, 2).hover()
    page.mouse.down()
    box = point(page, lang, 2).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] - 80, steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile("values="))
    moved = places(page, lang)
    assert moved[1, 0] > before[1, 0] + 0.1
    assert moved[1, 1] > before[1, 1] + 1
    shows(page, lang, 4)
    point(page, lang, 6).press("ArrowDown")
    point(page, lang, 6).press("ArrowLeft")
    assert np.allclose(places(page, lang)[5] - moved[5], [-0.1, -0.1], atol=1e-9)
    steps.press("Home")
    steps.press("ArrowRight")
    shows(page, lang, 1)
    steps.press("End")
    shows(page, lang, MOST)
    expect(page).to_have_url(re.compile(f"values={MOST}%2C"))
    page.reload()
    expect(steps).to_have_value(str(MOST))
    shows(page, lang, MOST)
    assert violations(page) == []


@both
def test_a_finger_drags_a_point_on_a_phone_and_no_point_leaves_the_drawing(
    open_page: OpenPage, lang: str
) -> None:
    size = {"width": 390, "height": 844}
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=descent", viewport=size, has_touch=True)
    handle = point(page, lang, 3)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    touch("touchStart", (x, y))
    for share in (0.3, 0.6, 1):
        touch("touchMove", (x + 600 * share, y + 40 * share))
    touch("touchEnd")
    expect(page).to_have_url(re.compile("values="))
    assert places(page, lang)[2, 0] == 2
    assert places(page, lang)[2, 1] < 0.5
    shows(page, lang, 4)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390

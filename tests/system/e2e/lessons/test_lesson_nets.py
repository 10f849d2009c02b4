"""The networks that run in the page: a drawn digit is named, and a sentence's tokens are given to
experts, as onnxruntime computes both here."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.instrument import OpenPage, tool
from system.e2e.page.test_access import violations
from system.e2e.timers import let_timers_fire
from tokenizers import Tokenizer

pytestmark = pytest.mark.by_need

LESSONS = Path(__file__).parents[4] / "web/src/extensions/course/lessons"
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
PHONE = {"width": 390, "height": 844}
TEXT = {"en": ("A sentence of your own", "Layer"), "zh": ("你自己的一句", "层")}
CLEAR = {"en": "Clear", "zh": "清空"}
TABLE = {"en": "Show as table", "zh": "看表格"}
both = pytest.mark.parametrize("lang", TABLE)


def outputs(lesson: str, feed: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    file = str(LESSONS / lesson / "net.onnx")
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, feed), strict=True))


def probabilities(page: Page) -> np.ndarray:
    """Of the ten words, for the image that the page shows."""
    ink = page.locator("article figure .image button span").evaluate_all(
        "pixels => pixels.map((pixel) => Number(pixel.style.opacity))"
    )
    patches = np.array(ink, np.float32).reshape(1, 16, 4)
    scores = outputs("patches", {"patches": patches})["scores"][0]
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def says(page: Page) -> None:
    """The page says the likeliest word of the network, and how likely it is."""
    expected = probabilities(page)
    best = int(expected.argmax())
    written = re.compile(rf"[“]{WORDS[best]}[”].*{100 * expected[best]:.1f}")
    expect(page.locator("article figure").first.get_by_text(written)).to_be_visible()


def draw(page: Page, pad: Locator, *ways: list[tuple[float, float]]) -> None:
    box = pad.bounding_box()
    assert box is not None
    for way in ways:
        for i, (x, y) in enumerate(way):
            page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
            if i == 0:
                page.mouse.down()
        page.mouse.up()


@both
def test_a_digit_is_drawn_by_mouse_and_by_keys_and_named(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=patches&values=5", viewport=PHONE)
    expect(page.get_by_text(re.compile("“three”.*94"))).to_be_visible()
    pad = page.get_by_role("application")
    draw(page, pad, [(0.6, 0.1), (0.25, 0.6), (0.8, 0.6)], [(0.62, 0.35), (0.62, 0.9)])
    expect(page.get_by_text(re.compile("“four”"))).to_be_visible()
    says(page)
    page.get_by_role("button", name=CLEAR[lang]).click()
    expect(page.get_by_text(re.compile("“three”"))).to_be_visible()
    pad.focus()
    pad.press("Space")
    for _ in range(8):
        pad.press("ArrowDown")
    expect(page.get_by_text(re.compile("“one”"))).to_be_visible()
    says(page)
    expect(page).to_have_url(re.compile(r"values=5(,|%2C)\d+"))
    let_timers_fire(page, 500)  # until the address has all of it
    page.reload()
    expect(page.get_by_text(re.compile("“one”"))).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_digit_is_drawn_by_a_finger(open_page: OpenPage) -> None:
    page = open_page("/#v1/lessons?lesson=patches&values=5", viewport=PHONE, has_touch=True)
    pad = page.get_by_role("application")
    expect(page.get_by_text(re.compile("“three”"))).to_be_visible()
    box = pad.bounding_box()
    assert box is not None
    finger = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + 0.2 * box["height"]

    def touch(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", x, y)
    for step in range(1, 7):
        touch("touchMove", x, y + 0.1 * step * box["height"])
    touch("touchEnd")
    expect(page.get_by_text(re.compile("“one”"))).to_be_visible()
    says(page)


@both
def test_each_token_of_ones_sentence_shows_its_expert(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=experts&values=1,3", viewport=PHONE)
    field, layer = TEXT[lang]
    figure = page.locator("article figure").first
    expect(figure.get_by_role("button", pressed=True)).to_be_visible()
    text = "Alice was not a bit hurt, and she jumped up."
    page.get_by_label(field).fill(text)
    tool(figure, TABLE[lang]).click()
    tokenizer = Tokenizer.from_file(str(LESSONS / "experts/tokenizer.json"))
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    shares = outputs("experts", {"input_ids": np.array([ids])})["shares"]  # (L, S, E)
    expect(figure.locator("tbody tr")).to_have_count(len(ids))
    for row, own in enumerate(shares.swapaxes(0, 1)):
        cells = figure.locator("tbody tr").nth(row).locator("td, th").all_inner_texts()
        for cell, p in zip(cells[1:], own, strict=True):
            assert cell.startswith(f"{p.argmax() + 1} ({100 * p.max():.1f}"), (row, cell, p)
    page.get_by_role("radio", name=f"{layer} 4", exact=True).check(force=True)
    expect(page).to_have_url(re.compile("values=3"))
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390

"""Lessons on the model's answers take a prompt of one's own; without a model they stay on what was
recorded, and say so."""

from __future__ import annotations

import json
import math
import re
import struct
import urllib.request

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import MODEL, OpenPage, post, tool
from system.e2e.page.test_access import violations

FIELDS = {
    "en": {
        "shots": "A word of your own",
        "decoders": "A text of your own",
        "beam": "A beginning of your own",
        "table": "Show as table",
        "kept": "No model can be asked just now",
    },
    "zh": {
        "shots": "你自己的词",
        "decoders": "你自己的文本",
        "beam": "你自己的开头",
        "table": "看表格",
        "kept": "现在没有模型可问",
    },
}
PHONE = {"width": 390, "height": 844}
both = pytest.mark.parametrize("lang", FIELDS)


def opened(open_page: OpenPage, lang: str, lesson: str, own: str, **options: object) -> Page:
    """The lesson on a phone, once its recorded figure stands there and one's own text is typed."""
    options = {"viewport": PHONE, "has_touch": True, **options}
    page = open_page(f"/?lang={lang}#v1/lessons?lesson={lesson}", **options)
    page.locator("article figure").first.wait_for()
    field = page.get_by_label(re.compile(f"^{FIELDS[lang][lesson]}"))
    field.tap()
    field.press("Control+a")
    field.press_sequentially(own)
    return page


@both
def test_the_glasses_of_a_word_of_ones_own_are_the_server_s(
    open_page: OpenPage, address: str, lang: str
) -> None:
    page = opened(open_page, lang, "shots", "big: small, bigger, biggest")
    labels = [" small", " bigger", " biggest"]
    scores = {
        k: post(address, "/api/v1/score", {"model": MODEL, "prompt": prompt, "labels": labels})[
            "labels"
        ]
        for k, prompt in {0: "big ->", 1: "hot -> cold\nbig ->"}.items()
    }
    figure = page.locator("article figure").first
    expect(figure).to_contain_text("␣bigger")
    tool(figure, FIELDS[lang]["table"]).click()
    for row, score in scores.items():
        right = math.exp(score[0]["logprob"])
        cells = figure.locator("tbody tr").nth(row).locator("td, th")
        shown = cells.last.inner_text().replace("\u202f", "")
        assert float(shown.strip("<%")) == pytest.approx(100 * right, abs=0.11)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.by_need
@both
def test_the_decoders_choose_after_a_text_of_ones_own(
    open_page: OpenPage, address: str, lang: str
) -> None:
    own = "Once upon a time"
    page = opened(open_page, lang, "decoders", own)
    texts, p = distribution(address, own)
    first, second = np.argsort(-p)[:2]
    figure = page.locator("article figure").first
    expect(figure).to_contain_text(texts[second].replace(" ", "␣"))
    tool(figure, FIELDS[lang]["table"]).click()
    rows = figure.locator("tbody tr")
    expect(rows.first.locator("td, th").last).to_have_text(texts[first].replace(" ", "␣"))
    left = int((np.cumsum(-np.sort(-p)) < 0.7).sum()) + 1
    expect(rows.nth(3).locator("td, th").nth(1)).to_have_text(str(left))
    assert violations(page) == []


def distribution(address: str, text: str) -> tuple[list[str], np.ndarray]:
    """The texts of all tokens, and how likely each is next."""
    body = json.dumps({"model": MODEL, "prompt": text, "continuation": []}).encode()
    kind = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/api/v1/logits", body, kind)
    with urllib.request.urlopen(request, timeout=60) as answer:
        data = answer.read()
    (length,) = struct.unpack_from("<I", data)
    logits = np.frombuffer(data, "<f4", offset=4 + length).astype(np.float64)
    powers = np.exp(logits - logits.max())
    with urllib.request.urlopen(
        f"{address}/api/v1/models/{MODEL}/vocabulary", timeout=60
    ) as answer:
        return json.loads(answer.read())["tokens"], powers / powers.sum()


@pytest.mark.by_need
@both
def test_a_beam_searches_on_from_a_beginning_of_ones_own(
    open_page: OpenPage, address: str, lang: str
) -> None:
    own = "The capital of France"
    page = opened(open_page, lang, "beam", own)
    settings = {"temperature": 0, "max_tokens": 4}
    body = {"model": MODEL, "prompt": own, "settings": settings, "stream": False}
    events = post(address, "/api/v1/generate", body)["events"]
    tokens = [event for event in events if event["type"] == "token"]
    greedy = "".join(event["piece"] for event in tokens).strip()
    p = math.exp(sum(event["logprob"] for event in tokens))
    best = page.locator("article p.best")
    expect(best).to_contain_text(f"“{greedy}”")
    assert f"{100 * p:.1f}" in best.inner_text()
    page.get_by_role("radio", name="3", exact=True).press("Space")
    shares = [float(p) for p in re.findall(r"([\d.]+)\s%", best.inner_text())]
    assert len(shares) == 2
    assert violations(page) == []


@pytest.mark.by_need
@both
@pytest.mark.parametrize("lesson", ["shots", "decoders", "beam"])
def test_without_a_model_the_recorded_figure_stays_and_the_page_says_so(
    open_page: OpenPage, without_model: str, lang: str, lesson: str
) -> None:
    own = "big: small" if lesson == "shots" else "Another text"
    page = opened(open_page, lang, lesson, own, base=without_model)
    expect(page.get_by_role("status").filter(has_text=FIELDS[lang]["kept"])).to_be_visible()
    expect(page.locator("article figure").first).to_be_visible()
    assert violations(page) == []

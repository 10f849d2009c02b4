"""What each word of a prompt brings: the numbers of the score call for the text without it."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import MODEL, OpenPage
from system.e2e.page.test_access import violations

TEXT = "hot -> cold\nbig -> small\nfast ->"
WITHOUT = {  # by word, what is left
    "hot": "-> cold\nbig -> small\nfast ->",
    "cold": "hot ->\nbig -> small\nfast ->",
    "fast": "hot -> cold\nbig -> small\n->",
}
ASK = {"en": "What does each word bring? (9 prompts)", "zh": "每个词起多大作用？（9 个提示）"}


def scored(address: str, prompt: str, label: str) -> float:
    body = json.dumps({"model": MODEL, "prompt": prompt, "labels": [label]}).encode()
    request = urllib.request.Request(
        address + "/api/v1/score", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        score: dict[str, Any] = json.load(answer)
    p: float = score["labels"][0]["p"]
    return p


def prompt_page(open_page: OpenPage, text: str, language: str = "en") -> Page:
    query = urllib.parse.urlencode({"text": text})
    page = open_page(f"/?lang={language}#v1/prompt?{query}")
    page.locator("header .ready").wait_for()
    return page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_bars_are_the_score_of_the_text_without_each_word(
    open_page: OpenPage, address: str, language: str
) -> None:
    page = prompt_page(open_page, TEXT, language)
    page.get_by_role("button", name=ASK[language], exact=True).click()
    bars = page.locator("[data-change]")
    expect(bars).to_have_count(8)
    request = {"model": MODEL, "prompt": TEXT, "settings": {"temperature": 0, "max_tokens": 1}}
    answer = generated(address, request)
    whole = scored(address, TEXT, answer)
    shown = [float(bar.get_attribute("data-change") or "nan") for bar in bars.all()]
    for bar, by in zip(bars.all(), shown, strict=True):  # and its figure stands below
        points = f"{abs(100 * by):.1f}"
        expect(bar.locator("small")).to_contain_text(points)
    by_word = dict(zip(TEXT.split(), shown, strict=True))  # of a word twice, the last
    for word, left in WITHOUT.items():
        assert by_word[word] == pytest.approx(scored(address, left, answer) - whole, abs=1e-6)
    assert violations(page) == []
    page.locator("#prompt-text").fill("hot -> cold")
    expect(bars).to_have_count(0)  # they were of another text


def generated(address: str, body: dict[str, Any]) -> str:
    """The likeliest token's text."""
    data, kind = json.dumps(body).encode(), {"Content-Type": "application/json"}
    request = urllib.request.Request(address + "/api/v1/generate", data, kind)
    with urllib.request.urlopen(request, timeout=60) as answer:
        lines = [line[5:] for line in answer.read().decode().splitlines() if line[:5] == "data:"]
    (token,) = [event for event in map(json.loads, lines) if event["type"] == "token"]
    text: str = token["text"]
    return text


@pytest.mark.by_need
def test_a_long_text_is_refused_by_its_number_of_words(open_page: OpenPage) -> None:
    page = prompt_page(open_page, "word " * 64 + "end")
    button = page.get_by_role("button", name="64 at most, here 65")
    expect(button).to_be_disabled()
    page.locator("#prompt-text").fill("word " * 63 + "end")
    expect(page.get_by_role("button", name="(65 prompts)")).to_be_enabled()

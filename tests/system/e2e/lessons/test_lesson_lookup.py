"""The lesson on drafts: every draft, and each of its tokens accepted or refused, is that of a plain
search through what the server writes."""

from __future__ import annotations

import json
import re

import pytest
from contract.drafts_cases import runs_of
from playwright.sync_api import Page, expect
from system.e2e.instrument import MODEL, ROOT, OpenPage, post
from system.e2e.page.test_access import violations

pytestmark = pytest.mark.by_need

OPENING = json.loads((ROOT / "web/src/gallery/opening.json").read_text("utf-8"))["lookup"]
WORDS = {
    "en": {
        "field": "A text of your own",
        "next": "Next step",
        "kinds": ("^A draft:", "is accepted:", "is refused:", "were right;", "^No draft;"),
        "so far": r"Tokens so far: (\d+)\. Runs of the model: (\d+)\. Saved: (\d+)",
        "whole": r"In all (\d+) tokens in (\d+) runs: (\d+) saved",
        "kept": "No model can be asked just now",
    },
    "zh": {
        "field": "你自己的文本",
        "next": "下一步",
        "kinds": ("^草稿：", "^接受", "^拒绝", "个全对", "^没有草稿"),
        "so far": r"到此 (\d+) 个词元，模型运行 (\d+) 次，省下 (\d+) 次",
        "whole": r"一共 (\d+) 个词元，运行 (\d+) 次，省下 (\d+) 次",
        "kept": "现在没有模型可问",
    },
}
DRAFT, ACCEPTED, REFUSED, OWN, PLAIN = range(5)
both = pytest.mark.parametrize("lang", WORDS)


def written(address: str, prompt: str) -> tuple[list[int], list[int]]:
    """The ids of the prompt, and of what the model writes greedily."""
    settings = {"temperature": 0, "max_tokens": OPENING["max_tokens"]}
    body = {"model": MODEL, "prompt": prompt, "settings": settings, "stream": False}
    events = post(address, "/api/v1/generate", body)["events"]
    ids = [event["id"] for event in events if event["type"] == "token"]
    return [token["id"] for token in events[0]["tokens"]], ids


def steps(prompt: list[int], ids: list[int]) -> list[tuple[int, int, int]]:
    """What is seen in each step: its kind, the tokens that stand there, the runs so far."""
    seen = [(PLAIN, 1, 1)]
    tokens = 1
    for run, (drafted, right) in enumerate(runs_of(prompt, ids), 2):
        if drafted == 0:
            seen.append((PLAIN, tokens + 1, run))
        else:
            seen.append((DRAFT, tokens, run - 1))
            seen += [(ACCEPTED, tokens + i + 1, run) for i in range(right)]
            seen.append((REFUSED if right < drafted else OWN, tokens + right + 1, run))
        tokens += right + 1
    return seen


def shows(page: Page, lang: str, step: tuple[int, int, int]) -> None:
    kind, tokens, runs = step
    words = WORDS[lang]
    kinds = words["kinds"]
    expect(page.locator("article .says")).to_have_text(re.compile(kinds[kind]))
    text = page.get_by_text(re.compile(str(words["so far"]))).inner_text()
    match = re.search(str(words["so far"]), text)
    assert match is not None
    assert tuple(map(int, match.groups())) == (tokens, runs, tokens - runs)


@both
def test_each_step_is_that_of_a_plain_search_by_keys_and_by_mouse(
    open_page: OpenPage, address: str, lang: str
) -> None:
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=lookup")
    prompt, ids = written(address, OPENING["text"])
    expected = steps(prompt, ids)
    assert {kind for kind, _, _ in expected} >= {DRAFT, ACCEPTED, REFUSED, OWN}
    slider = page.locator("#moment")
    expect(slider).to_have_attribute("max", str(len(expected) - 1))
    match = re.search(str(WORDS[lang]["whole"]), page.locator("article").inner_text())
    assert match is not None
    runs = 1 + len(runs_of(prompt, ids))
    assert tuple(map(int, match.groups())) == (len(ids), runs, len(ids) - runs)

    slider.press("Home")
    for step in expected:
        shows(page, lang, step)
        slider.press("ArrowRight")
    slider.press("Home")
    button = page.get_by_role("button", name=str(WORDS[lang]["next"]))
    for step in expected[1:4]:
        button.click()
        shows(page, lang, step)
    expect(page).to_have_url(re.compile("values=3"))
    page.reload()
    shows(page, lang, expected[3])
    assert violations(page) == []


@both
def test_a_text_of_ones_own_is_written_on_by_touch_on_a_phone(
    open_page: OpenPage, address: str, lang: str
) -> None:
    size = {"width": 390, "height": 844}
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=lookup", viewport=size, has_touch=True)
    own = "The old man had a cat. The old man had a dog. The old man"
    page.get_by_label(str(WORDS[lang]["field"])).fill(own)
    expected = steps(*written(address, own))
    expect(page.locator("#moment")).to_have_attribute("max", str(len(expected) - 1))
    first = next(i for i, (kind, _, _) in enumerate(expected) if kind == DRAFT)
    shows(page, lang, expected[first])
    for step in expected[first + 1 : first + 4]:
        page.get_by_role("button", name=str(WORDS[lang]["next"])).tap()
        shows(page, lang, step)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@both
def test_without_a_model_the_recorded_run_stays_and_the_page_says_so(
    open_page: OpenPage, without_model: str, lang: str
) -> None:
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=lookup", base=without_model)
    expect(page.locator("article .says")).to_have_text(re.compile(WORDS[lang]["kinds"][DRAFT]))
    page.get_by_label(str(WORDS[lang]["field"])).fill("Another text")
    expect(page.get_by_role("status").filter(has_text=str(WORDS[lang]["kept"]))).to_contain_text(
        OPENING["text"]
    )
    expect(page.locator("article figure").first).to_contain_text("Wednesday: open")

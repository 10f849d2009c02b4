"""Prompt: type, and the model writes; every text is what the API gives for the same request."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.instrument import OpenPage, choose_model
from system.e2e.page.test_access import violations

HOUSE = "house-gpt2"
TEXT = "Once upon a time, a small robot"
SETTINGS = {"max_tokens": 12, "temperature": 0.8, "top_k": 0, "top_p": 1, "n": 2, "seed": 7}
WORDS = {
    "en": {"view": "Prompt", "run": "Run", "goOn": "Continue", "back": "Take back", "edit": "Edit"},
    "zh": {"view": "提示", "run": "运行", "goOn": "接着写", "back": "撤回", "edit": "修改"},
}


def generated(address: str, prompt: str, **settings: object) -> list[str]:
    """What the API writes, by sample."""
    body = {"model": HOUSE, "prompt": prompt, "settings": {**SETTINGS, "stop": [], **settings}}
    data, kind = json.dumps(body).encode(), {"Content-Type": "application/json"}
    request = urllib.request.Request(address + "/api/v1/generate", data, kind)
    with urllib.request.urlopen(request, timeout=60) as answer:
        lines = [line[5:] for line in answer.read().decode().splitlines() if line[:5] == "data:"]
    done = [event for event in map(json.loads, lines) if event["type"] == "done"]
    return [event["text"] for event in sorted(done, key=lambda event: event["sample"])]


def house(page: Page) -> Page:
    choose_model(page, HOUSE)
    return page


def prompt_page(
    open_page: OpenPage, language: str = "en", text: str = TEXT, **settings: object
) -> Page:
    asked = {"text": text, "max_tokens": SETTINGS["max_tokens"], **settings}
    query = urllib.parse.urlencode(asked)
    return house(open_page(f"/?lang={language}#v1/prompt?{query}"))


def sample(page: Page, number: int) -> Locator:
    return page.locator(f"[data-sample='{number}']")


def finished(page: Page, number: int) -> Locator:
    """The sample, once it has come to its end."""
    found = sample(page, number)
    expect(found).to_have_attribute("aria-busy", "false")
    expect(found.locator(".token").first).to_be_visible()
    return found


def text_of(found: Locator) -> str:
    """Its tokens as they are; line breaks stand on the page as signs."""
    written = found.locator(".text .token, .text em").all_text_contents()
    return "".join(written).replace("⏎", "\n")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_two_actions_from_a_cold_page_make_the_model_write(
    open_page: OpenPage, language: str
) -> None:
    page = house(open_page(f"/?lang={language}"))
    page.get_by_role("link", name=WORDS[language]["view"], exact=True).click()
    page.locator(".examples button").first.click()
    expect(finished(page, 1).get_by_role("status")).not_to_be_empty()
    finished(page, 2)
    page.locator("[data-sample='1'] .token").first.click()
    assert violations(page) == []


def test_samples_and_forks_are_what_the_api_writes(open_page: OpenPage, address: str) -> None:
    page = prompt_page(open_page)
    page.locator("#prompt-text").press("Control+Enter")
    for number, text in enumerate(generated(address, TEXT), 1):
        assert text_of(finished(page, number)) == text

    first = finished(page, 1)
    tokens = first.locator(".token").all_text_contents()
    first.locator(".token").nth(3).click()
    other = first.locator(".card li:not(.drawn) .from").first
    chosen = str(other.inner_text()).replace("␣", " ")
    other.click()
    expect(first.locator(".token.chosen")).to_have_count(1)
    expect(first).to_have_attribute("aria-busy", "false")
    prefix = "".join(tokens[:3]) + chosen
    assert text_of(first) == prefix + generated(address, TEXT + prefix, n=1)[0]

    first.get_by_role("button", name="Take back").click()
    assert text_of(first) == "".join(tokens)


@pytest.mark.slow
def test_no_line_breaks_within_a_word(open_page: OpenPage) -> None:
    page = prompt_page(open_page, max_tokens=120, temperature=1.6)
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("#prompt-text").press("Control+Enter")
    tokens = finished(page, 1).locator(".token")
    lines = tokens.evaluate_all("all => all.map(one => [one.textContent, one.offsetTop])")
    within = [(a, b) for a, b in pairwise(lines) if a[0][-1].isalpha() and b[0][0].isalpha()]
    assert len(within) > 5
    assert [pair for pair in within if pair[0][1] != pair[1][1]] == []


@pytest.mark.parametrize("size", [(1440, 900), (390, 844), (844, 390)])
@pytest.mark.slow
def test_a_card_stays_in_the_window_and_off_its_token(
    open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = prompt_page(open_page)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.locator("#prompt-text").press("Control+Enter")
    token = finished(page, 1).locator(".token").nth(5)
    for line in (40, size[1] // 2, size[1] - 60):  # where the token stands in the window
        token.evaluate("(one, y) => scrollBy(0, one.getBoundingClientRect().top - y)", line)
        token.click()
        left, top, right, bottom = edges(page.locator(".card"))
        assert 0 <= left <= right <= size[0]
        assert 0 <= top <= bottom <= size[1]
        own = edges(token)
        assert right <= own[0] or own[2] <= left or bottom <= own[1] or own[3] <= top
        token.press("Escape")


def edges(found: Locator) -> tuple[float, float, float, float]:
    """Left, top, right and bottom in the window."""
    box = found.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_edited_text_goes_on_and_hostile_text_stays_text(
    open_page: OpenPage, language: str
) -> None:
    words = WORDS[language]
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    page = prompt_page(open_page, language, hostile)
    page.get_by_role("button", name=words["run"]).click()
    first = finished(page, 1)
    first.get_by_role("button", name=words["edit"], exact=True).click()
    first.locator("textarea").fill(hostile)
    first.locator(".acts button").nth(1).click()
    expect(first.locator("em")).to_have_text(hostile)
    expect(first.locator(".token").first).to_be_visible()
    assert page.locator("main img, main script").count() == 0
    expect(first.get_by_role("button", name=words["back"])).to_be_visible()


@pytest.mark.slow
def test_the_prompt_is_counted_while_it_is_typed_and_its_last_space_is_mended(
    open_page: OpenPage, address: str
) -> None:
    page = prompt_page(open_page, text="")
    page.locator("#prompt-text").fill("naïve 猫 ")
    body = json.dumps({"model": HOUSE, "text": "naïve 猫"}).encode()
    request = urllib.request.Request(
        address + "/api/v1/tokenize", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        ids = [token["id"] for token in json.load(answer)["tokens"]]
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("#prompt-text")).to_have_value("naïve 猫")
    count = page.locator("[data-tokens]")
    expect(count).to_have_attribute("data-tokens", str(len(ids)))
    count.click()
    shown = page.locator("#prompt-ids li .soft").all_text_contents()
    assert [int(text) for text in shown] == ids


def test_a_link_restores_prompt_settings_and_seed_and_runs_nothing(open_page: OpenPage) -> None:
    page = open_page("/#v1/prompt?text=Hello&n=3&seed=41&temperature=0.5")
    expect(page.locator("#prompt-text")).to_have_value("Hello")
    expect(
        page.get_by_text("3 samples · up to 60 tokens · temperature 0.5 · seed 41")
    ).to_be_visible()
    assert page.locator("[data-sample]").count() == 0
    unasked = page.get_by_text("This prompt was not run yet: Run asks the model.")
    expect(unasked).to_be_visible()
    page.locator("header .ready").wait_for()
    page.get_by_role("button", name="Run").click()
    expect(page.locator("[data-sample]")).to_have_count(3)
    expect(unasked).to_have_count(0)


@pytest.mark.by_need
def test_a_text_that_is_typed_is_not_called_one_that_was_not_run(open_page: OpenPage) -> None:
    page = open_page("/#v1/prompt")
    page.locator("#prompt-text").fill("Hello")
    page.locator("[data-tokens]").wait_for()
    expect(page.get_by_text("not run yet")).to_have_count(0)


def test_the_prompt_travels_to_compare_inside_and_decode(open_page: OpenPage) -> None:
    page = prompt_page(open_page)
    page.get_by_role("link", name="Compare, as a question").click()
    expect(page.get_by_text(TEXT).first).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Next word", exact=True).last.click()
    expect(page.locator("#decode-text")).to_have_value(TEXT)

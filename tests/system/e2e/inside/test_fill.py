"""A masked model on the page: Prompt fills the gaps of a text with it, beside the model in use, and
Inside shows its attention to both sides."""

from __future__ import annotations

import json
import math
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from support.models.tiny import write_tiny_folder
from system.e2e.combinations import looks
from system.e2e.conftest import serving
from system.e2e.inside.test_inside import open_fold
from system.e2e.instrument import OpenPage, choose_model, uses_model
from system.e2e.page.test_access import violations

TEXT = "the [MASK] sat on the [MASK]"
FILL = f"/#v1/prompt?mode=fill&text={quote(TEXT)}"
INSIDE = f"/#v1/inside?text={quote(TEXT)}&model=filler&view=attention&layer=1&head=1"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "filler", "bert", 4)
    write_tiny_folder(root, "writer", "gpt2")
    yield from serving({}, "--models", str(root))


def answered(base: str, route: str, **body: Any) -> Any:
    request = urllib.request.Request(
        f"{base}/api/v1/{route}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", "Accept": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def filled(page: Page) -> Page:
    page.get_by_role("button", name="Run Ctrl + Enter").click()
    expect(page.locator("section [data-next]").first).to_be_attached()
    expect(page.get_by_role("img", name="gap 2").locator("[data-next]").first).to_be_attached()
    return page


def test_each_gap_shows_what_both_models_say(open_page: OpenPage, base: str) -> None:
    page = filled(open_page(FILL, base))
    said = answered(base, "fill", model="filler", text=TEXT, top=100)["texts"][0]["gaps"]
    for number, gap in enumerate(said, 1):
        drawing = page.get_by_role("img", name=f"gap {number}")
        lines = drawing.locator("[data-token]")
        shown = {
            line.get_attribute("data-token"): line.get_attribute("data-filled")
            for line in lines.all()
        }
        for one in gap["distribution"]["alternatives"][:6]:
            assert float(shown[one["text"]] or "nan") == pytest.approx(one["p"], abs=1e-9)
    logits = answered(base, "logits", model="writer", prompt="the")["logits"]
    highest = max(logits)
    total = sum(math.exp(logit - highest) for logit in logits)
    likeliest = page.get_by_role("img", name="gap 1").locator("[data-next]")
    most = max(float(line.get_attribute("data-next") or 0) for line in likeliest.all()[:-1])
    assert most == pytest.approx(1 / total, rel=1e-5)
    expect(page.get_by_text("has read only “the”")).to_be_visible()


def test_a_gap_is_put_at_the_cursor_and_run_by_the_keyboard(open_page: OpenPage, base: str) -> None:
    page = open_page("/#v1/prompt?mode=fill&text=the+cat", base)
    expect(page.get_by_role("button", name="Run Ctrl + Enter")).to_be_disabled()
    expect(page.get_by_text("no gap yet")).to_be_visible()
    page.get_by_label("Prompt", exact=True).focus()
    page.keyboard.press("Home")
    page.get_by_role("button", name="Insert [MASK]").click()
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("[MASK]the cat")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="The gap", exact=True)).to_be_visible()
    expect(page.get_by_role("img", name="gap 1").locator("[data-next]").first).to_be_attached()
    page.get_by_label("Prompt", exact=True).fill("the [MASK] dog")
    expect(page.get_by_text("The text was changed since")).to_be_visible()
    page.wait_for_url("**mode=fill&text=the+%5BMASK%5D+dog")


@pytest.mark.slow
def test_a_link_to_a_masked_model_names_it_in_the_header(open_page: OpenPage, base: str) -> None:
    page = open_page(f"{FILL}&model=filler", base)
    uses_model(page, "filler")
    expect(page.locator("header .chip")).to_contain_text("Tiny random bert (filler)")
    choose_model(page, "writer")
    expect(page.locator("header .chip")).to_contain_text("Tiny random gpt2 (writer)")


@pytest.mark.slow
def test_a_text_that_is_too_long_says_so_in_words(open_page: OpenPage, base: str) -> None:
    page = open_page(FILL, base)
    page.get_by_label("Prompt", exact=True).fill("[MASK]" + "!" * 400)
    page.get_by_role("button", name="Run Ctrl + Enter").click()
    expect(page.get_by_role("alert")).to_be_visible()


@pytest.fixture
def tolerated(request: pytest.FixtureRequest) -> list[str]:
    return ["400 (Bad Request)"] if "too_long" in request.node.name else []


@pytest.mark.by_need
def test_the_mode_is_not_offered_where_no_model_fills(
    open_page: OpenPage, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("writers")
    write_tiny_folder(root, "writer", "gpt2")
    for alone in serving({}, "--models", str(root)):
        page = open_page("/#v1/prompt", alone)
        expect(page.get_by_role("radio", name="Chat")).to_be_attached()
        expect(page.get_by_role("radio", name="Fill gaps")).to_have_count(0)
        page = open_page(FILL, alone)
        expect(page.get_by_text("No model that fills gaps is installed")).to_be_visible()


@pytest.mark.by_need
def test_inside_shows_attention_to_both_sides(open_page: OpenPage, base: str) -> None:
    page = open_page(INSIDE, base)
    page.get_by_role("button", name="Look inside").click()
    open_fold(page, "All tokens at once")
    first = page.get_by_role("gridcell", name="row the, column ␣sat, ")
    expect(first).to_have_count(1)
    assert "may not look" not in (first.get_attribute("aria-label") or "may not look")
    expect(page.get_by_role("heading", name="Let it continue")).to_have_count(0)
    open_fold(page, "This head in steps")
    page.get_by_role("button", name="Unfold this row").click()
    same = page.get_by_text("it differs from the model’s own attention by at most")
    difference = same.inner_text().rpartition("at most ")[2].rstrip(".")
    assert float(difference.replace("e−", "e-").replace("−", "-").strip("< \u202f")) < 1e-3
    assert "model=filler" in page.url
    page.get_by_role("link", name="Layers", exact=True).click()
    expect(page.get_by_role("heading", name="What each layer would put here")).to_be_visible()
    expect(page.get_by_role("heading", name="How surprising each token is")).to_have_count(0)


@pytest.mark.slow
def test_the_bidirectional_mask_leads_to_a_model_that_has_it(
    open_page: OpenPage, base: str
) -> None:
    page = open_page(f"/#v1/inside?text={quote(TEXT)}&mask=bidirectional", base)
    page.get_by_role("button", name="See it in").click()
    expect(page.get_by_text("Tiny random bert (filler) (fills gaps)")).to_be_visible()
    page.get_by_role("button", name="Look inside").click()
    open_fold(page, "All tokens at once")
    expect(page.get_by_role("gridcell", name="row the, column <|mask|>, ")).to_have_count(2)


@pytest.mark.by_need
@pytest.mark.parametrize(("width", "scheme", "lang"), looks([1440, 768, 390]))
def test_axe_finds_nothing_and_nothing_runs_over(
    open_page: OpenPage, base: str, scheme: str, width: int, lang: str
) -> None:
    size = {"width": width, "height": 900}
    for path in (FILL, INSIDE):
        page = open_page(f"/?lang={lang}{path[1:]}", base, color_scheme=scheme, viewport=size)
        if path == FILL:
            page.locator("button.run").click()
            page.locator("section [data-next]").first.wait_for()
        else:
            page.get_by_role("button", name="Look inside" if lang == "en" else "看看内部").click()
            open_fold(page, "All tokens at once" if lang == "en" else "一次看所有词元")
            page.locator("[role=gridcell]").first.wait_for()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.slow
def test_a_tiny_model_that_fills_says_so(open_page: OpenPage, base: str) -> None:
    page = open_page(FILL, base)
    expect(page.locator(".tiny")).to_contain_text("is tiny")

"""Links and reloads keep the model, the precision and where it is computed, in every view."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright, expect
from system.e2e.conftest import launched
from system.e2e.instrument import (
    OpenPage,
    choose_model,
    choose_place,
    close_menu,
    model_menu,
    used_model,
    uses_model,
)
from system.e2e.models.test_browser import HOUSE, NO_CARD, served
from system.e2e.page.test_access import violations

VIEWS = {
    "compare": "Compare",
    "prompt": "Prompt",
    "inside": "Inside",
    "decode": "Decode",
    "measure": "Measure",
    "train": "Train",
    "models": "Models",
    "lessons": "Lessons",
}
CHOSEN = "house-prose"  # another than the server's own choice
HOLD = "navigator.clipboard.writeText = async (text) => { window.copied = text; };"
QUIET = 60_000  # ms


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served(HOUSE) as (address, _):
        yield address


@pytest.fixture
def tolerated() -> list[str]:
    return [NO_CARD]


def opened(open_page: OpenPage, base: str, path: str) -> Page:
    page = open_page(path, base=base)
    page.locator("header .ready").wait_for()
    return page


def copied(page: Page) -> str:
    page.evaluate(HOLD)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_attached()
    return str(page.evaluate("window.copied"))


@pytest.mark.parametrize("view", list(VIEWS))
def test_a_copied_link_and_a_reload_keep_the_chosen_model_in_every_view(
    open_page: OpenPage, base: str, view: str
) -> None:
    page = opened(open_page, base, f"/#v1/{view}")
    choose_model(page, CHOSEN)
    expect(page).to_have_url(re.compile(rf"\?model={CHOSEN}#v1/{view}"))
    link = copied(page)
    page.reload()
    uses_model(page, CHOSEN)
    fresh = opened(open_page, base, link.removeprefix(base))  # a browser that chose nothing
    uses_model(fresh, CHOSEN)
    assert f"#v1/{view}" in fresh.url


@pytest.mark.by_need
def test_the_model_stays_from_view_to_view_and_comes_back_with_back(
    open_page: OpenPage, base: str
) -> None:
    page = opened(open_page, base, "/#v1/compare")
    first = used_model(page)
    page.get_by_role("link", name="Inside", exact=True).click()
    choose_model(page, CHOSEN)
    page.get_by_role("link", name="Prompt", exact=True).click()
    uses_model(page, CHOSEN)
    page.go_back()
    uses_model(page, CHOSEN)
    page.go_back()
    uses_model(page, first)
    page.go_forward()
    uses_model(page, CHOSEN)


@pytest.mark.by_need
def test_a_copied_link_names_the_model_that_the_server_chose_itself(
    open_page: OpenPage, base: str
) -> None:
    page = opened(open_page, base, "/?lang=en#v1/decode")
    used = used_model(page)
    assert "model=" not in page.url
    assert re.search(rf"\?lang=en&model={used}&digest=[0-9a-f]{{12}}#v1/decode", copied(page))


@pytest.mark.parametrize("view", ["compare", "prompt", "measure", "lessons"])
def test_a_model_of_a_link_that_is_not_here_is_named(
    open_page: OpenPage, base: str, view: str
) -> None:
    page = opened(open_page, base, f"/?model=nano#v1/{view}")
    notice = page.get_by_role("status").filter(has_text="This link is of the model “nano”")
    expect(notice).to_contain_text("which is not here; shown with House GPT-2")
    assert violations(page) == []
    expect(notice.get_by_text("shotglass import nano")).to_be_visible()
    assert "?model=nano#" in copied(page)  # handed on as it came
    choose_model(page, CHOSEN)
    expect(notice).to_have_count(0)


@pytest.mark.by_need
def test_a_link_that_was_made_with_other_weights_says_so(open_page: OpenPage, base: str) -> None:
    page = opened(open_page, base, f"/?model={CHOSEN}#v1/prompt")
    link = copied(page).removeprefix(base)
    same = opened(open_page, base, link)
    same.wait_for_load_state("networkidle")
    expect(same.get_by_text("other weights")).to_have_count(0)
    other = opened(open_page, base, re.sub("digest=.{12}", "digest=0123456789ab", link))
    notice = other.get_by_role("status").filter(has_text="This link was made with other weights")
    expect(notice).to_contain_text("0123456789ab there")
    choose_model(other, "house-gpt2")
    expect(notice).to_have_count(0)


@pytest.mark.by_need
def test_a_view_that_shows_compares_prompt_says_which_and_leads_back(
    open_page: OpenPage, base: str
) -> None:
    page = opened(open_page, base, "/#v1/inside?lane=few&task=same-word&set=CAPITALS&k=6&ask=fast")
    chip = page.get_by_role("link", name="Same prompt: 6 examples of CAPITALS")
    expect(chip).to_be_visible()
    chip.click()
    expect(page).to_have_url(re.compile("#v1/compare.task=same-word&set=CAPITALS&ask=fast&k=6"))
    expect(chip).to_have_count(0)
    page = opened(open_page, base, "/#v1/inside?lane=few&task=reviews&set=in+turn&k=4")
    named = "Same prompt: 4 examples of Film reviews, in turn"
    expect(page.get_by_role("link", name=named)).to_be_visible()


@pytest.mark.slow
def test_a_missing_model_is_named_in_chinese(open_page: OpenPage, base: str) -> None:
    page = opened(open_page, base, "/?lang=zh&model=nano#v1/prompt")
    expect(page.get_by_text("这个链接用的是模型“nano”")).to_be_visible()


@pytest.mark.slow
def test_an_old_link_of_prompt_still_names_its_model(open_page: OpenPage, base: str) -> None:
    page = opened(open_page, base, f"/#v1/prompt?model={CHOSEN}&text=The+cat")
    uses_model(page, CHOSEN)
    expect(page.locator("#prompt-text")).to_have_value("The cat")
    page.get_by_role("link", name="Measure", exact=True).click()
    uses_model(page, CHOSEN)
    assert f"?model={CHOSEN}#v1/measure" in page.url


@pytest.mark.slow
def test_guess_first_and_the_place_are_in_the_link(open_page: OpenPage, base: str) -> None:
    page = opened(open_page, base, "/#v1/compare")
    page.get_by_label("Guess first").check()
    choose_place(page, "browser")
    expect(page.locator("header .chip")).to_contain_text("this browser", timeout=QUIET)
    fresh = opened(open_page, base, copied(page).removeprefix(base))
    expect(fresh.get_by_label("Guess first")).to_be_checked()
    expect(fresh.locator("header .chip")).to_contain_text("this browser", timeout=QUIET)
    choose_place(fresh, "computer")
    close_menu(fresh)
    fresh.get_by_label("Guess first").uncheck()
    assert "guess" not in fresh.url
    assert "place" not in fresh.url


@pytest.mark.parametrize(
    ("lang", "browser", "reason"),
    [("en", "this browser", "opened over https"), ("zh", "这个浏览器", "https")],
)
@pytest.mark.slow
def test_over_plain_http_the_page_says_why_no_browser_runs_a_model_and_asks_the_server(
    playwright: Playwright, lang: str, browser: str, reason: str
) -> None:
    name = "classroom.test"
    for chromium in launched(playwright, f"--host-resolver-rules=MAP {name} 127.0.0.1"):
        with served(HOUSE, "--allow-host", name) as (address, _):
            page = chromium.new_page()
            page.goto(address.replace("127.0.0.1", name) + f"/?lang={lang}&place=browser#v1/prompt")
            expect(model_menu(page).get_by_label(browser)).to_be_disabled()
            expect(page.locator("#place-unable")).to_contain_text(reason)
            expect(page.get_by_text("Cannot read")).to_have_count(0)
            page.locator("#prompt-text").fill("The cat")
            page.locator("button.run").click()
            expect(page.locator("[data-sample] .token").first).to_be_visible()

"""The header: one line in every width, and menus that keys and screen readers can use."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect
from system.e2e.instrument import MODEL, OpenPage, model_menu, uses_model
from system.e2e.page.test_access import violations
from system.e2e.page.test_languages import english_left
from system.e2e.timers import let_timers_fire

pytestmark = pytest.mark.by_need


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_axe_finds_nothing_in_the_open_menu(open_page: OpenPage, width: int, scheme: str) -> None:
    size = {"width": width, "height": 844}
    page = open_page("/?lang=en#v1/prompt", viewport=size, color_scheme=scheme)
    expect(model_menu(page).locator(f"[data-model={MODEL}]")).to_be_visible()
    assert violations(page) == []
    for entry in page.locator("header .opens + .panel :is(a, button)").all():
        box = entry.bounding_box()
        assert box is not None
        assert box["height"] >= 32 or entry.get_attribute("class") == "few-text"  # a line of text


def test_escape_and_a_press_elsewhere_close_the_menu_and_the_focus_comes_back(
    open_page: OpenPage,
) -> None:
    page = open_page("/#v1/prompt")
    uses_model(page, MODEL)
    opener, panel = page.locator("header .opens"), page.locator("header .opens + .panel")
    opener.press("Enter")
    expect(panel).to_be_visible()
    page.keyboard.press("Tab")
    expect(panel.locator("button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    page.locator("h1").click()
    expect(panel).to_be_hidden()


def test_a_phone_has_all_views_and_choices_in_one_menu(open_page: OpenPage) -> None:
    page = open_page("/?lang=en#v1/prompt", viewport={"width": 390, "height": 844})
    page.get_by_role("button", name="Menu: Prompt").click()
    panel = page.locator("header .opens + .panel")
    for name in (
        "Compare",
        "Inside",
        "Measure",
        "Train",
        "Lessons",
        "About this model",
        "All models and training runs",
    ):
        expect(panel.get_by_role("link", name=name, exact=True)).to_be_visible()
    for name in ("Copy link", "中文", "Dark"):
        expect(panel.get_by_role("button", name=name, exact=True)).to_be_visible()
    panel.get_by_role("link", name="Train", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("learn to use examples")
    expect(panel).to_be_hidden()


def test_the_menu_says_that_exact_arithmetic_is_over_weights_of_four_bits(
    open_page: OpenPage,
) -> None:
    page = open_page("/?lang=en#v1/prompt")
    panel = model_menu(page)
    expect(panel.get_by_text("Exact: fp32 arithmetic, 4-bit weights.")).to_be_visible()
    panel.get_by_role("link", name="About this model").click()
    expect(page.get_by_text("Trained by Hugging Face")).to_be_in_viewport()


def test_a_view_that_arrives_late_leaves_the_next_its_address(open_page: OpenPage) -> None:
    page = open_page("/?shelf&lang=en")
    page.get_by_role("heading", level=1).wait_for()
    prompt: list[Route] = []
    models: list[Route] = []
    page.route("**/assets/*.js", lambda script: prompt.append(script))
    page.evaluate("location.hash = '#v1/prompt'")
    let_timers_fire(page, 500)
    page.route("**/assets/*.js", lambda script: models.append(script))
    page.evaluate(f"location.hash = '#v1/models?model={MODEL}'")
    let_timers_fire(page, 500)
    assert prompt, "the scripts of Prompt are on their way"
    assert models, "and so are those of the models"
    for script in (*prompt, *models):
        script.continue_()
        let_timers_fire(page, 100)
    expect(page.get_by_text("Trained by Hugging Face")).to_be_in_viewport()


@pytest.mark.slow
def test_the_open_menu_is_in_chinese(open_page: OpenPage) -> None:
    page = open_page("/?lang=zh#v1/prompt")
    expect(model_menu(page).locator(f"[data-model={MODEL}]")).to_be_visible()
    assert english_left(page) == []

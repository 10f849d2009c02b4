"""The first look at Compare: glasses that choose, the answer in the prompt, the details."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import MODEL, SHOTS, OpenPage, glasses, post, poured, shows


def full(page: Page) -> Page:
    """The page once every glass has its numbers."""
    expect(page.locator(".glasses [data-k] .level")).to_have_count(9)
    expect(page.locator(".glasses .hatch")).to_have_count(0)
    return page


def test_nine_recorded_glasses_choose_what_the_prompt_shows_without_a_model(
    open_page: OpenPage, without_model: str
) -> None:
    page = full(open_page(base=without_model, details=False))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile("With four examples “slow” goes from under 0.1"))
    slider = glasses(page)
    shows(page, 4)
    assert slider.get_attribute("aria-valuetext") == "4 examples, slow 65.7 percent"
    expect(page.locator("strong.answer")).to_have_text("slow")
    slider.focus()
    page.keyboard.press("ArrowRight")
    shows(page, 5)
    expect(page.locator(".card .line.shown")).to_have_count(5)
    expect(heading).to_have_text(re.compile("With five examples"))
    page.keyboard.press("Home")
    expect(page.locator(".card .line.shown")).to_have_count(0)
    expect(page.locator("strong.answer")).to_have_text("(space)")
    expect(page.get_by_role("button", name="Run")).to_have_count(0)  # nothing is out of date
    page.get_by_role("button", name="Add example 1").click()
    shows(page, 1)


def test_a_press_on_a_glass_and_a_drag_along_them_choose(
    open_page: OpenPage, without_model: str
) -> None:
    page = full(open_page(base=without_model, details=False))
    middles = []
    for k in (2, 6):
        box = page.locator(f".glasses [data-k='{k}'] .walls").bounding_box()
        assert box is not None
        middles.append((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
    page.mouse.move(*middles[0])
    page.mouse.down()
    shows(page, 2)
    page.mouse.move(*middles[1], steps=6)
    shows(page, 6)
    page.mouse.up()


def test_the_glasses_hold_the_numbers_of_the_score_call(open_page: OpenPage, address: str) -> None:
    page = open_page(details=False)
    full(page)
    page.locator("header .ready").wait_for()
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("button", name="big", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("“small” goes"))
    full(page)
    labels = [" small", " bigger", " biggest", " BIG"]
    for k in (0, 3):
        prompt = "".join(f"{shot}\n" for shot in SHOTS[:k]) + "big ->"
        body = {"model": MODEL, "prompt": prompt, "labels": labels}
        answer = post(address, "/api/v1/score", body)
        expected = {i: label["p"] for i, label in enumerate(answer["labels"])}
        assert poured(page, k) == pytest.approx(expected, abs=1e-5)


def test_an_edit_leaves_the_glasses_faded_until_it_is_run(open_page: OpenPage) -> None:
    page = full(open_page(details=False))
    page.locator("header .ready").wait_for()
    page.locator(".card .line").nth(2).click()  # a line is a text until it is pressed
    field = page.get_by_label("Example 3, question")
    expect(field).to_be_focused()
    field.fill("aged")
    expect(page.locator(".glasses .poured.stale")).to_have_count(6)  # of 3 examples and more
    page.keyboard.press("Control+Enter")
    expect(page.locator(".glasses .poured.stale")).to_have_count(0)
    full(page)
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".card .line").nth(2)).to_contain_text("aged -> young")


def test_details_are_remembered(open_page: OpenPage) -> None:
    page = full(open_page(details=False))
    expect(page.locator(".mark")).to_have_count(0)
    page.get_by_role("button", name="Details").click()
    page.locator(".mark").first.wait_for()
    page.reload()
    page.locator(".mark").first.wait_for()
    page.get_by_role("button", name="Details").click()
    page.reload()
    full(page)
    expect(page.locator(".mark")).to_have_count(0)


def test_a_new_task_is_blank_and_scolds_nobody(open_page: OpenPage) -> None:
    page = full(open_page(details=False))
    page.get_by_label("Task").select_option("new")
    expect(page.get_by_label("Question", exact=True)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".fault")).to_have_count(0)

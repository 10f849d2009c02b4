"""The export card over a scripted exporter: progress, stopping, refusals, links, keys, looks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from support.servers.fakes import write_folder
from system.e2e.instrument import ROOT, OpenPage, unfold
from system.e2e.page.test_access import violations
from system.e2e.page.test_languages import english_left

LINK = "/#v1/models?model=fake&format={}&precision={}"


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("models")
    write_folder(root, "fake")
    write_folder(root, "gap", task="masked-lm")
    command = [sys.executable, str(ROOT / "tests/support/servers/live_fake.py"), str(root), "1"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "tests"), *sys.path])}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert server.stdout is not None
    yield server.stdout.readline().strip()
    server.terminate()
    server.wait(20)
    server.stdout.close()


def card(page: Page, name: str = "Fake") -> Locator:
    return page.locator(f"section[aria-label$=': {name}']")


@pytest.mark.by_need
def test_an_export_that_takes_long_is_followed_stopped_and_refused_by_its_reason(
    open_page: OpenPage, scripted: str
) -> None:
    page = open_page(LINK.format("portable", "int4"), base=scripted)
    unfold(page.get_by_role("article", name="Gap"))
    here = card(page)
    here.get_by_role("button", name="Export portable in int4").click()
    expect(here.get_by_role("progressbar")).to_have_attribute("value", "0.25")
    expect(here).to_contain_text("Writing weights · 25.0")
    expect(card(page, "Gap").get_by_role("button", name="Export")).to_be_disabled()
    here.get_by_role("button", name="Stop").click()
    here.get_by_role("radio", name="fp16").check()
    here.get_by_role("button", name="Export portable in fp16").click()
    expect(here.get_by_role("alert")).to_contain_text("mean KL is 3; at most 0.02 was expected.")
    expect(page).to_have_url(f"{scripted}{LINK.format('portable', 'fp16')}")


@pytest.mark.slow
def test_a_link_opens_its_choice_and_back_at_the_model(open_page: OpenPage, scripted: str) -> None:
    page = open_page("/#v1/models?model=gap&format=int8", base=scripted)
    expect(card(page, "Gap").get_by_role("radio", name="int8 The same")).to_be_checked()
    expect(card(page, "Gap")).to_be_in_viewport()
    assert card(page, "Gap").get_by_role("radio").count() == 7  # six formats, one precision
    page.goto(f"{scripted}/#v1/models?model={'m' * 65}")
    page.reload()
    expect(page.get_by_text("The address held a state this page cannot read")).to_be_visible()


@pytest.mark.slow
def test_everything_is_reached_by_keys(open_page: OpenPage, scripted: str) -> None:
    page = open_page(LINK.format("portable", "fp32"), base=scripted)
    here = card(page)
    here.get_by_role("radio", name="portable Standard").focus()
    page.keyboard.press("ArrowDown")
    expect(here.get_by_role("radio", name="int8 The same")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(here.get_by_role("status")).to_have_text("fake-int8-int8.zip is ready to be downloaded.")
    here.get_by_role("tab", name="Python").focus()
    page.keyboard.press("ArrowRight")
    expect(here.get_by_role("tab", name="JavaScript")).to_be_focused()
    expect(here.get_by_role("tabpanel", name="JavaScript")).to_contain_text("onnx/model.onnx")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(here.get_by_role("tab", name="C#")).to_be_focused()


@pytest.mark.slow
def test_a_program_is_copied(open_page: OpenPage, scripted: str) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    page = made(open_page(LINK.format("int8", "int8"), base=scripted, permissions=permissions))
    card(page).get_by_role("button", name="Copy the Python").click()
    expect(card(page)).to_contain_text("Copied.")
    assert 'InferenceSession("onnx/model.onnx")' in page.evaluate("navigator.clipboard.readText()")


def made(page: Page) -> Page:
    """With the export of the link, made now if it was not yet."""
    act = card(page).locator(".press")
    act.wait_for()
    if act.evaluate("element => element.tagName") == "BUTTON":
        act.click()
    card(page).locator("table").wait_for()
    return page


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 768, 390])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(
    open_page: OpenPage, scripted: str, scheme: str, width: int, lang: str
) -> None:
    size = {"width": width, "height": 900}
    link = f"/?lang={lang}" + LINK.format("int8", "int8")[1:]
    page = made(open_page(link, base=scripted, color_scheme=scheme, viewport=size))
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    if lang == "zh":
        assert english_left(page) == []
    card(page).get_by_role("radio").first.check()
    card(page).get_by_role("radio", name="int4").check()
    card(page).locator(".press").click()
    expect(card(page).get_by_role("progressbar")).to_have_attribute("value", "0.25")
    assert violations(page) == []

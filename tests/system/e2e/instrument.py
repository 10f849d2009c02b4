"""What a person does on the Compare view and reads off it, for the tests of this folder."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

MODEL = "smollm2-135m"
ROOT = Path(__file__).resolve().parents[3]
OpenPage = Callable[..., Page]  # the fixture ``open_page``
LANES = ("zero", "one", "few")
SHOTS = ["hot -> cold", "tall -> short", "old -> young", "rich -> poor"]


def lane(page: Page, id: str) -> Locator:
    return page.locator(f"[data-lane={id}].lane")


def settled(page: Page, marks: int = 1) -> None:
    """Waits until nothing runs: there is nothing to stop, and marks stand on the axis."""
    expect(page.get_by_role("button", name=re.compile("^Stop"))).to_have_count(0)
    if marks:  # a run that begins has none yet
        page.locator(".mark").nth(marks - 1).wait_for(state="attached")
    expect(page.locator(".lane[aria-busy=true]")).to_have_count(0)


def fields(page: Page) -> Page:
    """The page with the task's fields in the place of the prompt that they make."""
    if page.locator("#fields").count() == 0:
        page.get_by_role("button", name=re.compile("^(Edit|编辑)$")).click()
    page.locator("#question").wait_for()
    return page


def opened(page: Page) -> Page:
    """The page with the marks of what it opens with, a model to ask, and the task's fields."""
    page.locator(".mark").first.wait_for()
    page.locator("header .ready").wait_for()
    settled(page)
    return fields(page)


def run(page: Page) -> Page:
    """Every lane asked of the model itself, recorded or not."""
    page.locator("header .ready").wait_for(state="attached")
    page.locator("main h1").first.wait_for()  # a view that is still fetched hears no key
    page.keyboard.press("Control+Enter")
    expect(page.locator(".lane .recorded")).to_have_count(0)
    settled(page)
    return page


def glasses(page: Page) -> Locator:
    """The slider from glass to glass."""
    return page.locator(".controls input[type=range]")


def show(page: Page, k: int) -> None:
    """So many examples in the prompt."""
    glasses(page).fill(str(k))


def shows(page: Page, k: int, timeout: float = 20_000) -> None:
    expect(glasses(page)).to_have_value(str(k), timeout=timeout)


def poured(page: Page, k: int) -> dict[int, float]:
    """What a glass holds, by the answer's place."""
    liquids = page.locator(f".glasses [data-k='{k}'] .liquid").all()
    return {
        int(liquid.get_attribute("data-answer") or -1): float(liquid.get_attribute("data-p") or -1)
        for liquid in liquids
    }


def numbered(page: Page, k: int, answer: str = " slow") -> None:
    """Waits until the mark of the prompt with examples names so many of them."""
    mark = page.locator(f"[data-row='{answer}'] .mark[data-lane=few] text")
    expect(mark).to_have_text(str(k))


def drawn(page: Page) -> Page:
    """The page once all lanes are on the axis, in any language and at any width."""
    page.locator(".mark[data-lane=few], .glasses .level").first.wait_for()
    expect(page.locator(".lane[aria-busy=true]")).to_have_count(0)
    return page


def marks(page: Page, id: str) -> dict[str, float]:
    """A lane's marks by answer ("" is any other token) as the drawing holds them."""
    found = page.locator(f".mark[data-lane={id}]").all()
    return {
        mark.locator("xpath=..").get_attribute("data-row") or "": float(
            mark.get_attribute("data-p") or "nan"
        )
        for mark in found
    }


def reaches(page: Page, id: str, answer: str, least: float) -> None:
    """Waits until a lane's mark of this answer stands at ``least`` or above: what was chosen last
    may not have begun to run when it is looked at."""
    mark = f"[data-row='{answer}'] .mark[data-lane={id}]"
    page.wait_for_function(
        "([mark, least]) => Number(document.querySelector(mark)?.dataset.p) >= least",
        arg=[mark, least],
    )


def model_menu(page: Page) -> Locator:
    """The menu of the model, open: which one, how exactly, and where."""
    opener = page.locator("header .opens")
    if opener.get_attribute("aria-expanded") == "false":
        opener.click()
    return page.locator("header .opens + .panel")


def close_menu(page: Page) -> None:
    opener = page.locator("header .opens")
    if opener.get_attribute("aria-expanded") == "true":
        opener.click()


def choose_model(page: Page, id: str) -> None:
    model_menu(page).locator(f"[data-model={id}]").click()


def uses_model(page: Page, id: str) -> None:
    """Waits until the header names this model as the one in use."""
    expect(page.locator("header .chip")).to_have_attribute("data-model", id)


def used_model(page: Page) -> str:
    page.locator("header .ready").wait_for()
    return page.locator("header .chip").get_attribute("data-model") or ""


def choose_precision(page: Page, name: str) -> None:
    """By its name: fp32 or int8."""
    model_menu(page).locator(f"input[name=precision][value={name}]").click()
    close_menu(page)


def choose_place(page: Page, name: str) -> None:
    """By its name, computer or browser; the menu stays open, since it says how far the model is."""
    model_menu(page).locator(f"input[name=place][value={name}]").check()


def prompt_of(page: Page, id: str) -> str:
    return lane(page, id).get_by_role("group", name="The exact prompt").inner_text()


def sampled(page: Page, id: str) -> str:
    return "".join(lane(page, id).locator(".token").all_inner_texts())


def tools(page: Page) -> Locator:
    """The fold with the task's files and copies, open."""
    button = page.get_by_role("button", name="Save, open, copy as")
    if button.get_attribute("aria-expanded") == "false":
        button.click()
    return page.locator("#task-tools")


def unfold(sheet: Locator) -> None:
    """Everything that is folded away in a model's sheet on Models, open."""
    sheet.wait_for()  # a model that the address names is open from the beginning
    if sheet.locator("> details[open]").count() == 0:
        sheet.locator("> details > summary").click()
    folds = sheet.locator("details details")
    folds.first.wait_for()
    for fold in folds.all():
        if fold.get_attribute("open") is None:
            fold.locator("> summary").click()


TOOLS = re.compile("table, save|表格、保存")


def tool(place: Page | Locator, name: str) -> Locator:
    """What a figure's ⋯ opens to: its table, its files; of the first figure in this place."""
    opener = place.get_by_role("button", name=TOOLS).first
    opener.wait_for()
    if opener.get_attribute("aria-expanded") == "false":
        opener.click()
    return place.get_by_role("button", name=name, exact=True)


def saved(page: Page, button: Locator) -> str:
    with page.expect_download() as download:
        button.click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def saved_run(page: Page) -> Any:
    """The run of the open view, as its file holds it."""
    page.get_by_role("button", name="Save or open as a file").click()
    return json.loads(saved(page, page.get_by_role("button", name="Save run")))


def narrowed(page: Page, width: int) -> None:
    """The page drawn anew at ``width`` pixels, nothing sticking out; figures follow by a frame."""
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_function("width => document.documentElement.scrollWidth === width", arg=width)


def post(address: str, path: str, body: dict[str, Any]) -> Any:
    request = urllib.request.Request(
        address + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())

"""A run leaves as a file and comes back: into a profile without a model, and into one that asks
again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from support.servers.live_server import live_server
from system.e2e.conftest import serving
from system.e2e.instrument import OpenPage, drawn, marks, poured, run, settled, show
from system.e2e.page.test_access import violations

HOUSE = "house-gpt2"
SAVE = {"en": "Save run", "zh": "保存这次运行"}
MENU = {"en": "Save or open as a file", "zh": "以文件保存或打开"}
RECORDED = {"en": "mine.shotglass, recorded:", "zh": "mine.shotglass，以前记录的结果："}


@pytest.fixture(scope="module")
def house() -> Iterator[str]:
    yield from serving({}, "--model", HOUSE)


def saved(page: Page, folder: Path, lang: str = "en") -> Path:
    page.get_by_role("button", name=MENU[lang]).click()
    with page.expect_download() as coming:
        page.get_by_role("button", name=SAVE[lang]).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def open_file(page: Page, path: Path) -> None:
    page.locator("input[accept='.shotglass']").set_input_files(path)


def shown(page: Page) -> dict[str, Any]:
    """What a comparison says, as the drawings hold it."""
    glasses = {k: poured(page, k) for k in range(9)}
    return {"glasses": glasses, "marks": {id: marks(page, id) for id in ("zero", "one", "few")}}


@pytest.fixture(scope="module")
def compared(house: str, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A saved comparison of the house model, and what the page said of it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script("localStorage['shotglass.details'] = 'open';"
                            "localStorage['shotglass.guess'] = 'no'")  # fmt: skip
    page = context.new_page()
    page.goto(house + "/#v1/compare?task=zog-or-fip&max_tokens=4&k=3")
    run(page)
    for k in range(9):
        page.locator(f".glasses [data-k='{k}'] .liquid").first.wait_for(state="attached")
    path = saved(page, tmp_path_factory.mktemp("runs"))
    says = shown(page)
    context.close()
    return path, says


def test_a_comparison_opens_in_an_empty_profile_without_a_model(
    open_page: OpenPage, without_model: str, compared: Any
) -> None:
    path, says = compared
    page = open_page("/?shelf=1#v1/lessons", base=without_model)
    open_file(page, path)
    expect(page.get_by_text("shotglass-compare.shotglass, recorded:")).to_be_visible()
    expect(page.get_by_text("Not here: House GPT-2")).to_be_visible()
    settled(page)
    assert shown(page) == says
    assert violations(page) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_one_in_a_folder_of_content_opens_from_the_shelf_as_it_was_recorded(
    open_page: OpenPage, compared: Any, tmp_path: Path, lang: str
) -> None:
    path, says = compared
    folder, models = tmp_path / "Lecture 3", tmp_path / "models"
    models.mkdir()
    (folder / "runs").mkdir(parents=True)
    shutil.copy(path, folder / "runs" / "mine.shotglass")
    with live_server(models, "--content", str(folder), ready="/health/live") as server:
        page = open_page(f"/?shelf&lang={lang}", base=server)
        page.get_by_role("region", name="Lecture 3").get_by_role("link", name="mine").click()
        expect(page.get_by_text(RECORDED[lang])).to_be_visible()
        settled(page)
        assert shown(page) == says
        page = open_page(f"/?run=mine&lang={lang}", base=server)  # the link by itself
        expect(page.get_by_text(RECORDED[lang])).to_be_visible()
        settled(page)
        assert shown(page) == says


def test_it_is_asked_again_and_is_the_same_bit_for_bit(
    open_page: OpenPage, house: str, compared: Any
) -> None:
    page = open_page(base=house)
    settled(page, 0)
    open_file(page, compared[0])
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("The same:")).to_contain_text("to the last bit.")
    assert shown(page) == compared[1]
    show(page, 1)
    expect(page.get_by_text("shotglass-compare.shotglass, recorded:")).to_be_visible()
    page.get_by_role("button", name="Close the run").click()
    expect(page.get_by_text("shotglass-compare.shotglass, recorded:")).to_have_count(0)


@pytest.mark.by_need
def test_where_it_is_another_the_token_is_named(
    open_page: OpenPage, house: str, compared: Any, tmp_path: Path
) -> None:
    contents = json.loads(compared[0].read_text(encoding="utf-8"))
    lane = next(lane for lane in contents["results"]["lanes"] if len(lane["shots"]) == 3)
    second = [event for event in lane["events"] if event["type"] == "token"][1]
    second["id"] = (second["id"] + 1) % 1000
    contents["models"][0]["digest"] = "0" * 64
    path = tmp_path / "other.shotglass"
    path.write_text(json.dumps(contents), encoding="utf-8")
    page = open_page(base=house)
    open_file(page, path)
    page.get_by_role("button", name="Run again").click()
    said = page.get_by_text("Not the same: with 3 examples, sample 1 differs from token 2 on.")
    expect(said).to_be_visible()
    expect(page.get_by_text("are others, 00000000 then")).to_be_visible()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_file_that_is_no_run_is_refused_with_its_place_and_changes_nothing(
    open_page: OpenPage, without_model: str, compared: Any, tmp_path: Path, lang: str
) -> None:
    contents = json.loads(compared[0].read_text(encoding="utf-8"))
    contents["results"]["lanes"][1]["events"][1]["mass"] = "x"
    path = tmp_path / "wrong.shotglass"
    path.write_text(json.dumps(contents), encoding="utf-8")
    page = open_page(f"/?lang={lang}", base=without_model)
    drawn(page)
    settled(page)
    before = shown(page)["marks"]
    open_file(page, path)
    expected = {"en": "expected a number from 0 to 1, not", "zh": "应为从 0 到 1 的数，却是"}[lang]
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("results.lanes[1].events[1].mass")
    expect(alert).to_contain_text(f'{expected} "x"')
    assert shown(page)["marks"] == before
    expect(page.get_by_text(", recorded:")).to_have_count(0)
    assert violations(page) == []


@pytest.mark.by_need
def test_a_run_is_dropped_and_pasted_too(
    open_page: OpenPage, without_model: str, compared: Any
) -> None:
    page = open_page(base=without_model)
    text = compared[0].read_text(encoding="utf-8")
    hand = """([kind, text]) => {
        const data = new DataTransfer();
        if (kind === 'drop') data.items.add(new File([text], 'dropped.shotglass'));
        else data.setData('text/plain', text);
        const event = kind === 'drop'
            ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
            : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
    }"""
    page.evaluate(hand, ["drop", text])
    expect(page.get_by_text("dropped.shotglass, recorded:")).to_be_visible()
    page.get_by_role("button", name="Close the run").click()
    page.evaluate(hand, ["paste", text])
    expect(page.get_by_text(", recorded:")).to_be_visible()

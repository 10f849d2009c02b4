"""The recorded first screen: whole without a model, named as recorded, replaced by Run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, Request, expect
from support.models.tiny import write_tiny_folder
from system.e2e.conftest import serving
from system.e2e.instrument import (
    LANES,
    MODEL,
    ROOT,
    OpenPage,
    lane,
    marks,
    numbered,
    opened,
    run,
    settled,
    show,
    shows,
)
from system.e2e.timers import let_timers_fire

from shotglass_export.evaluation.recording.recorder import steps_to_logits

RECORDINGS = ROOT / "web" / "src" / "recordings"


@pytest.fixture(scope="session")
def first() -> dict[str, Any]:
    path = RECORDINGS / "first.json"
    assert path.is_file(), "Nothing is recorded: run `make recordings`, then build the page."
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@pytest.fixture
def page(open_page: OpenPage, without_model: str) -> Page:
    """Compare as it opens without a model, its recorded marks on the axis."""
    opening = open_page(base=without_model)
    opening.locator(".mark").first.wait_for()
    return opening


def labelled(page: Page) -> int:
    return page.locator(".lane .recorded").count()


def test_the_first_screen_moves_without_a_model(page: Page, first: dict[str, Any]) -> None:
    show(page, 5)
    numbered(page, 5)
    five = next(lane for lane in first["lanes"] if lane["prompt"].count("\n") == 5)
    events = json.loads((RECORDINGS / five["events"]).read_text())
    place = str(first["lanes"].index(five))
    score = next(event for event in events[place] if event["type"] == "score")
    expected = {label["text"]: label["p"] for label in score["labels"]} | {"": 1 - score["mass"]}
    assert marks(page, "few") == pytest.approx(expected, rel=1e-12)


@pytest.mark.by_need
def test_every_recorded_step_works_without_a_model(page: Page) -> None:
    for set in ("comparatives", "superlatives", "CAPITALS", "opposites"):
        page.get_by_label(set, exact=True).check()
        expect(page.get_by_text("Edited since")).to_have_count(0)
        assert labelled(page) == 3
    page.get_by_role("button", name="Play 0 to 8").click()
    shows(page, 8, timeout=20_000)
    numbered(page, 8)
    new, *tasks = page.get_by_label("Task").locator("> option").all()  # those for any model
    assert new.get_attribute("value") == "new"  # nothing is in it that could be recorded
    for task in tasks:
        page.get_by_label("Task").select_option(task.get_attribute("value"))
        show(page, 4)
        expect(page.get_by_text("Edited since")).to_have_count(0)
        assert [len(marks(page, id)) > 1 for id in LANES] == [True] * 3
        assert labelled(page) == 3


@pytest.mark.by_need
def test_what_is_not_recorded_says_so(page: Page) -> None:
    expect(page.get_by_text("Recorded 20")).to_be_visible()
    expect(page.get_by_text("No model is installed yet.")).to_be_visible()
    lane(page, "one").get_by_role("combobox").select_option("2")
    expect(page.get_by_text("not among the recorded runs")).to_be_visible()
    lane(page, "one").get_by_role("combobox").select_option("0")
    expect(page.get_by_text("not among the recorded runs")).to_have_count(0)


@pytest.mark.by_need
def test_the_page_names_the_recorded_model_and_its_digest(
    page: Page, first: dict[str, Any]
) -> None:
    head = first["head"]
    note = page.get_by_text(f"Recorded {head['date']}", exact=True)
    expect(note).to_be_visible()
    whose = note.get_attribute("title") or ""
    assert whose.startswith(head["name"])
    assert head["digest"] in whose
    expect(page.get_by_role("banner").get_by_text(f"{head['name']}, recorded")).to_be_visible()
    expect(page.locator(".unseen[role=status][aria-live]")).to_contain_text(
        "Recorded. No example: "
    )


@pytest.mark.slow
def test_the_first_screen_speaks_chinese_too(open_page: OpenPage, without_model: str) -> None:
    page = open_page("/?lang=zh", base=without_model)
    expect(page.get_by_text("录制于 20")).to_be_visible()
    assert [len(marks(page, id)) for id in LANES] == [5] * 3


@pytest.mark.slow
def test_inside_stands_on_the_recorded_prompt_without_a_model(
    open_page: OpenPage, without_model: str
) -> None:
    page = open_page("/#v1/inside?view=mask", base=without_model)
    expect(page.locator("[role=gridcell]")).to_have_count(18**2)  # the mask on its tokens
    page.get_by_role("link", name="Attention", exact=True).click()
    expect(page.get_by_text("Recorded 20")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("of its attention")
    expect(page.get_by_role("button", name="Switch off layer")).to_be_disabled()


@pytest.mark.slow
def test_a_card_of_a_recorded_token_shows_where_the_number_fell(page: Page) -> None:
    lane(page, "few").locator(".token").first.click()
    card = page.get_by_role("group", name="What else could have stood here")
    expect(card.locator("svg")).to_be_visible()  # drawn from the recorded logits
    lane(page, "zero").locator(".token").nth(2).click()
    expect(card).to_contain_text("The random number was")  # later places are not recorded


def test_with_a_model_nothing_is_asked_until_run_is_pressed(open_page: OpenPage) -> None:
    page = open_page("/#v1/models")
    runs: list[str] = []

    def note(request: Request) -> None:
        if "/api/v1/compare" in request.url:
            runs.append(request.url)

    page.on("request", note)
    page.get_by_role("link", name="Compare").click()
    opened(page)
    show(page, 2)
    numbered(page, 2)
    let_timers_fire(page, 300)
    assert (runs, labelled(page)) == ([], 3)
    recorded = {id: marks(page, id) for id in LANES}
    run(page)
    assert (len(runs), labelled(page)) == (1, 0)
    expect(page.get_by_text("Live run,")).to_be_visible()
    expect(page.get_by_text("Recorded 20")).to_have_count(0)
    for id in LANES:
        assert marks(page, id) == pytest.approx(recorded[id], abs=0.02)  # perhaps another machine


@pytest.mark.slow
def test_recorded_and_live_lanes_side_by_side_are_told_apart(open_page: OpenPage) -> None:
    page = run(opened(open_page()))
    show(page, 3)
    expect(lane(page, "few").locator(".recorded")).to_be_visible()
    assert labelled(page) == 1
    expect(page.get_by_text("1 of 3 prompts recorded 20")).to_be_visible()


@pytest.mark.by_need
def test_the_door_to_attention_says_what_inside_shows_of_this_prompt(
    open_page: OpenPage, without_model: str
) -> None:
    page = open_page(base=without_model, details=False)
    door = page.get_by_role("link", name="Where does it look?")
    share = re.search(r"One head: (\d+)", door.inner_text())
    assert share is not None
    door.click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(re.compile(rf"gives {share[1]}\s%"))
    page.go_back()
    show(page, 5)
    expect(door).to_contain_text("On this prompt")  # none is recorded


@pytest.mark.by_need
def test_a_recording_of_another_model_is_not_used(
    open_page: OpenPage, tmp_path_factory: pytest.TempPathFactory, first: dict[str, Any]
) -> None:
    root = tmp_path_factory.mktemp("tiny")
    write_tiny_folder(root, "tiny")
    server = serving({}, "--models", str(root))
    page = open_page(base=next(server))
    expect(page.get_by_text("Live run,")).to_be_visible()
    settled(page)
    assert labelled(page) == 0
    for place in ("header", ".instrument", ".next"):  # what was measured names its model elsewhere
        expect(page.locator(place).get_by_text(first["head"]["name"])).to_have_count(0)
    page.context.close()
    server.close()  # type: ignore[attr-defined]


def test_recorded_logits_are_the_servers_own(
    open_page: OpenPage, address: str, first: dict[str, Any]
) -> None:
    page = open_page("/#v1/models")
    entry = first["lanes"][2]
    body = {"model": MODEL, "prompt": entry["prompt"]}
    answer = page.request.post(
        f"{address}/api/v1/logits", data=body, headers={"Accept": "application/json"}
    )
    live = np.array(answer.json()["logits"])
    recorded = steps_to_logits(Path(RECORDINGS / entry["logits"]).read_bytes())
    assert abs(recorded - live).max() < 0.05  # steps of 0.0005, and perhaps another machine


@pytest.mark.slow
def test_inside_moves_without_a_model(
    open_page: OpenPage, without_model: str, first: dict[str, Any]
) -> None:
    page = open_page("/#v1/inside?view=mask", base=without_model)
    expect(page.locator(".sentence")).to_contain_text("sees the 17 tokens before it and itself.")
    page.get_by_role("link", name="Attention").click()
    expect(page.get_by_text(f"Recorded {first['head']['date']}")).to_be_visible()
    for summary in page.locator("main details > summary").all():
        summary.click()
    expect(page.locator("[data-part]")).to_have_count(5)
    page.get_by_role("grid", name="Layers down, heads across").get_by_role("gridcell").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("layer 18, head 6", exact=True)).to_be_visible()
    expect(page.locator("[data-cell='17-0']")).to_have_attribute("aria-label", re.compile(r"\d$"))
    page.get_by_role("button", name="Unfold this row").click()
    off = page.locator("[data-off]").get_attribute("data-off")
    assert float(off or "nan") < 1e-5
    page.get_by_role("button", name="Previous token").click()
    expect(page.get_by_text("another token needs the model")).to_be_visible()
    expect(page.get_by_role("button", name="Continue (12 tokens)")).to_be_disabled()

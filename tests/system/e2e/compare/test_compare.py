"""Compare on the real model: the gallery, edits, the marks' numbers, stop, hostile text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import (
    LANES,
    MODEL,
    ROOT,
    OpenPage,
    lane,
    marks,
    numbered,
    opened,
    post,
    prompt_of,
    reaches,
    run,
    sampled,
    settled,
    show,
    shows,
    tool,
)
from system.e2e.timers import let_timers_fire

GALLERY = sorted(
    path
    for path in (ROOT / "web" / "src" / "gallery").glob("*/task.json")
    if "model" not in json.loads(path.read_text(encoding="utf-8"))  # any model can be asked
)


def entry(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.parent.name)
def test_every_task_of_the_gallery_runs_in_all_lanes(open_page: OpenPage, path: Path) -> None:
    task = entry(path)
    page = opened(open_page())
    page.get_by_label("Task").select_option(task["id"])
    for id in LANES:
        expect(lane(page, id).get_by_role("group", name="The exact prompt")).to_contain_text(
            task["queries"][0]["input"].split()[0]
        )
    run(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    for id in LANES:
        found = marks(page, id)
        assert len(found) == len(task["prompt"]["labels"]) + 1
        assert sum(found.values()) == pytest.approx(1, abs=1e-6)
        assert lane(page, id).locator(".sample").count() == 1


def test_editing_an_example_changes_the_few_lane_only(open_page: OpenPage) -> None:
    page = opened(open_page())
    before = {id: (marks(page, id), prompt_of(page, id)) for id in LANES}
    page.get_by_label("Example 3, question").fill("aged")
    expect(lane(page, "few").get_by_text("Edited since this run")).to_be_visible()
    for id in ("zero", "one"):
        expect(lane(page, id).get_by_text("Edited since this run")).to_have_count(0)
    assert (marks(page, "few"), prompt_of(page, "few")) == before["few"]  # still the run's own
    page.keyboard.press("Control+Enter")
    expect(lane(page, "few").get_by_role("group", name="The exact prompt")).to_contain_text(
        "aged -> young"
    )
    settled(page)
    for id in ("zero", "one"):
        assert (marks(page, id), prompt_of(page, id)) == before[id]
    assert marks(page, "few") != before["few"][0]


@pytest.mark.slow
def test_a_new_answer_gets_a_row_so_that_all_lanes_were_edited(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_label("Example 3, answer").fill("ancient")
    for id in LANES:
        expect(lane(page, id).get_by_text("Edited since this run")).to_be_visible()
    assert set(marks(page, "few")) == {" slow", " faster", " fastest", " FAST", ""}  # the run's own
    assert {" slow", " ancient"} <= set(marks(run(page), "zero"))


def test_the_marks_equal_the_numbers_of_the_score_call(open_page: OpenPage, address: str) -> None:
    page = run(opened(open_page()))
    shots = ["hot -> cold", "tall -> short", "old -> young", "rich -> poor"]
    labels = [" slow", " faster", " fastest", " FAST"]
    for id, shown in (("zero", 0), ("one", 1), ("few", 4)):
        prompt = "".join(f"{shot}\n" for shot in shots[:shown]) + "fast ->"
        body = {"model": MODEL, "prompt": prompt, "labels": labels}
        answer = post(address, "/api/v1/score", body)
        expected = {label["text"]: label["p"] for label in answer["labels"]}
        expected[""] = 1 - answer["mass"]
        assert marks(page, id) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.by_need
def test_the_same_marks_move_when_the_shot_set_changes(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.evaluate(
        "document.querySelectorAll('.mark').forEach((mark, i) => { mark.dataset.was = i })"
    )
    page.get_by_label("comparative").check()
    reaches(page, "few", " faster", least=0.5)
    settled(page)
    assert page.locator(".mark[data-was]").count() == page.locator(".mark").count() == 15
    expect(page.get_by_text("“faster” goes from")).to_be_visible()
    expect(page.get_by_role("textbox", name="Expected answer")).to_have_value("faster")


@pytest.mark.slow
def test_going_back_to_a_k_that_was_run_asks_nothing(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_label("Question", exact=True).fill("quick")
    first = marks(run(page), "few")
    show(page, 2)
    numbered(page, 2)
    settled(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    show(page, 4)
    numbered(page, 4)
    assert marks(page, "few") == first
    assert [url for url in asked if "/compare" in url] == []


@pytest.mark.by_need
def test_stop_stops(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_role("button", name="Sampling").click()
    page.get_by_label("Length in tokens").fill("1500")
    page.get_by_role("button", name="Wording").click()
    page.get_by_label("Template").fill("{input} ->{output}")  # nothing that would end an answer
    page.get_by_role("button", name="Run Ctrl + Enter").click()
    lane(page, "few").locator(".token").nth(8).wait_for()
    let_timers_fire(page, 1000)  # until then a second click on the button is that of a double click
    page.get_by_role("button", name="Stop Esc").click()
    settled(page)
    expect(lane(page, "few").get_by_text("stopped")).to_be_visible()
    count = lane(page, "few").locator(".token").count()
    let_timers_fire(page, 500)
    assert lane(page, "few").locator(".token").count() == count < 1500


@pytest.mark.by_need
def test_markup_in_a_prompt_stays_text(open_page: OpenPage) -> None:
    page = opened(open_page())
    hostile = "<img src=x onerror=alert(1)>"
    page.get_by_label("Question", exact=True).fill(hostile)
    page.get_by_label("Example 1, question").fill("<script>alert(2)</script>")
    page.keyboard.press("Control+Enter")
    few = lane(page, "few").get_by_role("group", name="The exact prompt")
    expect(few).to_contain_text(hostile)
    expect(few).to_contain_text("<script>alert(2)</script>")
    settled(page)
    assert page.locator("img").count() == 0
    assert page.locator("main script").count() == 0


def test_a_prompt_that_is_too_long_says_by_how_much_where_it_was_run(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_label("Example 4, question").fill("very long " * 1100)
    page.keyboard.press("Control+Enter")
    alert = page.locator(".next").get_by_role("alert")
    expect(alert).to_contain_text("4 examples:")
    expect(alert).to_contain_text("tokens")
    settled(page)
    expect(lane(page, "few").locator(".problem")).to_contain_text("its prompt is too long")
    expect(lane(page, "zero").locator(".problem")).to_have_count(0)
    assert marks(page, "few") == {}
    assert len(marks(page, "zero")) == 5


@pytest.mark.slow
def test_a_deleted_example_comes_back(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_role("button", name="Delete example 2, tall").click()
    expect(page.get_by_label("Example 2, question")).to_have_value("old")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Example 2, question")).to_have_value("tall")
    expect(page.get_by_text("Edited since")).to_have_count(0)


@pytest.mark.by_need
def test_a_wrong_template_is_told_beside_it_and_cannot_run(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_role("button", name="Wording").click()
    page.get_by_label("Template").fill("{input} -> {output}")
    expect(page.locator("#wording").get_by_role("alert")).to_contain_text("space")
    expect(page.get_by_role("button", name="Run Ctrl + Enter")).to_be_disabled()


@pytest.mark.by_need
def test_a_card_shows_alternatives_what_is_left_and_the_draw(open_page: OpenPage) -> None:
    page = opened(open_page())
    lane(page, "few").locator(".token").first.click()
    card = page.get_by_role("group", name="What else could have stood here")
    expect(card).to_contain_text("likeliest")
    expect(card).to_contain_text("everything else")
    expect(card.locator("svg")).to_be_visible()
    expect(card).to_contain_text("The random number")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)


@pytest.mark.by_need
def test_any_other_opens_and_shows_tokens(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_role("button", name="What is in “any other”").click()
    expect(page.locator("#other-tokens section")).to_have_count(3)
    expect(page.locator("#other-tokens")).to_contain_text("more tokens")


@pytest.mark.by_need
def test_what_is_written_is_named_as_one_draw_at_its_temperature(open_page: OpenPage) -> None:
    page = opened(open_page())
    for id in ("zero", "one", "few"):
        expect(lane(page, id).locator(".sample")).to_contain_text("One draw at temperature 0.8")


@pytest.mark.slow
def test_the_table_holds_every_pair_of_lanes(open_page: OpenPage) -> None:
    page = opened(open_page())
    tool(page.locator("#details"), "Show as table").click()
    heads = page.locator("figure thead th").all_inner_texts()
    assert heads[4:8] == ["0 to 1", "0 to 4", "1 to 4", "expected"]


@pytest.mark.by_need
def test_play_steps_from_none_to_all(open_page: OpenPage) -> None:
    page: Page = opened(open_page())
    page.get_by_role("button", name="Play 0 to 8").click()
    shows(page, 8, timeout=60_000)
    settled(page)
    assert set(marks(page, "few")) == {" slow", " faster", " fastest", " FAST", ""}
    assert sampled(page, "few") != ""

"""The first look at Compare: glasses that choose, the answer in the prompt, the details."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect
from system.e2e.instrument import (
    MODEL,
    SHOTS,
    OpenPage,
    choose_model,
    glasses,
    post,
    poured,
    saved,
    show,
    shows,
    tool,
)


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


def test_a_question_without_an_answer_asks_for_no_score_and_says_what_is_missing(
    open_page: OpenPage,
) -> None:
    page = open_page("/?shelf", details=False)
    page.get_by_role("link", name="Ask your own").click()
    page.locator("header .ready").wait_for()
    page.get_by_label("Question", exact=True).fill("c")
    expect(page.get_by_text("there is no answer yet")).to_be_visible()
    scores: list[str] = []
    page.on("request", lambda sent: "/api/v1/score" in sent.url and scores.append(sent.url))
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("Live run,")).to_be_visible()
    page.wait_for_timeout(1000)
    assert scores == []
    expect(page.locator(".glasses .hatch")).to_have_count(0)


def test_a_refused_score_is_said_at_the_glasses_and_asked_once_a_run(
    open_page: OpenPage, tolerated: list[str]
) -> None:
    tolerated.append("400")
    page = open_page("/?shelf", details=False)
    page.get_by_role("link", name="Ask your own").click()
    page.locator("header .ready").wait_for()
    problem = (
        '{"type": "/problems/invalid_request", "status": 400, "title": "No", "detail": "Not this."}'
    )
    sent: list[str] = []

    def refuse(route: Route) -> None:
        lanes = route.request.post_data_json["lanes"]
        if not lanes[0]["id"].isdigit():
            return route.continue_()  # what the lanes write
        sent.append(route.request.url)
        route.fulfill(status=400, json=problem)

    page.route("**/api/v1/compare", refuse)
    page.get_by_label("Question", exact=True).fill("cow")
    for at, (old, young) in enumerate({"dog": "puppy", "cat": "kitten", "hen": "chick"}.items(), 1):
        page.get_by_role("button", name="+ add an example").click()
        page.get_by_label(f"Example {at}, question").fill(old)
        page.get_by_label(f"Example {at}, answer").fill(young)
    for runs in (1, 2):
        page.get_by_role("button", name="Run").click()
        expect(page.locator(".glass-figure").get_by_role("alert")).to_be_visible()
        page.wait_for_timeout(1000)
        assert len(sent) == runs
        page.get_by_label("Question", exact=True).fill("sheep")


def test_the_form_of_a_new_task_stays_while_it_is_typed(open_page: OpenPage) -> None:
    page = open_page("/?shelf", details=False)
    page.get_by_role("link", name="Ask your own").click()
    question = page.get_by_label("Question", exact=True)
    question.click()
    page.keyboard.type("cow", delay=60)
    expect(question).to_be_focused()
    expect(question).to_have_value("cow")
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#fields")).to_have_count(0)


def test_on_a_phone_ones_own_question_opens_its_fields(open_page: OpenPage) -> None:
    page = open_page("/?shelf", details=False, viewport={"width": 390, "height": 844})
    page.get_by_role("link", name="Ask your own").click()
    question = page.get_by_label("Question", exact=True)
    expect(question).to_be_focused()
    page.keyboard.type("cow", delay=60)
    expect(question).to_have_value("cow")


def test_a_link_of_flipped_answers_says_what_was_not_run_and_runs_it(open_page: OpenPage) -> None:
    page = full(open_page(details=False))
    page.locator("header .ready").wait_for()
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("button", name="Flip labels").click()
    expect(page.locator(".glasses .poured.stale").first).to_be_visible()
    page.wait_for_timeout(400)  # the address is written
    again = open_page("/?lang=en#" + page.url.split("#")[1], details=False)
    expect(again.get_by_text("2 of the 3 prompts were not run yet")).to_be_visible()
    expect(again.get_by_text("Recorded 20")).to_have_count(0)
    again.locator("header .ready").wait_for()
    again.get_by_role("button", name="Run").click()
    full(again)
    expect(again.get_by_text("not run yet")).to_have_count(0)


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_the_glasses_are_saved_as_a_picture_of_one_size_on_light_paper(
    open_page: OpenPage, without_model: str, theme: str, width: int
) -> None:
    viewport = {"width": width, "height": 844}
    page = full(open_page(f"/?theme={theme}", base=without_model, details=False, viewport=viewport))
    with page.expect_download() as download:
        tool(page, "Save as PNG").click()
    content = Path(download.value.path()).read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", content[16:24]) == (1200, 630)
    grey = Image.open(io.BytesIO(content)).convert("L")
    corners = [grey.getpixel((x, y)) for x in (0, 1199) for y in (0, 629)]
    assert min(corners) > 240
    assert grey.getextrema()[0] < 60  # and there is ink on it
    expect(page.locator("svg[width='1200']")).to_have_count(0)  # nothing of it stays on the page


def test_no_door_cites_another_models_record(open_page: OpenPage) -> None:
    page = full(open_page(details=False))
    doors = page.locator("nav.doors")
    expect(doors).to_contain_text("220 questions")
    choose_model(page, "house-gpt2")
    expect(doors).to_contain_text("48 questions")
    expect(doors).not_to_contain_text("220")
    page.get_by_role("button", name="CAPITALS").or_(page.get_by_label("CAPITALS")).first.click()
    expect(doors).to_contain_text("On many questions.")  # of these it has no record
    doors.get_by_role("link", name="Is it luck?").click()
    expect(page.get_by_text("Recorded with SmolLM2-135M-Instruct, not with House")).to_be_visible()


def test_an_answer_keeps_its_letter_and_color_when_others_come_and_go(open_page: OpenPage) -> None:
    page = full(open_page(details=False))
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Expected answer").fill("quick")  # the rows are now the examples' answers

    def letters() -> dict[str, str]:
        rows = page.locator(".glass-figure li:has(.letter)").all()
        return {
            row.inner_text().split()[-1]: row.locator(".letter").text_content() or ""
            for row in rows
        }

    before = letters()
    page.get_by_role("button", name="Delete example 1").click()
    after = letters()
    stay = before.keys() & after.keys()
    assert {"quick", "short", "young"} <= stay
    assert {answer: before[answer] for answer in stay} == {answer: after[answer] for answer in stay}


def test_a_token_that_only_begins_a_word_says_which(
    open_page: OpenPage, without_model: str
) -> None:
    page = full(open_page(base=without_model, details=False))
    page.get_by_label("CAPITALS", exact=True).check()
    expect(page.get_by_role("heading", level=1)).to_contain_text("“FAST”")
    figure = page.locator(".glasses")
    expect(figure).to_contain_text("H… begins HOT")
    words = figure.locator("text.word").all_text_contents()
    assert [word.split()[0] for word in words[1:]] == ["H…H…", "FASTFAST"]
    door = page.get_by_role("link", name="How is one word drawn?")
    expect(door).to_contain_text("fell on “F”, where “FAST” begins.")
    show(page, 1)
    expect(page.locator("strong.answer")).to_have_text("H…")
    expect(page.locator(".line").get_by_text("H… begins HOT")).to_be_visible()
    page.get_by_label("opposites", exact=True).check()
    expect(page.locator("strong.answer")).to_have_text("fast")  # the question: a whole word


def test_the_next_words_title_says_which_word_a_token_begins(
    open_page: OpenPage, without_model: str
) -> None:
    page = full(open_page(base=without_model, details=False))
    page.get_by_label("CAPITALS", exact=True).check()
    door = page.get_by_role("link", name="How is one word drawn?")
    expect(door).to_contain_text("where “FAST” begins")
    door.click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile("fell on\\s+“F”, where “FAST” begins"))


def test_the_saved_numbers_say_of_what_they_are(open_page: OpenPage, without_model: str) -> None:
    page = full(open_page(base=without_model, details=False))
    figure = page.locator(".glass-figure")
    rows = list(csv.DictReader(io.StringIO(saved(page, tool(figure, "Save as CSV")))))
    record = json.loads(saved(page, tool(figure, "Save as JSON")))
    assert [row["examples"] for row in rows] == [str(k) for k in range(9)]
    four = rows[4]
    assert (four["unit"], four["model"], four["precision"]) == ("percent", MODEL, "fp32")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", four["date"])
    assert four["prompt"] == "\\n".join([*SHOTS, "fast ->"])
    assert len(four["slow"]) <= len("65.7126009")
    assert float(four["slow"]) == pytest.approx(record[4]["slow"], rel=1e-8)

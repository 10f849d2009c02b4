"""The first look at Compare: glasses that choose, the answer in the prompt, the details."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
from pathlib import Path
from threading import Event

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
from system.e2e.timers import let_timers_fire


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


@pytest.mark.by_need
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


@pytest.mark.by_need
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


def test_a_reload_brings_back_every_glass_with_any_number_of_examples(open_page: OpenPage) -> None:
    page = full(open_page(details=False))
    page.locator("header .ready").wait_for(state="attached")
    show(page, 3)  # of Plurals nothing is recorded with three
    page.get_by_label("Task", exact=True).select_option("plurals")
    expect(page.locator("#question, .card")).to_contain_text("box")
    full(page)
    shows(page, 3)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("boxes")
    sentence = heading.inner_text()
    page.wait_for_url("**task=plurals**k=3**")
    page.reload()
    full(page)
    shows(page, 3)
    expect(heading).to_have_text(sentence)


@pytest.mark.by_need
def test_a_new_task_is_blank_and_scolds_nobody(open_page: OpenPage) -> None:
    page = full(open_page(details=False))
    page.get_by_label("Task").select_option("new")
    expect(page.get_by_label("Question", exact=True)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".fault")).to_have_count(0)


@pytest.mark.by_need
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
    let_timers_fire(page, 1000)
    assert scores == []
    expect(page.locator(".glasses .hatch")).to_have_count(0)


@pytest.mark.by_need
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
        let_timers_fire(page, 1000)
        assert len(sent) == runs
        page.get_by_label("Question", exact=True).fill("sheep")


@pytest.mark.by_need
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


@pytest.mark.by_need
def test_on_a_phone_ones_own_question_opens_its_fields(open_page: OpenPage) -> None:
    page = open_page("/?shelf", details=False, viewport={"width": 390, "height": 844})
    page.get_by_role("link", name="Ask your own").click()
    question = page.get_by_label("Question", exact=True)
    expect(question).to_be_focused()
    page.keyboard.type("cow", delay=60)
    expect(question).to_have_value("cow")


@pytest.mark.by_need
def test_a_link_of_flipped_answers_says_what_was_not_run_and_runs_it(open_page: OpenPage) -> None:
    page = full(open_page(details=False))
    page.locator("header .ready").wait_for()
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("button", name="Flip labels").click()
    expect(page.locator(".glasses .poured.stale").first).to_be_visible()
    let_timers_fire(page, 400)  # the address is written
    again = open_page("/?lang=en#" + page.url.split("#")[1], details=False)
    plain = again.locator("#verdict").get_by_text("press Run, and the other glasses fill")
    expect(plain).to_be_visible()
    expect(again.get_by_text("Recorded 20")).to_have_count(0)
    again.locator("header .ready").wait_for()
    again.get_by_role("button", name="Run").click()
    full(again)
    expect(plain).to_have_count(0)


@pytest.mark.by_need
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


@pytest.mark.by_need
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


@pytest.mark.by_need
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


@pytest.mark.by_need
def test_a_token_that_only_begins_a_word_says_which(
    open_page: OpenPage, without_model: str
) -> None:
    page = full(open_page(base=without_model, details=False))
    page.get_by_label("CAPITALS", exact=True).check()
    expect(page.get_by_role("heading", level=1)).to_contain_text("“FAST”")
    figure = page.locator(".glasses")
    expect(figure).to_contain_text("H… may begin HOT")
    words = figure.locator("text.word").all_text_contents()
    assert [word.split()[0] for word in words[1:]] == ["H…H…", "FASTFAST"]
    door = page.get_by_role("link", name="How is one word drawn?")
    expect(door).to_contain_text("fell on “F”, where “FAST” begins.")
    show(page, 1)
    expect(page.locator("strong.answer")).to_have_text("H…")
    expect(page.locator(".line").get_by_text("H… may begin HOT")).to_be_visible()
    page.get_by_label("opposites", exact=True).check()
    expect(page.locator("strong.answer")).to_have_text("fast")  # the question: a whole word


@pytest.mark.by_need
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


@pytest.mark.by_need
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


KATZE = {"Hund": "dog", "Haus": "house", "Baum": "tree"}
OWN = {"en": "Ask your own", "zh": "问自己的问题"}


@pytest.mark.by_need
@pytest.mark.parametrize(
    ("lang", "says", "before"),
    [
        ("en", "With three examples the likeliest next word is “cat”: ", "With no example it is “"),
        ("zh", "有 3 个例子时，最可能的下一个词是“cat”，概率 ", "没有例子时是“"),
    ],
)
def test_where_no_answer_is_expected_the_likeliest_word_is_spoken_of_in_the_first_color(
    open_page: OpenPage, lang: str, says: str, before: str
) -> None:
    page = open_page(f"/?shelf&lang={lang}", details=False)
    page.get_by_role("link", name=OWN[lang]).click()
    page.locator("#question").wait_for()
    for at, (word, answer) in enumerate(KATZE.items()):
        page.locator("[data-add]").click()
        row = page.locator(".rail ol > li").nth(at).locator("textarea")
        row.first.fill(word)
        row.last.fill(answer)
    page.locator("#question").fill("Katze")
    page.locator("header .ready").wait_for()
    page.keyboard.press("Control+Enter")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(says)
    expect(page.locator("#verdict p")).to_contain_text(before)
    expect(page.locator(".glasses .hatch")).to_have_count(0)
    strong = heading.locator("strong")
    percent = float((strong.text_content() or "").split("\u202f")[0])
    parts = poured(page, 3)
    assert 100 * parts[0] == pytest.approx(percent, abs=0.51)  # the first color is the word's
    assert parts[0] == max(parts.values())
    assert "--answer-1" in (strong.get_attribute("style") or "")
    expect(page.locator(".glass-figure li").first).to_contain_text("cat")
    expect(page.locator(".glasses text.word.lead")).to_have_text(re.compile("^cat"))
    spoken = page.locator(".unseen[role=status][aria-live]").first
    expect(spoken).to_contain_text("cat")
    expect(spoken).not_to_contain_text("dog")


ANIMALS = {"dog": "bark", "cat": "meow", "duck": "quack"}


def animals(page: Page, question: str, expected: str = "") -> Page:
    """Compare once it has run a question of one's own after three animals and what they say."""
    page.get_by_role("link", name=OWN["en"]).click()
    page.locator("#question").wait_for()
    for at, (word, answer) in enumerate(ANIMALS.items()):
        page.locator("[data-add]").click()
        row = page.locator(".rail ol > li").nth(at).locator("textarea")
        row.first.fill(word)
        row.last.fill(answer)
    page.locator("#question").fill(question)
    page.get_by_label("Expected answer").fill(expected)
    page.locator("header .ready").wait_for()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".glasses .level")).to_have_count(4)
    expect(page.locator(".glasses .hatch")).to_have_count(0)
    return page


def legend(page: Page) -> list[str]:
    """What the glasses hold, by their letters."""
    return page.locator(".glass-figure li:has(.letter)").all_inner_texts()


def asked_of(address: str, question: str, labels: list[str]) -> dict[str, float]:
    """What the model says after three animals: of these answers, and of the likeliest tokens."""
    shown = "".join(f"{word} -> {answer}\n" for word, answer in ANIMALS.items())
    body = {"model": MODEL, "prompt": f"{shown}{question} ->", "labels": labels}
    score = post(address, "/api/v1/score", body)
    return {item["text"]: item["p"] for item in score["next"]["alternatives"] + score["labels"]}


@pytest.mark.by_need
@pytest.mark.parametrize("expected", ["moo", ""])
def test_a_prompt_has_the_same_glass_in_inside(open_page: OpenPage, expected: str) -> None:
    page = animals(open_page("/?shelf", details=False), "cow", expected)
    names, held = legend(page), poured(page, 3)
    assert len(held) > 3
    page.get_by_role("link", name="Where does it look?").click()
    glass = page.locator(".trial [data-k='0']")
    glass.locator(".liquid").first.wait_for(timeout=60_000)
    assert page.locator(".trial li:has(.letter)").all_inner_texts() == names
    assert poured(page, 0) == pytest.approx(held, abs=1e-5)


@pytest.mark.by_need
def test_a_token_that_begins_an_answer_fills_a_glass_once(
    open_page: OpenPage, address: str
) -> None:
    page = animals(open_page("/?shelf", details=False), "sheep")
    score = asked_of(address, "sheep", [" bark", " meow", " quack"])
    percent = f"{100 * score[' me']:.1f}\u202f%"
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"is “me…”: {percent}")
    assert not any("meow" in answer for answer in legend(page))
    held = [score[" me"], score[" quack"], score[" bark"]]
    assert sorted(poured(page, 3).values(), reverse=True) == pytest.approx(held, abs=1e-5)
    expect(page.locator(".glasses")).to_contain_text("me… may begin meow: at most ")
    show(page, 1)
    expect(page.get_by_role("heading", level=1)).to_contain_text("is “sheep”: ")
    assert poured(page, 1)[0] > 0.3


@pytest.mark.by_need
def test_a_word_likelier_than_the_expected_answer_is_named_and_is_in_the_glass(
    open_page: OpenPage, address: str
) -> None:
    page = animals(open_page("/?shelf", details=False), "cow", "moo")
    score = asked_of(address, "cow", [" moo", " meow"])
    heading = page.get_by_role("heading", level=1)
    to, cow = f"{100 * score[' moo']:.1f}\u202f%", f"{100 * score[' cow']:.0f}\u202f%"
    expect(heading).to_contain_text("“moo” goes from under 0.1")
    cow_instead = f"the likeliest next word is “cow”: {cow}, not the expected “moo”."
    expect(heading).to_contain_text(f"to {to}; {cow_instead}")
    expect(heading).not_to_contain_text("meow")
    parts = poured(page, 3)
    names = [answer.split()[-1] for answer in legend(page)]
    assert parts[names.index("moo")] == pytest.approx(score[" moo"], abs=1e-5)
    assert parts[names.index("cow")] == pytest.approx(score[" cow"], abs=1e-5)
    assert max(parts.values()) == parts[names.index("cow")]


COMING = {"en": "being computed", "zh": "正在计算"}
FLIP = {"en": "Flip labels", "zh": "对调标签"}
EDIT = {"en": "Edit", "zh": "编辑"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_coming_is_hatched_with_its_word_and_its_legend_and_moves_nothing(
    open_page: OpenPage, lang: str
) -> None:
    page = full(open_page(f"/?lang={lang}", details=False))
    page.locator("header .ready").wait_for()
    page.get_by_role("button", name=EDIT[lang], exact=True).click()
    held: list[Route] = []
    holding = Event()
    holding.set()

    def hold(route: Route) -> None:
        is_glasses = route.request.post_data_json["lanes"][0]["id"].isdigit()
        held.append(route) if is_glasses and holding.is_set() else route.continue_()

    page.route("**/api/v1/compare", hold)
    rows = page.locator(".rail ol > li")
    places = "() => ['#question', '.rail ol > li:nth-child(8)', '.glasses', '[data-add]'].map("
    places += "place => document.querySelector(place).getBoundingClientRect().y + scrollY)"
    before = page.evaluate(places)
    page.get_by_role("button", name=FLIP[lang]).click()
    figure = page.locator(".glass-figure")
    expect(page.locator("#verdict .relabelled, #verdict.relabelled")).to_be_visible()
    expect(figure.locator(".hatch")).to_have_count(6)  # those that no prompt of the three is of
    expect(figure.get_by_text(COMING[lang])).to_be_visible()
    words = figure.locator("text.word").all_text_contents()
    assert sum(word.startswith("…") for word in words) == 2  # before the chosen one and after it
    assert page.evaluate(places) == before
    holding.clear()  # one may be sent only now
    for route in held:
        route.continue_()
    expect(figure.locator(".hatch")).to_have_count(0)
    expect(figure.get_by_text(COMING[lang])).to_have_count(0)
    assert not [word for word in figure.locator("text.word").all_text_contents() if "…" in word]
    assert page.evaluate(places) == before
    expect(rows.first).to_be_visible()


@pytest.mark.by_need
def test_what_compare_said_aloud_stays_behind_in_another_view(open_page: OpenPage) -> None:
    page = full(open_page(details=False))
    page.locator("header .ready").wait_for()
    page.keyboard.press("Control+Enter")
    spoken = page.locator("body .unseen[role=status][aria-live]").filter(has_text="slow")
    expect(spoken).to_have_count(1)
    page.get_by_role("link", name="Is it luck?").click()
    page.wait_for_url("**#v1/measure**")
    expect(spoken).to_have_count(0)


@pytest.mark.by_need
@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("en", "The model has not been asked yet: press Run, and the glasses fill."),
        ("zh", "还没有问过模型：点“运行”，杯子就会装满。"),
    ],
)
def test_a_link_of_ones_own_task_asks_nothing_and_says_what_to_press(
    open_page: OpenPage, lang: str, says: str
) -> None:
    prompt = {
        "template": "{input} ->{output}\n",
        "shot_sets": {"examples": [{"input": k, "output": f" {v}"} for k, v in KATZE.items()]},
        "query": {"input": "Katze", "expected": " cat"},
        "labels": [],
    }
    link = f"/?lang={lang}#v1/compare?k=3&prompt={json.dumps(prompt)}"
    asked: list[str] = []
    page = open_page("/?shelf", details=False)
    page.on("request", lambda sent: "/api/v1/compare" in sent.url and asked.append(sent.url))
    page.goto(page.url.split("?")[0] + link.removeprefix("/"))
    page.reload()
    page.locator("header .ready").wait_for(state="attached")
    expect(page.get_by_text(says)).to_be_in_viewport()
    let_timers_fire(page, 800)
    assert asked == []
    page.locator(".run").click()
    expect(page.locator(".glasses .level")).to_have_count(4)
    expect(page.get_by_text(says)).to_have_count(0)

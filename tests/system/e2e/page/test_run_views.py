"""The run of each view leaves as a file, and opens where there is no model."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from system.e2e.conftest import serving
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations
from system.e2e.page.test_run_files import HOUSE, open_file, saved

import shotglass as sg

TEXT = "The+cat+sat+on+the"


@pytest.fixture(scope="module")
def house() -> Iterator[str]:
    yield from serving({}, "--model", HOUSE)


def written(page: Page) -> list[str]:
    """The texts that stand in Prompt's samples, once they have begun and ended."""
    page.locator("[data-sample] .text").first.wait_for()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    return page.locator("[data-sample] .text").all_inner_texts()


def run(page: Page) -> None:
    page.locator("button.run").first.click()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def test_texts_of_prompt_are_saved_shown_without_a_model_and_written_again(
    open_page: OpenPage, house: str, without_model: str, tmp_path: Path
) -> None:
    page = open_page(f"/#v1/prompt?text={TEXT}&max_tokens=6", base=house)
    run(page)
    texts = written(page)
    path = saved(page, tmp_path)
    assert path.name == "shotglass-prompt.shotglass"
    away = open_page("/?shelf=1#v1/lessons", base=without_model)
    open_file(away, path)
    expect(away.get_by_text("shotglass-prompt.shotglass, recorded:")).to_be_visible()
    expect(away.get_by_text("Not here: House GPT-2")).to_be_visible()
    assert written(away) == texts
    assert violations(away) == []
    open_file(page, path)
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("values, 12 tokens among them, to the last bit.")).to_be_visible()
    contents = json.loads(path.read_text(encoding="utf-8"))
    token = contents["results"]["columns"][0]["samples"][1]["parts"][2]["token"]
    token["id"] = (token["id"] + 1) % 1000
    path.write_text(json.dumps(contents), encoding="utf-8")
    open_file(page, path)
    page.get_by_role("button", name="Run again").click()
    sentence = "Not the same: in column 1, sample 2 differs from token 3 on."
    expect(page.get_by_text(sentence)).to_be_visible()


CHANGED = {
    "en": "The prompt or the settings were changed since this was written.",
    "zh": "写完之后，提示或设置又改过了。",
}
CHAT = "mode=chat&system=Be+brief.&user=Hi&max_tokens=3"
BESIDE = f"text={TEXT}&max_tokens=3&temperature=0.7&b_seed=9&b_temperature=0.2"


@pytest.mark.by_need
@pytest.mark.parametrize(
    ("lang", "query"), [("en", f"text={TEXT}&max_tokens=3"), ("zh", BESIDE), ("en", CHAT)]
)
def test_an_opened_text_is_said_to_be_changed_when_a_person_changes_it_and_not_before(
    open_page: OpenPage, tmp_path: Path, lang: str, query: str
) -> None:
    page = open_page(f"/?lang={lang}#v1/prompt?{query}")
    run(page)
    texts = written(page)
    path = saved(page, tmp_path, lang)
    again = open_page(f"/?shelf=1&lang={lang}#v1/lessons")
    open_file(again, path)
    again.locator("section.notice").first.wait_for()
    assert written(again) == texts
    expect(again.get_by_text(CHANGED[lang])).to_have_count(0)
    box = again.locator(".turns textarea" if query == CHAT else "#prompt-text").first
    box.fill("Something else")
    expect(again.get_by_text(CHANGED[lang]).first).to_be_visible()


@pytest.mark.by_need
def test_words_that_the_model_did_not_write_are_found(
    open_page: OpenPage, house: str, tmp_path: Path
) -> None:
    path = tmp_path / "lies.shotglass"
    with sg.load(HOUSE, threads=2) as model:
        model.generate("The cat sat", max_tokens=4).save(path)
    contents = json.loads(path.read_text(encoding="utf-8"))
    for part in contents["results"]["columns"][0]["samples"][0]["parts"]:
        part["token"]["text"] = " LIES"
    path.write_text(json.dumps(contents), encoding="utf-8")
    page = open_page("/?shelf=1#v1/lessons", base=house)
    open_file(page, path)
    page.get_by_role("button", name="Run again").click()
    place = "results.columns[0].samples[0].parts[0].token.text"
    expect(page.get_by_text(f'values, first {place}: " LIES" then, ')).to_be_visible()
    expect(page.get_by_text("The 4 tokens are the same.")).to_be_visible()


ASK = {"decode": ("Ask the model", "/logits"), "inside": ("Look inside", "/explain")}


@pytest.mark.parametrize("view", ASK)
def test_what_was_computed_is_shown_without_a_model_and_computed_again(
    open_page: OpenPage, house: str, without_model: str, tmp_path: Path, view: str
) -> None:
    page = open_page(f"/#v1/{view}?text={TEXT}", base=house)
    name, route = ASK[view]
    with page.expect_response(lambda answer: route in answer.url):
        page.get_by_role("button", name=name).click()
    path = saved(page, tmp_path)
    away = open_page("/?shelf=1#v1/compare", base=without_model)
    open_file(away, path)
    expect(away.get_by_text(f"shotglass-{view}.shotglass, recorded:")).to_be_visible()
    expect(away.get_by_text("Not here: House GPT-2")).to_be_visible()
    assert violations(away) == []
    open_file(page, path)
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text(re.compile("The same: .+ values, to the last bit"))).to_be_visible()


@pytest.mark.by_need
def test_the_state_of_a_lesson_comes_back(
    open_page: OpenPage, without_model: str, tmp_path: Path
) -> None:
    page = open_page("/#v1/lessons?lesson=beam", base=without_model)
    title = page.locator("#lesson-title").inner_text()
    path = saved(page, tmp_path)
    away = open_page("/?shelf=1#v1/compare", base=without_model)
    open_file(away, path)
    expect(away.locator("#lesson-title")).to_have_text(title)
    expect(away.get_by_text("shotglass-beam.shotglass, recorded:")).to_be_visible()


def test_a_view_refuses_a_run_whose_address_is_none(
    open_page: OpenPage, without_model: str, tmp_path: Path
) -> None:
    page = open_page("/#v1/lessons?lesson=beam", base=without_model)
    page.locator("#lesson-title").wait_for()
    path = saved(page, tmp_path)
    run = json.loads(path.read_text(encoding="utf-8"))
    run["question"]["address"] = "lesson=dream"
    path.write_text(json.dumps(run), encoding="utf-8")
    open_file(page, path)
    expect(page.get_by_role("alert").first).to_contain_text("question.address: expected")
    expect(page.get_by_text(", recorded:")).to_have_count(0)


@pytest.mark.by_need
def test_heads_that_are_off_in_inside_are_shown_without_a_model_and_asked_again(
    open_page: OpenPage, house: str, without_model: str, tmp_path: Path
) -> None:
    page = open_page(f"/#v1/inside?text={TEXT}&head=5.1&off=5.1_5.2", base=house)
    page.get_by_role("button", name="Look inside").click()
    effect = page.locator(".trial .effect")
    expect(effect).to_contain_text("%")
    sentence = effect.inner_text()
    path = saved(page, tmp_path)
    contents = json.loads(path.read_text(encoding="utf-8"))
    assert contents["shotglass_run"] == 2
    off = contents["results"]["heads_off"]
    assert off["heads"] == [{"layer": 5, "head": 1}, {"layer": 5, "head": 2}]
    away = open_page("/?shelf=1#v1/compare", base=without_model)
    open_file(away, path)
    expect(away.locator(".trial .effect")).to_have_text(sentence)
    open_file(page, path)
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text(re.compile("The same: .+ values, to the last bit"))).to_be_visible()
    off["after"]["labels"][0]["logprob"] -= 0.5
    path.write_text(json.dumps(contents), encoding="utf-8")
    open_file(page, path)
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("Numbers differ by up to 0.50.")).to_be_visible()


@pytest.mark.by_need
def test_what_was_changed_inside_is_said_and_changed_again(
    open_page: OpenPage, house: str, without_model: str, tmp_path: Path
) -> None:
    path = tmp_path / "changed.shotglass"
    changes = [sg.head_off(5, 1), sg.steer(3, ("A happy day", "A sad day"), 4.0)]
    with sg.load("house-gpt2", threads=2) as model:
        model.generate("The cat sat", max_tokens=5, interventions=changes).save(path)
    away = open_page("/?shelf=1&lang=zh#v1/lessons", base=without_model)
    open_file(away, path)
    expect(
        away.get_by_text("改动了模型内部：关闭注意力头 5.1；第 3 层加上 4 倍的一个向量。")
    ).to_be_visible()
    page = open_page("/?shelf=1#v1/lessons", base=house)
    open_file(page, path)
    expect(page.get_by_text("Changed inside the model: head 5.1 off; a vector")).to_be_visible()
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("values, 5 tokens among them, to the last bit.")).to_be_visible()
    again = json.loads(saved(page, tmp_path).read_text(encoding="utf-8"))
    before = json.loads(path.read_text(encoding="utf-8"))
    for side in ("question", "results"):
        (now,), (then,) = again[side]["columns"], before[side]["columns"]
        sources = (now, then) if side == "question" else (now["sources"][0], then["sources"][0])
        assert sources[0]["interventions"] == sources[1]["interventions"]


GAPS = "mode=fill&text=The+[MASK]+sat+on+the+[MASK]."
WHOLE = re.compile("The same: .+ values, to the last bit")


@pytest.mark.by_need
def test_filled_gaps_are_shown_without_a_model_and_filled_again(
    open_page: OpenPage, house: str, without_model: str, tmp_path: Path
) -> None:
    page = open_page(f"/#v1/prompt?{GAPS}", base=house)
    run(page)
    drawings = [page.get_by_role("img", name=f"gap {number}") for number in (1, 2)]
    for drawing in drawings:
        drawing.locator("[data-next]").first.wait_for(state="attached")
    bars = [drawing.inner_html() for drawing in drawings]
    path = saved(page, tmp_path)
    contents = json.loads(path.read_text(encoding="utf-8"))
    assert contents["view"] == "fill"
    assert [model["id"] for model in contents["models"]] == ["house-bert", HOUSE]
    away = open_page("/?shelf=1#v1/lessons", base=without_model)
    open_file(away, path)
    expect(away.get_by_text(f"{path.name}, recorded:")).to_be_visible()
    expect(away.get_by_text("Not here: ")).to_contain_text("House GPT-2")
    expect(away.get_by_role("button", name="Run again")).to_have_count(0)
    for number, drawing in enumerate(bars, 1):
        assert away.get_by_role("img", name=f"gap {number}").inner_html() == drawing
    assert violations(away) == []
    open_file(page, path)
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text(WHOLE)).to_be_visible()
    contents["results"]["filled"]["gaps"][1]["distribution"]["alternatives"][0]["p"] = 0.001
    path.write_text(json.dumps(contents), encoding="utf-8")
    open_file(page, path)
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text(re.compile("Not the same: .+ Numbers differ by up to"))).to_be_visible()


QUESTIONS = {
    "measurement": "question=examples&task=reviews&questions=6&k=0,2",
    "example": "question=which-example&task=reviews&questions=3",
}


@pytest.mark.by_need
@pytest.mark.parametrize("kind", QUESTIONS)
def test_what_was_measured_is_shown_without_a_model_and_measured_again(
    open_page: OpenPage, house: str, without_model: str, tmp_path: Path, kind: str
) -> None:
    page = open_page(f"/#v1/measure?{QUESTIONS[kind]}", base=house)
    expect(page.locator("button.run")).to_be_enabled()
    page.keyboard.press("Control+Enter")
    verdict = page.locator("[data-verdict]")
    verdict.wait_for(timeout=240_000)
    expect(page.get_by_role("button", name="Measure")).to_be_enabled(timeout=240_000)
    sentence = verdict.inner_text()
    path = saved(page, tmp_path)
    assert json.loads(path.read_text(encoding="utf-8"))["results"]["kind"] == kind
    away = open_page("/?shelf=1#v1/compare", base=without_model)
    open_file(away, path)
    expect(away.get_by_text(f"{path.name}, recorded:")).to_be_visible()
    expect(away.get_by_text("Not here: House GPT-2")).to_be_visible()
    expect(away.locator("[data-verdict]")).to_have_text(sentence)
    assert violations(away) == []
    open_file(page, path)
    opened = page.get_by_role("region", name="Save or open as a file")  # Measure has its own
    opened.get_by_role("button", name="Run again").click()
    expect(opened.get_by_text(WHOLE)).to_be_visible(timeout=240_000)

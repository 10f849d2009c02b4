"""A run that is opened where the model of that name is another one, or where there is none; and one
of two models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from support.models.tiny import write_tiny_folder
from support.servers.live_server import live_server
from system.e2e.compare.test_compare_two import answered
from system.e2e.instrument import OpenPage, run, settled
from system.e2e.page.test_access import violations
from system.e2e.page.test_run_files import HOUSE, open_file, saved, shown

import shotglass as sg

PROMPT = sg.Prompt(
    template="- {input}:{output}\n",
    shot_sets={"zog or fip": (sg.Shot("horse", " zog"), sg.Shot("summer", " fip"))},
    query=sg.Query("dove", expected=" zog"),
)
OTHER = {
    "en": ("Run again", "This is not the model of the run: the weights of House GPT-2"),
    "zh": ("重新运行", "这不是当时的模型：House GPT-2"),
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Of the house model, by view."""
    folder = tmp_path_factory.mktemp("runs")
    with sg.load(HOUSE, threads=2) as model:
        results = {
            "compare": model.compare(PROMPT, max_tokens=3, seed=5),
            "prompt": model.generate("The cat sat", max_tokens=4),
            "decode": model.logits("The cat sat", [262]),
            "inside": model.attention("The cat sat on the", [5, 0]),
        }
    return {view: each.save(folder / f"{view}.shotglass") for view, each in results.items()}


@pytest.fixture(scope="module")
def another(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose model has the name of the house model, and other weights."""
    folder = tmp_path_factory.mktemp("another")
    write_tiny_folder(folder, HOUSE, "gpt2", 4)
    with live_server(folder, "--model", HOUSE) as address:
        yield address


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of two models."""
    folder = tmp_path_factory.mktemp("two")
    write_tiny_folder(folder, "first", "gpt2", 4)
    write_tiny_folder(folder, "second", "llama", 3)
    with live_server(folder, "--model", "first") as address:
        yield address


@pytest.mark.parametrize("view", ["compare", "prompt", "decode", "inside"])
def test_what_another_model_of_that_name_says_is_said_to_be_another_models(
    open_page: OpenPage, tolerated: list[str], another: str, runs: dict[str, Path], view: str
) -> None:
    tolerated.append("/api/v1/")  # the other model may not have the tokens or the layers
    lang = "zh" if view == "prompt" else "en"
    again, sentence = OTHER[lang]
    page = open_page(f"/?shelf=1&lang={lang}#v1/lessons", base=another)
    open_file(page, runs[view])
    notice = page.get_by_text(f"{view}.shotglass", exact=False).first
    expect(notice).to_be_visible()
    if view == "compare":
        settled(page)
    page.get_by_role("button", name=again).click()
    outcome = page.locator("section.notice [role=status]")
    expect(outcome).to_contain_text(sentence)
    expect(outcome).not_to_contain_text("The same")
    expect(notice).to_be_visible()
    assert violations(page) == []


@pytest.mark.by_need
def test_where_there_is_only_a_model_of_another_name_the_missing_one_is_named(
    open_page: OpenPage, runs: dict[str, Path], tmp_path: Path
) -> None:
    write_tiny_folder(tmp_path, "other", "gpt2", 4)
    with live_server(tmp_path, "--model", "other") as address:
        page = open_page("/?shelf=1#v1/lessons", base=address)
        open_file(page, runs["compare"])
        expect(page.get_by_text("compare.shotglass, recorded:")).to_be_visible()
        expect(page.get_by_text("Not here: House GPT-2")).to_be_visible()
        expect(page.get_by_role("button", name="Run again")).to_have_count(0)
        settled(page)
        assert shown(page)["marks"]["few"] != {}


@pytest.mark.by_need
def test_logits_of_a_program_are_shown_without_a_model(
    open_page: OpenPage, without_model: str, runs: dict[str, Path]
) -> None:
    page = open_page("/?shelf=1#v1/compare", base=without_model)
    open_file(page, runs["decode"])
    expect(page.get_by_text("decode.shotglass, recorded:")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    run = sg.open_run(runs["decode"])
    likeliest = run.contents["results"]["next"]["texts"][int(run.arrays["logits"].argmax())]
    expect(page.get_by_role("main").get_by_text(likeliest.strip()).first).to_be_visible()
    assert violations(page) == []


@pytest.mark.by_need
def test_attention_of_a_program_is_shown_without_a_model(
    open_page: OpenPage, without_model: str, runs: dict[str, Path]
) -> None:
    page = open_page("/?shelf=1#v1/compare", base=without_model)
    open_file(page, runs["inside"])
    expect(page.get_by_text("inside.shotglass, recorded:")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    tokens = sg.open_run(runs["inside"]).contents["results"]["explained"]["tokens"]
    expect(page.get_by_role("listbox").first.get_by_role("option")).to_have_count(len(tokens))
    assert violations(page) == []


def beside(page: Page) -> dict[str, str | None]:
    """What the second model's marks say, by lane and answer."""
    marks = answered(page).locator("g[data-second] > .mark").all()
    return {str(mark.get_attribute("data-lane")): mark.get_attribute("data-p") for mark in marks}


@pytest.mark.by_need
def test_the_second_models_answers_leave_and_come_back_and_are_asked_again(
    open_page: OpenPage, without_model: str, two: str, tmp_path: Path
) -> None:
    page = open_page("/#v1/compare?task=zog-or-fip&max_tokens=3&k=2&second=second", base=two)
    run(page)
    before = beside(page)
    path = saved(page, tmp_path)
    contents = json.loads(path.read_text(encoding="utf-8"))
    assert [model["id"] for model in contents["models"]] == ["first", "second"]
    lanes = [lane for lane in contents["results"]["lanes"] if lane["model"] == 1]
    assert [lane["id"] for lane in lanes] == ["zero", "one", "few"]
    open_file(page, path)
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("The same:")).to_contain_text("to the last bit.")
    away = open_page("/?shelf=1#v1/lessons", base=without_model)
    open_file(away, path)
    expect(away.get_by_text("Not here: Tiny random gpt2, Tiny random llama")).to_be_visible()
    assert beside(away) == before
    assert violations(away) == []
    again = json.loads(saved(away, tmp_path / "again").read_text(encoding="utf-8"))
    assert again["results"] == contents["results"]
    lanes[0]["events"][1]["labels"][0]["logprob"] -= 0.5
    path.write_text(json.dumps(contents), encoding="utf-8")
    open_file(page, path)
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("Numbers differ by up to 0.50.")).to_be_visible()

"""Train: what happened is seen at once, read off everywhere, and followed live without a jolt."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from support.house.small_record import add_record
from support.inputs.small_run import append, done, held, probe, small_run, step, write_run
from support.models.tiny import write_tiny_folder
from system.e2e.combinations import LANGUAGES, THEMES
from system.e2e.conftest import serving
from system.e2e.instrument import ROOT, OpenPage
from system.e2e.page.test_access import violations
from system.e2e.page.test_keyboard import tab_to
from system.e2e.page.test_languages import english_left
from system.e2e.page.test_tables import turned_into_tables
from system.e2e.timers import let_timers_fire

THIN = "\u202f"
LIVE = ROOT / "tests/support/servers/live_without_recorded.py"
SOURCES = [{"name": "fables", "version": "1.0", "licence": "CC0", "documents": 9, "tokens": 5120}]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("runs")
    folder = write_run(root, "small", [*small_run(), done()]).parent
    (folder / "recipe.toml").write_text('name = "small"\n')
    (folder / "data.json").write_text(json.dumps({"sources": SOURCES}))
    write_run(root, "torn", [done()])
    return root


@pytest.fixture(scope="module")
def base(runs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with these runs, and a model that came of the first of them."""
    models = tmp_path_factory.mktemp("models")
    add_record(write_tiny_folder(models, "small"))
    yield from serving({"SHOTGLASS_RUNS": str(runs)}, "--models", str(models), ready="live")


@pytest.fixture
def going(runs: Path) -> Iterator[Path]:
    """A run that is being made: its metrics file, to be appended to."""
    path = write_run(runs, "going", small_run(40))
    yield path
    path.unlink()
    path.parent.rmdir()


def opened(page: Page) -> Page:
    page.locator(".say").wait_for()
    return page


def asking(page: Page) -> Page:
    """The page with what can be asked of a run unfolded."""
    page.locator(".controls summary").click()
    return page


def figure(page: Page, name: str) -> Locator:
    return page.locator("figure").filter(has=page.get_by_role("heading", name=name))


def test_the_jump_is_told_and_seen_at_once(open_page: OpenPage, base: str) -> None:
    page = opened(open_page("/#v1/train?run=small", base))
    expect(page.locator(".say")).to_have_text(
        f"For 30.7{THIN}k tokens it could only guess. Then, within 10.2{THIN}k tokens, it learned "
        f"to use 8 examples: 95{THIN}% right at the end, where a guess gets 50{THIN}%."
    )
    choice = figure(page, "Right:")
    expect(choice.get_by_text("8 examples")).to_be_in_viewport()
    expect(choice.get_by_text("the jump")).to_be_visible()
    expect(choice.get_by_text("a guess")).to_be_visible()
    asked = page.get_by_role("region", name="Everything it was asked")
    expect(asked.get_by_role("row").nth(1)).to_contain_text("95.0 [91.0, 97.3]")
    expect(page.get_by_text("Why at once?")).to_be_visible()


def test_the_page_opens_where_a_model_learned_and_says_what_it_did_not(
    open_page: OpenPage, base: str
) -> None:
    page = opened(open_page("/#v1/train", base))
    run = page.get_by_role("button", name="Examples only")
    expect(run).to_have_attribute("aria-current", "true")
    expect(page.locator(".say")).to_contain_text(
        "it learned to use 8 examples, but only about words and names from training: "
        f"99{THIN}% right at the end, 52{THIN}% about others, where a guess gets 50{THIN}%"
    )
    asked = page.get_by_role("region", name="Everything it was asked")
    held = asked.get_by_role("row", name="which kind of thing words and names it never")
    expect(held).to_contain_text("still a guess")
    held.get_by_role("button").click()
    expect(page.locator(".say")).to_contain_text(f"8 examples never helped: 52{THIN}% right")


def test_a_run_that_goes_on_from_another_says_so(open_page: OpenPage, base: str) -> None:
    page = opened(open_page("/#v1/train?run=house-gpt2", base))
    expect(page.locator(".say")).to_contain_text(
        "It goes on from “Taught by episodes, first part” and is better than a guess "
        f"from the first look on, with 8 examples: 81{THIN}% right at that look, "
        f"89{THIN}% right at the end"
    )


def test_the_first_screen_says_how_a_run_is_started(open_page: OpenPage, base: str) -> None:
    page = opened(open_page("/#v1/train", base))
    expect(page.get_by_text("shotglass train gpt2-tiny")).to_be_in_viewport()
    page.get_by_text("Fine-tuning and requirements", exact=True).click()
    expect(page.get_by_text("in a checkout it is .venv/bin/shotglass")).to_be_in_viewport()
    expect(page.get_by_text("pip install 'shotglass[train]'")).to_be_in_viewport()


@pytest.mark.slow
def test_other_numbers_of_examples_tell_another_story(open_page: OpenPage, base: str) -> None:
    page = asking(opened(open_page("/#v1/train?run=small", base)))
    page.get_by_role("radio", name="no example").check()
    expect(page.locator(".say")).to_contain_text(f"Without an example it can only guess: 50{THIN}%")
    expect(page.get_by_text("Why at once?")).to_have_count(0)
    page.locator(".controls").get_by_label("Asked about").select_option("train")
    page.get_by_role("radio", name="answers practised").check()
    let_timers_fire(page, 300)
    other = opened(open_page(f"/{page.evaluate('location.hash')}", base))
    expect(other.get_by_role("radio", name="no example")).to_be_checked()
    expect(other.get_by_role("radio", name="answers practised")).to_be_checked()
    asked = other.locator(".controls").get_by_label("Asked about")
    expect(asked).to_have_value("train")
    expect(figure(other, "Right:").get_by_text("answers practised")).to_be_visible()


@pytest.mark.slow
def test_curves_are_read_off_by_keyboard(open_page: OpenPage, base: str) -> None:
    page = asking(opened(open_page("/#v1/train?run=small", base)))
    slider = page.get_by_role("slider")
    tab_to(page, slider)
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", f"10.2{THIN}k tokens")
    choice = figure(page, "Right:")
    expect(choice.locator(".strongest")).to_have_text(f"8 examples54{THIN}%")
    page.keyboard.press("End")
    expect(choice.locator(".strongest")).to_have_text(f"8 examples95{THIN}%")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.slow
def test_every_figure_has_a_table(open_page: OpenPage, base: str, language: str) -> None:
    page = opened(open_page(f"/?lang={language}#v1/train?run=small", base))
    page.locator("#record-title").wait_for()
    assert turned_into_tables(page, language) == 8
    choice = page.locator("figure").first.locator("tbody tr")
    assert choice.last.inner_text().split() == ["100", "51", "200", "9", "000", "50.0", "95.0",
                                                "95.0"]  # fmt: skip
    assert page.locator("figure svg[role=img]").count() == 0


@pytest.mark.slow
def test_the_record_of_its_model_is_judged_by_the_rule(open_page: OpenPage, base: str) -> None:
    page = opened(open_page("/#v1/train?run=small", base))
    record = page.get_by_role("region", name="What it can do now")
    rows = record.get_by_role("region", name="The verdicts").locator("tbody tr")
    expect(rows.nth(0)).to_contain_text(
        "learned from the examples in its own templates, about its own lexicon; in 2 other "
        f"templates it is right in 51.0{THIN}% to 64.0{THIN}%, by kind of template."
    )
    expect(rows.nth(0)).to_contain_text("92.0 [89.0, 95.0]")
    expect(rows.nth(1)).to_contain_text("not shown")
    expect(rows.nth(1)).to_contain_text("1 of 2 conditions hold")
    record.get_by_role("button", name="The conditions one by one").click()
    expect(record.get_by_text("above a guess").first).to_be_visible()
    expect(record.get_by_text("Another model")).to_be_visible()
    expect(record.get_by_role("row", name="fables")).to_contain_text("2.10 [2.00, 2.20]2.40")
    record.get_by_text("Read the first ones").click()
    expect(record.get_by_text("Once upon a time.")).to_be_visible()
    record.get_by_label("Task").select_option("forms")
    expect(record.get_by_text("Another model")).to_have_count(0)


@pytest.mark.slow
def test_how_far_what_it_learned_reaches_is_told_below_the_verdicts(
    open_page: OpenPage, base: str
) -> None:
    page = opened(open_page("/#v1/train?run=small", base))
    table = page.get_by_role("region", name="How far it reaches: other templates, other words")
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.nth(0)).to_contain_text("its own templates")
    expect(rows.nth(0)).to_contain_text("92.0 [89.0, 95.0]")
    expect(rows.nth(1)).to_contain_text("other everyday nouns, other invented names")
    expect(rows.nth(1)).to_contain_text("70.0 [67.0, 73.0]")
    expect(rows.nth(2)).to_contain_text("We say that {input} is{output}.")
    page.get_by_text("All templates", exact=True).click()
    expect(page.get_by_text("{input} |{output}").last).to_be_visible()


@pytest.mark.slow
def test_the_card_says_how_it_was_made(open_page: OpenPage, base: str) -> None:
    page = opened(open_page("/#v1/train?run=small", base))
    card = page.get_by_role("region", name="How it was made")
    expect(card).to_contain_text("Meta-trained on in-context episodes")
    expect(card.get_by_role("row", name="fables")).to_contain_text("CC0")
    expect(card).to_contain_text("2 layers of 16, 2 heads, context 64")
    card.get_by_text("The recipe", exact=True).click()
    expect(card.get_by_text('name = "small"')).to_be_visible()


@pytest.mark.by_need
def test_a_run_in_progress_is_followed_and_moves_nothing(
    open_page: OpenPage, base: str, going: Path
) -> None:
    page = opened(open_page("/#v1/train?run=going", base))
    expect(page.get_by_text("Step 40 of 100", exact=True)).to_be_visible()
    expect(page.locator(".say")).to_contain_text("8 examples have not helped yet")
    title = page.get_by_role("heading", name="The training itself")
    title.scroll_into_view_if_needed()
    before = title.bounding_box()
    append(going, step(50), step(60), probe(60, 0), probe(60, 2), probe(60, 8))
    expect(page.get_by_text("Step 60 of 100", exact=True)).to_be_attached(timeout=5000)
    assert title.bounding_box() == before
    page.get_by_role("button", name="Stop following").click()
    append(going, step(70))
    let_timers_fire(page, 1500)
    expect(page.get_by_text("Step 60 of 100", exact=True)).to_be_attached()
    page.get_by_role("button", name="Follow it").click()
    expect(page.get_by_text("Step 70 of 100", exact=True)).to_be_attached()
    append(going, step(80), held(80), *(probe(80, k) for k in (0, 2, 8)), step(100), done())
    expect(page.locator(".say")).to_contain_text("right at the end")
    expect(page.get_by_role("button", name="Stop following")).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="The run is done.")).to_have_count(1)


@pytest.mark.by_need
def test_a_resumed_run_drops_what_it_had_beyond(
    open_page: OpenPage, base: str, going: Path
) -> None:
    page = opened(open_page("/#v1/train?run=going", base))
    expect(page.get_by_text("Step 40 of 100", exact=True)).to_be_visible()
    other = going.with_suffix(".new")
    kept = [*small_run(20), {"kind": "resume", "step": 20, "time": 2e9}, step(30, at=2e9)]
    other.write_text("".join(json.dumps(line) + "\n" for line in kept))
    other.replace(going)
    expect(page.get_by_text("Step 30 of 100", exact=True)).to_be_visible()


@pytest.fixture
def without_runs(tmp_path: Path) -> Iterator[str]:
    """A server that has no run at all, not even a recorded one."""
    server = subprocess.Popen(
        [sys.executable, str(LIVE), str(tmp_path), str(tmp_path / "runs")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    yield server.stdout.readline().strip()
    server.terminate()
    server.wait(20)
    server.stdout.close()


@pytest.mark.by_need
def test_where_no_run_is_the_page_says_what_to_type_and_waits(
    without_runs: str, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page("/#v1/train", without_runs, permissions=["clipboard-read"])
    expect(page.get_by_role("heading", name="No run yet")).to_be_visible()
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    command = page.evaluate("navigator.clipboard.readText()")
    assert command == "shotglass train gpt2-tiny"
    assert violations(page) == []
    write_run(tmp_path / "runs", "first", small_run(20))
    expect(page.get_by_text("Step 20 of 100", exact=True)).to_be_visible(timeout=10_000)
    page.close()  # before its server is gone


@pytest.mark.by_need
def test_a_link_to_no_run_and_a_run_that_is_none_are_told(open_page: OpenPage, base: str) -> None:
    page = opened(open_page("/#v1/train?run=nowhere", base))
    expect(page.get_by_text("The link names the run “nowhere”, which is not here.")).to_be_visible()
    expect(page.get_by_text("The run “torn” cannot be shown:")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="small made here"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("The link names")).to_have_count(0)
    let_timers_fire(page, 300)
    assert page.evaluate("location.hash").startswith("#v1/train?run=small")


@pytest.mark.slow
def test_train_is_chinese_to_the_last_label(open_page: OpenPage, base: str) -> None:
    page = opened(open_page("/?lang=zh#v1/train?run=small", base))
    page.locator("#record-title").wait_for()
    told = f"读完前 30.7{THIN}k 个词元时，它还只会猜；接着，只用了 10.2{THIN}k 个词元，它就学会了"
    expect(page.locator(".say")).to_contain_text(told)
    made_up = (
        "taught by episodes",
        "Claimed only if",
        "does not begin with",
        "Tiny random",
        "it knows nothing",
    )
    left = [text for text in english_left(page) if not any(own in text for own in made_up)]
    assert left == []


@pytest.mark.by_need
@pytest.mark.parametrize(
    ("kind", "scheme"), list(product([(1440, "en"), (768, "zh"), (390, "en")], THEMES))
)
def test_axe_finds_nothing_on_train(
    open_page: OpenPage, base: str, kind: tuple[int, str], scheme: str
) -> None:
    width, language = kind
    size = {"width": width, "height": 900}
    path = f"/?lang={language}#v1/train?run=small"
    page = opened(open_page(path, base, color_scheme=scheme, viewport=size))
    page.locator("#record-title").wait_for()
    assert violations(page) == []
    for summary in page.locator("summary").all():
        summary.click()
    page.locator("[aria-controls=conditions]").click()
    turned_into_tables(page, language)
    assert violations(page) == []


@pytest.mark.by_need
@pytest.mark.parametrize(("width", "language"), list(product([1440, 768, 390, 320], LANGUAGES)))
def test_train_fits_the_width(open_page: OpenPage, base: str, width: int, language: str) -> None:
    size = {"width": width, "height": 800}
    page = opened(open_page(f"/?lang={language}#v1/train?run=small", base, viewport=size))
    page.locator("#record-title").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for box in [item.bounding_box() for item in page.locator("figure svg text").all()]:
        if box is not None and box["width"] > 0:
            assert box["x"] >= -0.5

"""History: runs outlive a reload, are the same in another tab, and make room where none is left."""

from __future__ import annotations

import json
import re
import urllib.parse
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.combinations import looks
from system.e2e.instrument import MODEL, OpenPage, saved
from system.e2e.page.test_access import violations

HOUSE, PROSE = "house-gpt2", "house-prose"
HOSTILE = "<img src=x onerror=alert(1)>"
QUERY = {"model": HOUSE, "text": "Once upon a time", "max_tokens": 8, "n": 2}
FILE = "shotglass-prompt-history.jsonl"
EARLIER = Path(__file__).parents[4] / "web/src/features/prompt/history/earlier.json"


def prompt_page(open_page: OpenPage, prefix: str = "/", **more: object) -> Page:
    query = {**QUERY, **more}
    options = {key: query.pop(key) for key in ("viewport", "color_scheme") if key in query}
    return open_page(f"{prefix}#v1/prompt?{urllib.parse.urlencode(query)}", **options)


def run(page: Page, kept: int = 1) -> Page:
    """Runs, until the run is kept as one of so many."""
    page.locator(".run").click()
    expect(page.locator("[data-sample]").first).to_be_visible()
    expect(page.locator("[data-sample][aria-busy=true]")).to_have_count(0)
    expect(button(page)).to_contain_text(str(kept))
    return page


def button(page: Page) -> Locator:
    return page.locator("[aria-controls=prompt-history]")


def history(page: Page) -> Locator:
    """The list, open."""
    if button(page).get_attribute("aria-expanded") == "false":
        button(page).click()
    return page.locator("#prompt-history")


def texts(page: Page) -> list[str]:
    return page.locator("[data-sample] .text").all_inner_texts()


def again(page: Page) -> Locator:
    page.get_by_role("button", name="Run again").click()
    outcome = page.locator("section.notice [role=status]")
    expect(outcome).to_contain_text("same")
    return outcome


def exported(page: Page) -> list[dict[str, Any]]:
    text = saved(page, history(page).get_by_role("button", name="Save as a file"))
    return [json.loads(line) for line in text.splitlines()]


def imported(page: Page, content: list[dict[str, Any]] | bytes, folder: Path) -> Locator:
    path = folder / FILE
    lines = content if isinstance(content, bytes) else "\n".join(map(json.dumps, content)).encode()
    path.write_bytes(lines)
    history(page).locator("input[type=file]").set_input_files(path)
    return history(page).locator(".remark")


def test_a_run_outlives_a_reload_and_runs_again_to_the_same_bits(open_page: OpenPage) -> None:
    page = run(prompt_page(open_page, beside=1, b_model=PROSE))
    written = texts(page)
    assert len(written) == 4
    page.reload()
    expect(page.locator("[data-bits]")).to_be_visible()  # what was written stands there again
    assert texts(page) == written
    page.locator("#prompt-text").fill("Something else")
    link = history(page).locator("li a")
    expect(link).to_have_count(1)
    assert "b_model=house-prose" in str(link.get_attribute("href"))
    link.click()
    expect(page.locator("#prompt-text")).to_have_value("Once upon a time")
    assert texts(page) == written
    expect(page.get_by_text("The prompt or the settings were changed")).to_have_count(0)
    expect(page.locator("[data-bits]")).to_be_visible()  # both columns are compared again
    page.locator(".token").first.click()
    expect(page.locator(".card li").first).to_be_visible()
    expect(page.locator(".card")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_have_count(0)
    expect(again(page)).to_have_text(
        re.compile("The same: .+ values, 32 tokens among them, to the last bit[.]")
    )
    assert texts(page) == written


@pytest.mark.by_need
def test_a_run_that_stands_there_again_does_not_keep_compare_from_asking(
    open_page: OpenPage,
) -> None:
    page = run(prompt_page(open_page))
    page.reload()
    expect(page.locator("section.notice")).to_be_visible()
    with page.expect_request(re.compile("/api/v1/(compare|scores?)$")):
        page.goto(page.url.partition("#")[0] + f"#v1/compare?model={HOUSE}")


@pytest.mark.slow
def test_a_conversation_is_shown_again_and_answered_again_to_the_same_bits(
    open_page: OpenPage,
) -> None:
    turns = [("system", "Be brief."), ("user", "Hi"), ("assistant", "Hello"), ("user", "Who?")]
    query = urllib.parse.urlencode(
        [("model", MODEL), ("mode", "chat"), ("max_tokens", "8"), *turns]
    )
    page = open_page(f"/#v1/prompt?{query}")
    page.locator("[data-tokens]").wait_for()
    written = texts(run(page))
    page.reload()
    page.get_by_role("radio", name="Text").check()
    link = history(page).locator("li a")
    assert "mode=chat" in str(link.get_attribute("href"))
    link.click()
    expect(page.locator(".turns textarea")).to_have_count(3)
    expect(page.locator("#chat-system")).to_have_value("Be brief.")
    assert texts(page) == written
    page.locator("[data-sample='1'] .token").nth(1).click()
    expect(page.locator(".card").get_by_role("link")).to_have_attribute(
        "href", re.compile("ids_of=smollm2-135m&ids=1")
    )
    page.keyboard.press("Escape")
    expect(again(page)).to_contain_text("to the last bit.")
    assert texts(page) == written


@pytest.mark.slow
def test_another_tab_sees_what_is_kept_and_what_is_cleared(open_page: OpenPage) -> None:
    page = prompt_page(open_page)
    other = page.context.new_page()
    other.goto(page.url)
    run(page)
    expect(button(other)).to_have_text("History (1)")
    history(other).get_by_role("button", name="Clear all").click()
    other.get_by_role("button", name="Really remove 1 run").click()
    expect(button(other)).to_have_text("History")
    expect(button(page)).to_have_text("History")


def test_a_file_brings_the_runs_back_and_says_what_differs(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = run(prompt_page(open_page))
    runs = exported(page)
    history(page).get_by_role("button", name="Remove the run").click()
    expect(button(page)).to_have_text("History")
    remark = imported(page, runs, tmp_path)
    expect(remark).to_have_text("1 run added from the file.")
    assert exported(page) == runs
    expect(imported(page, runs, tmp_path)).to_contain_text("1 run of it were here")

    (other,) = runs
    (model,), (column,) = other["models"], other["results"]["columns"]
    digest, parts = model["digest"], column["samples"][1]["parts"]
    parts[3]["token"]["id"] += 1
    parts[3]["token"]["text"] = HOSTILE
    other["made"] = "2020-01-01T00:00:00.000Z"
    model["digest"] = "0" * 64
    expect(imported(page, runs, tmp_path)).to_have_text("1 run added from the file.")
    history(page).locator("li a").nth(1).click()
    expect(page.locator("[data-sample='2'] .text")).to_contain_text(HOSTILE)
    assert page.locator("main img").count() == 0
    outcome = again(page)
    expect(outcome).to_contain_text("Not the same: in column 1, sample 2 differs from token 4 on.")
    expect(outcome).to_contain_text(f"00000000 then, {digest[:8]} now")


@pytest.mark.slow
def test_a_model_that_is_gone_is_named_and_its_run_can_be_read(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = run(prompt_page(open_page))
    written = texts(page)
    (kept,) = exported(page)
    kept["models"][0]["id"] = "no-such-model"
    history(page).get_by_role("button", name="Remove the run").click()
    imported(page, [kept], tmp_path)
    history(page).locator("li a").click()
    expect(page.get_by_text("Not here: ")).to_be_visible()
    expect(page.get_by_role("button", name="Run again")).to_have_count(0)
    assert texts(page) == written


def test_a_hostile_file_is_refused_with_its_place(open_page: OpenPage, tmp_path: Path) -> None:
    page = run(prompt_page(open_page))
    (kept,) = exported(page)
    fault = page.locator(".fault[role=alert]")
    imported(page, b"\xff\xfe{", tmp_path)
    expect(fault).to_contain_text(f"{FILE}:1 was not opened: it is not JSON")
    expect(imported(page, b" " * 100_000_001, tmp_path)).to_contain_text("100.0\u202fMB at most")
    kept["question"]["columns"][0]["settings"]["n"] = 1000
    imported(page, [kept], tmp_path)
    expect(fault).to_contain_text("settings.n: expected a whole number from 1 to 8, not 1000")
    expect(button(page)).to_have_text("History (1)")


@pytest.mark.by_need
def test_runs_that_an_earlier_page_kept_are_there_and_open(open_page: OpenPage) -> None:
    page = open_page("/#v1/lessons")
    page.evaluate(
        """async (run) => {
          const request = indexedDB.open("shotglass.prompt", 1);
          const encode = (text) => new TextEncoder().encode(text);
          for (const column of run.columns) column.samples = column.samples.map(encode);
          await new Promise((done, fail) => {
            request.onupgradeneeded = () => {
              for (const name of ["heads", "runs"])
                request.result.createObjectStore(name, { keyPath: "id" });
              const { transaction } = request;
              transaction.objectStore("heads").put({ id: run.id, at: run.at, models: [] });
              transaction.objectStore("runs").put(run);
              const [column] = run.columns;
              const broken = [{ ...column, samples: [encode('{"parts": [')] }];
              transaction.objectStore("heads").put({ id: "0", at: run.at, models: [] });
              transaction.objectStore("runs").put({ ...run, id: "0", columns: broken });
            };
            request.onsuccess = () => done(request.result.close());
            request.onerror = fail;
          });
        }""",
        json.loads(EARLIER.read_text("utf-8")),
    )
    page.goto(page.url.partition("#")[0] + "#v1/prompt")
    expect(button(page)).to_have_text("History (1)")
    expect(history(page).locator(".remark")).to_have_text(
        "1 run that an earlier version of this page kept was damaged and has been left out."
    )
    history(page).locator("li a").click()
    expect(page.locator("[data-sample]")).to_have_count(2)
    assert texts(page) == [" there. By the same", " Mount V"]
    (kept,) = exported(page)
    parts = kept["results"]["columns"][0]["samples"][0]["parts"]
    assert [part["chosen"] for part in parts] == [False, True, False, False, False]
    # Kept by another version, whose operators rounded otherwise in the last digits.
    expect(again(page)).to_contain_text(re.compile("The same: |The 7 tokens are the same"))


@pytest.mark.slow
def test_a_full_browser_takes_of_a_file_what_has_room_and_says_so(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page("/#v1/lessons")  # where nothing has asked for room yet
    session = page.context.new_cdp_session(page)
    wanted = {"origin": page.evaluate("location.origin"), "quotaSize": 3_500_000}
    session.send("Storage.overrideQuotaForOrigin", wanted)
    page.goto(page.url.partition("#")[0] + "#v1/prompt?" + urllib.parse.urlencode(QUERY))
    (first,) = exported(run(page))
    text = Random(7).randbytes(450_000).hex()  # nothing that a browser could pack smaller
    runs = [long(first, text, number) for number in range(1, 7)]
    # Slowly, as a list that is read before the whole file is added is then another.
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    remark = imported(page, runs, tmp_path)
    expect(remark).to_contain_text("There is no room for")
    expect(history(page).locator("li").nth(1)).to_contain_text("2025")  # the newest are there
    own, *others = [run["made"] for run in exported(page)]
    assert own == first["made"]
    assert others == [f"2025-01-0{number}T00:00:00Z" for number in range(6, 6 - len(others), -1)]
    assert 1 <= len(others) < 6


def long(run: dict[str, Any], text: str, number: int) -> dict[str, Any]:
    """The run again, earlier and with a prompt of such a length."""
    copy: dict[str, Any] = json.loads(json.dumps(run))
    for column in (*copy["question"]["columns"], *copy["results"]["columns"][0]["sources"]):
        column["prompt"] = text
    return copy | {"made": f"2025-01-0{number}T00:00:00Z"}


@pytest.mark.by_need
@pytest.mark.parametrize(("width", "scheme", "lang"), looks([1440, 768, 390]))
def test_axe_finds_nothing_in_the_history(
    open_page: OpenPage, scheme: str, width: int, lang: str
) -> None:
    size = {"width": width, "height": 900}
    page = run(prompt_page(open_page, f"/?lang={lang}", viewport=size, color_scheme=scheme))
    history(page).locator(".tools .word").click()  # asked whether all shall go
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    history(page).locator("li a").click()
    expect(page.locator("section.notice")).to_be_visible()
    assert violations(page) == []

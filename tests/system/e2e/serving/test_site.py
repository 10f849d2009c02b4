"""The page on a host of static files, under a path: recorded, with its lessons, and with a house
model in the visitor's browser."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import expect
from system.e2e.instrument import ROOT, OpenPage, close_menu, model_menu
from system.e2e.page.test_access import violations
from system.e2e.page.test_links import HOLD
from system.e2e.serving.test_embedded import site

SCRIPT = ROOT / "web" / "scripts" / "site.py"
LESSONS = {
    path.parent.name: re.findall("^title: (.+)$", path.read_text("utf-8"), re.MULTILINE)[0].strip()
    for path in sorted(ROOT.glob("web/src/extensions/course/lessons/*/lesson.en.md"))
}
AT = "https://course.example/x/y"
NO_SERVER = "This site has no server"
VIEWS = {
    "compare?task=same-word": "66",
    "measure": "220",
    "inside": "Layer 17, head 5",
    "decode": "Random number",
    "train": "learn",
    "models": "Training runs",
    "shapes": "GPT-2",
}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is, under a path of its host."""
    folder = tmp_path_factory.mktemp("host")
    subprocess.run([sys.executable, SCRIPT, folder / "x" / "y", AT], check=True)
    for origin in site(folder):
        yield f"{origin}/x/y/"


@pytest.fixture
def tolerated() -> list[str]:
    return ["No available adapters"]  # there is no graphics card


def test_what_is_recorded_stands_there_and_nothing_is_missing(
    open_page: OpenPage, host: str
) -> None:
    page = open_page("#shelf", base=host, details=False)
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status > 399 else None)
    page.goto(f"{host}?shelf=1")
    expect(page.locator("h1")).to_be_visible()
    for view, text in VIEWS.items():
        page.goto(f"{host}#v1/{view}")
        expect(page.locator("main").get_by_text(text).first).to_be_visible()
    page.goto(f"{host}#v1/compare?task=same-word")
    expect(page.locator("main")).to_contain_text("Recorded")
    expect(page.locator("main")).to_contain_text(NO_SERVER)
    assert violations(page) == []
    assert missing == []


@pytest.mark.by_need
def test_every_lesson_opens(open_page: OpenPage, host: str) -> None:
    page = open_page("#v1/lessons?lesson=attention", base=host)
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status > 399 else None)
    asking = set()
    for lesson, title in LESSONS.items():
        page.goto(f"{host}#v1/lessons?lesson={lesson}")
        expect(page.locator("#lesson-title")).to_have_text(title.strip("\"'"))
        drawn = page.locator("main article").locator("figure, svg, table")
        expect(drawn.or_(page.get_by_text(NO_SERVER)).first).to_be_visible()
        if page.get_by_text(NO_SERVER).count() > 0:
            asking.add(lesson)
    assert asking == {"attention", "misuse", "pass"}  # their figures are the model's own numbers
    assert len(LESSONS) > 40
    assert missing == []


def test_a_link_to_a_lesson_shows_its_title_and_leads_there(open_page: OpenPage, host: str) -> None:
    page = open_page("#v1/lessons?lesson=tokens&text=abab", base=host, details=False)
    expect(page.locator("#lesson-title")).to_be_visible()
    page.evaluate(HOLD)
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_function("window.copied")
    link = str(page.evaluate("window.copied"))
    assert link.startswith(f"{host}o/en/tokens.html")
    with urllib.request.urlopen(link.partition("#")[0], timeout=30) as answer:
        linked = answer.read().decode()
    assert f'<meta property="og:title" content="{LESSONS["tokens"]}" />' in linked
    assert f'<meta property="og:image" content="{AT}/preview.png" />' in linked
    page.goto(link)
    expect(page.locator("#lesson-title")).to_have_text(LESSONS["tokens"])
    assert page.url.startswith(host)
    assert "text=abab" in page.url
    page.goto(f"{host}o/zh/tokens.html")
    expect(page.locator("#lesson-title")).to_have_text(LESSONS["tokens"])


@pytest.mark.by_need
def test_a_house_model_answers_in_the_browser_and_again_without_a_network(
    open_page: OpenPage, host: str, tolerated: list[str]
) -> None:
    page = open_page("?model=house-gpt2#v1/compare?task=same-word", base=host)
    expect(page.locator("header .ready")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name=re.compile("^Run")).first.click()
    expect(page.locator("h1")).to_contain_text(re.compile(r"\d\s?%"), timeout=60_000)
    expect(page.locator("header")).to_contain_text("this browser")

    page.get_by_role("link", name="Prompt", exact=True).click()
    page.locator("#prompt-text").fill("hot -> cold\ntall ->")
    page.locator("button.run").click()
    expect(page.locator("main button.token").first).to_be_visible(timeout=60_000)

    tolerated.append("ERR_INTERNET_DISCONNECTED")
    model_menu(page)
    expect(page.get_by_text("It goes on without the server")).to_be_visible(timeout=60_000)
    close_menu(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("header .ready")).to_be_visible(timeout=60_000)
    expect(page.locator("header")).to_contain_text("this browser")
    page.locator("#prompt-text").fill("up -> down\nfull ->")
    page.locator("button.run").click()
    expect(page.locator("main button.token").first).to_be_visible(timeout=60_000)
    page.goto(f"{host}#v1/lessons?lesson=tokens")
    expect(page.locator("#lesson-title")).to_have_text(LESSONS["tokens"])


@pytest.mark.by_need
def test_a_folder_that_is_no_site_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    write = partial(subprocess.run, capture_output=True, text=True, check=False)
    result = write([sys.executable, str(SCRIPT), str(tmp_path)])
    assert result.returncode != 0
    assert "is no site" in result.stderr
    assert (tmp_path / "letter.txt").read_text("utf-8") == "mine"

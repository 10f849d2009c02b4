"""A lesson that is a page by itself: saved on the page, opened from disk without a network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from support.servers.live_server import live_server
from system.e2e.combinations import looks
from system.e2e.instrument import ROOT, OpenPage
from system.e2e.lessons.test_lesson_nets import draw, says
from system.e2e.lessons.test_lessons import LESSONS
from system.e2e.page.test_access import violations
from system.e2e.page.test_figure_page import MOST, saved
from system.e2e.serving.test_content import lesson, numbers

HOUSE = ROOT / "backend" / "shotglass" / "models"
HOSTILE = "</script><img src=x onerror=alert(1)><!--<script>"
SAVED = {"en": "Saved from Shotglass", "zh": "存自 Shotglass"}
OWN = {"en": "a Shotglass of your own", "zh": "你自己的 Shotglass"}
LOOKS = looks([1440, 390])[::3]  # each width, scheme and language twice

Change = Callable[[Locator], None]


def slide(figure: Locator) -> None:
    slider = figure.locator("input[type=range]").first
    slider.fill(slider.get_attribute("max") or "")


def choose(figure: Locator) -> None:
    figure.locator("input[type=radio]:not(:checked)").first.check()


def press(figure: Locator) -> None:
    figure.get_by_role("button").first.click()


# Answers of a model that were recorded, a distribution of it, an experiment's curves, results of
# other lessons, arithmetic on what one sets, a net that learns in the browser.
ALIVE: dict[str, Change] = {
    "beam": choose,
    "decoders": press,
    "emergence": slide,
    "open": press,
    "chinchilla": slide,
    "training": press,
}


def away(open_page: OpenPage, path: Path, width: int = 1440, scheme: str = "light") -> Page:
    """The file, without a network, its question answered where it asks it."""
    page = open_page(
        f"/{path.name}#", base=path.parent.as_uri(), offline=True, color_scheme=scheme,
        viewport={"width": width, "height": 900},
    )  # fmt: skip
    page.locator(".question button, div.figure:not([inert])").first.wait_for()
    answer = page.locator(".question button").last
    if answer.count():
        answer.click()
    return page


def take(
    open_page: OpenPage, folder: Path, lesson: str, lang: str, base: str | None = None
) -> Path:
    page = open_page(f"/?lang={lang}#v1/lessons?lesson={lesson}", base)
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state("networkidle")  # what its figure stands on
    return saved(page, folder, lang)


def data(path: Path) -> int:
    """Bytes of what the file holds of the lesson."""
    inside = path.read_text("utf-8").partition('<script type="application/json">')[2]
    return len(inside.partition("</script>")[0].encode())


@pytest.mark.parametrize("id", ALIVE)
@pytest.mark.parametrize("lang", SAVED)
def test_a_lesson_opens_from_disk_without_a_network_and_its_figure_answers(
    open_page: OpenPage, tmp_path: Path, id: str, lang: str
) -> None:
    path = take(open_page, tmp_path, id, lang)
    assert path.stat().st_size - data(path) <= MOST
    page = away(open_page, path)
    if lang == "en":
        expect(page.get_by_role("heading", level=1, name=LESSONS[id])).to_be_visible()
        expect(page).to_have_title(f"{LESSONS[id]} · Shotglass")
    expect(page.get_by_text(SAVED[lang])).to_be_visible()
    figure = page.locator("article div.figure")
    figure.locator("figure").first.wait_for()
    before = figure.inner_html()
    ALIVE[id](figure)
    page.wait_for_function(
        "([figure, before]) => figure.innerHTML !== before", arg=[figure.element_handle(), before]
    )


@pytest.mark.by_need
def test_a_network_runs_in_it(open_page: OpenPage, tmp_path: Path) -> None:
    path = take(open_page, tmp_path, "patches&values=5", "en")
    assert path.stat().st_size - data(path) <= MOST
    page = away(open_page, path)
    expect(page.get_by_text(re.compile("“three”.*94"))).to_be_visible()
    pad = page.get_by_role("application")
    draw(page, pad, [(0.6, 0.1), (0.25, 0.6), (0.8, 0.6)], [(0.62, 0.35), (0.62, 0.9)])
    expect(page.get_by_text(re.compile("“four”"))).to_be_visible()
    says(page)


@pytest.mark.by_need
@pytest.mark.parametrize(("width", "scheme", "lang"), LOOKS)
def test_axe_finds_nothing_in_it(
    open_page: OpenPage, tmp_path: Path, width: int, scheme: str, lang: str
) -> None:
    page = away(open_page, take(open_page, tmp_path, "positions", lang), width, scheme)
    page.locator("article figure").first.wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.by_need
@pytest.mark.parametrize("lang", SAVED)
def test_what_needs_a_model_and_what_links_lead_to_is_said_to_be_elsewhere(
    open_page: OpenPage, tmp_path: Path, lang: str
) -> None:
    page = away(open_page, take(open_page, tmp_path, "attention", lang))
    expect(page.locator("article div.figure")).to_contain_text(OWN[lang])
    status = page.locator("main + [role=status]")
    expect(status).to_be_hidden()
    address = page.url
    page.locator("article a[href^='#']").last.click()
    expect(status).to_contain_text(OWN[lang])
    assert page.url == address


@pytest.mark.by_need
def test_it_keeps_what_was_set(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/?lang=en#v1/lessons?lesson=emergence")
    slide(page.locator("article div.figure"))
    value = page.locator("article div.figure input[type=range]").first.input_value()
    path = saved(page, tmp_path, "en")
    slider = away(open_page, path).locator("article div.figure input[type=range]").first
    expect(slider).to_have_value(value)


def test_a_lesson_asks_its_question_before_it_shows_its_figure(
    open_page: OpenPage, tmp_path: Path
) -> None:
    path = take(open_page, tmp_path, "ceiling", "en")
    page = open_page(f"/{path.name}#", base=tmp_path.as_uri(), offline=True)
    expect(page.locator(".question button").first).to_be_visible()
    expect(page.locator("article div.figure")).to_have_attribute("inert", "")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a lesson of one's own, as docs/content.md has it, but for hostile words."""
    folder = tmp_path_factory.mktemp("content") / "lessons" / "coins"
    folder.mkdir(parents=True)
    title = re.sub(r"^title: .*$", f"title: '{HOSTILE}'", lesson(), count=1, flags=re.MULTILINE)
    (folder / "lesson.en.md").write_text(f"{title}\n{HOSTILE}\n", "utf-8")
    (folder / "result.json").write_text(numbers(), "utf-8")
    with live_server(HOUSE, "--content", str(folder.parents[1])) as server:
        yield server


@pytest.mark.by_need
def test_a_lesson_of_ones_own_is_a_page_too_and_its_words_stay_words(
    open_page: OpenPage, folder: str, tmp_path: Path
) -> None:
    page = away(open_page, take(open_page, tmp_path, "own.coins", "en", folder))
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    expect(page).to_have_title(f"{HOSTILE} · Shotglass")
    expect(page.locator("article div.figure svg").first).to_be_visible()
    assert page.locator("img").count() == 0


@pytest.mark.by_need
def test_nothing_in_it_may_fetch_or_run_but_its_own_program(
    open_page: OpenPage, tmp_path: Path
) -> None:
    path = take(open_page, tmp_path, "ceiling", "en")
    text = path.read_text("utf-8")
    [policy] = re.findall(r'Content-Security-Policy"\s+content="([^"]+)"', text)
    assert re.fullmatch(
        r"default-src 'none'; script-src 'sha256-\S+' 'sha256-\S+' 'wasm-unsafe-eval'; "
        r"style-src 'unsafe-inline'; img-src data: blob:; connect-src data:; "
        r"base-uri 'none'; form-action 'none'",
        policy,
    )
    path.write_text(text.replace("<body>", "<body><script>document.title = 1</script>"), "utf-8")
    page = away(open_page, path)
    expect(page).to_have_title(f"{LESSONS['ceiling']} · Shotglass")


@pytest.fixture
def tolerated(request: pytest.FixtureRequest) -> list[str]:
    """That a script which was put in is refused."""
    added = request.node.name.startswith("test_nothing_in_it")
    return ["violates the following Content Security Policy"] if added else []

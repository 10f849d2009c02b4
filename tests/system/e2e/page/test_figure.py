"""A recorded run in pages of others: `<shotglass-figure>` in a plain page and on a slide."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from system.e2e.combinations import looks
from system.e2e.conftest import serving
from system.e2e.instrument import ROOT, OpenPage
from system.e2e.page.test_access import violations
from system.e2e.page.test_lighthouse import npm

RUNS = {
    run["view"]: run
    for run in json.loads((ROOT / "tests/contract/runs.json").read_text(encoding="utf-8"))["runs"]
}
DRAWN = sorted(set(RUNS) - {"lessons"})
RECORDED = {"en": ", recorded: ", "zh": "，以前记录的结果："}
ELSEWHERE = "Access to script"  # what Chromium says of a module that is not lent
PAGE = """<!doctype html>
<html lang="{lang}"><head><title>A course</title><link rel="icon" href="data:,"><style>
  body {{ margin: 0; font: italic 30px serif; text-align: center; text-transform: uppercase }}
  button, p, svg, div {{ color: red; letter-spacing: 4px }}
</style>
<script type="module" src="{server}/figure.js"></script></head>
<body><main><h1>A course</h1>{figures}</main></body></html>"""


SLIDES = """<!doctype html>
<html lang="en"><head><title>Slides</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="dist/reveal.css"><link rel="stylesheet" href="dist/theme/white.css">
<script type="module" src="{server}/figure.js"></script></head>
<body><div class="reveal"><div class="slides"><section><h1>First</h1></section>
<section>{figure}</section></div></div>
<script src="dist/reveal.js"></script><script>Reveal.initialize({{ transition: "none" }})</script>
</body></html>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("course")


@pytest.fixture(scope="module")
def course(folder: Path) -> Iterator[str]:
    """The site of somebody else, with a page and a file for each run."""
    site = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{site.server_port}"
    site.shutdown()
    thread.join()
    site.server_close()


@pytest.fixture(scope="module")
def lender(course: str, folder: Path) -> Iterator[str]:
    """A server that lends its script to pages of that site."""
    models = folder / "none"
    models.mkdir()
    yield from serving({}, "--models", str(models), "--allow-embed", course, ready="live")


def write(folder: Path, server: str, name: str, *figures: str, lang: str = "en") -> str:
    """A page with these figures; its path."""
    page = PAGE.format(lang=lang, server=server, figures="".join(figures))
    (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return f"/{name}.html#"


def figure(folder: Path, run: Any, name: str, lang: str = "") -> str:
    (folder / f"{name}.shotglass").write_text(json.dumps(run), encoding="utf-8")
    spoken = f' lang="{lang}"' if lang else ""
    return f'<shotglass-figure src="{name}.shotglass"{spoken}></shotglass-figure>'


def recorded(page: Page, lang: str = "en") -> None:
    expect(page.get_by_text(RECORDED[lang]).first).to_be_visible()


@pytest.mark.parametrize("view", DRAWN)
@pytest.mark.parametrize(("width", "scheme", "lang"), looks([1440, 390]))
def test_each_view_is_drawn_in_a_page_of_another_origin(
    open_page: OpenPage, lender: str, course: str, folder: Path,
    view: str, width: int, scheme: str, lang: str,
) -> None:  # fmt: skip
    path = write(folder, lender, view, figure(folder, RUNS[view], view, lang))
    size = {"width": width, "height": 900}
    page = open_page(path, base=course, color_scheme=scheme, viewport=size)
    recorded(page, lang)
    expect(page.get_by_text(RECORDED[lang]).first).to_contain_text("abababab")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.by_need
def test_figures_of_one_page_share_neither_language_nor_what_is_chosen(
    open_page: OpenPage, lender: str, course: str, folder: Path
) -> None:
    both = [figure(folder, RUNS["compare"], "two", lang) for lang in ("en", "zh")]
    page = open_page(write(folder, lender, "two", *both), base=course)
    first, second = page.locator("shotglass-figure").all()
    expect(first.get_by_text("Prompt, 2 examples")).to_be_visible()
    first.get_by_role("slider").press("Home")
    expect(first.get_by_text("Prompt, no example")).to_be_visible()
    expect(second.get_by_text("提示、2 个例子")).to_be_visible()


@pytest.mark.by_need
def test_a_figure_is_alive_as_far_as_it_is_recorded(
    open_page: OpenPage, lender: str, course: str, folder: Path
) -> None:
    names = ("prompt", "decode", "inside", "measure")
    all_of_them = [figure(folder, RUNS[name], f"alive-{name}") for name in names]
    page = open_page(write(folder, lender, "alive", *all_of_them), base=course)
    written, drawn, inside, measured = page.locator("shotglass-figure").all()
    written.locator("button.token").first.click()
    expect(written.get_by_role("group", name="What else could have stood here")).to_be_visible()
    expect(written.get_by_text("nothing is continued here")).to_be_visible()
    before = drawn.locator("[data-filter=softmax]").first.get_attribute("data-p")
    drawn.get_by_role("slider").first.press("End")
    expect(drawn.locator("[data-filter=softmax]").first).not_to_have_attribute(
        "data-p", before or ""
    )
    inside.get_by_role("grid").locator("[tabindex='0']").press("ArrowRight")
    expect(inside.get_by_text("layer 0, head 1").first).to_be_visible()
    measured.get_by_role("button", name="table, save").click()
    measured.get_by_role("button", name="Show as table").click()
    expect(measured.get_by_role("table")).to_be_visible()


def test_what_is_no_run_is_told_in_words_and_nothing_else_is_drawn(
    open_page: OpenPage, lender: str, course: str, folder: Path
) -> None:
    wrong = json.loads(json.dumps(RUNS["compare"]))
    wrong["results"]["lanes"][0]["events"][0]["type"] = "</script><img src=x onerror=alert(1)>"
    address = json.loads(json.dumps(RUNS["decode"]))
    address["question"]["address"] += "&temperature=x"  # the tokens that it takes stay with it
    figures = [
        figure(folder, wrong, "wrong"),
        figure(folder, wrong, "wrong", "zh"),
        figure(folder, address, "address"),
        figure(folder, RUNS["lessons"], "lesson"),
        figure(folder, [1], "list"),
        "<shotglass-figure></shotglass-figure>",
    ]
    page = open_page(write(folder, lender, "faults", *figures), base=course)
    told = page.get_by_role("alert")
    expect(told).to_have_count(len(figures))
    place = "results.lanes[0].events[0].type"
    expect(told.nth(0)).to_contain_text(f"wrong.shotglass was not opened: it is no run. {place}: ")
    expect(told.nth(0)).to_contain_text("<img src=x onerror=alert(1)>")
    expect(told.nth(1)).to_contain_text(f"没有打开 wrong.shotglass：它不是一次运行。{place}：")
    expect(told.nth(2)).to_contain_text("question.address: expected an address of this view")
    expect(told.nth(3)).to_contain_text("The state of a lesson")
    expect(told.nth(4)).to_contain_text("the whole: expected")
    expect(told.nth(5)).to_contain_text("There is no run here")


@pytest.mark.slow
def test_a_slide_of_reveal_shows_a_figure_that_is_pointed_at_where_it_is_drawn(
    open_page: OpenPage, lender: str, course: str, folder: Path
) -> None:
    """A slide is drawn larger or smaller than it is laid out."""
    packages = Path(__file__).with_name("reveal")
    subprocess.run([npm(), "ci", "--no-fund"], cwd=packages, check=True, capture_output=True)
    shutil.copytree(packages / "node_modules/reveal.js/dist", folder / "dist")
    slides = SLIDES.format(server=lender, figure=figure(folder, RUNS["compare"], "slide"))
    (folder / "slides.html").write_text(slides, encoding="utf-8")
    page = open_page("/slides.html#", base=course, viewport={"width": 1600, "height": 1100})
    expect(page.get_by_text("Prompt, 2 examples")).not_to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Prompt, 2 examples")).to_be_visible()
    assert page.evaluate("Reveal.getScale()") > 1.1
    glass = page.locator("[data-k='0'] .place").bounding_box()
    assert glass is not None
    page.mouse.click(glass["x"] + 4, glass["y"] - 40)
    expect(page.get_by_text("Prompt, no example")).to_be_visible()


class TestElsewhere:
    @pytest.fixture
    def tolerated(self) -> list[str]:
        return [ELSEWHERE, "Failed to load resource"]

    def test_a_page_of_an_origin_that_is_not_named_gets_no_script(
        self, open_page: OpenPage, lender: str, course: str, folder: Path
    ) -> None:
        path = write(folder, lender, "elsewhere", figure(folder, RUNS["compare"], "elsewhere"))
        page = open_page(path, base=course.replace("127.0.0.1", "localhost"))
        page.wait_for_load_state("networkidle")
        assert not page.evaluate("customElements.get('shotglass-figure') !== undefined")

    def test_a_file_that_is_not_there_is_told(
        self, open_page: OpenPage, lender: str, course: str, folder: Path
    ) -> None:
        nothing = '<shotglass-figure src="a/none.shotglass?x=1"></shotglass-figure>'
        page = open_page(write(folder, lender, "nothing", nothing), base=course)
        expect(page.get_by_role("alert")).to_have_text("none.shotglass could not be fetched.")

"""A figure within a page of another origin: shown to the origins that the server names, and as high
as it is."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, expect
from system.e2e.conftest import serving
from system.e2e.instrument import OpenPage
from system.e2e.models.test_browser import HOUSE
from system.e2e.page.test_access import violations
from system.e2e.timers import let_timers_fire

TASK = "#v1/compare?task=same-word"
SITE = """<!doctype html><html lang="en"><title>A course</title><main><h1>A course</h1>
<iframe id="glasses" title="A figure" style="width: 100%; border: 0" src="ADDRESS"></iframe></main>
<script>
  addEventListener("message", ({ source, data }) => {
    const frame = document.getElementById("glasses");
    if (source === frame.contentWindow && data.type === "shotglass-height") {
      frame.height = data.height;
    }
  });
</script>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what a browser asks for is no news."""


def site(folder: Path) -> Iterator[str]:
    """The origin of a site that is not Shotglass, with what stands in ``folder``."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def tolerated() -> list[str]:
    """What the browser says of a frame that it does not show, of the site's
    own icon, and of axe, which asks what stands in the frame."""
    return ["frame-ancestors", "404 (File not found)", "'postMessage'"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the sites have: ``named``, which the server names, and ``other``."""
    root = tmp_path_factory.mktemp("sites")
    for name in ("named", "other"):
        (root / name).mkdir()
    return root


@pytest.fixture(scope="module")
def named(folder: Path) -> Iterator[str]:
    yield from site(folder / "named")


@pytest.fixture(scope="module")
def other(folder: Path) -> Iterator[str]:
    yield from site(folder / "other")


@pytest.fixture(scope="module")
def shotglass(named: str) -> Iterator[str]:
    yield from serving({}, "--models", str(HOUSE), "--allow-embed", named, ready="live")


def embed(page_folder: Path, address: str) -> None:
    (page_folder / "index.html").write_text(SITE.replace("ADDRESS", address), "utf-8")


def framed(page: Page) -> FrameLocator:
    return page.frame_locator("#glasses")


@pytest.mark.parametrize("width", [390, 1440])
def test_a_named_site_shows_the_figure_as_high_as_it_is(
    open_page: OpenPage, folder: Path, named: str, shotglass: str, width: int
) -> None:
    embed(folder / "named", f"{shotglass}/?embed=1{TASK}")
    page = open_page("/", base=named)
    page.set_viewport_size({"width": width, "height": 900})
    expect(framed(page).locator(".glasses")).to_be_visible()
    expect(framed(page).get_by_role("banner")).to_have_count(0)
    whole = framed(page).get_by_role("link", name="Shotglass")
    expect(whole).to_have_attribute("href", re.compile(r"^\./#v1/compare\?task=same-word"))

    frame = page.locator("#glasses")
    inner = "document.documentElement.scrollHeight"
    content = frame.element_handle().content_frame()
    assert content is not None
    page.wait_for_function("document.getElementById('glasses').height > 300")
    let_timers_fire(page, 500)
    assert abs(int(frame.get_attribute("height") or 0) - content.evaluate(inner)) <= 1
    assert content.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


@pytest.mark.by_need
def test_a_frame_below_the_fold_has_its_height_before_it_is_scrolled_to(
    open_page: OpenPage, folder: Path, named: str, shotglass: str
) -> None:
    embed(folder / "named", f"{shotglass}/?embed=1{TASK}")
    index = folder / "named" / "index.html"
    far = '<div style="height: 5000px"></div><iframe'
    index.write_text(index.read_text("utf-8").replace("<iframe", far), "utf-8")
    page = open_page("/", base=named)
    page.wait_for_function("document.getElementById('glasses').height > 500")
    assert page.evaluate("scrollY") == 0
    page.locator("#glasses").scroll_into_view_if_needed()
    expect(framed(page).locator(".glasses")).to_be_visible()


def test_another_site_is_shown_nothing(
    open_page: OpenPage, folder: Path, other: str, shotglass: str
) -> None:
    embed(folder / "other", f"{shotglass}/?embed=1{TASK}")
    page = open_page("/", base=other)
    let_timers_fire(page, 2000)
    expect(framed(page).locator("#content")).to_have_count(0)


@pytest.mark.by_need
def test_a_named_site_is_not_shown_the_whole_page(
    open_page: OpenPage, folder: Path, named: str, shotglass: str
) -> None:
    embed(folder / "named", f"{shotglass}/{TASK}")
    page = open_page("/", base=named)
    let_timers_fire(page, 2000)
    expect(framed(page).locator("#content")).to_have_count(0)

"""The page under a path of a larger site, behind nginx: its files, its questions, its links."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from support.servers.live_server import live_server
from system.backend.deploy.conftest import nginx
from system.e2e.instrument import ROOT, OpenPage, drawn, opened, run, unfold
from system.e2e.models.test_browser import NO_CARD, quiet, ran, switched

HOUSE = ROOT / "backend" / "shotglass" / "models"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with live_server(HOUSE, "--path-prefix", "/shot", "--model", "house-gpt2") as server:
        port = urlsplit(server).port or 0
        with nginx(tmp_path_factory.mktemp("nginx"), (port, port), "/shot/") as there:
            yield f"http://127.0.0.1:{there}"


def requested(page: Page) -> list[str]:
    """Paths of all requests from now on."""
    paths: list[str] = []
    page.on("request", lambda request: paths.append(urlsplit(request.url).path))
    return paths


def test_compare_runs_and_every_request_stays_below_the_path(
    open_page: OpenPage, site: str
) -> None:
    page = open_page("/shot/", site)
    paths = requested(page)
    page.reload()
    run(drawn(page))
    assert "/shot/api/v1/compare" in paths
    page.goto(f"{site}/shot/#v1/lessons")
    page.get_by_role("main").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert [path for path in paths if not path.startswith("/shot/")] == []


@pytest.mark.slow
def test_files_of_a_model_are_below_the_path(open_page: OpenPage, site: str) -> None:
    page = open_page("/shot/#v1/models", site)
    sheet = page.get_by_role("article").first
    unfold(sheet)
    links = sheet.locator("a[download]").all()
    assert links
    for link in links:
        assert (link.get_attribute("href") or "").startswith("/shot/api/v1/"), link
    assert page.request.head(links[0].evaluate("element => element.href")).ok


@pytest.mark.slow
def test_a_model_in_the_browser_is_fetched_and_the_page_kept_below_the_path(
    open_page: OpenPage, site: str, tolerated: list[str]
) -> None:
    tolerated.append(NO_CARD)
    page = open_page("/shot/", site)
    opened(page)
    paths = requested(page)
    quiet(switched(page, seconds=240))
    expect(page.get_by_text("It goes on without the server")).to_be_visible(timeout=60_000)
    ran(page)
    assert [path for path in paths if not path.startswith("/shot/")] == []
    assert (
        page.evaluate("navigator.serviceWorker.ready.then(({scope}) => scope)") == f"{site}/shot/"
    )
    (cache,) = page.evaluate("caches.keys()")
    assert cache.startswith("shotglass-")
    assert cache.endswith("/shot/")

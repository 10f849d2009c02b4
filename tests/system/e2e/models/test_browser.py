"""Compare in the visitor's own browser: without a server, after a break, in two tabs."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect
from support.servers.http_answers import events_of
from system.e2e.conftest import command, wait_until_ready
from system.e2e.instrument import (
    LANES,
    MODEL,
    ROOT,
    OpenPage,
    choose_place,
    fields,
    model_menu,
)
from system.e2e.models.cutting import Between, between
from system.e2e.page.test_access import violations

from shotglass_export.adding import add_graph

pytestmark = pytest.mark.by_need

HOUSE = ROOT / "backend" / "shotglass" / "models"
READY = "runs in this browser"
WAITING = 120_000  # ms: a real model in WebAssembly, on a busy machine
NO_CARD = "No available adapters."  # Chromium's own remark when it is asked for one
# A browser that promises a card to its page, and has none for the worker.
CARD_THAT_FAILS = """
GPU.prototype.requestAdapter = async () => ({ info: { isFallbackAdapter: false } });
"""
GREEDY = {"temperature": 0, "seed": 0, "n": 1, "max_tokens": 16}
SEEDED = [{"temperature": 0.8, "seed": seed, "n": 2, "max_tokens": 16} for seed in (7, 42)]

# Keeps what the worker tells the page: the very events that the page draws.
LISTEN = """
window.notices = [];
const listen = Worker.prototype.addEventListener;
Worker.prototype.addEventListener = function (type, heard) {
  if (type === "message") {
    listen.call(this, type, ({ data }) => data.notice && window.notices.push(data.notice));
  }
  return listen.call(this, type, heard);
};
"""


@contextmanager
def served(models: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server that may be killed, and its address."""
    line = [command(), "serve", "--port", "0", "--models", str(models), *options]
    environment = dict(os.environ) | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(line, stdout=subprocess.PIPE, env=environment) as server:
        assert server.stdout is not None
        try:
            told = server.stdout.readline().decode()
            address = told[told.index("http://") :].split()[0]
            wait_until_ready(f"{address}/health/ready", server)
            yield address, server
        finally:
            server.kill()


def asked(address: str, body: bytes, settings: dict[str, Any]) -> dict[tuple[str, int], list[int]]:
    """The server's own token ids by lane and sample, for the page's question."""
    return ids_of(answered(address, body, settings))


def answered(address: str, body: bytes, settings: dict[str, Any]) -> list[dict[str, Any]]:
    """The server's own events."""
    request = json.loads(body)
    request["settings"] |= settings
    data, kind = json.dumps(request).encode(), {"Content-Type": "application/json"}
    question = urllib.request.Request(f"{address}/api/v1/compare", data, kind)
    return events_of(urllib.request.urlopen(question, timeout=300).read())


def chances_of(events: list[dict[str, Any]]) -> dict[tuple[str, int | None], list[float]]:
    """What each label gets, by lane and sample; a mean of samples has none."""
    scores = [event for event in events if event["type"] == "score"]
    return {(e["lane"], e.get("sample")): [x["p"] for x in e["labels"]] for e in scores}


def ids_of(events: list[dict[str, Any]]) -> dict[tuple[str, int], list[int]]:
    ids: dict[tuple[str, int], list[int]] = {}
    for event in events:
        if event["type"] == "token":
            ids.setdefault((event["lane"], event["sample"]), []).append(event["id"])
    return ids


def in_browser(page: Page, settings: dict[str, Any]) -> dict[tuple[str, int], list[int]]:
    """The ids that the page's own engine tells for the same."""
    for name, value in settings.items():
        page.locator(f"#setting-{name}").fill(str(value))
    page.evaluate("window.notices = []")
    ran(page)
    notices: list[dict[str, Any]] = page.evaluate("window.notices")
    return ids_of(of_lanes(notices))


def of_lanes(notices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events among them but for those of the glasses, whose lanes have numbers for names."""
    return [event for event in notices if "type" in event and not event["lane"].isdigit()]


def ran(page: Page) -> Page:
    """Every lane asked once more, however long it takes."""
    page.keyboard.press("Control+Enter")
    return quiet(page)


def quiet(page: Page) -> Page:
    """Nothing runs, and a model is there that can be asked."""
    expect(page.locator("header .ready")).to_have_count(1, timeout=WAITING)
    expect(page.get_by_role("button", name=re.compile("^Stop"))).to_have_count(0, timeout=WAITING)
    expect(page.locator(".lane[aria-busy=true]")).to_have_count(0, timeout=WAITING)
    return page


def heard(page: Page, questions: list[bytes]) -> None:
    """Keeps the bodies of what the lanes ask of the server's Compare from now on; what the glasses
    ask has numbers for lanes."""

    def keep(request: Request) -> None:
        if request.url.endswith("/compare"):
            body = request.post_data_buffer or b""
            if not json.loads(body)["lanes"][0]["id"].isdigit():
                questions.append(body)

    page.on("request", keep)


def switched(page: Page, seconds: float = 60) -> Page:
    choose_place(page, "browser")
    expect(page.get_by_text(READY).first).to_be_visible(timeout=1000 * seconds)
    return page


def without_server(
    open_page: OpenPage, models: Path, *options: str, top_k: int = 0, fetch: bool = False
) -> tuple[Page, list[str]]:
    """Compares on the server, moves into the browser, kills the server, compares again; the page,
    and what it asked of the API since."""
    with served(models, *options) as (address, server):
        questions: list[bytes] = []
        page = open_page("/", base=address)
        page.add_init_script(LISTEN)
        heard(page, questions)
        page.reload()
        page.locator(".mark").first.wait_for()
        ran(quiet(page))
        fields(page).locator("button[aria-controls=sampling]").click()
        drawn = [GREEDY, *(settings | {"top_k": top_k} for settings in SEEDED)]
        expected = [asked(address, questions[-1], settings) for settings in drawn]
        if fetch:
            choose_place(page, "browser")
            page.get_by_role("button", name="Fetch 27").click()
        switched(page, seconds=240)
        expect(page.get_by_text("It goes on without the server")).to_be_visible(timeout=60_000)
        quiet(page)
        server.send_signal(signal.SIGKILL)
        server.wait()
        after: list[str] = []
        page.on("request", lambda request: after.append(request.url))
        for settings, ids in zip(drawn, expected, strict=True):
            assert {lane for lane, _ in ids} == set(LANES)
            assert in_browser(page, settings) == ids
        return page, [url for url in after if "/api/" in url]


@pytest.fixture(autouse=True)
def without_card(tolerated: list[str]) -> None:
    tolerated.append(NO_CARD)


def test_three_lanes_run_on_with_the_server_killed_and_take_its_tokens(
    open_page: OpenPage, tolerated: list[str]
) -> None:
    tolerated.append("net::ERR_CONNECTION_REFUSED")  # of the reload: there is no server
    page, after = without_server(open_page, HOUSE)
    assert after == []
    page.reload()  # nobody serves the page any more
    expect(page.locator("header .chip")).to_contain_text("this browser", timeout=60_000)
    ran(quiet(page))
    expect(page.get_by_text("Run in this browser at")).to_be_visible()


@pytest.mark.slow
def test_a_lane_that_reasons_says_what_the_server_says(open_page: OpenPage) -> None:
    link = "/#v1/compare?task=arithmetic&k=1&reason=2&reason_tokens=24"
    with served(HOUSE) as (address, _):
        questions: list[bytes] = []
        page = open_page(link, base=address)
        page.add_init_script(LISTEN)
        page.reload()
        heard(page, questions)
        ran(quiet(page))
        expected = [event for body in questions for event in answered(address, body, {})]
        quiet(switched(page))
        page.evaluate("window.notices = []")
        ran(page)
        notices = of_lanes(page.evaluate("window.notices"))
    ids, chances = ids_of(notices), chances_of(notices)
    assert {("reason", 0), ("reason", 1)} < set(ids)
    assert ids == ids_of(expected)
    assert set(chances) == set(chances_of(expected)) > {("reason", 0), ("reason", None)}
    for key, found in chances_of(expected).items():
        assert chances[key] == pytest.approx(found, abs=1e-3)


@pytest.mark.slow
def test_smollm2_runs_on_too(open_page: OpenPage, models: dict[str, str]) -> None:
    """Draws among the 40 likeliest: in the flat tail of 49,152 tokens weights rounded to fp16 are
    enough for a neighbour to be drawn (seed 7, u = 0.95, does)."""
    root = models.get("SHOTGLASS_MODELS")
    folder = Path(root) if root else Path.home() / ".local/share/shotglass/models"
    add_graph(folder / MODEL, "web")
    _, after = without_server(open_page, folder, "--precision", "fp32", top_k=40, fetch=True)
    assert after == []


def test_a_download_that_breaks_goes_on_and_two_tabs_fetch_it_once(
    open_page: OpenPage, tolerated: list[str]
) -> None:
    tolerated.append("net::ERR_CONTENT_LENGTH_MISMATCH")  # the break
    cut = 5_000_000
    with served(HOUSE) as (server, _):
        state = Between(server, "weights.fp16.bin", cut=cut, pause=0.02)
        with between(state) as address:
            page = open_page("/", base=address)
            page.locator(".mark").first.wait_for()
            model_menu(page).get_by_label("this computer").focus()
            page.keyboard.press("ArrowDown")  # to the other of the two
            expect(page.get_by_label("this browser")).to_be_checked()
            expect(page.get_by_text("what has come is kept")).to_be_visible(timeout=60_000)
            assert violations(page) == []
            page.get_by_role("button", name="Try again").click()
            other = page.context.new_page()
            other.goto(address)
            switched(other)
            expect(page.get_by_text(READY).first).to_be_visible(timeout=60_000)
            assert violations(page) == []
    [first, second] = state.ranges
    assert first is None
    assert second is not None
    assert 0 < int(second.removeprefix("bytes=").removesuffix("-")) <= cut


@pytest.mark.slow
def test_a_card_that_does_not_serve_gives_way_to_the_processor(open_page: OpenPage) -> None:
    with served(HOUSE) as (address, _):
        page = open_page("/", base=address)
        page.add_init_script(CARD_THAT_FAILS)
        page.reload()
        page.locator(".mark").first.wait_for()
        switched(quiet(page))
        expect(page.get_by_text("was tried and did not serve")).to_be_visible()
        expect(page.get_by_text("on the processor")).to_be_visible()
        assert violations(page) == []
        ran(quiet(page))
        expect(page.get_by_text("Run in this browser at")).to_be_visible()

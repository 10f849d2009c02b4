"""A model in the visitor's browser on WebGPU, for which Chromium has an adapter in software."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect
from support.models.tiny import write_tiny_folder
from system.e2e.conftest import launched
from system.e2e.instrument import LANES, OpenPage, fields, model_menu
from system.e2e.models.test_browser import (
    GREEDY,
    HOUSE,
    LISTEN,
    answered,
    heard,
    ids_of,
    in_browser,
    quiet,
    ran,
    served,
    switched,
)

pytestmark = pytest.mark.by_need

FLAGS = ("--enable-unsafe-webgpu", "--enable-features=Vulkan", "--use-webgpu-adapter=swiftshader")
ADAPTER = "async () => (await navigator.gpu?.requestAdapter())?.info.isFallbackAdapter ?? null"
# The page has no switch for tests: the browser says of its software adapter what it says of a card.
AS_IF_A_CARD = """
Object.defineProperty(GPUAdapterInfo.prototype, "isFallbackAdapter", { get: () => false });
"""
MOST_OFF = 0.03  # of a probability: 8 bits, rounded by the server's own arithmetic


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    yield from launched(playwright, *FLAGS, shell=False)


def opened(open_page: OpenPage, address: str, *scripts: str) -> tuple[Page, list[bytes]]:
    """The page before it is switched, and the questions that it asks of the server."""
    page = open_page("/", base=address)
    if page.evaluate(ADAPTER) is None:
        pytest.skip("this Chromium has no WebGPU adapter, not even one in software")
    questions: list[bytes] = []
    for script in (LISTEN, *scripts):
        page.add_init_script(script)
    heard(page, questions)
    page.reload()
    page.locator(".mark").first.wait_for()
    ran(quiet(page))
    fields(page).locator("button[aria-controls=sampling]").click()
    return page, questions


def predicted(events: list[dict[str, Any]]) -> dict[str, dict[int, float]]:
    """The likeliest tokens after each lane's prompt, and their probabilities."""
    return {
        event["lane"]: {token["id"]: token["p"] for token in event["next"]["alternatives"]}
        for event in events
        if event["type"] == "score"
    }


@pytest.mark.slow  # shaders are compiled on the processor
def test_8_bit_weights_on_webgpu_predict_what_they_do_on_the_server(
    open_page: OpenPage, tmp_path: Path
) -> None:
    write_tiny_folder(tmp_path, "tiny", "llama", 5, add=["int8", "web"], context=1024)
    with served(tmp_path, "--precision", "int8") as (address, _):
        page, questions = opened(open_page, address, AS_IF_A_CARD)
        expected = predicted(answered(address, questions[-1], GREEDY))
        switched(page, seconds=240)
        expect(page.get_by_text("on the graphics card (WebGPU)")).to_be_visible()
        expect(page.get_by_text("8-bit: shown probabilities of").first).to_be_visible()
        in_browser(quiet(page), GREEDY)
        found = predicted([e for e in page.evaluate("window.notices") if "type" in e])
    assert set(expected) == set(found) == set(LANES)
    for lane, tokens in expected.items():
        both = tokens.keys() & found[lane].keys()
        assert len(both) >= 15
        assert max(abs(tokens[id] - found[lane][id]) for id in both) <= MOST_OFF


@pytest.mark.slow
def test_a_house_model_on_webgpu_takes_the_servers_tokens_with_the_server_killed(
    open_page: OpenPage, tolerated: list[str]
) -> None:
    tolerated.append("net::ERR_CONNECTION_REFUSED")  # of the reload: there is no server
    short = GREEDY | {"max_tokens": 6}
    with served(HOUSE) as (address, server):
        page, questions = opened(open_page, address, AS_IF_A_CARD)
        expected = ids_of(answered(address, questions[-1], short))
        switched(page, seconds=240)
        expect(page.get_by_text("It goes on without the server")).to_be_visible(timeout=60_000)
        quiet(page)
        server.kill()
        server.wait()
        assert in_browser(page, short) == expected
        page.reload()  # what graphics cards need was kept as well
        ready = model_menu(page).get_by_text("on the graphics card (WebGPU)")
        expect(ready).to_be_visible(timeout=240_000)


def test_software_that_stands_in_for_a_card_is_not_taken_for_one(open_page: OpenPage) -> None:
    with served(HOUSE) as (address, _):
        page, _ = opened(open_page, address)
        fetched: list[str] = []
        page.on("request", lambda request: fetched.append(request.url))
        switched(page)
        expect(page.get_by_text("on the processor")).to_be_visible()
        expect(page.get_by_text("It goes on without the server")).to_be_visible(timeout=60_000)
    assert not [url for url in fetched if "asyncify" in url or "webgpu" in url]

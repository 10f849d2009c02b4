"""A class by the machine's own address: forty who open the page and ask at once, and a phone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from typing import Any

import pytest
from playwright.sync_api import expect
from support.processes.until import until
from support.servers.http_answers import events_of
from system.e2e.conftest import STATIC
from system.e2e.instrument import LANES, ROOT, OpenPage, drawn

from shotglass.server.host_names import own_addresses

STUDENTS = 40
HOUSE = ROOT / "backend" / "shotglass" / "models"
# Without a network there is loopback alone; it is the same for all but the list of hosts.
OWN = (own_addresses(False) or ["127.0.0.1"])[0]
PHONE = {"width": 390, "height": 844}
SHOTS = [{"input": "hot", "output": " cold"}, {"input": "up", "output": " down"}]
PROMPT = {
    "template": "{input} ->{output}\n", "shot_sets": {"main": SHOTS},
    "query": {"input": "tall"}, "labels": [], "readout": "text",
}  # fmt: skip
QUESTION = {
    "model": "house-gpt2", "prompt": PROMPT, "settings": {"max_tokens": 16, "temperature": 0},
    "lanes": [
        {"id": id, "shot_set": "main", "shots": list(range(k))} for k, id in enumerate(LANES)
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def handout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address that the start prints for a class: with the token."""
    assert STATIC.is_file(), "The page is not built: run `npm run build` in web/."
    key = tmp_path_factory.mktemp("class") / "key"
    line = [sys.executable, "-m", "shotglass", "serve", "--host", "0.0.0.0", "--port", "0"]
    line += ["--api-key-file", str(key), "--models", str(HOUSE), "--model", "house-gpt2"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        printed = "".join(server.stdout.readline() for _ in range(3))
        try:
            page = re.search(r"The page opens at (http://\S+)", printed)
            assert page is not None, printed
            until(lambda: is_ready(page[1], key.read_text().strip()), 60)
            yield page[1]
        finally:
            server.terminate()


def is_ready(handout: str, key: str) -> bool:
    """Whether the default model answers: it is loaded before the class comes."""
    address = f"{handout.partition('/?')[0]}/health/ready"
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {key}"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def student(handout: str) -> list[dict[str, Any]]:
    """Opens the page as it was handed out, with all that it names, and compares."""
    address = handout.partition("/?")[0]
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with browser.open(handout, timeout=120) as answer:
        assert answer.status == 200
        page = answer.read().decode()
    for name in re.findall(r'(?:src|href)="\./([^"]+)"', page):
        with browser.open(f"{address}/{name}", timeout=120) as answer:
            assert answer.read()
    kind = {"Content-Type": "application/json"}
    asked = urllib.request.Request(f"{address}/api/v1/compare", json.dumps(QUESTION).encode(), kind)
    with browser.open(asked, timeout=300) as answer:
        return events_of(answer.read())


@pytest.mark.slow
def test_forty_students_at_one_address_open_the_page_and_are_all_served(handout: str) -> None:
    assert OWN in handout
    with ThreadPoolExecutor(STUDENTS) as room:
        told = list(room.map(student, [handout] * STUDENTS))
    for events in told:
        assert events[-1]["type"] == "end", events[-1]
        texts = {event["lane"]: event["text"] for event in events if event["type"] == "done"}
        assert set(texts) == set(LANES)
    written = [[e for e in events if e["type"] in ("token", "done")] for events in told]
    by_lane = [sorted(events, key=lambda e: e["lane"]) for events in written]
    assert by_lane == [by_lane[0]] * STUDENTS  # who else is asked changes nothing


@pytest.fixture(autouse=True)
def plain_http(tolerated: list[str]) -> None:
    tolerated.append("The Cross-Origin-Opener-Policy header has been ignored")  # it wants https


def test_a_phone_that_scans_the_code_compares(handout: str, open_page: OpenPage) -> None:
    page = drawn(open_page("", handout, viewport=PHONE, has_touch=True))
    assert re.fullmatch(rf"http://{re.escape(OWN)}:\d+/(#.*)?", page.url)
    with page.expect_response("**/api/v1/compare") as answer:
        page.get_by_role("button", name="Add example 5").tap()
    assert answer.value.ok
    drawn(page)
    expect(page.get_by_text("5 examples").first).to_be_visible()
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0


def test_without_the_token_a_phone_reads_how_to_get_in(
    handout: str, open_page: OpenPage, tolerated: list[str]
) -> None:
    tolerated.append("401")
    page = open_page("/#v1/models", handout.partition("/?")[0], viewport=PHONE)
    expect(page.get_by_text("This server asks for a key").first).to_be_visible()

"""A real server on the real model, a real Chromium; whatever the console complains of fails.

Of a test with several cases (languages, themes, widths, tasks, ..) ``make test`` runs one in eight,
spread over the values by the tests' names; ``make test-slow`` runs all."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Playwright,
    expect,
    sync_playwright,
)
from system.e2e.instrument import MODEL, ROOT, OpenPage

STATIC = ROOT / "backend" / "shotglass" / "static" / "index.html"
STARTING = 60.0  # seconds
expect.set_options(timeout=20_000)  # ms: other tests run beside these
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# Details are open, and lessons show their figures unasked. A blank page, or one of an error, has no
# storage.
KNOWN = """if (location.protocol.startsWith('http')) {
    localStorage['shotglass.details'] = 'open';
    localStorage['shotglass.guess'] = 'no';
}"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    cases = defaultdict(list)
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent) and not item.get_closest_marker("slow"):
            cases[item.nodeid.partition("[")[0]].append(item)
    for name, alike in cases.items():
        first = zlib.crc32(name.encode()) % len(alike)
        chosen = {(first + 8 * step) % len(alike) for step in range(max(1, len(alike) // 8))}
        for index in set(range(len(alike))) - chosen:
            alike[index].add_marker(pytest.mark.slow)


def command() -> str:
    """The ``shotglass`` of this environment."""
    beside = Path(sys.executable).with_name("shotglass")
    return str(beside) if beside.exists() else shutil.which("shotglass") or "shotglass"


@pytest.fixture(scope="session")
def models() -> dict[str, str]:
    """The environment in which the real model is installed; it is imported where it is not."""
    environment = dict(os.environ)
    if root := environment.get("SHOTGLASS_TEST_MODELS"):
        environment["SHOTGLASS_MODELS"] = root
    subprocess.run([command(), "import", MODEL], env=environment, check=True, capture_output=True)
    return environment


@pytest.fixture(scope="session")
def in_8_bits(models: dict[str, str]) -> None:
    """The real model has its 8-bit graph too."""
    words = [command(), "import", MODEL, "--add", "int8"]
    subprocess.run(words, env=models, check=True, capture_output=True)


@pytest.fixture(scope="session")
def address(models: dict[str, str]) -> Iterator[str]:
    """Where the server answers, ready, with the real model first whatever else is installed."""
    yield from serving(models, "--model", MODEL)


@pytest.fixture(scope="session")
def without_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that has no model at all."""
    folder = tmp_path_factory.mktemp("none")
    yield from serving({}, "--models", str(folder), ready="live")


def serving(
    environment: dict[str, str], *options: str, ready: str = "ready", port: int = 0
) -> Iterator[str]:
    """A server of its own, until the generator is closed; ``ready`` is the health to wait for,
    ``port`` its own, or 0 for any free one."""
    assert STATIC.is_file(), "The page is not built: run `npm run build` in web/."
    with socket.socket() as free:
        free.bind(("127.0.0.1", port))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [command(), "serve", "--port", str(port), *options],
        env=dict(os.environ) | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/health/{ready}", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_until_ready(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end:
        assert server.poll() is None, "The server ended before it was ready."
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"The server was not ready after {STARTING:.0f} s.")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    yield from launched(playwright)


def launched(playwright: Playwright, *flags: str, shell: bool = True) -> Iterator[Browser]:
    """The machine's own Chromium where there is one, else Playwright's. Its headless shell is the
    same engine without a window's processes and takes half the time; it has no WebGPU."""
    programs = ["chromium-headless-shell"] * shell + ["chromium", "chromium-browser"]
    path = next(filter(None, map(shutil.which, programs)), None)
    browser = playwright.chromium.launch(executable_path=path, args=[*CHROMIUM, *flags])
    yield browser
    browser.close()


@pytest.fixture
def tolerated() -> list[str]:
    """Parts of complaints, or of the address they are about, that a test expects, since it takes
    the server away. By default that a server has no class."""
    return ["/api/v1/class/events"]


@pytest.fixture
def open_page(
    browser: Browser, request: pytest.FixtureRequest, tolerated: list[str]
) -> Iterator[OpenPage]:
    """Opens pages of their own (``path``, a server's ``base``, options of a browser context); the
    common server is started by the first that names none. A path that names no view is Compare's:
    what the page itself opens with is asked by a path with ``shelf`` in it. The page is that of
    someone who once opened the details and does not guess first, unless ``details`` is false."""
    complaints: list[str] = []
    contexts = []

    def complain(message: ConsoleMessage) -> None:
        text = f"{message.text} {message.location['url']}"
        if any(part in text for part in tolerated):
            return
        if message.type in ("error", "warning"):
            complaints.append(f"{message.type}: {text}")

    def open_one(
        path: str = "/", base: str | None = None, details: bool = True, **options: object
    ) -> Page:
        base = request.getfixturevalue("address") if base is None else base
        size = {"width": 1440, "height": 900}
        context = browser.new_context(**{"viewport": size, **options})  # type: ignore[arg-type]
        contexts.append(context)
        if details:
            context.add_init_script(KNOWN)
        page = context.new_page()
        page.on("console", complain)
        page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
        page.set_default_timeout(30_000)
        page.goto(base + (path if "#" in path or "shelf" in path else f"{path}#v1/compare"))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []

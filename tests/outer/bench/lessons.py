"""What opening each lesson fetches beyond the page's first screen, and how soon its figures stand.

    python tests/outer/bench/lessons.py

Starts a server with no model, opens the page in Chromium with an empty cache, and from its first
screen a lesson, five times each; prints the rows of docs/benchmarks.md: kB (1,000 bytes) over the
wire of the page's own files (script, styles, results) and of recorded answers, and milliseconds
until the lesson's figures stand there and nothing is being computed.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from statistics import median

from first_screen import wait
from playwright.sync_api import Browser, Request, sync_playwright
from without_models import without_models

ROUNDS = 5
LESSONS = Path(__file__).parents[3] / "web/src/extensions/course/lessons"
OWN = (".js", ".css")  # everything else that is fetched was recorded or answered
OPEN = """id => new Promise(done => {
  const began = performance.now();
  const stands = () => document.querySelector("article figure") !== null
    && document.querySelector("main [aria-busy=true]") === null;
  const look = () =>
    stands() ? done(performance.now() - began) : requestAnimationFrame(look);
  location.hash = `v1/lessons?lesson=${id}`;
  look();
})"""


def main() -> None:
    with without_models() as address:
        measure(address)


def measure(address: str) -> None:
    wait(f"{address}/health/live")
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        print("| lesson | own files, kB | recorded, kB | ms, median | ms, least | load |")
        print("|---|---|---|---|---|---|")
        for id in sorted(folder.name for folder in LESSONS.iterdir()):
            rounds = [once(browser, address, id) for _ in range(ROUNDS)]
            own, recorded = (max(one[i] for one in rounds) / 1000 for i in (0, 1))
            times = [one[2] for one in rounds]
            load = os.getloadavg()[0]
            figures = f"{own:.1f} | {recorded:.1f} | {median(times):.0f} | {min(times):.0f}"
            print(f"| `{id}` | {figures} | {load:.1f} |", flush=True)
        browser.close()


def once(browser: Browser, address: str, id: str) -> tuple[int, int, float]:
    """Bytes of own files, bytes of what was recorded or answered, milliseconds."""
    page = browser.new_context().new_page()
    page.goto(f"{address}/#v1/compare")
    page.locator(".mark").first.wait_for()
    page.wait_for_load_state("networkidle")
    fetched: list[Request] = []
    page.on("requestfinished", lambda request: fetched.append(request))
    taken = page.evaluate(OPEN, id)
    page.wait_for_load_state("networkidle")
    sizes = {one.url: one.sizes()["responseBodySize"] for one in fetched}
    own = sum(size for url, size in sizes.items() if url.endswith(OWN))
    page.context.close()
    return own, sum(sizes.values()) - own, taken


if __name__ == "__main__":
    main()

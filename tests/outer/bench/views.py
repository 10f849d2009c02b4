"""How soon every view and lesson stands there, how far it moves while it comes, and its script.

    python tests/outer/bench/views.py [ADDRESS]

Opens each in Chromium with an empty cache, five times, at ADDRESS or at a server without a model,
and prints a row: largest contentful paint in ms and cumulative layout shift (no unit), the median
and the largest of the rounds, and script in kB (1,000 bytes, gzipped), the largest; all of the
first seconds.
"""

from __future__ import annotations

import shutil
import sys
from contextlib import nullcontext
from pathlib import Path
from statistics import median

from first_screen import wait
from playwright.sync_api import Browser, Request, sync_playwright
from without_models import without_models

ROUNDS, SECONDS = 5, 3
SCREEN = {"width": 1440, "height": 900}
LESSONS = Path(__file__).parents[3] / "web/src/extensions/course/lessons"
VIEWS = {
    "shelf": "?shelf",
    **{
        view: f"#v1/{view}"
        for view in (
            *("compare", "prompt", "inside", "decode", "measure", "train", "models"),
            *("lessons", "forward", "shapes"),
        )
    },
}
OBSERVE = """
window.shift = 0;
window.largest = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.largest = entry.startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });
"""


def main() -> None:
    given = sys.argv[1:2]
    with nullcontext(given[0]) if given else without_models() as address:
        wait(f"{address}/health/live")
        measure(address)


def measure(address: str) -> None:
    lessons = sorted(folder.name for folder in LESSONS.iterdir() if folder.is_dir())
    places = VIEWS | {f"lesson {id}": f"#v1/lessons?lesson={id}" for id in lessons}
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    print("| view | LCP, ms | CLS | script, kB |\n|---|---|---|---|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, place in places.items():
            rounds = [opening(browser, f"{address}/{place}") for _ in range(ROUNDS)]
            paint, shift, script = zip(*rounds, strict=True)
            print(
                f"| {name} | {median(paint):.0f} ({max(paint):.0f}) "
                f"| {median(shift):.3f} ({max(shift):.3f}) | {max(script) / 1000:.1f} |",
                flush=True,
            )
        browser.close()


def opening(browser: Browser, address: str) -> tuple[float, float, int]:
    """Milliseconds until the largest paint, layout shift, bytes of script."""
    page = browser.new_context(viewport=SCREEN).new_page()
    scripts: list[Request] = []
    page.on("requestfinished", lambda r: scripts.append(r) if r.resource_type == "script" else None)
    page.add_init_script(OBSERVE)
    page.goto(address)
    page.wait_for_timeout(SECONDS * 1000)  # some go on asking whether there is a model by now
    paint, shift = page.evaluate("[window.largest, window.shift]")
    script = sum(request.sizes()["responseBodySize"] for request in scripts)
    page.context.close()
    return paint, shift, script


if __name__ == "__main__":
    main()

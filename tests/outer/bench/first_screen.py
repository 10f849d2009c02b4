"""How soon the first screen moves without a model, and how much script that takes.

    python tests/outer/bench/first_screen.py

Starts a server with no model, opens the page in Chromium several times with an empty cache, and
prints a line each: milliseconds from navigation to the first glass, and to the prompt of a glass
that is opened; and bytes of script as they came over the wire until then.
"""

from __future__ import annotations

import shutil
import time
import urllib.request

from playwright.sync_api import Browser, Request, sync_playwright
from without_models import without_models

ROUNDS = 5
FIRST_GLASS = """new MutationObserver((_, seen) => {
  if (document.querySelector(".walls") === null) return;
  window.firstGlass = performance.now();
  seen.disconnect();
}).observe(document, { childList: true, subtree: true });"""
STEP = """() => new Promise(done => {
  const lines = () => document.querySelectorAll(".prompt > div").length;
  const open = new MouseEvent("click", { bubbles: true });
  document.querySelector(".under[data-row='0'][data-k='5']").dispatchEvent(open);
  const look = () => lines() < 6 ? setTimeout(look, 1) : done(performance.now());
  look();
})"""


def main() -> None:
    with without_models() as address:
        measure(address)


def measure(address: str) -> None:
    wait(f"{address}/health/live")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        print("first glass ms  open ms   script bytes (gzip)")
        for _ in range(ROUNDS):
            print("{:13.0f} {:9.0f} {:14,}".format(*once(browser, address)))
        browser.close()


def once(browser: Browser, address: str) -> tuple[float, float, int]:
    page = browser.new_context().new_page()
    scripts: list[Request] = []
    page.on("requestfinished", lambda r: scripts.append(r) if r.resource_type == "script" else None)
    page.add_init_script(FIRST_GLASS)
    page.goto(address)
    page.wait_for_function("window.firstGlass")
    own = [script.sizes()["responseBodySize"] for script in scripts]  # before the step's chunk
    shown = page.evaluate("window.firstGlass")
    began = page.evaluate("performance.now()")
    moved = page.evaluate(STEP)
    page.context.close()
    return shown, shown + moved - began, sum(own)


def wait(url: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")


if __name__ == "__main__":
    main()

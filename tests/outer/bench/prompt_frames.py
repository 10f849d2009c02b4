"""How soon Prompt writes, and what eight samples being written cost the page in each frame.

    python tests/outer/bench/prompt_frames.py [MODEL] [--chat]

Starts a server with the installed models and opens Prompt in Chromium. Two actions lead from a cold
page to text being written; then 8 samples of 200 tokens are written under a trace. Printed are the
milliseconds from the second action to the first token on the page, and the main thread's work from
frame to frame: its CPU time, which other processes do not lengthen, and its wall time.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import subprocess
import sys
import tempfile
from bisect import bisect_left
from collections import Counter
from pathlib import Path
from typing import Any

from first_screen import wait
from playwright.sync_api import Browser, Page, expect, sync_playwright

MAIN = "CrRendererMain"
ROUNDS = 5
TRACED = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"]
WRITTEN = """() => new Promise(done => {
  const began = performance.now();
  document.querySelector(SELECTOR).click();
  const look = () => document.querySelector("[data-sample] .token") !== null;
  if (look()) return done(performance.now() - began);
  new MutationObserver((_, seen) => {
    if (!look()) return;
    seen.disconnect();
    done(performance.now() - began);
  }).observe(document.body, { childList: true, subtree: true });
})"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("model", nargs="?", default="smollm2-135m")
    parser.add_argument("--chat", action="store_true", help="in Chat in place of Text")
    asked = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "shotglass", "serve", "--port", str(port)]
    server = subprocess.Popen([*command, "--model", asked.model], stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        wait(f"{address}/health/ready")
        mode = "mode=chat&" if asked.chat else ""
        with sync_playwright() as playwright:
            path = shutil.which("chromium") or shutil.which("chromium-browser")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            times = [
                first_token(browser, f"{address}/#v1/prompt?{mode}n=1&max_tokens=4")
                for _ in range(ROUNDS)
            ]
            print("first token ms:", " ".join(f"{time:.0f}" for time in times))
            report(traced(browser, f"{address}/#v1/prompt?{mode}n=8&max_tokens=200"))
            browser.close()
    finally:
        server.terminate()
        server.wait(30)


def opened(browser: Browser, url: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(url)
    page.locator("button.run").wait_for()
    page.locator(".examples button").first.wait_for()
    page.wait_for_timeout(1500)  # what is fetched after the first screen has come
    return page


def first_token(browser: Browser, url: str) -> float:
    page = opened(browser, url)
    found = float(page.evaluate(WRITTEN.replace("SELECTOR", "'.examples button'")))
    page.close()
    return found


def traced(browser: Browser, url: str) -> list[dict[str, Any]]:
    """The trace's events from the click until all samples are complete."""
    page = opened(browser, url)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trace.json"
        browser.start_tracing(page=page, path=path, categories=TRACED)
        page.locator(".examples button").first.click()
        page.locator("[data-sample] .token").first.wait_for(timeout=60_000)
        expect(page.locator("[data-sample][aria-busy=true]")).to_have_count(0, timeout=600_000)
        tokens = page.locator("[data-sample] .token").count()
        browser.stop_tracing()
        print("tokens on the page:", tokens)
        events: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["traceEvents"]
    page.close()
    return events


def report(events: list[dict[str, Any]]) -> None:
    names = {
        (event["pid"], event["tid"]): event["args"]["name"]
        for event in events
        if event["name"] == "thread_name"
    }
    main = [event for event in events if names.get((event["pid"], event["tid"])) == MAIN]
    busiest = Counter(event["pid"] for event in main).most_common(1)[0][0]
    own = sorted((event for event in main if event["pid"] == busiest), key=lambda e: e["ts"])
    frames = [event["ts"] for event in own if event["name"] == "Commit"]
    tasks = [event for event in own if event["name"] == "RunTask" and event.get("ph") == "X"]
    seconds = (frames[-1] - frames[0]) / 1e6
    print(f"{len(frames)} frames in {seconds:.1f} s")
    for field, name in (("tdur", "CPU"), ("dur", "wall")):
        work = [0.0] * (len(frames) + 1)
        for task in tasks:
            work[bisect_left(frames, task["ts"] + task["dur"])] += task.get(field, 0) / 1000
        work.sort()
        share = {f"p{p}": work[len(work) * p // 100] for p in (50, 90, 99)}
        marks = " ".join(f"{mark} {value:.1f}" for mark, value in share.items())
        print(f"main thread, {name} ms a frame: {marks} most {work[-1]:.1f}")


if __name__ == "__main__":
    main()

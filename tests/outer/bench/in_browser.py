"""Our page's engine beside transformers.js, in one Chromium, on the same model and weights.

    cd tests/outer/bench
    python in_browser.py house-gpt2 smollm2-135m --models DIR > ../../docs/benchmarks/browser.md

Each opens its own page with an empty cache, fetches the model over loopback, and writes 48 tokens
greedily from one prompt; both get as many threads. Bytes are bodies as they came over the wire.
"""

from __future__ import annotations

import argparse
import functools
import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from browser.layout import write
from machine import processor
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent / "browser"
PROMPT = "hot -> cold\ntall -> short\nold -> young\nOnce upon a time there was a"
TOKENS, ROUNDS, THREADS = 48, 2, 2
ISOLATED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
KEEP_WORKER = """
const Own = Worker;
window.Worker = class extends Own {
  constructor(...all) { super(...all); window.engine = this; }
};
"""
WRITE = """([prompt, tokens]) => new Promise((done, failed) => {
  const began = performance.now(), times = [], ids = [];
  window.engine.addEventListener("message", ({ data }) => {
    if (data.id !== "bench") return;
    if (data.problem) failed(new Error(data.problem.detail));
    if (data.notice?.type === "token") { times.push(performance.now()); ids.push(data.notice.id); }
    if (data.notice?.type === "end") done({
      first: times[0] - began, ids,
      rate: 1000 * (times.length - 1) / (times.at(-1) - times[0]),
    });
  });
  const settings = { temperature: 0, top_k: 0, top_p: 1, n: 1, seed: 0, stop: [],
    max_tokens: tokens };
  window.engine.postMessage({ id: "bench", call: "generate", body: { prompt, settings } });
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ids", nargs="+")
    parser.add_argument("--models", type=Path, required=True)
    options = parser.parse_args()
    if not (HERE / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=HERE, check=True, stdout=sys.stderr)
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    print(_heading())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for id in options.ids:
            _measure(browser, id, options.models)


def _measure(browser: Browser, id: str, models: Path) -> None:
    with tempfile.TemporaryDirectory() as made, _ours(models) as ours:
        write(models / id, Path(made) / "models" / id)
        with _theirs(Path(made)) as theirs:
            for _ in range(ROUNDS):  # in turn, so that a busy machine is busy for both
                ours_found, theirs_found = (
                    ours_once(browser, ours, id),
                    theirs_once(browser, theirs, id),
                )
                same = _alike(ours_found["ids"], theirs_found["ids"])
                print(_row(id, "this page", ours_found, same))
                print(_row(id, "transformers.js", theirs_found, same), flush=True)


def ours_once(browser: Browser, address: str, id: str) -> dict[str, Any]:
    page, sizes = _page(browser)
    page.add_init_script(KEEP_WORKER)
    page.goto(f"{address}/#v1/compare")
    page.locator("header .opens").click()
    page.locator(f"header [data-model='{id}'].option").click()
    page.locator(".lane[aria-busy=true]").first.wait_for(state="detached", timeout=60_000)
    sizes.clear()
    page.locator("header .opens").click()
    page.get_by_label("this browser").check()
    fetch = page.get_by_role("button", name="Fetch")
    ready = page.get_by_text("runs in this browser").first
    fetch.or_(ready).first.wait_for()
    if fetch.count():
        fetch.click()
    ready.wait_for(timeout=120_000)
    told = page.locator("fieldset", has_text="ready after").inner_text()
    seconds = float(told.split("ready after ")[1].split()[0])
    fetched = sum(sizes.values())
    page.locator(".lane[aria-busy=true]").first.wait_for(state="detached", timeout=120_000)
    page.wait_for_timeout(10_000)  # what the page asks beside its lanes is over
    found: dict[str, Any] = page.evaluate(WRITE, [PROMPT, TOKENS])
    page.context.close()
    return found | {"ready": 1000 * seconds, "bytes": fetched}


def theirs_once(browser: Browser, address: str, id: str) -> dict[str, Any]:
    page, sizes = _page(browser)
    page.goto(address)
    page.wait_for_function("window.measure !== undefined")
    asked = [id, PROMPT, TOKENS, THREADS]
    found: dict[str, Any] = page.evaluate("all => window.measure(...all)", asked)
    page.context.close()
    return found | {"bytes": sum(sizes.values())}


def _page(browser: Browser) -> tuple[Page, dict[str, int]]:
    """A page with nothing cached, and the bytes that come to it by address."""
    page = browser.new_context().new_page()
    page.set_default_timeout(120_000)
    page.on("pageerror", lambda error: print(error, file=sys.stderr))
    sizes: dict[str, int] = {}

    def note(response: Any) -> None:
        length = response.headers.get("content-length", "0")
        if "/api/v1/models/" not in response.url or "/files/" in response.url:
            sizes[response.url] = int(length)

    page.on("response", note)
    return page, sizes


@contextmanager
def _ours(models: Path) -> Iterator[str]:
    line = [sys.executable, "-m", "shotglass", "serve", "--port", "0", "--models", str(models)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        told = server.stdout.readline()
        try:
            yield told[told.index("http://") :].split()[0]
        finally:
            server.terminate()


@contextmanager
def _theirs(made: Path) -> Iterator[str]:
    modules = HERE / "node_modules"
    (made / "index.html").write_text('<script type="module" src="/page.mjs"></script>')
    shutil.copy(HERE / "page.mjs", made)
    shutil.copy(modules / "@huggingface/transformers/dist/transformers.min.js", made)
    (made / "ort").symlink_to(modules / "onnxruntime-web" / "dist")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Files, directory=str(made)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


class _Files(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".mjs": "text/javascript"}

    def end_headers(self) -> None:
        for name, value in ISOLATED.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def _alike(a: list[int], b: list[int]) -> int:
    """How many tokens both begin with."""
    return next(
        (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


def _row(id: str, who: str, found: dict[str, Any], same: int) -> str:
    ready, first = found["ready"] / 1000, found["first"] / 1000
    megabytes = found["bytes"] / 1e6
    cells = f"{ready:.1f} | {megabytes:.1f} | {first:.2f} | {found['rate']:.1f} | {same}"
    return f"| {id} | {who} | {cells} |"


def _heading() -> str:
    theirs = json.loads((HERE / "node_modules/@huggingface/transformers/package.json").read_text())
    return (
        "# In a browser, beside transformers.js\n\n"
        f"`{Path(__file__).name}`, {processor()}, Chromium, {THREADS} threads of WebAssembly for "
        f"both, transformers.js {theirs['version']}; {ROUNDS} rounds in turn. Both fetch over "
        f'loopback with an empty cache and write up to {TOKENS} tokens greedily; "alike": how '
        "many of them are the same tokens.\n\n"
        "| model | who | ready, s | fetched, MB | first token, s | tokens/s | alike |\n"
        "|---|---|---|---|---|---|---|"
    )


if __name__ == "__main__":
    main()

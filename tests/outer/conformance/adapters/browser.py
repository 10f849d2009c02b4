"""A page of our own in Chromium, which may fetch the packages, these files and the model's."""

from __future__ import annotations

import base64
import os
import shutil
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright
from protocol import THREADS, Array, Task

ADAPTERS = Path(__file__).parent
PACKAGES = Path(os.environ["CONFORMANCE_NPM"]) / "node_modules"
_CHROMES = ("chromium", "chromium-browser", "google-chrome")


class Chromium:
    """``measure(task)`` is answered by the function of that name in the module ``script``."""

    def __init__(self, script: str, *flags: str, **options: Any) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._address = f"http://127.0.0.1:{self._server.server_port}/"
        self._script, self._options = script, {"threads": THREADS, **options}
        self._page = self._opened(flags)

    def measure(self, task: Task) -> tuple[Array, float]:
        Files.model = Path(task["graph"]).parent
        self._page.goto(self._address)  # anew: what the task before held is gone
        found = self._page.evaluate(
            f"async (task) => (await import('/adapters/{self._script}')).inPage(task)",
            {**task, **self._options, "graph": f"/model/{Path(task['graph']).name}"},
        )
        return np.frombuffer(base64.b64decode(found["logits"]), np.float32), found["seconds"]

    def _opened(self, flags: tuple[str, ...]) -> Page:
        """Raises RuntimeError where there is no Chromium."""
        program = next(filter(None, map(shutil.which, _CHROMES)), None)
        if program is None:
            raise RuntimeError("Chromium is not here (Debian: apt install chromium)")
        self._playwright = sync_playwright().start()
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = self._playwright.chromium.launch(executable_path=program, args=[*sandbox, *flags])
        self.version = browser.version
        page = browser.new_page()
        page.set_default_timeout(0)
        return page


class Files(SimpleHTTPRequestHandler):
    """Cross-origin isolated, so that wasm may have threads."""

    model = ADAPTERS  # of the task in hand
    extensions_map = {".mjs": "text/javascript", ".wasm": "application/wasm"}

    def translate_path(self, path: str) -> str:
        top, _, rest = path.split("?")[0].lstrip("/").partition("/")
        roots = {"adapters": ADAPTERS, "packages": PACKAGES, "model": self.model}
        return str(roots.get(top, ADAPTERS / "none") / rest)

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>conformance</title>")

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")  # models share their files' names
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        pass

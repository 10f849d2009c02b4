"""Writes the page as a folder for any host of static files: ``site.py FOLDER [ADDRESS]``.

Beside the page stand what the server would say of its models and training runs, each as the JSON of
its address and ``.json``, and the files of the house models, which answer in the visitor's browser.
"""

from __future__ import annotations

import html
import re
import shutil
import sys
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from flask import Flask

from shotglass.contract import Manifest
from shotglass.engine.library import BUNDLED, Library
from shotglass.server.app import create_app
from shotglass.server.config import STATIC, ServerConfig
from shotglass.server.routes.pages import PICTURE
from shotglass.server.security import CONTENT_SECURITY_POLICY, NO_FRAME

MARK = "<html data-site "  # the page reads it
HEAD = '<meta charset="utf-8" />'
_EMPTY = '<div id="app"></div>'
_SCRIPT = re.compile(r'<script type="module"[^>]* src="([^"]+)"></script>')
_DESCRIPTION = re.compile(r'name="description"\s+content="([^"]+)"')
# The words are painted before the script is asked for, which replaces them.
_BEGIN = """
if (location.hash || location.search || localStorage.length || !/^en/.test(navigator.language))
  document.getElementById("app").replaceChildren();
requestAnimationFrame(() => setTimeout(() => import("SCRIPT")));
"""
LISTS = ("models", "runs", "shapes", "exports", "importable")


def write(folder: Path, address: str = "") -> None:
    """Into ``folder``, in which an earlier site is replaced. ``address``: of the site, where it is
    known: what shows links elsewhere often reads no relative one of a picture. Raises
    FileExistsError where something else is there, FileNotFoundError where the page is not built."""
    page = folder / "index.html"
    if folder.exists() and not (page.is_file() and MARK in page.read_text("utf-8")):
        raise FileExistsError(f"{folder} is there and is no site; name another folder.")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(STATIC, folder, ignore=shutil.ignore_patterns("*.gz"))
    page.write_text(of_a_site(page.read_text("utf-8")), "utf-8")
    for linked in [page, *folder.glob("o/*/*.html")] if address else []:
        whole = PICTURE.sub(f"{address.rstrip('/')}/", linked.read_text("utf-8"))
        linked.write_text(whole, "utf-8")

    library = Library([BUNDLED])
    # With a prefix it is no server of this machine alone, which would tell what lies on it.
    app = create_app(ServerConfig(roots=(BUNDLED,), path_prefix="/site"))
    lists = (f"/api/v1/{name}" for name in LISTS)
    # A run that is kept in the browser names the version.
    for path in ["/version", *lists, *runs(app), *described(library)]:
        copy(app, path, folder / f"{path[1:]}.json")
    for manifest in library.manifests():
        for name in files(manifest):
            path = f"/api/v1/models/{manifest.id}/files/{name}"
            copy(app, path, folder / path[1:])


def of_a_site(page: str) -> str:
    """The page's HTML with what a server's headers say, as far as a page can say it itself, and
    with the first words of the shelf, which stand there while a host that compresses nothing sends
    the script: not for whom the page opens with something else."""
    script, description = _SCRIPT.search(page), _DESCRIPTION.search(page)
    assert script is not None
    assert description is not None
    begin = _BEGIN.replace("SCRIPT", script[1])
    title, _, about = description[1].partition(": ")
    first = f"<h1>{title}</h1><p>{about[:1].upper()}{about[1:]}</p>"
    digest = b64encode(sha256(begin.encode()).digest()).decode()
    policy = CONTENT_SECURITY_POLICY.replace(f"; {NO_FRAME}", "")
    policy = policy.replace("script-src 'self'", f"script-src 'self' 'sha256-{digest}'", 1)
    head = (
        f'{HEAD}\n    <meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}" />'
    )
    page = page.replace("<html ", MARK, 1).replace(HEAD, head, 1).replace(script[0], "", 1)
    return page.replace(_EMPTY, f'<div id="app">{first}</div><script>{begin}</script>', 1)


def runs(app: Flask) -> Iterator[str]:
    for run in app.test_client().get("/api/v1/runs").get_json()["runs"]:
        yield f"/api/v1/runs/{run['id']}"


def described(library: Library) -> Iterator[str]:
    for manifest in library.manifests():
        yield f"/api/v1/models/{manifest.id}"
        yield f"/api/v1/models/{manifest.id}/vocabulary"


def files(manifest: Manifest) -> list[str]:
    """What a browser reads: graphs that it can run, their weights, the tokenizer, the record."""
    if manifest.task != "causal-lm":
        return []
    graphs = [manifest.graphs[name] for name in ("native", "web") if name in manifest.graphs]
    names = {"tokenizer.json", *(name for graph in graphs for name in (graph.file, *graph.weights))}
    return sorted({*names, "evaluation.json"} & set(manifest.files))


def copy(app: Flask, path: str, into: Path) -> None:
    """What the server answers at ``path``."""
    answer = app.test_client().get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_bytes(answer.data)


if __name__ == "__main__":
    write(Path(sys.argv[1]), *sys.argv[2:])

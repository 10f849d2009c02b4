"""Hostile folders of training runs, beside a good one, behind a server that lists them all.

``tries`` yields a name and a call, which returns what became of it and raises AssertionError where
one bad folder is more than one bad row: a list that fails or comes late, a good run that is not in
it, or anything shown that lies outside the folder.
"""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from support.inputs.small_run import small_run, text_of, write_run
from support.models.tiny import write_tiny_folder
from support.servers.live_server import live_server

SECRET = "root:x:0:0:secret"
PATIENCE = 5.0  # seconds
Try = Callable[[], str]
Spoil = Callable[[Path, Path], None]  # the run's folder, and a file outside it


def tries(scratch: Path) -> Iterator[tuple[str, Try]]:
    models, runs = scratch / "models", scratch / "runs"
    write_tiny_folder(models, "tiny", "gpt2", 4)
    write_run(runs, "good", small_run())
    (scratch / "secret").write_text(SECRET)
    with live_server(models, "--model", "tiny", "--runs", str(runs)) as address:
        for number, (name, spoil) in enumerate(SPOILT.items()):
            id = f"bad{number}"
            write_run(runs, id, small_run())
            spoil(runs / id, scratch / "secret")
            yield name, partial(_attempt, address, id)


def _attempt(address: str, id: str) -> str:
    status, listed = _get(address, "/api/v1/runs")
    assert status == 200, (status, listed[:300])
    told = json.loads(listed)
    assert "good" in {run["id"] for run in told["runs"]}
    broken = {row["id"]: row["detail"] for row in told["broken"]}
    own, shown = _get(address, f"/api/v1/runs/{id}")
    assert isinstance(json.loads(shown), dict)
    assert SECRET not in listed + shown
    assert own in (200, 404) or (own == 500 and id in broken), (own, shown[:300])
    assert _get(address, "/api/v1/runs/good")[0] == 200
    return f"{own}, {broken.get(id, 'a row among the others, or none')}"


def _get(address: str, path: str) -> tuple[int, str]:
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(f"{address}{path}", timeout=PATIENCE) as answer:
            told = answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            told = error.code, error.read().decode()
    except OSError as error:
        raise AssertionError(f"{path}: {error} after {time.monotonic() - begun:.1f} s") from error
    return told


def _started(**changes: Any) -> Spoil:
    """With another first line."""

    def spoil(folder: Path, _: Path) -> None:
        start, *rest = small_run()
        (folder / "metrics.jsonl").write_text(text_of([start | changes, *rest]))

    return spoil


def _nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"a": value}
    return value


def _pipe(name: str) -> Spoil:
    def spoil(folder: Path, _: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        os.mkfifo(folder / name)

    return spoil


def _linked(name: str, to: str = "") -> Spoil:
    def spoil(folder: Path, secret: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(to or secret)

    return spoil


def _written(name: str, text: str) -> Spoil:
    def spoil(folder: Path, _: Path) -> None:
        (folder / name).write_text(text)

    return spoil


def _sparse(name: str, size: int) -> Spoil:
    def spoil(folder: Path, _: Path) -> None:
        with (folder / name).open("ab") as file:
            file.truncate(size)

    return spoil


def _folder(folder: Path, _: Path) -> None:
    (folder / "metrics.jsonl").unlink()
    (folder / "metrics.jsonl").mkdir()


def _no_text(folder: Path, _: Path) -> None:
    """A folder whose name is no UTF-8."""
    os.rename(folder, os.fsencode(folder.with_name("caf")) + b"\xe9")


SPOILT: dict[str, Spoil] = {
    "half a surrogate pair in the name": _started(name="\ud800"),
    "control characters and HTML in the name": _started(name="\x1b[2J<script>alert(1)</script>"),
    "a recipe nested 900 deep": _started(recipe=_nested(900)),
    "numbers of 4,000 digits": _started(parameters=10**4000, tokens_total=10**4000),
    "metrics that are a pipe": _pipe("metrics.jsonl"),
    "metrics that never end": _linked("metrics.jsonl", "/dev/zero"),
    "metrics that are a link to a file elsewhere": _linked("metrics.jsonl"),
    "metrics that are a folder": _folder,
    "metrics of two gigabytes": _sparse("metrics.jsonl", 2 << 30),
    "metrics without a beginning": _written("metrics.jsonl", '{"kind": "done"}\n'),
    "metrics of one endless line": _written("metrics.jsonl", "[" * (4 << 20) + "\n"),
    "a recipe that is a link to a file elsewhere": _linked("recipe.toml"),
    "a recipe that is a pipe": _pipe("recipe.toml"),
    "a recipe of two gigabytes": _sparse("recipe.toml", 2 << 30),
    "data that never end": _linked("data.json", "/dev/zero"),
    "data that are a pipe": _pipe("data.json"),
    "data nested 900 deep": _written("data.json", json.dumps(_nested(900))),
    "half a surrogate pair in the data": _written("data.json", '{"a": "\\ud800"}'),
    "a folder whose name is no text": _no_text,
}

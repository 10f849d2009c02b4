"""Chat templates that spin or swell, each in a model of its own, asked over HTTP while health is
polled. (What a template may not do at all is for tests/unit.)

``tries`` yields a name and a call, which returns what became of it and raises AssertionError where
the server broke: an answer that is neither the expected one nor a 400, one that takes longer than
``PATIENCE``, or a server that does not answer ``/health/live`` in ``ALIVE`` meanwhile.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from support.models.tiny import CHAT_TEMPLATE, write_tiny_folder
from support.servers.live_server import get, live_server

PATIENCE = 8.0  # seconds: two for the template, the rest for a busy machine
ALIVE = 2.0  # seconds

THROWN_AWAY = "a text of a quarter of a gigabyte, of which nothing is written"
SPINNING = {  # all of the processor's time, or memory, that there is
    "rounding to 30 million places": "{{ 1|round(30000000,'floor') }}",
    "squaring in a namespace": (
        "{% set ns = namespace(x=10) %}{% for i in range(36) %}"
        "{% set ns.x = ns.x * ns.x %}{% endfor %}{{ ns.x }}"
    ),
    "doubling a text with ~": (
        "{% set ns = namespace(x='aaaaaaaaaaaaaaaa') %}{% for i in range(40) %}"
        "{% set ns.x = ns.x ~ ns.x %}{% endfor %}"
    ),
    "doubling a list with +": (
        "{% set ns = namespace(x=[1, 2, 3, 4]) %}{% for i in range(40) %}"
        "{% set ns.x = ns.x + ns.x %}{% endfor %}"
    ),
    THROWN_AWAY: (
        "{% set ns = namespace(x='aaaaaaaaaaaaaaaa') %}{% for i in range(24) %}"
        "{% set ns.x = ns.x ~ ns.x %}{% endfor %}done"
    ),
    "replacing a letter with many": (
        "{% set ns = namespace(x='aaaaaaaaaaaaaaaa') %}{% for i in range(12) %}"
        "{% set ns.x = ns.x.replace('a', 'aaaaaaaaaaaaaaaa') %}{% endfor %}"
    ),
    "a loop whose filter never lets a step happen": (
        "{% for a in range(99999) if (range(99999)|list|last) < 0 %}{% endfor %}"
    ),
}
Try = Callable[[], str]


def tries(scratch: Path) -> Iterator[tuple[str, Try]]:
    models = scratch / "models"
    _write_models(models, list(SPINNING.values()))
    with live_server(models, "--model", "good") as address:
        for number, name in enumerate(SPINNING):
            reason = "memory" if name == THROWN_AWAY else "chat template"
            yield name, partial(_attempt, address, f"t{number}", reason)
        yield "and a good one beside them", partial(_good_one_answers, address)


def _write_models(models: Path, templates: list[str]) -> None:
    good = write_tiny_folder(models, "good", "gpt2", 4)
    _give(good, CHAT_TEMPLATE)
    for number, template in enumerate(templates):
        folder = models / f"t{number}"
        shutil.copytree(good, folder, copy_function=os.link)
        (folder / "manifest.json").unlink()
        shutil.copyfile(good / "manifest.json", folder / "manifest.json")
        _give(folder, template)


def _give(folder: Path, template: str) -> None:
    path = folder / "manifest.json"
    told = json.loads(path.read_text()) | {"chat_template": template, "id": folder.name}
    path.write_text(json.dumps(told))


def _attempt(address: str, model: str, reason: str) -> str:
    with _alive_all_along(address) as worst:
        begun = time.monotonic()
        status, told = chat(address, model)
        seconds = time.monotonic() - begun
    assert status == 400, (status, told)
    assert reason in told["detail"], told
    assert seconds < PATIENCE, f"it took {seconds:.1f} s"
    return f"400 after {seconds:.2f} s, health within {worst[0]:.2f} s: {told['detail']}"


def _good_one_answers(address: str) -> str:
    status, told = chat(address, "good")
    assert status == 200, told
    return "200"


def chat(address: str, model: str) -> tuple[int, Any]:
    body = {"model": model, "max_tokens": 1, "messages": [{"role": "user", "content": "x" * 100}]}
    request = urllib.request.Request(
        f"{address}/v1/chat/completions",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


@contextmanager
def _alive_all_along(address: str) -> Iterator[list[float]]:
    """Polls health as long as the block runs; the worst answer's seconds stand in the list."""
    worst, over = [0.0], threading.Event()

    def poll() -> None:
        while not over.wait(0.05):
            begun = time.monotonic()
            try:
                get(address, "/health/live")
            except OSError:
                worst[0] = 1e9
                return
            worst[0] = max(worst[0], time.monotonic() - begun)

    polling = threading.Thread(target=poll)
    polling.start()
    try:
        yield worst
    finally:
        over.set()
        polling.join()
    assert worst[0] < ALIVE, f"/health/live took {worst[0]:.1f} s"

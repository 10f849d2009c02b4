"""Hostile manifests and folder names of models, behind a server that lists them.

``tries`` yields a name and a call, which returns what became of it and raises AssertionError where
a list fails, an answer is an unforeseen 500, or a model works that should have been refused.
"""

from __future__ import annotations

import json
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from support.inputs.nested import nested
from support.models.tiny import write_tiny_folder
from support.servers.live_server import live_server

PATIENCE = 10.0  # seconds
LISTS = ("/api/v1/models", "/v1/models", "/props", "/health/ready", "/metrics")
Try = Callable[[], str]
WRONG: dict[str, list[object]] = {  # values of another kind
    "task": ["chat", None],
    "licence": [1, None],
    "chat_template": [1, ["x"]],
    "languages": ["en", [1]],
    "notes": ["x", [None]],
    "start_id": ["0", True, 0.0],
    "stop_ids": [0, ["0"], [True]],
    "architecture": [[], None],
    "graphs": [[], {"native": {}}, {"native": "native.onnx"}],
    "files": [[], {"a": {}}, {"a/b": {"bytes": 1, "sha256": "0" * 64}}],
    "provenance": ["x"],
    "parity": [[]],
    "quality": [[]],
}
REFUSED, NAMED = "refused", "shown as a name"


def tries(scratch: Path) -> Iterator[tuple[str, Try]]:
    models = scratch / "models"
    good = write_tiny_folder(models, "good", "gpt2", 4)
    cases = list(_cases(json.loads((good / "manifest.json").read_text())))
    for number, (_, text, _) in enumerate(cases):
        _write(good, models / f"bad{number}", text)
    os.rename(_write(good, models / "strange", "{}"), os.fsencode(models / "caf") + b"\xe9")
    os.rename(_write(good, models / "strange", "{}"), models / "\x1b[2Jcleared")
    with live_server(models, "--model", "good") as address:
        for path in LISTS:
            yield f"{path} beside {len(cases) + 2} of them", partial(_list, address, path)
        for number, (name, _, expected) in enumerate(cases):
            yield name, partial(_attempt, address, f"bad{number}", expected)


def _write(good: Path, folder: Path, manifest: str) -> Path:
    shutil.copytree(good, folder, copy_function=os.link)
    (folder / "manifest.json").unlink()
    text = manifest.replace('"id": "good"', f'"id": "{folder.name}"')
    (folder / "manifest.json").write_text(text, errors="surrogatepass")
    return folder


def _cases(good: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    vocabulary = good["architecture"]["vocabulary"]

    def changed(**values: Any) -> str:
        return json.dumps(good | values)

    yield "a start beyond the vocabulary", changed(start_id=vocabulary), REFUSED
    yield "a start below zero", changed(start_id=-1), REFUSED
    yield "a stop of four billion", changed(stop_ids=[4_000_000_000]), REFUSED
    yield "a stop that is a decimal", changed(stop_ids=[0.5]), REFUSED
    yield "provenance nested 900 deep", changed(provenance=nested(900)), REFUSED
    yield "quality nested 100,000 deep", _deep(changed(), "quality"), REFUSED
    yield "more than a mebibyte", changed(notes=["x" * (1 << 20)]), REFUSED
    yield "half a surrogate pair in the name", changed(name="\ud800"), REFUSED
    yield "control characters in the name", changed(name="\x1b[2J\x07"), NAMED
    yield "a name that is a number", changed(name=1), REFUSED
    yield "no files", changed(files={}), REFUSED
    yield "a file elsewhere", changed(files={"../x": good["files"]["tokenizer.json"]}), REFUSED
    yield "an infinite epsilon", _architecture(good, norm_epsilon=float("inf")), REFUSED
    yield "a context times a head beyond any memory", _architecture(
        good, context=1 << 24, positions="rotary", head_size=1 << 14
    ), REFUSED  # fmt: skip
    yield "layers beyond any memory", _architecture(good, layers=1 << 40), REFUSED
    yield "an unknown key", changed(more=1), REFUSED
    yield "another format", changed(format=10**4000), REFUSED
    for key, wrong in WRONG.items():
        for value in wrong:
            yield f"{key} that is {value!r}", changed(**{key: value}), REFUSED
    yield "a list", "[]", REFUSED
    yield "nothing", "", REFUSED
    yield "no JSON", '{"id": "good", ', REFUSED


def _deep(text: str, key: str) -> str:
    return text.replace(f'"{key}": {{', f'"{key}": {{"a": {"[" * 100_000}{"]" * 100_000}, ', 1)


def _architecture(good: dict[str, Any], **values: Any) -> str:
    return json.dumps(good | {"architecture": good["architecture"] | values})


def _list(address: str, path: str) -> str:
    status, text = _asked(address, path)
    assert status == 200, (status, text[:300])
    return "200"


def _attempt(address: str, id: str, expected: str) -> str:
    status, text = _asked(address, f"/api/v1/models/{id}")
    body = {"model": id, "prompt": "the cat", "max_tokens": 1}
    asked, told = _asked(address, "/v1/completions", body)
    if expected == NAMED:
        assert (status, asked) == (200, 200), (status, asked, told[:300])
        return "200"
    assert status in (404, 500), (status, text[:300])
    problem = json.loads(told)
    assert problem["error"]["code"] in ("model_not_found", "model_folder_invalid"), told[:300]
    broken = {
        row["id"]: row["detail"] for row in json.loads(_asked(address, LISTS[0])[1])["broken"]
    }
    assert id in broken, sorted(broken)
    return f"{asked}, {broken[id][:200]}"


def _asked(address: str, path: str, body: object = None) -> tuple[int, str]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{address}{path}", data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError as error:
        raise AssertionError(f"{path}: {error}") from error

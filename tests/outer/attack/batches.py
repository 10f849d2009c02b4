"""Files and batches as an enemy would send them: ids that lead out, forms and lines without end,
too many at once, without a key or from another site, and work that would keep everybody waiting."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from outer.attack.place import PATIENCE, Answer, Place, Target, Try, answers, held
from outer.attack.traversal import SECRET, UP, WHOLE

KEY = "letmein"
FORM = "multipart/form-data; boundary=x"
URL = "/v1/completions"
SMALL = {"model": "tiny", "prompt": "a", "max_tokens": 1}
HEAVY = {"model": "tiny", "prompt": ["a", "b", "c", "d"], "n": 8, "max_tokens": 300}
HEAVY |= {"ignore_eos": True}
OPEN = 100  # batches that a server has at once
ENTRY = '{"custom_id": "%s", "method": "POST", "url": "/v1/completions", "body": %s}'
LINES = {
    "no JSON": b"{",
    "deep": (ENTRY % ("a", "[" * 100_000)).encode(),
    "long": (ENTRY % ("a", json.dumps(SMALL | {"prompt": "a" * 2_000_000}))).encode(),
    "many": "\n".join(ENTRY % (number, "{}") for number in range(60_000)).encode(),
    "alike": "\n".join([ENTRY % ("a", "{}")] * 2).encode(),
    "same key": (ENTRY % ("a", '{"a": 1, "a": 2}')).encode(),
    "another address": (ENTRY % ("a", "{}")).replace(URL, "/metrics").encode(),
}


def attack(place: Place) -> Iterator[Try]:
    (place.folder / "secret.txt.jsonl").write_bytes(SECRET)  # as a file of the folder is named
    folder = place.folder / "attacked"
    with place.serving("--batches", str(folder), "--api-key", KEY) as target:
        yield from _without_leave(target)
        for path in [*(up + "secret.txt" for up in UP), *WHOLE]:
            yield from _closed(target, path)
        yield from _forms(target, folder)
        for name, data in LINES.items():
            yield _refused(target, f"lines: {name}", _batch(target, data))
        yield answers(target, "health after those lines")
        yield _nobody_waits(target)
        yield _too_many(target)


def _ask(
    target: Target, path: str, body: bytes | None = None, kind: str = "application/json"
) -> Answer:
    headers = {"Authorization": f"Bearer {KEY}"} | ({"Content-Type": kind} if body else {})
    return target.ask(path, "POST" if body is not None else "GET", body, **headers)


def _form(data: bytes, name: str = "in.jsonl") -> bytes:
    head = 'Content-Disposition: form-data; name="{}"'
    parts = [
        f"{head.format('purpose')}\r\n\r\nbatch".encode(),
        f'{head.format("file")}; filename="{name}"\r\n\r\n'.encode() + data,
    ]
    return b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--\r\n"


def _batch(target: Target, data: bytes) -> Answer:
    """The answer to a batch of this file."""
    file = json.loads(_ask(target, "/v1/files", _form(data), FORM).body)["id"]
    body = {"input_file_id": file, "endpoint": URL, "completion_window": "24h"}
    return _ask(target, "/v1/batches", json.dumps(body).encode())


def _request(id: str, body: dict[str, Any]) -> bytes:
    return json.dumps({"custom_id": id, "method": "POST", "url": URL, "body": body}).encode()


def _refused(target: Target, name: str, answer: Answer) -> Try:
    fits = 400 <= answer.status < 500 and answer.seconds < 10
    return held(name, fits, f"status {answer.status} after {answer.seconds:.1f} s")


def _without_leave(target: Target) -> Iterator[Try]:
    for path in ("/v1/files", "/v1/batches", "/v1/files/x/content"):
        status = target.ask(path).status
        yield held(f"{path} without a key", status == 401, f"status {status}")
    form, allowed = _form(b"x"), {"Authorization": f"Bearer {KEY}"}
    cases: dict[str, tuple[dict[str, str], int]] = {
        "an upload without a key": ({}, 401),
        "an upload of another site": (allowed | {"Origin": "https://evil.example"}, 403),
        "an upload to another host": (allowed | {"Host": "evil.example"}, 421),
        "an upload as text": (allowed | {"Content-Type": "text/plain"}, 415),
    }
    for name, (headers, status) in cases.items():
        said = target.ask("/v1/files", "POST", form, **{"Content-Type": FORM} | headers).status
        yield held(name, said == status, f"status {said}")


def _closed(target: Target, path: str) -> Iterator[Try]:
    for where in ("/v1/files/{}", "/v1/files/{}/content", "/v1/batches/{}"):
        line = f"GET {where.format(path)} HTTP/1.1\r\nHost: localhost\r\n"
        line += f"Authorization: Bearer {KEY}\r\nConnection: close\r\n\r\n"
        said, _ = target.raw(line.encode())
        status = int(said.split()[1]) if said.startswith(b"HTTP/1.") else 0
        leaks = SECRET in said or b"root:" in said or b"PATH=" in said
        yield held(where.format(path), 300 <= status < 500 and not leaks, f"status {status}")
    body = {"input_file_id": path, "endpoint": URL, "completion_window": "24h"}
    status = _ask(target, "/v1/batches", json.dumps(body).encode()).status
    yield held(f"a batch of {path}", status == 404, f"status {status}")


def _forms(target: Target, folder: Path) -> Iterator[Try]:
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
    forms = {
        "empty": b"",
        "no end": _form(b"x")[:-4],
        "many parts": part * 50_000 + b"--x--\r\n",
        "a long field": _form(b"x").replace(b"batch", b"b" * 5_000_000),
        "a large file": _form(b"x" * 30_000_000),
    }
    for name, form in forms.items():
        yield _refused(target, f"a form: {name}", _ask(target, "/v1/files", form, FORM))
    before = sorted(folder.parent.iterdir())
    for name in ("../out", "/tmp/out", "..\\out", "a/../../out", "%2e%2e%2fout"):
        answer = _ask(target, "/v1/files", _form(b"x", name), FORM)
        names = {path.name[:5] for path in folder.iterdir()}
        stays = names == {"file-"} and sorted(folder.parent.iterdir()) == before
        yield held(
            f"a file named {name}",
            stays and answer.status == 200,
            f"status {answer.status}, written {names}",
        )


def _nobody_waits(target: Target) -> Try:
    """A batch fills every slot of the engine, and somebody asks for two tokens."""
    answer = _batch(target, b"\n".join(_request(str(number), HEAVY) for number in range(40)))
    id = json.loads(answer.body)["id"]
    end = time.monotonic() + 60
    while b"shotglass_sequences_queued 0.0" in _ask(target, "/metrics").body:
        if time.monotonic() > end:
            return Try("nobody waits", "the batch did not begin")
        time.sleep(0.05)
    counts = [_done(target, id)]
    asked = _ask(target, URL, json.dumps(SMALL | {"max_tokens": 2}).encode())
    counts.append(_done(target, id))
    is_cut = b"\nshotglass_client_disconnects_total{" in _ask(target, "/metrics").body
    _ask(target, f"/v1/batches/{id}/cancel", b"{}")
    fits = asked.status == 200 and asked.seconds < PATIENCE and counts[0] == counts[1]
    said = f"{asked.seconds:.1f} s, in which {counts} requests ended, cut: {is_cut}"
    return held("nobody waits", fits and is_cut, said)


def _done(target: Target, id: str) -> int:
    return int(json.loads(_ask(target, f"/v1/batches/{id}").body)["request_counts"]["completed"])


def _too_many(target: Target) -> Try:
    """Each takes its time, so that the others stay."""
    for _ in range(4 * OPEN):
        if _batch(target, _request("a", HEAVY)).status == 429:
            return Try("too many batches")
    return Try("too many batches", f"{4 * OPEN} were taken")

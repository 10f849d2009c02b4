"""Every address of the server's own document: without a key, by what is no JSON, and the headers of
each answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from outer.attack.keys import KEY
from outer.attack.place import Answer, Place, Target, Try, held

OPEN = {"/health/live"}
NO_JSON = (  # what a form of another site can post without being asked
    "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "",
    "text/plain; x=application/json", "application/jsonp",
)  # fmt: skip
POLICY = ("default-src 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'")
PLAIN = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
}
ANSWERS = (
    "/", "/health/live", "/api/v1/models", "/nowhere", "/v1/models", "/openapi.json",
    "/api/v1/models/big/files/weights.fp32.bin", "/api/v1/models/nope",
)  # fmt: skip
Address = tuple[str, str]  # method, path


def attack(place: Place) -> Iterator[Try]:
    with place.serving("--api-key", KEY) as target:
        for method, path in _addresses(target, Authorization=f"Bearer {KEY}"):
            if path in OPEN:
                continue
            body = b"{}" if method in ("POST", "PUT", "PATCH") else None
            status = target.ask(path, method, body).status
            yield held(f"{method} {path} without a key", status == 401, f"status {status}")
    with place.serving() as target:
        for method, path in _addresses(target):
            if method == "POST":
                yield from _no_json(target, path)
        for path in ANSWERS:
            yield _hardened(path, target.ask(path))
        yield _hardened("another host", target.ask("/", Host="evil.example"))
        yield _hardened("a refused body", target.ask("/api/v1/generate", "POST", b"{"))


def _addresses(target: Target, **headers: str) -> list[Address]:
    document = json.loads(target.ask("/openapi.json", **headers).body)
    made = [
        (method.upper(), re.sub(r"\{\w+\}", "tiny", path))
        for path, methods in document["paths"].items()
        for method in methods
        if method in ("get", "post", "put", "patch", "delete")
    ]
    assert len(made) > 40, f"{len(made)} addresses are described"
    return made


def _no_json(target: Target, path: str) -> Iterator[Try]:
    for kind in NO_JSON:
        status = target.ask(path, "POST", b"{}", Content_Type=kind).status
        yield held(f"POST {path} as {kind!r}", status == 415, f"status {status}")


def _hardened(name: str, answer: Answer) -> Try:
    policy = answer.headers.get("content-security-policy", "")
    lacking = [part for part in POLICY if part not in policy]
    lacking += [name for name, text in PLAIN.items() if answer.headers.get(name) != text]
    return held(f"headers of {name}", not lacking, f"{answer.status} without {lacking}")

"""A server with keys: nobody without one gets in, by whatever proxy they seem to come."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outer.attack.place import Place, Target, Try, held

KEY = "sk-attack"
PROXIES: tuple[dict[str, str], ...] = (
    {}, {"X_Forwarded_For": "203.0.113.9"}, {"Forwarded": "for=203.0.113.9"}, {"Via": "1.1 proxy"},
    {"X_Real_IP": "203.0.113.9"}, {"X_Forwarded_Host": "localhost"},
    {"CF_Connecting_IP": "203.0.113.9"}, {"X_Forwarded_For": "127.0.0.1"},
    {"Host": "127.0.0.1"}, {"Host": "[::1]"},
)  # fmt: skip
ROUTES = (
    "/metrics", "/props", "/version", "/openapi.json", "/health/ready", "/api/v1/models",
    "/api/v1/exports", "/api/v1/runs", "/api/v1/shapes", "/v1/models", "/tokenizer_info",
    "/api/v1/models/big/files/weights.fp32.bin", "/nowhere/at/all?x=/health/live",
)  # fmt: skip
BODY = b'{"model":"tiny","prompt":"a","settings":{"max_tokens":1},"stream":false}'
WRONG = (
    "",
    "Bearer",
    f"Basic {KEY}",
    KEY,
    f"Bearer {KEY}x",
    f"Bearer {KEY[:-1]}",
    f"Bearer {KEY} {KEY}",
)


def attack(place: Place) -> Iterator[Try]:
    with place.serving("--api-key", KEY) as target:
        assert target.process.stdout is not None
        token = _token(target.process.stdout.readline())
        yield from _without(target)
        yield from _with(target)
        yield from _by_the_page(target, token)


def _token(line: str) -> str:
    found = re.search(r"\?token=([\w-]+)", line)
    return found[1] if found else ""


def _without(target: Target) -> Iterator[Try]:
    for proxy in PROXIES:
        for route in ROUTES[:-1]:
            status = target.ask(route, **proxy).status
            yield held(f"{route} {proxy}", status == 401, f"status {status}")
        wrote = target.ask("/api/v1/generate", "POST", BODY, **proxy).status
        yield held(f"generate {proxy}", wrote == 401, f"status {wrote}")
    for wrong in WRONG:
        status = target.ask("/metrics", Authorization=wrong).status
        yield held(f"Authorization: {wrong}", status == 401, f"status {status}")
    live = target.ask("/health/live").status
    yield held("/health/live is open", live == 200, f"status {live}")


def _with(target: Target) -> Iterator[Try]:
    for route in ROUTES[:-1]:
        status = target.ask(route, Authorization=f"Bearer {KEY}").status
        good = (200, 503) if route == "/health/ready" else (200,)  # 503: it is being loaded
        yield held(f"{route} with the key", status in good, f"status {status}")


def _by_the_page(target: Target, token: str) -> Iterator[Try]:
    yield held("a token is printed", len(token) > 20, "there is none")
    for wrong in ("", "x", token[:-1], f"{token}x", KEY):
        answer = target.ask(f"/?token={wrong}")
        yield held(f"token {wrong[:3]}...", "set-cookie" not in answer.headers, "it sets a cookie")
    answer = target.ask(f"/?token={token}")
    cookie = answer.headers.get("set-cookie", "")
    good = all(word in cookie for word in ("HttpOnly", "SameSite=Strict", "Path=/"))
    yield held("the cookie", answer.status == 303 and good, f"{answer.status} {cookie}")
    yield held("the token is not in it", token not in cookie, "it is")
    kept = cookie.partition(";")[0]
    for path, expected in (("/api/v1/models", 200), ("/v1/models", 401), ("/tokenizer_info", 401)):
        status = target.ask(path, Cookie=kept).status
        yield held(f"{path} with the cookie", status == expected, f"status {status}")
    for other in (kept[:-1], f"{kept}0", kept.replace("=", "=0"), "shotglass=1", f"x={kept}"):
        status = target.ask("/api/v1/models", Cookie=other).status
        yield held(f"cookie {other[:30]}", status == 401, f"status {status}")
    named = {"Cookie": kept, "Origin": "http://evil.example"}
    status = target.ask("/api/v1/generate", "POST", BODY, **named).status
    yield held("another site with the cookie", status == 403, f"status {status}")

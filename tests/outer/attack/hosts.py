"""Other names in Host, other sites in Origin, and pages of other sites that fetch."""

from __future__ import annotations

from collections.abc import Iterator

from outer.attack.place import Place, Target, Try, held

HOSTS = (
    "evil.example", "evil.example:8000", "localhost.evil.example", "localhost.", "127.0.0.2",
    "127.0.0.1.nip.io", "127.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]", "::1", "0.0.0.0",
    "localhost:8000@evil.example", "localhost, evil.example", "localhost:", "localhost:port",
    "localhost:123456", "user@localhost", "[::1", "xn--lcalhost-n3a",
)  # fmt: skip
ORIGINS = (
    "http://evil.example", "null", "http://localhost:1", "https://localhost", "localhost",
    "http://localhost.evil.example", "http://localhost/", "HTTP://LOCALHOST", "file://",
    "http://localhost, http://evil.example",
)  # fmt: skip
PATHS = (
    "/", "/health/live", "/api/v1/models", "/v1/models", "/tokenizer_info?model=big", "/metrics",
)  # fmt: skip
WORK = (
    "/tokenizer_info?model=big", "/api/v1/models/big/vocabulary",
    "/api/v1/models/big/download/portable",
    "/api/v1/models/big/files/weights.fp32.bin", "/api/v1/runs", "/metrics", "/props",
)  # fmt: skip
BODY = b'{"model":"tiny","text":"a"}'
SITES = ("cross-site", "same-site", "nonsense")
MODES = ("no-cors", "cors", "navigate", "websocket")


def attack(place: Place) -> Iterator[Try]:
    with place.serving() as target:
        yield from _hosts(target)
        yield from _origins(target)
        yield from _fetches(target)


def _hosts(target: Target) -> Iterator[Try]:
    for host in HOSTS:
        for path in PATHS:
            status = target.ask(path, Host=host).status
            yield held(f"Host {host} {path}", status in (400, 421), f"status {status}")


def _origins(target: Target) -> Iterator[Try]:
    for origin in ORIGINS:
        read = target.ask("/api/v1/models", Origin=origin).status
        yield held(f"GET from {origin}", read == 403, f"status {read}")
        wrote = target.ask("/api/v1/tokenize", "POST", BODY, Origin=origin).status
        yield held(f"POST from {origin}", wrote == 403, f"status {wrote}")


def _fetches(target: Target) -> Iterator[Try]:
    for site in SITES:
        for mode in MODES:
            for path in WORK:
                answer = target.ask(path, Sec_Fetch_Site=site, Sec_Fetch_Mode=mode)
                name = f"{site} {mode} {path}"
                yield held(name, answer.status == 403, f"status {answer.status}")
        link = target.ask("/", Sec_Fetch_Site=site, Sec_Fetch_Mode="navigate").status
        yield held(f"a link from {site}", link in (200, 503), f"status {link}")  # 503: not built
    for site in ("same-origin", "none"):
        own = target.ask("/tokenizer_info?model=tiny", Sec_Fetch_Site=site).status
        yield held(f"our own page, {site}", own == 200, f"status {own}")

"""Frames: addresses by which another site might show the page in a frame, whatever the server
answers to them; the policy of every answer must name the origins that were named, or nobody. And
the script of ``<shotglass-figure>``: pages of the origins that were named may fetch it, and nothing
else."""

from __future__ import annotations

from collections.abc import Iterator

from outer.attack.place import Place, Target, Try, held

NAMED = "https://course.example"
PATHS = (
    "/", "/?embed=", "/?embed=0", "/?embed=01", "/?embed=0&embed=1", "/?EMBED=1",
    "/?embed%3D1", "/index.html", "//?embed=0", "/nothing.html", "/assets/nothing.js",
    "/api/v1/models?embed=1", "/openapi.json?embed=1", "/api/v1/nothing?embed=1",
    "/health/live?embed=1", "/v1/models?embed=1", "/metrics?embed=1",
)  # fmt: skip
FIGURES = ("/?embed=1", "/?embed=1&theme=dark", "/index.html?embed=1")
# What might be copied into the policy from a request.
HEADERS = (
    "Origin: https://evil.example", "Referer: https://evil.example/",
    "X-Forwarded-Host: evil.example", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate",
)  # fmt: skip

SCRIPT = "/figure.js"
OTHERS = (
    "/", "/index.html", "/figure.html", "/sw.js", "/figure.js/", "/figure", "/figure/../index.html",
    "/figure/%2e%2e/index.html", "/api/v1/models", "/v1/models", "/metrics",
    "/openapi.json", "/api/v1/models?figure.js", "/figure/nothing.js/../../api/v1/models",
)  # fmt: skip
STRANGERS = (
    "https://evil.example", "https://course.example.evil.example", "http://course.example",
    "https://course.example:8443", "https://evil.example/https://course.example", "null",
)  # fmt: skip


def attack(place: Place) -> Iterator[Try]:
    with place.serving() as nobody:
        yield _read_by(nobody, SCRIPT, NAMED, False)
        for path in (*PATHS, *FIGURES):
            yield _framed_by(nobody, path, "'none'")
    with place.serving("--allow-embed", NAMED) as named:
        yield _read_by(named, SCRIPT, NAMED, True)
        for origin in STRANGERS:
            yield _read_by(named, SCRIPT, origin, False)
        for path in OTHERS:
            yield _read_by(named, path, NAMED, False)
        for path in PATHS:
            yield _framed_by(named, path, "'none'")
        for path in FIGURES:
            yield _framed_by(named, path, NAMED)
            for header in HEADERS:
                yield _framed_by(named, path, NAMED, header)


def _framed_by(target: Target, path: str, origins: str, header: str = "Accept: */*") -> Try:
    """A refusal may be framed by nobody either, and so may say 'none'."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\nConnection: close\r\n\r\n"
    head = target.raw(request.encode())[0].partition(b"\r\n\r\n")[0].decode("latin-1")
    lines = head.lower().splitlines()
    policies = [line for line in lines if line.startswith("content-security-policy:")]
    parts = [part.strip() for part in policies[0].split(";")] if len(policies) == 1 else []
    framing = [part for part in parts if part.startswith("frame-ancestors")]
    refused = " 200 " not in head.partition("\r\n")[0]
    expected = [f"frame-ancestors {origins}"]
    holds = framing == expected or (refused and framing == ["frame-ancestors 'none'"])
    return held(f"{path} {header}", holds, f"{framing or head[:100]}")


def _read_by(target: Target, path: str, origin: str, may: bool) -> Try:
    """Whether a script of a page of ``origin`` could read the answer."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: {origin}\r\nConnection: close\r\n\r\n"
    )
    head = target.raw(request.encode())[0].partition(b"\r\n\r\n")[0].decode("latin-1").lower()
    lines = head.splitlines()
    allowed = [line for line in lines if line.startswith("access-control-allow-origin:")]
    policies = [line for line in lines if line.startswith("cross-origin-resource-policy:")]
    expected = [f"access-control-allow-origin: {origin}"] if may else []
    closed = may or "cross-origin-resource-policy: cross-origin" not in policies
    return held(f"{path} read by {origin}", allowed == expected and closed, f"{allowed} {policies}")

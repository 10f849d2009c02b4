"""Paths that lead out of the folders, spelt in thirty ways at twelve addresses."""

from __future__ import annotations

from collections.abc import Iterator

from outer.attack.place import Place, Target, Try

SECRET = b"the secret beside the models"
UP = (
    "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%252f", "%252e%252e%252f", "..\\", "..%5c",
    "%2e%2e%5c", "..%c0%af", "%c0%ae%c0%ae/", "..%ef%bc%8f", "..;/", "..%00/", "..%0d%0a/",
    "....//", "..././", "./../", "%u002e%u002e/", "..%e2%88%95",
)  # fmt: skip
WHOLE = (
    "/etc/passwd", "//etc/passwd", "%2fetc%2fpasswd", "file:///etc/passwd", "C:\\windows\\win.ini",
    "\\\\127.0.0.1\\share\\secret.txt", "/proc/self/environ", "~/secret.txt",
    "manifest.json%00.png", ".",
)  # fmt: skip
PLACES = (
    "/{}", "/assets/{}", "/api/v1/models/{}", "/api/v1/models/tiny/files/{}",
    "/api/v1/models/{}/files/manifest.json", "/api/v1/models/tiny/download/{}",
    "/api/v1/exports/{}/download", "/api/v1/runs/{}", "/api/v1/runs/{}/tail", "/v1/models/{}",
    "/api/v1/models/{}/vocabulary", "/tokenizer_info?model={}",
)  # fmt: skip


def attack(place: Place) -> Iterator[Try]:
    (place.folder / "secret.txt").write_bytes(SECRET)
    spelt = [*(up + "secret.txt" for up in UP), *WHOLE]
    with place.serving() as target:
        for where in PLACES:
            for path in spelt:
                yield _tried(target, where.format(path))


def _tried(target: Target, path: str) -> Try:
    line = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    said, _ = target.raw(line.encode())
    status = int(said.split()[1]) if said.startswith(b"HTTP/1.") else 0
    if SECRET in said or b"root:" in said or b"PATH=" in said:
        return Try(path, "it was told")
    if not 300 <= status < 500 and not _is_the_page(path, said):
        return Try(path, f"status {status}: {said[:100]!r}")
    return Try(path)


def _is_the_page(path: str, said: bytes) -> bool:
    """ "/." is the folder of the page, and a page that was not built says so."""
    return path in ("/.", "/assets/.") and (b"<!doctype html" in said or b"not built" in said)

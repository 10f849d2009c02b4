"""Bytes that are no HTTP/1.1, or are read differently by two readers: one refusal each, after which
the connection is closed, and no second request is found in what follows."""

from __future__ import annotations

import json
from collections.abc import Iterator

from outer.attack.place import PATIENCE, Place, Target, Try, held

HOST = b"Host: localhost\r\n"
SECOND = b"GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n"  # must not be answered
TOLD = b'"version"'
JSON = b"Content-Type: application/json\r\n"
BODY = b'{"model":"tiny","text":"a"}'
REFUSED = {*range(400, 500), 501, 505}


def attack(place: Place) -> Iterator[Try]:
    with place.serving() as target:
        for name, request in {**_framing(), **_chunks(), **_lines(), **_headers()}.items():
            yield _refused(target, name, request)
        for name, request in _of_head().items():
            said, closed = target.raw(request + SECOND)
            head, _, body = said.partition(b"\r\n\r\n")
            refused = head.startswith((b"HTTP/1.1 400", b"HTTP/1.1 505")) and not body and closed
            yield held(name, refused, repr(said[:200]))
        for name, request in _good().items():
            said, _ = target.raw(request, 2.0)
            yield held(name, said.startswith(b"HTTP/1.1 200"), repr(said[:120]))
        yield held("health afterwards", target.health() < PATIENCE, "slow")
        yield held("nothing is logged", not target.log.read_text(), target.log.read_text()[-300:])


def _refused(target: Target, name: str, request: bytes) -> Try:
    said, closed = target.raw(request + SECOND)
    head, _, body = said.partition(b"\r\n\r\n")
    status = int(head.split()[1]) if head.startswith(b"HTTP/1.") else 0
    if status not in REFUSED:
        return Try(name, f"status {status}: {said[:120]!r}")
    if TOLD in said:
        return Try(name, "the second request was answered")
    if not closed:
        return Try(name, "the connection stays open")
    if b"content-type: application/problem+json" not in head.lower():
        return Try(name, f"no problem: {said!r}")
    try:
        return held(name, json.loads(body)["status"] == status, f"another status: {said!r}")
    except ValueError:
        return Try(name, f"not one problem: {said[:60]!r}, {body!r}")


def _of_head() -> dict[str, bytes]:
    """Refused as others are, without a body, which the answer to HEAD has not."""
    return {
        "HEAD with a control": b"HEAD / HTTP/1.1\r\n" + HOST + b"X: a\x01b\r\n\r\n",
        "HEAD of another version": b"HEAD / HTTP/3.7\r\n" + HOST + b"\r\n",
        "HEAD with two ends": b"HEAD / HTTP/1.1\r\n" + HOST
        + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    }  # fmt: skip


def _post(headers: bytes, body: bytes = BODY, version: bytes = b"1.1") -> bytes:
    line = b"POST /api/v1/tokenize HTTP/" + version + b"\r\n"
    return line + HOST + JSON + headers + b"\r\n" + body


def _framing() -> dict[str, bytes]:
    chunked = b"1b\r\n" + BODY + b"\r\n0\r\n\r\n"
    made = {}
    codings = [b"chunked", b"Chunked", b"CHUNKED", b" chunked ", b"chunked\t"]
    for number, coding in enumerate(codings):
        te, cl = b"Transfer-Encoding: " + coding + b"\r\n", b"Content-Length: 6\r\n"
        made[f"CL then TE {number}"] = _post(cl + te, chunked)
        made[f"TE then CL {number}"] = _post(te + cl, chunked)
        made[f"TE in HTTP/1.0 {number}"] = _post(te, chunked, b"1.0")
    others = [
        b"identity", b"gzip", b"xchunked", b"chunked, identity", b"identity, chunked",
        b"gzip, chunked", b"chunked, chunked", b"chunke", b"", b"chunked;q=1", b"\x0bchunked",
        b'"chunked"', b"chunked\x00",
    ]  # fmt: skip
    for other in others:
        made[f"TE {other!r}"] = _post(b"Transfer-Encoding: " + other + b"\r\n", chunked)
        both = b"Transfer-Encoding: " + other + b"\r\nContent-Length: 6\r\n"
        made[f"TE {other!r} and CL"] = _post(both, chunked)
    twice = b"Transfer-Encoding: chunked\r\n" * 2
    made["TE twice"] = _post(twice, chunked)
    made["TE before a colon"] = _post(b"Transfer-Encoding : chunked\r\n", chunked)
    lengths = [
        b"+1", b"-1", b"0x1b", b"1_0", b"2 7", b"27, 28", b"27;28", b"", b"1e1", b"9" * 40, b"\xb2",
        b"27\x00", b"twenty", b"27,", b"2\x0b7", b"99999999999",
    ]  # fmt: skip
    for length in lengths:
        made[f"CL {length!r}"] = _post(b"Content-Length: " + length + b"\r\n")
    made["two CL that differ"] = _post(b"Content-Length: 27\r\nContent-Length: 0\r\n")
    made["CL before a colon"] = _post(b"Content-Length : 27\r\n")
    return made


def _chunks() -> dict[str, bytes]:
    te = b"Transfer-Encoding: chunked\r\n"
    bodies = [
        b"zz\r\n", b"-1\r\n", b"0x5\r\nhello\r\n0\r\n\r\n", b"+5\r\nhello\r\n0\r\n\r\n",
        b"5\r\nhelloX0\r\n\r\n", b"f" * 30 + b"\r\n", b" 5\r\nhello\r\n0\r\n\r\n", b"\r\n\r\n",
        b"5 5\r\nhello\r\n0\r\n\r\n", b"5\x00\r\nhello\r\n0\r\n\r\n",
        b"5;" + b"x" * 700_000 + b"\r\nhello\r\n0\r\n\r\n",
        b"5\r\nhello\r\n0\r\nbad trailer\r\n\r\n",
        b"5_0\r\nhello\r\n0\r\n\r\n",
    ]  # fmt: skip
    return {f"chunk {body[:12]!r} {len(body)}": _post(te, body) for body in bodies}


def _lines() -> dict[str, bytes]:
    lines = [
        b"NONSENSE", b"GET", b"GET /", b"GET  / HTTP/1.1", b"GET /  HTTP/1.1", b"GET / HTTP/1.1 x",
        b"GET\t/\tHTTP/1.1", b"GET / HTTP/0.9", b"GET / HTTP/1.2", b"GET / HTTP/2.0",
        b"GET / HTTP/1.10", b"GET / http/1.1", b"GET / HTTP/1", b"GET / HTTP/1.1\x00",
        b"GET /\x00 HTTP/1.1", b"GET /\xff HTTP/1.1", b"GET /a b HTTP/1.1", b"PRI * HTTP/2.0",
        b"GE(T / HTTP/1.1", b" GET / HTTP/1.1", b"GET /" + b"a" * 70_000 + b" HTTP/1.1",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"G\rET / HTTP/1.1", b"GET /\r HTTP/1.1",
        b"TRACE / HTTP/1.1", b"CONNECT evil.example:443 HTTP/1.1", b"BREW /health/live HTTP/1.1",
        b"GET http://evil.example/ HTTP/1.1", b"GET https://evil.example/version HTTP/1.1",
    ]  # fmt: skip
    closing = HOST + b"Connection: close\r\n\r\n"
    return {f"line {line[:24]!r}": line + b"\r\n" + closing for line in lines}


def _headers() -> dict[str, bytes]:
    get = b"GET /health/live HTTP/1.1\r\n"
    sets = [
        b"", b"Host: localhost\r\nHost: localhost\r\n", b"Host: localhost\r\nHost: evil\r\n",
        b"Host : localhost\r\n", b"Host:\r\n", b" Host: localhost\r\n", b"Host: evil\r\n",
        HOST + b"No colon\r\n", HOST + b": no name\r\n", HOST + b"X: a\x00b\r\n",
        HOST + b"X: a\rb\r\n", HOST + b"X(: a\r\n", HOST + b"X\x7f: a\r\n", HOST + b"X\xe9: a\r\n",
        HOST + b"X: " + b"a" * 70_000 + b"\r\n",
        HOST + b"".join(b"X%d: a\r\n" % n for n in range(9000)),
        HOST + b"X Y: a\r\n", HOST + b"X: a\x0bb\r\n", HOST + b"X: a\x1bb\r\n",
        b"Host: localhost@evil\r\n", b"Host: localhost:80:80\r\n",
    ]  # fmt: skip
    made = {}
    for headers in sets:
        closing = headers + b"Connection: close\r\n\r\n"
        made[f"headers {headers[:40]!r} {len(headers)}"] = get + closing
    return made


def _good() -> dict[str, bytes]:
    """What must still be answered."""
    get = b"GET /health/live HTTP/1.1\r\n" + HOST
    te = b"Transfer-Encoding: chunked\r\n"
    length = b"Content-Length: 27\r\n"
    return {
        "plain": get + b"\r\n",
        "empty lines before": b"\r\n\r\n" + get + b"\r\n",
        "HTTP/1.0": b"GET /health/live HTTP/1.0\r\n" + HOST + b"\r\n",
        "an absolute URI": b"GET http://localhost/health/live HTTP/1.1\r\n" + HOST + b"\r\n",
        "two in a row": (get + b"\r\n") * 2,
        "a body by length": _post(length),
        "the same length twice": _post(length * 2),
        "a body in chunks": _post(
            te, b"5\r\n" + BODY[:5] + b"\r\n16\r\n" + BODY[5:] + b"\r\n0\r\n\r\n"
        ),
        "an extension of a chunk": _post(te, b"1b;a=b\r\n" + BODY + b"\r\n0\r\n\r\n"),
        "a trailer": _post(te, b"1b\r\n" + BODY + b"\r\n0\r\nX: y\r\n\r\n"),
    }

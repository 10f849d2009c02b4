"""Clients of one server at once: the same code for every server, streams read as they come."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Stream:
    """One answer: seconds from its request to its first and its last piece, and its tokens."""

    first: float
    last: float
    tokens: int


@dataclass(frozen=True)
class Crowd:
    """All answers, and the seconds from the first request to the last piece."""

    seconds: float
    streams: tuple[Stream, ...]

    @property
    def tokens_per_second(self) -> float:
        return sum(stream.tokens for stream in self.streams) / self.seconds


class ServerFailed(Exception):
    """It answered with something else than a stream of tokens."""


def crowd(port: int, path: str, bodies: Sequence[dict[str, Any]], tokens: int) -> Crowd:
    """One client a body, all at once. Raises ServerFailed."""
    return asyncio.run(asyncio.wait_for(_crowd(port, path, bodies, tokens), 600))


async def _crowd(port: int, path: str, bodies: Sequence[dict[str, Any]], tokens: int) -> Crowd:
    began = time.perf_counter()
    streams = await asyncio.gather(*(_stream(port, path, body, tokens) for body in bodies))
    return Crowd(time.perf_counter() - began, tuple(streams))


async def _stream(port: int, path: str, body: dict[str, Any], tokens: int) -> Stream:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    data = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    began = time.perf_counter()
    writer.write(head.encode() + data)
    await writer.drain()
    status = await reader.readline()
    if b" 200" not in status:
        raise ServerFailed(f"{status!r} {(await reader.read(2000))[-600:]!r}")
    return await _read(reader, writer, began, tokens)


async def _read(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, began: float, tokens: int
) -> Stream:
    """A token a piece, unless the server counts them itself; it must have written all."""
    pieces, told, first, last = 0, 0, 0.0, 0.0
    async for line in reader:
        if not line.startswith(b"data: {"):
            continue
        piece = json.loads(line[6:])
        if "error" in piece:
            raise ServerFailed(str(piece["error"])[:600])
        told = (piece.get("usage") or {}).get("completion_tokens", told)
        if piece.get("choices"):
            pieces, last = pieces + 1, time.perf_counter() - began
            first = first or last
    writer.close()
    if told not in (0, tokens) or pieces < tokens // 2:
        raise ServerFailed(f"It wrote {told or pieces} tokens in {pieces} pieces, not {tokens}.")
    return Stream(first, last, tokens)

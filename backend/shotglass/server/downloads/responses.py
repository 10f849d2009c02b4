"""Files and archives: whole, or from where a download broke off (RFC 9110, section 14)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import cast

from flask import Response, request
from werkzeug.http import quote_etag
from werkzeug.wsgi import ClosingIterator

from ..streaming.admission import Admission
from .archive import LAYOUT, Archive, Member, content
from .conditional import conditional

REVALIDATE = "no-cache"  # may be kept, but its ETag must be asked for again


def archive_reply(members: Sequence[Member], name: str, version: str) -> Response:
    """``members`` as the zip ``name``; ``version`` changes whenever a byte of them does.

    One Range is answered by 206 or 416, and by the whole where If-Range names another version.
    Several ranges at once, other units and a Range of HEAD are ignored, as they may or must be.
    """
    archive = Archive(members)
    answer = Response(
        content_type="application/zip",
        headers={
            "Content-Length": str(archive.length),
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": REVALIDATE,
            "ETag": quote_etag(_digest(members, version)),
        },
    )
    conditional(answer, request, archive.length)
    if answer.status_code == 200:
        answer.response = archive.read()
    elif answer.status_code == 206:
        answer.response = archive.read(answer.content_range.start or 0, answer.content_range.stop)
    return answer


def file_reply(file: Member, kind: str, sha256: str) -> Response:
    """The ``file``, whose ETag is its digest; sent only as long as it is that file."""
    answer = Response(
        content_type=kind,
        headers={
            "Content-Length": str(file.size),
            "Cache-Control": REVALIDATE,
            "ETag": quote_etag(sha256),
        },
    )
    answer.headers.set("Content-Disposition", "inline", filename=file.name)
    answer.last_modified = datetime.fromtimestamp(file.changed_ns // 1_000_000_000, UTC)
    conditional(answer, request, file.size)
    if answer.status_code == 200:
        answer.response = content(file, 0, file.size)
    elif answer.status_code == 206:
        first = answer.content_range.start or 0
        answer.response = content(file, first, answer.content_range.stop or file.size)
    return answer


def one_of(downloads: Admission, make: Callable[[], Response]) -> Response:
    """What ``make`` makes, counted among ``downloads`` until it has been sent or given up. Raises
    QueueFull while there are as many as may be."""
    downloads.enter()
    try:
        answer = make()
    except BaseException:
        downloads.leave()
        raise
    if request.method == "GET" and answer.status_code in (200, 206):
        pieces = cast(Iterable[bytes], answer.response)
        answer.response = ClosingIterator(pieces, downloads.leave)
    else:
        downloads.leave()
    return answer


def _digest(members: Sequence[Member], version: str) -> str:
    sizes = "".join(f"\n{member.name}\t{member.size}" for member in members)
    return hashlib.sha256(f"{LAYOUT}\n{version}{sizes}".encode()).hexdigest()

"""Files and archives: whole, or from where a download broke off, as the request's conditions want
them (RFC 9110, sections 13 and 14)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import cast

from flask import Request, Response, request
from werkzeug.datastructures import Headers
from werkzeug.http import parse_date, parse_etags, quote_etag, unquote_etag
from werkzeug.wsgi import ClosingIterator

from ..problems import PreconditionFailed
from ..streaming.admission import Admission
from .archive import LAYOUT, Archive, Member, content

REVALIDATE = "no-cache"  # may be kept, but its ETag must be asked for again
CONDITIONS = (
    "HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_RANGE", "HTTP_RANGE",
)  # fmt: skip


def archive_reply(members: Sequence[Member], name: str, version: str) -> Response:
    """``members`` as the zip ``name``; ``version`` changes whenever a byte of them does.

    One Range is answered by 206 or 416, and by the whole where If-Range names another version.
    Several ranges at once, other units and a Range of HEAD are ignored, as they may or must be.
    """
    archive = Archive(members)
    sizes = "".join(f"\n{member.name}\t{member.size}" for member in members)
    made_of = f"{LAYOUT}\n{version}{sizes}"
    answer = Response(
        content_type="application/zip",
        headers={
            "Content-Length": str(archive.length),
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": REVALIDATE,
            "ETag": quote_etag(hashlib.sha256(made_of.encode()).hexdigest()),
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
    """Returns the answer that ``make`` makes, which counts among ``downloads`` until it has been
    sent or given up. Raises QueueFull while there are as many as may be."""
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


def conditional(answer: Response, request: Request, length: int | None = None) -> Response:
    """``answer``, which has a strong ETag, as its request's conditions want it, in the order of
    section 13.2.2: 412, 304, then a range of ``length`` bytes.

    Raises PreconditionFailed, and werkzeug's RequestedRangeNotSatisfiable.
    """
    try:
        etag, modified = unquote_etag(answer.headers.get("ETag"))[0] or "", answer.last_modified
        if not _is_expected(request.headers, etag, modified):
            raise PreconditionFailed(
                "If-Match or If-Unmodified-Since asks for another version than there is now: ask "
                "for it anew."
            )
        environ = {name: text for name, text in request.environ.items() if name not in CONDITIONS}
        if _is_known(request.headers, etag, modified):
            answer.status_code = 304
        elif length is not None and _wants_a_part(request, etag):
            environ["HTTP_RANGE"] = request.headers["Range"]
        answer.make_conditional(environ, length is not None, length)
        return answer
    except Exception:
        answer.close()  # the file is not going to be read
        raise


def _is_expected(headers: Headers, etag: str, modified: datetime | None) -> bool:
    """A weak tag never matches: it does not promise the same bytes."""
    if (expected := headers.get("If-Match")) is not None:
        return expected.strip() == "*" or parse_etags(expected).is_strong(etag)
    since = parse_date(headers.get("If-Unmodified-Since"))
    return since is None or modified is None or _seconds(modified) <= since


def _is_known(headers: Headers, etag: str, modified: datetime | None) -> bool:
    """Here a weak tag is as good as a strong one."""
    if (known := headers.get("If-None-Match")) is not None:
        return known.strip() == "*" or parse_etags(known).contains_weak(etag)
    since = parse_date(headers.get("If-Modified-Since"))
    return since is not None and modified is not None and _seconds(modified) <= since


def _wants_a_part(request: Request, etag: str) -> bool:
    """Whether one range of bytes is asked for, and not If-Range with a weak tag, another one or a
    date, since a date does not promise the same bytes. Several ranges and other units may be
    ignored."""
    part = request.headers.get("Range", "").strip().lower()
    if request.method != "GET" or "," in part or not part.startswith("bytes"):
        return False
    only_if = request.headers.get("If-Range")
    return only_if is None or only_if.strip() == f'"{etag}"'


def _seconds(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)

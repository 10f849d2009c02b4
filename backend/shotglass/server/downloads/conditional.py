"""What a request asks of the version of a file that it gets (RFC 9110, section 13)."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Request, Response
from werkzeug.datastructures import Headers
from werkzeug.http import parse_date, parse_etags, unquote_etag

from ..problems import PreconditionFailed

CONDITIONS = (
    "HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_RANGE", "HTTP_RANGE",
)  # fmt: skip


def conditional(answer: Response, request: Request, length: int | None = None) -> Response:
    """``answer``, which has a strong ETag, as its request's conditions want it, in the order of
    section 13.2.2: 412, 304, then a range of ``length`` bytes.

    Raises PreconditionFailed, and werkzeug's RequestedRangeNotSatisfiable.
    """
    try:
        return _conditional(answer, request, length)
    except Exception:
        answer.close()  # the file is not going to be read
        raise


def _conditional(answer: Response, request: Request, length: int | None) -> Response:
    etag, _ = unquote_etag(answer.headers.get("ETag"))
    if not _is_expected(request.headers, etag or "", answer.last_modified):
        raise PreconditionFailed(
            "If-Match or If-Unmodified-Since asks for another version than there is now: ask for "
            "it anew."
        )
    environ = {name: text for name, text in request.environ.items() if name not in CONDITIONS}
    if _is_known(request.headers, etag or "", answer.last_modified):
        answer.status_code = 304
    elif length is not None and _wants_a_part(request, etag or ""):
        environ["HTTP_RANGE"] = request.headers["Range"]
    answer.make_conditional(environ, length is not None, length)
    return answer


def _is_expected(headers: Headers, etag: str, modified: datetime | None) -> bool:
    """A weak tag never matches: it does not promise the same bytes."""
    if (expected := headers.get("If-Match")) is not None:
        return expected.strip() == "*" or parse_etags(expected).is_strong(etag)
    since = parse_date(headers.get("If-Unmodified-Since"))
    return since is None or modified is None or _seconds(modified) <= since


def _is_known(headers: Headers, etag: str, modified: datetime | None) -> bool:
    """Here a weak tag is as good as a strong one."""
    if (kept := headers.get("If-None-Match")) is not None:
        return kept.strip() == "*" or parse_etags(kept).contains_weak(etag)
    since = parse_date(headers.get("If-Modified-Since"))
    return since is not None and modified is not None and _seconds(modified) <= since


def _wants_a_part(request: Request, etag: str) -> bool:
    """One range of bytes, and not If-Range with a weak tag, another one or a date: a date does not
    promise the same bytes either. Several ranges and other units may be ignored."""
    part = request.headers.get("Range", "").strip().lower()
    if request.method != "GET" or "," in part or not part.startswith("bytes"):
        return False
    only_if = request.headers.get("If-Range")
    return only_if is None or only_if.strip() == f'"{etag}"'


def _seconds(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)

"""An archive as an answer: whole, or from where a download broke off (RFC 9110, section 14)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from flask import Response, request
from werkzeug.http import quote_etag

from .zipping import LAYOUT, Archive, Member

REVALIDATE = "no-cache"  # may be kept, but its ETag must be asked for again
SINGLE = re.compile(r"\s*bytes\s*=[^,]*", re.IGNORECASE)


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
    answer.make_conditional(_asked(), accept_ranges=True, complete_length=archive.length)
    if answer.status_code == 200:
        answer.response = archive.read()
    elif answer.status_code == 206:
        answer.response = archive.read(answer.content_range.start or 0, answer.content_range.stop)
    return answer


def _asked() -> dict[str, object]:
    """The request's environment, without a Range that is not for us to answer."""
    environ = dict(request.environ)
    if request.method != "GET" or not SINGLE.fullmatch(environ.get("HTTP_RANGE", "")):
        environ.pop("HTTP_RANGE", None)
    return environ


def _digest(members: Sequence[Member], version: str) -> str:
    sizes = "".join(f"\n{member.name}\t{member.size}" for member in members)
    return hashlib.sha256(f"{LAYOUT}\n{version}{sizes}".encode()).hexdigest()

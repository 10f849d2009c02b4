"""The bytes of a file as text."""

from __future__ import annotations

from .faults import UnreadableRows

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def text_of(data: bytes) -> str:
    """UTF-8, with its mark or without, or UTF-16 with its mark, as spreadsheets write it. Raises
    UnreadableRows with the line that is neither."""
    mark, encoding = next(((m, name) for m, name in _MARKS if data.startswith(m)), (b"", "utf-8"))
    body = data[len(mark) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        row = 1 + body.count(b"\n", 0, error.start) if encoding == "utf-8" else 1
        raise UnreadableRows("encoding", row=row) from error
    if "\0" in text:  # UTF-16 without its mark
        raise UnreadableRows("encoding", row=1 + text.count("\n", 0, text.index("\0")))
    return text

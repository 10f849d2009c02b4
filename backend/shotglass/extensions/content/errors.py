"""The refusals of the folder of content."""

from __future__ import annotations

from typing import Any

from ...errors import InvalidRequest, NotFound, ShotglassError


class InvalidContent(InvalidRequest):
    """Files for the folder of content that cannot be taken. ``faults``: each with its file, its
    line, and ``detail`` by language."""

    code, title = "invalid_content", "The files cannot be taken"

    def __init__(self, detail: str, faults: list[dict[str, Any]]) -> None:
        super().__init__(detail)
        self.faults = faults

    def problem(self) -> dict[str, Any]:
        return super().problem() | {"faults": self.faults}


class NotWritable(ShotglassError):
    """The folder of content may only be read."""

    code, title, status = "not_writable", "Nothing may be written here", 403


class ContentNotFound(NotFound):
    """The folder of content has no such run, dataset or result, or there is no folder."""

    code, title = "content_not_found", "There is no such content"


class NameTaken(ShotglassError):
    """Something of that name is there, and is not written over."""

    code, title, status = "name_taken", "The name is taken", 409

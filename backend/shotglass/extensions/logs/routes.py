"""The route that compares what other programs measured; no model is asked."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, Response, request
from pydantic import Field

from ...errors import InvalidRequest
from ...server.openapi import described
from ...server.responses import JSON
from ...server.schemas import Body, parse
from ...server.services import Services
from ...server.streaming.room import Room
from .apart import compare_apart
from .comparison import SMALLEST, LogComparison

MOST_JSON = 16 << 20  # bytes of a log, unpacked
MOST_LISTED = 200  # disagreements of a task

PATH = "/api/v1/compare-logs"


class LogBody(Body):
    """``name``: what the file is called, which may say the task. ``data``: its bytes in base64."""

    name: str = Field(min_length=1, max_length=300)
    data: str

    def file(self, place: int, folder: Path) -> Path:
        """Writes a file in ``folder``; ``place`` is its place among the body's logs. Raises
        InvalidRequest."""
        try:
            content = b64decode(self.data, validate=True)
        except ValueError as error:
            raise InvalidRequest(
                f"The bytes of log {place + 1} were expected in base64: {error}.",
                pointer=f"/logs/{place}/data",
            ) from None
        path = folder / f"{place}.log"
        path.write_bytes(content)
        return path


class CompareLogsBody(Body):
    """``logs``: of inspect_ai, lm-evaluation-harness or promptfoo; two, or one of several columns.
    ``metric``: the score that is compared; left out, the first that both have. ``smallest``: the
    smallest difference that matters, as a share."""

    logs: tuple[LogBody, ...] = Field(min_length=1, max_length=2)
    metric: str | None = Field(None, max_length=300)
    smallest: float = Field(SMALLEST, gt=0, le=1)


def blueprint(services: Services, comparing: Room) -> Blueprint:
    """``comparing``: logs are read and compared one comparison at a time."""
    routes = Blueprint("logs", __name__)
    routes.before_request(services.admission.refuse_when_draining)

    @routes.post(PATH)
    @described(
        "compareLogs",
        "Two runs that other programs measured, compared question by question",
        "LogComparison",
        body=CompareLogsBody,
        types=(LogComparison,),
    )
    def compared() -> Response:
        with services.admission.run(), comparing.taken(1), TemporaryDirectory() as folder:
            body = parse(CompareLogsBody, request.get_data())
            files = [
                (log.name, log.file(place, Path(folder))) for place, log in enumerate(body.logs)
            ]
            options = {"metric": body.metric, "smallest": body.smallest}
            comparison = compare_apart(files, MOST_JSON, MOST_LISTED, **options)
            return Response(comparison, content_type=JSON)

    return routes

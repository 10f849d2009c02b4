"""The answer of a route whose run may take minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Response

from ....engine.batching.cancellation import CancellationToken
from ....events import Event
from ...problems import request_id
from ...responses import json_reply
from ...services import Services
from ...streaming.in_thread import in_thread
from ...streaming.metrics import Meter
from ...streaming.run import Run, client
from ...streaming.sse import collected, streamed

Begin = Callable[[CancellationToken], Iterator[Event]]


def answered(services: Services, begin: Begin, stream: bool) -> Response:
    """A stream of the run's events as they come, or all of them at once. Raises QueueFull."""
    run = Run(
        in_thread(begin),
        services.admission,
        client(),
        services.config.heartbeat,
        Meter(services.metrics),
        is_long=True,
        can_wait=stream,
    )
    return streamed(run, request_id()) if stream else json_reply({"events": collected(run)})

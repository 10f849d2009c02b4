"""Runs the requests of batches through the app's own routes, with the lowest turn.

A request of a batch begins when nobody else has a run, and gives way to whoever comes: it is cut,
and asked again from its beginning. So nobody waits behind a batch. What has been cut ``MOST_CUTS``
times, or has not ended after ``PATIENCE``, goes on beside the others, as one more client, so that a
batch ends on a busy server too.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from secrets import token_hex
from threading import Thread
from time import monotonic

from flask import Flask
from werkzeug.test import create_environ
from werkzeug.wrappers import Response

from ...errors import SOON, NotReady, QueueFull, ShotglassError
from ...server import problems
from ...server.compat.answer import ClientLeft
from ...server.front.exchange import GONE
from ...server.schemas import parse
from ...server.services import Services
from ...server.streaming.admission import CLIENT
from .folder import BatchFolder
from .lines import BatchLine

LOG = logging.getLogger("shotglass.server")
AT_ONCE = 4  # requests: the engine's step costs about the same for one text as for several
PATIENCE = 60.0  # seconds
LOOK = 0.5  # seconds between two looks for a batch
MOST_CUTS = 3  # of a request
POLL = 0.05  # seconds between two looks at whether others have runs
PAUSE = 30.0  # seconds after which a folder that could not be written is tried again
LATER = (QueueFull.status, NotReady.status, 502)  # 502: a replica under Ray is away
MOST_TRIES = 10  # of a request that the server asks to send again
OURS = "batch"  # under which requests of batches have their places and turns


def run_batches(app: Flask, services: Services, folder: BatchFolder | None) -> None:
    """Runs batches in a thread of its own until the server ends; does nothing where it has no
    folder for them."""
    if folder is not None:
        runner = BatchRunner(app, services, folder)
        Thread(target=runner.loop, name="batches", daemon=True).start()


class BatchRunner:
    def __init__(self, app: Flask, services: Services, folder: BatchFolder) -> None:
        self._app, self._config, self._folder = app, services.config, folder
        self._admission = services.admission

    def loop(self) -> None:
        """Every batch that there is and comes, the oldest first."""
        pause, why = LOOK, ""
        while not self._admission.cut.wait(pause):
            try:
                batch = self._folder.oldest_open()
                if batch is not None:
                    self.run(batch.id)
                pause, why = LOOK, ""
            except ShotglassError as error:
                if error.detail != why:  # said once
                    LOG.warning("batches wait: %s", error.detail)
                pause, why = PAUSE, error.detail

    def run(self, id: str) -> None:
        """Every request of a batch that has no answer yet. Returns early when the server ends.
        Raises BatchRefused where not even the end can be written."""
        lines, errors = SimpleQueue[bytes](), list[Exception]()
        try:
            for line in self._folder.unanswered(id):
                lines.put(line)
        except ShotglassError as error:
            errors.append(error)
        work = partial(self._work, id, lines, errors)
        threads = [Thread(target=work, name=OURS, daemon=True) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if errors:
            self._folder.end(id, problems.known(errors[0], id))
        elif not self._admission.draining:
            self._folder.end(id)

    def _work(self, id: str, lines: SimpleQueue[bytes], errors: list[Exception]) -> None:
        try:
            while not errors:
                self._answer(id, lines.get_nowait())
        except Empty:
            return
        except Exception as error:
            errors.append(error)

    def _answer(self, id: str, raw: bytes) -> None:
        line = parse(BatchLine, raw)
        reply = self._reply(id, line)
        if reply is None:
            return
        response = {
            "status_code": reply.status_code,
            "request_id": reply.headers["X-Request-Id"],
            "body": json.loads(reply.get_data()),
        }
        answer = {
            "id": f"batch_req_{token_hex(16)}",
            "custom_id": line.custom_id,
            "response": response,
            "error": None,
        }
        self._folder.write(id, answer, is_refusal=reply.status_code != 200)

    def _reply(self, id: str, line: BatchLine) -> Response | None:
        """Returns what the route answers, or None where the batch is stopped before."""
        until, cuts, tries = monotonic() + PATIENCE, 0, 0

        def comes_after() -> bool:
            return monotonic() < until and self._admission.others(OURS) > 0

        def is_stopped() -> bool:
            return self._admission.draining or not self._folder.is_open(id)

        def gives_way() -> bool:
            return is_stopped() or (cuts < MOST_CUTS and comes_after())

        while not is_stopped():
            if comes_after():
                self._admission.cut.wait(POLL)
                continue
            try:
                reply = self._request(line, gives_way)
            except ShotglassError:  # the answer broke off: its replica has ended
                tries += 1
                if tries == MOST_TRIES:
                    raise
                continue
            is_cut = reply.status_code == ClientLeft.status
            comes_later = reply.status_code in LATER
            cuts, tries = cuts + is_cut, tries + comes_later
            if not is_cut and (not comes_later or tries == MOST_TRIES):
                return reply
            if comes_later:
                self._admission.cut.wait(int(reply.headers.get("Retry-After", SOON)))
        return None

    def _request(self, line: BatchLine, gone: Callable[[], bool]) -> Response:
        keys = self._config.api_keys
        environ = create_environ(
            line.url,
            "http://localhost",
            method="POST",
            data=json.dumps(line.body).encode(),
            content_type="application/json",
            headers={"Authorization": f"Bearer {keys[0]}"} if keys else {},
        )
        return Response.from_app(self._app, environ | {GONE: gone, CLIENT: OURS}, buffered=True)

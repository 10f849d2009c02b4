"""Chat templates at work: a confined process for each, warm and used again.

A template is code that came with a model. One that takes all the time or memory it can get is ended
and costs its own model's requests; the server and other models' templates go on.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from ..contract import Manifest
from ..errors import InvalidRequest, NoChatTemplate, QueueFull, escaped
from ..sandbox import Confined, Limits, Worker
from ..sandbox.chat_template import MOST_CHARACTERS

LOG = logging.getLogger("shotglass.engine")
LIMITS = Limits(memory=256 << 20, written=0, seconds=2)
TARGET = "shotglass.sandbox.chat_template:render"
MOST_PROCESSES = 4  # kept; the one that was idle longest goes first
MOST_WAITING = 4  # for a template that did not come to an end; threads of the server are few
PATIENCE = 5.0  # seconds until a request is told to come back


def template_of(manifest: Manifest) -> str:
    """Raises NoChatTemplate."""
    if manifest.chat_template is None:
        raise NoChatTemplate(
            f"{manifest.id} has no chat template: have it continue a text of your own (generate, "
            "/v1/completions).",
            pointer="/model",
        )
    return manifest.chat_template


class _Desk:
    """The process of one template, how many wait for it or use it, and whether it failed last
    time."""

    def __init__(self) -> None:
        self.worker = Worker(TARGET, LIMITS, needs=[TARGET.split(":")[0]])
        self.using = 0
        self.failed = False


class ChatTemplates:
    """Thread-safe. ``close`` ends the processes; one that is asked for afterwards starts anew."""

    def __init__(self) -> None:
        self._desks: dict[str, _Desk] = {}  # by template; the one used last comes last
        self._lock = threading.Lock()

    def render(
        self,
        source: str,
        messages: Sequence[Mapping[str, Any]],
        names: Mapping[str, str],
        tools: Sequence[Mapping[str, Any]] = (),
    ) -> str:
        """``messages`` as the prompt that an answer follows. ``names``: "bos_token", "eos_token".
        ``tools``: what the answer may call, as their JSON.

        Raises InvalidRequest when the template refuses them, or could not write them within the
        limits; QueueFull while others' conversations keep it busy.
        """
        desk = self._enter(source)
        try:
            task = {"source": source, "messages": list(messages), "names": dict(names)}
            task |= {"tools": list(tools)} if tools else {}
            outcome = desk.worker.ask(task, PATIENCE)
        finally:
            self._leave(desk)
        if outcome is None:
            raise _busy()
        desk.failed = outcome.failed is not None
        return _text(outcome)

    def warm(self, source: str) -> None:
        """Start the template's process, so that the first conversation need not wait for it."""
        desk = self._enter(source)
        try:
            desk.worker.warm()
        finally:
            self._leave(desk)

    def close(self) -> None:
        with self._lock:
            desks, self._desks = self._desks, {}
        for desk in desks.values():
            desk.worker.close()

    def _enter(self, source: str) -> _Desk:
        with self._lock:
            desk = self._desks.pop(source, None) or _Desk()
            self._desks[source] = desk
            if desk.failed and desk.using >= MOST_WAITING:
                raise _busy()
            desk.using += 1
        return desk

    def _leave(self, desk: _Desk) -> None:
        with self._lock:
            desk.using -= 1
            idle = [source for source, desk in self._desks.items() if not desk.using]
            surplus = idle[: max(0, len(self._desks) - MOST_PROCESSES)]
            given_up = [self._desks.pop(source) for source in surplus]
        for desk in given_up:
            desk.worker.close()


def _text(outcome: Confined) -> str:
    """Believes nothing of what came back."""
    if outcome.failed is not None:
        LOG.warning("A chat template's process %s", outcome.failed)
        raise _invalid(
            f"The model's chat template cannot write these messages: the process that tried "
            f"{outcome.failed}."
        )
    returned: Any = outcome.returned
    kind, value = (
        next(iter(returned.items())) if isinstance(returned, dict) and returned else ("", None)
    )
    if kind == "text" and isinstance(value, str) and len(value) <= MOST_CHARACTERS:
        return value.encode("utf-8", "replace").decode()
    if kind == "refused":
        raise _invalid(f"The model's chat template refuses these messages: {str(value)[:200]}.")
    LOG.warning("A chat template failed: %.300s", escaped(str(value)))
    raise _invalid("The model's chat template cannot write these messages.")


def _busy() -> QueueFull:
    return QueueFull(
        "Other conversations are being written with this model's chat template, which takes long; "
        "try again in a moment."
    )


def _invalid(sentence: str) -> InvalidRequest:
    return InvalidRequest(sentence, pointer="/messages")

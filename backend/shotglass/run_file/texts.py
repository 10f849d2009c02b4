"""Texts that a model wrote: a run of them, and what the model drew by itself of each.

``drawn`` has a twin in ``web/src/core/runFile/texts.ts``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ..decoding import DecodingSettings
from ..engine.interventions.changes import Change
from ..events import Done, Event, Start, Token
from .form import RunModel, head
from .interventions import saved_changes
from .settings import saved_settings

Prompt = str | Sequence[int]


def written_run(
    model: RunModel,
    prompt: Prompt,
    settings: DecodingSettings,
    events: Sequence[Event],
    changes: Sequence[Change] | None = None,
) -> dict[str, Any]:
    """``prompt``: a text or token ids; ``events``: of a generation that came to its end;
    ``changes``: what was changed inside the model."""
    (start,) = (event for event in events if isinstance(event, Start))
    source: dict[str, Any] = {"prompt": start.prompt, "settings": saved_settings(settings)}
    if not isinstance(prompt, str):
        source["ids"] = list(prompt)
    source |= saved_changes(changes)
    samples: list[dict[str, Any]] = [{"parts": [], "reason": None} for _ in range(settings.n)]
    for event in events:
        if isinstance(event, Token):
            part = {"kind": "token", "source": 0, "token": event.to_dict(), "chosen": False}
            samples[event.sample]["parts"].append(part)
        elif isinstance(event, Done):
            samples[event.sample]["reason"] = event.reason
    return head("prompt", model) | {
        "question": {"columns": [{"model": 0, **source}]},
        "results": {"columns": [{"sources": [source], "samples": samples}]},
    }


def drawn(
    question: Mapping[str, Any], written: Mapping[str, Any]
) -> tuple[list[Mapping[str, Any]], list[float]]:
    """The tokens that the model drew, up to where a person changed something; and, by sample, how
    many tokens of the same request are compared with them: all where nothing was changed."""
    own: list[Mapping[str, Any]] = []
    most: list[float] = []
    for place, sample in enumerate(written["samples"]):
        tokens, is_whole = [], sample["reason"] != "cancelled"
        for part in sample["parts"]:
            if not _is_drawn(part, question, written["sources"]):
                is_whole = False
                break
            tokens.append(part["token"] | {"sample": place})
        own.extend(tokens)
        most.append(math.inf if is_whole else len(tokens))
    return own, most


def _is_drawn(
    part: Mapping[str, Any], question: Mapping[str, Any], sources: Sequence[Mapping[str, Any]]
) -> bool:
    if part["kind"] == "typed" or part["chosen"]:
        return False
    source = sources[part["source"]]
    same_seed = source["settings"]["seed"] == question["settings"]["seed"]
    return bool(source["prompt"] == question["prompt"] and same_seed)

"""A run in two lines, for whoever sees no more of it: what was asked, and what was answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs

import numpy as np

from .floats import array_of

Run = Mapping[str, Any]
MOST = 120  # characters of each
SHOWN = 3  # tokens of a distribution


def headline(run: Run) -> dict[str, str]:
    """``question`` and ``answer``; empty where the run has no text of it. ``run``: as ``form.read``
    has read it."""
    question, view = run["question"], run["view"]
    if view == "compare":
        texts = [question["prompt"]["query"]["input"]]
    elif view == "prompt":
        texts = [column["prompt"] for column in question["columns"][:1]]
    elif "text" in question:
        texts = [question["text"]]
    else:
        texts = parse_qs(question["address"]).get("text", [])
    answers = map(_shortened, ANSWERS[view](run["results"])) if view in ANSWERS else ()
    answer = " · ".join(filter(None, dict.fromkeys(answers)))
    return {"question": _shortened(" ".join(texts)), "answer": _shortened(answer)}


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MOST else f"{text[: MOST - 1]}…"


def _compared(results: Run) -> Iterator[str]:
    """What each lane wrote, or which answer led."""
    for lane in results["lanes"]:
        for event in lane["events"]:
            if event["type"] == "done":
                yield event["text"]
            elif event["type"] == "score" and lane["settings"]["n"] == 0:
                yield max(event["labels"], key=lambda label: float(label["logprob"]))["text"]


def _written(results: Run) -> Iterator[str]:
    for column in results["columns"]:
        for sample in column["samples"]:
            yield "".join(
                part["text"] if part["kind"] == "typed" else part["token"]["text"]
                for part in sample["parts"]
            )


def _next(results: Run) -> Iterator[str]:
    following = results["next"]
    best = np.argsort(-array_of(following["logits"]), kind="stable")[:SHOWN]
    yield from map(following["texts"].__getitem__, best.tolist())


def _filled(results: Run) -> Iterator[str]:
    for gap in results["filled"]["gaps"]:
        for token in gap["distribution"]["alternatives"][:1]:
            yield token["text"]


ANSWERS = {"compare": _compared, "prompt": _written, "decode": _next, "fill": _filled}

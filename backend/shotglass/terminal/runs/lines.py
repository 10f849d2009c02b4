"""A run from a file in lines of text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import click

from ...decoding import predict
from ...engine.measurement.record import Record
from ...engine.measurement.sentences import summary_lines
from ...events import Done, Score
from ...run_file.again.repeated import names as lane_names
from ...run_file.compared import saved_lanes
from ...run_file.floats import array_of
from ...run_file.interventions import changed
from ..generate import printable
from ..options import percent
from ..score import score_lines

Run = Mapping[str, Any]
SHOWN = 10  # tokens of a distribution


def lines(run: Run) -> Iterator[str]:
    """Returns lines about the changes inside the model and the answers, by the view."""
    bodies = (each for _, question in changed(run) for each in question["interventions"])
    for words in dict.fromkeys(map(_change, bodies)):
        yield f"changed inside: {words}"
    yield from LINES[run["view"]](run)


def _change(body: Run) -> str:
    where = printable(body.get("point") or f"layer {body.get('layer', 'any')}")
    if body["kind"] == "head":
        return f"head {body['layer']}.{body['head']} off"
    if body["kind"] == "attention":
        return f"attention cut to tokens {', '.join(map(str, body['to']))}, {where}"
    if body["kind"] == "patch":
        return f"the state of token {body['token']} replaced, {where}"
    return f"a vector added {body['scale']:g} times, {where}"


def _compared(run: Run) -> Iterator[str]:
    for lane, name in zip(saved_lanes(run), lane_names(run), strict=True):
        yield click.style(printable(f"{name}, {len(lane.lane.shots)} examples"), bold=True)
        for event in lane.events:
            if isinstance(event, Score) and event.sample is None:
                yield from (f"  {line}" for line in score_lines(event))
            elif isinstance(event, Done):
                yield f"  {printable(f'[{event.sample}]{event.text}')}"


def _written(run: Run) -> Iterator[str]:
    columns = zip(run["question"]["columns"], run["results"]["columns"], strict=True)
    for question, written in columns:
        yield click.style(printable(question["prompt"]), bold=True)
        for place, sample in enumerate(written["samples"]):
            text = "".join(
                part["text"] if part["kind"] == "typed" else part["token"]["text"]
                for part in sample["parts"]
            )
            yield f"  {printable(f'[{place}]{text}')}"


def _next(run: Run) -> Iterator[str]:
    following = run["results"]["next"]
    prediction = predict(array_of(following["logits"]))
    for id in prediction.top(SHOWN).tolist():
        text = printable(repr(following["texts"][id]))
        yield f"  {percent(math.exp(prediction.logprob(id)))}  {text}"


def _filled(run: Run) -> Iterator[str]:
    for number, gap in enumerate(run["results"]["filled"]["gaps"], 1):
        yield click.style(f"gap {number}", bold=True)
        for token in gap["distribution"]["alternatives"][:SHOWN]:
            yield f"  {percent(token['p'])}  {printable(repr(token['text']))}"


def _explained(run: Run) -> Iterator[str]:
    results = run["results"]
    yield click.style(printable(run["question"]["text"]), bold=True)
    for array in results["explained"]["arrays"]:
        yield f"  {printable(array['name'])} {tuple(array['shape'])}"
    if results["left_out"]:
        yield f"  not in the file: {printable(', '.join(results['left_out']))}"


def _measured(run: Run) -> Iterator[str]:
    results = run["results"]
    if results["kind"] == "measurement":
        record = Record.from_json(results["record"])
        shown = summary_lines(record.plan, record.conditions, record.figures)
        yield from map(printable, shown)
    else:
        yield f"  which {results['kind']}: {results['record']['figures']['n']} questions"


def _lesson(run: Run) -> Iterator[str]:
    yield f"  {printable(run['question']['address'])}"


LINES = {
    "compare": _compared,
    "prompt": _written,
    "decode": _next,
    "fill": _filled,
    "inside": _explained,
    "measure": _measured,
    "lessons": _lesson,
}

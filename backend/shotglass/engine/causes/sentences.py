"""The findings of a search for causes as lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ...statistics import Interval
from .events import ExamplesFound, HeadsFound, VectorsFound
from .record import Found


def found_lines(event: Found) -> Iterator[str]:
    if isinstance(event, ExamplesFound):
        return _examples(event)
    return _heads(event) if isinstance(event, HeadsFound) else _vectors(event)


def _examples(event: ExamplesFound) -> Iterator[str]:
    figures = event.figures
    yield f"log-odds of the expected answer {_number(figures.log_odds)}, n = {figures.n}; they lose"
    for example in figures.examples:
        shown = json.dumps(example.input + example.output, ensure_ascii=False)
        yield (
            f"{shown}: left out {_number(example.deleted)}, hidden {_number(example.hidden)}, "
            f"without its answer {_number(example.answer_hidden)}; "
            f"attention {_percent(example.attention)}"
        )
    for pair in figures.correlations:
        value = "no order" if pair.correlation is None else _number(pair.correlation)
        yield f"rank correlation of {pair.one} and {pair.other}: {value}"


def _heads(event: HeadsFound) -> Iterator[str]:
    figures = event.figures
    right, form = _percent(figures.right), _percent(figures.form)
    yield f"no head off: right {right}, form {form}, n = {figures.n}"
    for ranking in figures.rankings:
        top = ", ".join(f"{head.layer}.{head.head} {head.score:.2f}" for head in ranking.heads[:5])
        yield f"by {ranking.by}: {top}"
    for ablation in figures.ablations:
        yield (
            f"{ablation.heads} heads by {ablation.by} to {ablation.ablating}: "
            f"right {_percent(ablation.right)}, form {_percent(ablation.form)}"
        )


def _vectors(event: VectorsFound) -> Iterator[str]:
    figures = event.figures
    for name, outcome in (("no examples", figures.none), ("all examples", figures.examples)):
        yield f"{name}: right {_percent(outcome.right)}, form {_percent(outcome.form)}"
    for vector in figures.vectors:
        judged = next(at.judged for at in vector.layers if at.layer == vector.chosen)
        yield (
            f"{vector.kind} vector after layer {vector.chosen - 1}: "
            f"right {_percent(judged.right)}, form {_percent(judged.form)}, n = {figures.n}"
        )


def _number(value: Interval) -> str:
    return f"{value.value:+.2f} [{value.low:+.2f}, {value.high:+.2f}]"


def _percent(value: Interval) -> str:
    return f"{100 * value.value:.1f} % [{100 * value.low:.1f}, {100 * value.high:.1f}]"

"""A run asked again, of whatever view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Protocol

import numpy as np

from ..decoding import DecodingSettings
from ..engine import ExplainOptions, Explanation, Filled, FillRequest
from ..engine.causes.record import CauseRequest, Found, SearchName, read_record
from ..engine.interventions.changes import Change, HeadOff
from ..engine.measurement.plan import Plan
from ..engine.measurement.record import Record, plan_and_readings
from ..engine.tasks.logits import NextLogits
from ..errors import InvalidRequest
from ..events import Event, Failed, Score, Token
from ..prompting import Lane, Prompt
from .compared import compared_again
from .floats import array_of
from .interventions import changes_of
from .sameness import Sameness, sameness
from .settings import settings_of
from .texts import drawn

Run = Mapping[str, Any]
Changes = Sequence[Change] | None  # inside the model


class Asker(Protocol):
    """What a run asks of a model, wherever it is. Raises the errors of asking."""

    def compare(
        self, prompt: Prompt, lanes: Sequence[Lane], settings: DecodingSettings, changes: Changes
    ) -> Iterable[Event]: ...
    def generate(
        self, prompt: str | tuple[int, ...], settings: DecodingSettings, changes: Changes
    ) -> Iterable[Event]: ...
    def score(self, prompt: str, labels: Sequence[str], changes: Changes) -> Score: ...
    def logits(
        self, prompt: tuple[int, ...], continuation: Sequence[int], changes: Changes
    ) -> NextLogits: ...
    def fill(self, request: FillRequest) -> Filled: ...
    def explain(self, prompt: str, options: ExplainOptions, changes: Changes) -> Explanation: ...
    def measure(self, plan: Plan, other: Any) -> Iterator[Event]: ...
    def search(self, which: SearchName, request: CauseRequest) -> Iterator[Event]: ...


def repeated(run: Run, models: Sequence[Asker]) -> Sameness:
    """``models`` in the order of the run's. Raises the errors of asking, and InvalidRequest for
    what fails now or asks nothing."""
    if run["view"] not in REPEATS:
        raise InvalidRequest("A lesson's state asks nothing of a model: open it on the page.")
    return REPEATS[run["view"]](run, models)


def names(run: Run) -> list[str]:
    """Of the lanes of a comparison, those of a second model with it, or the columns of texts, for
    ``Sameness.sentence``."""
    if run["view"] == "compare":
        return [
            f"{run['models'][1]['id']}, {lane['id']}" if lane["model"] else lane["id"]
            for lane in run["results"]["lanes"]
        ]
    return [str(place) for place in range(len(run["question"].get("columns", ())))]


def _compared(run: Run, models: Sequence[Asker]) -> Sameness:
    return compared_again(run, [model.compare for model in models])


def _written(run: Run, models: Sequence[Asker]) -> Sameness:
    before, after = [], []
    columns = zip(run["question"]["columns"], run["results"]["columns"], strict=True)
    for question, written in columns:
        own, most = drawn(question, written)
        settings = settings_of(question["settings"])
        fresh = []
        prompt = tuple(question["ids"]) if "ids" in question else question["prompt"]
        model = models[question["model"]]
        for event in model.generate(prompt, settings, changes_of(question)):
            if isinstance(event, Failed):
                raise InvalidRequest(f"It fails now. {event.problem['detail']}")
            if isinstance(event, Token) and event.index < most[event.sample]:
                fresh.append(event.to_dict())
        before.append(own)
        after.append(fresh)
    return sameness(before, after)


def _next(run: Run, models: Sequence[Asker]) -> Sameness:
    following = run["results"]["next"]
    changes = changes_of(run["question"])
    now = models[0].logits(tuple(following["prompt"]), following["taken"], changes)
    return _numbers([(array_of(following["logits"]), now.logits)])


def _filled(run: Run, models: Sequence[Asker]) -> Sameness:
    before = run["results"]["filled"]
    top = max((len(gap["distribution"]["alternatives"]) for gap in before["gaps"]), default=1)
    request = FillRequest((run["question"]["text"],), (), max(top, 1), single=True)
    now = {
        (at, token.id): token.p
        for at, gap in enumerate(models[0].fill(request).gaps)
        for token in gap.distribution.alternatives
    }
    pairs = [
        (token["p"], now.get((at, token["id"]), 0.0))
        for at, gap in enumerate(before["gaps"])
        for token in gap["distribution"]["alternatives"]
    ]
    return _numbers([tuple(map(np.array, zip(*pairs, strict=True)))] if pairs else [])


def _explained(run: Run, models: Sequence[Asker]) -> Sameness:
    explained, question = run["results"]["explained"], run["question"]
    arrays = {array["name"]: array_of(array) for array in explained["arrays"]}
    layers = {name: int(name.partition(".")[2]) for name in arrays if "." in name}
    pairs = []
    for layer in sorted(set(layers.values())):
        named = [name for name, of in layers.items() if of == layer]
        kinds = {name.partition(".")[0] for name in named}
        options = ExplainOptions(
            layers=(layer,) if kinds & {"attentions", "scores"} else (),
            scores="scores" in kinds,
            values=layer if "value_norms" in kinds else None,
            surprisal=False,
        )
        now = models[0].explain(question["text"], options, changes_of(question)).arrays
        pairs += [(arrays[name], now[name]) for name in named]
    return _numbers(pairs + _without_heads(run, models[0]))


def _without_heads(run: Run, model: Asker) -> list[Any]:
    """The answers' log-probabilities with all heads and without those that were switched off."""
    if (off := run["results"].get("heads_off")) is None:
        return []
    without = [HeadOff(place["layer"], place["head"]) for place in off["heads"]]
    texts = [label["text"] for label in off["before"]["labels"]]
    pairs = []
    for name, changes in {"before": [], "after": without}.items():
        then = {label["text"]: label["logprob"] for label in off[name]["labels"]}
        labels = model.score(off["prompt"], texts, changes).labels
        now = {label.text: label.logprob for label in labels}
        pairs.append(
            (np.array([then[text] for text in texts]), np.array([now[text] for text in texts]))
        )
    return pairs


def _measured(run: Run, models: Sequence[Asker]) -> Sameness:
    results = run["results"]
    if results["kind"] != "measurement":
        search, request, figures = read_record(results["record"])
        ends = [e for e in models[0].search(search, request) if isinstance(e, Found)]
        return _numbers(
            [(np.array([*_leaves(figures)]), np.array([*_leaves(asdict(ends[0].figures))]))]
        )
    plan, before = plan_and_readings(results["record"])
    other = models[1] if len(models) > 1 else None
    now = Record.of(plan, models[0].measure(plan, other)).readings
    rows = [
        (then_row, now_row)
        for then_model, now_model in zip(before, now, strict=True)
        for then, each in zip(then_model, now_model, strict=True)
        for then_row, now_row in zip(then.items, each.items, strict=True)
    ]
    return _numbers([(np.array(then), np.array(each)) for then, each in rows])


def _leaves(figures: Any) -> Iterator[float]:
    """The numbers in it, in the order of its keys."""
    if isinstance(figures, Mapping):
        figures = [figures[name] for name in sorted(figures)]
    if isinstance(figures, list | tuple):
        for each in figures:
            yield from _leaves(each)
    elif isinstance(figures, int | float) and not isinstance(figures, bool):
        yield float(figures)


def _numbers(pairs: Sequence[Any]) -> Sameness:
    """Of arrays then and now; those of another shape differ without end."""
    count, largest = 0, 0.0
    for then, now in pairs:
        count += then.size
        alike = then.shape == now.shape
        gap = np.abs(then - now).max(initial=0.0) if alike else np.inf
        largest = max(largest, float(gap))
    return Sameness(0, count, None, largest)


REPEATS: Mapping[str, Callable[[Run, Sequence[Asker]], Sameness]] = {
    "compare": _compared,
    "prompt": _written,
    "decode": _next,
    "fill": _filled,
    "inside": _explained,
    "measure": _measured,
}

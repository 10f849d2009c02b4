"""A run asked again, of whatever view: what its models answer now, in the form of the file, beside
what stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from urllib.parse import parse_qs

from ...contract import Manifest
from ...engine import FillRequest
from ...engine.asking import Asker
from ...engine.causes.events import CausesPlanned
from ...engine.causes.record import Found, read_record, record_of
from ...engine.measurement.record import Record
from ...errors import InvalidRequest
from ..compared import compared_again
from ..floats import saved_array
from ..form import Computes, RunModel
from ..interventions import Run, changes_of
from ..measured import other_fingerprints
from ..settings import settings_of
from ..texts import TextAnswer, compare_text
from .explained import explained_again
from .sameness import RunComparison, Sameness

IDS = re.compile("[0-9]{1,7}([.][0-9]{1,7})*")  # in an address, as the page reads them


def repeated(run: Run, models: Sequence[Asker]) -> Sameness:
    """``models`` in the order of the run's. Where any answer was compared, so are the weights and
    the precision of whoever gave it. Raises the errors of asking, and InvalidRequest for what fails
    now or asks nothing."""
    if run["view"] not in REPEATS:
        raise InvalidRequest("A lesson's state asks nothing of a model: open it on the page.")
    comparison = RunComparison()
    REPEATS[run["view"]](run, models, comparison)
    if comparison.values:  # else nothing of the answers was
        for at, (then, model) in enumerate(zip(run["models"], models, strict=True)):
            now = asdict(model_now(run, at, model.manifest, model.computed))
            for name in ("digest", "precision"):
                if None not in (then[name], now[name]):
                    comparison.compare(f"models[{at}].{name}", then[name], now[name])
    return comparison.result()


def changes(run: Run, at: int, manifest: Manifest, computed: Computes) -> list[str]:
    """Returns in sentences what is known to have changed for the model at this place of the run."""
    return RunModel(**run["models"][at]).changes(model_now(run, at, manifest, computed))


def model_now(run: Run, at: int, manifest: Manifest, computed: Computes) -> RunModel:
    """The model at this place of the run as it would be written into it now. What looks inside or
    changes something there computes in fp32, whatever the model writes in (``computed``)."""
    view, question = run["view"], run["question"]
    if view == "prompt":
        questions = [column for column in question["columns"] if column["model"] == at]
    else:
        questions = [question]
    inside = view == "inside" or (view == "fill" and at == 0)
    inside = inside or all("interventions" in each for each in questions)
    if view == "measure":
        inside = bool(run["results"]["record"]["plan"].get("heads_off"))
        inside = inside or run["results"]["kind"] != "measurement"
    return RunModel.of(manifest, "fp32" if inside else computed)


def names(run: Run) -> list[str]:
    """Returns the names of a comparison's lanes, those of a second model with it, or of the columns
    of texts, for ``Sameness.sentence``."""
    if run["view"] == "compare":
        return [
            f"{run['models'][1]['id']}, {lane['id']}" if lane["model"] else lane["id"]
            for lane in run["results"]["lanes"]
        ]
    return [str(place) for place in range(len(run["question"].get("columns", ())))]


def _compared(run: Run, models: Sequence[Asker], comparison: RunComparison) -> None:
    fresh = compared_again(run, [model.compare for model in models])
    for at, (lane, now) in enumerate(zip(run["results"]["lanes"], fresh, strict=True)):
        comparison.compare_events(f"results.lanes[{at}].events", at, lane["events"], now)


def _written(run: Run, models: Sequence[Asker], comparison: RunComparison) -> None:
    columns = zip(run["question"]["columns"], run["results"]["columns"], strict=True)
    for at, (question, column) in enumerate(columns):
        if "chat" in question:
            comparison.uncompared.append(f"question.columns[{at}].chat")
        model, answers = models[question["model"]], {}
        parts = [part for sample in column["samples"] for part in sample["parts"]]
        for i in sorted({part["source"] for part in parts if part["kind"] == "token"}):
            source = column["sources"][i]
            prompt = tuple(source["ids"]) if "ids" in source else source["prompt"]
            events = model.generate(prompt, settings_of(source["settings"]), changes_of(source))
            answers[i] = TextAnswer.of(events)
            place = f"results.columns[{at}].sources[{i}].prompt"
            comparison.compare(place, source["prompt"], answers[i].prompt)
        for i, sample in enumerate(column["samples"]):
            place = f"results.columns[{at}].samples[{i}]"
            compare_text(comparison, place, (at, i), sample, answers)


def _next(run: Run, models: Sequence[Asker], comparison: RunComparison) -> None:
    following, changes = run["results"]["next"], changes_of(run["question"])
    now = models[0].logits(_prompt(run), following["taken"], changes)
    texts = [*models[0].vocabulary()[: len(now.logits)]]
    texts += [""] * (len(now.logits) - len(texts))
    then = {name: following[name] for name in ("prompt", "logits", "texts")}
    # A token without a text of its own is named by its number, or not at all.
    named = {id: text for id, text in enumerate(then["texts"]) if text in ("", f"#{id}")}
    texts = [named.get(id, text) for id, text in enumerate(texts)]
    logits = saved_array(now.logits)
    comparison.compare("results.next", then, {"prompt": now.ids, "logits": logits, "texts": texts})
    if following["allowed"] is not None:
        comparison.uncompared.append("results.next.allowed")


def _prompt(run: Run) -> str | tuple[int, ...]:
    """Returns the prompt in the address of Next word: a text, or the tokens of this model that it
    is."""
    address = parse_qs(run["question"]["address"], keep_blank_values=True)
    ids = address.get("ids", [""])[0]
    if address.get("ids_of") == [run["models"][0]["id"]] and IDS.fullmatch(ids):
        return tuple(map(int, ids.split(".")))
    text: str = address.get("text", [""])[0]
    return text


def _filled(run: Run, models: Sequence[Asker], comparison: RunComparison) -> None:
    then = run["results"]["filled"]
    top = max((len(gap["distribution"]["alternatives"]) for gap in then["gaps"]), default=1)
    texts = [candidate["text"] for gap in then["gaps"][:1] for candidate in gap["candidates"]]
    request = FillRequest((run["question"]["text"],), tuple(texts), max(top, 1), single=True)
    comparison.compare("results.filled", then, asdict(models[0].fill(request)))
    if run["results"]["left"]:  # which the page computes from logits
        comparison.uncompared.append("results.left")


def _measured(run: Run, models: Sequence[Asker], comparison: RunComparison) -> None:
    record = run["results"]["record"]
    if run["results"]["kind"] == "measurement":
        before = Record.from_json(record)
        other = models[1] if len(models) > 1 else None
        measured = Record.of(before.plan, models[0].measure(before.plan, other))
        comparison.reasons += other_fingerprints(before, measured)
        now = measured.to_json("", "")
    else:
        search, request, _ = read_record(record)
        events = [*models[0].search(search, request)]
        planned = next(event for event in events if isinstance(event, CausesPlanned))
        result = next(event for event in events if isinstance(event, Found))
        now = record_of(search, request, planned, result, "", "")
    comparison.compare("results.record", record, now)


REPEATS: Mapping[str, Callable[[Run, Sequence[Asker], RunComparison], None]] = {
    "compare": _compared,
    "prompt": _written,
    "decode": _next,
    "fill": _filled,
    "inside": explained_again,
    "measure": _measured,
}

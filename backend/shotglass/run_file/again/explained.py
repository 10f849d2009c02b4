"""What Inside read of a text, asked for again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ...engine import ExplainOptions
from ...engine.asking import Asker
from ...engine.interventions.changes import HeadOff
from ...engine.tasks.framing import explanation_header
from ..floats import saved_array
from ..interventions import Run, changes_of
from .sameness import RunComparison

OF_LAYER = re.compile(r"(attentions|scores|value_norms)[.]([0-9]{1,4})")


def explained_again(run: Run, models: Sequence[Asker], comparison: RunComparison) -> None:
    """Asks again for all that stands there: tokens, surprisals, the lens, every array, and the
    answers with heads switched off."""
    then, model = run["results"]["explained"], models[0]
    base = model.explain(*_question(run, _base(then)))
    now = explanation_header(model.manifest.id, model.manifest.architecture, base)
    arrays = dict(base.arrays)
    if (lens := then.get("lens")) is not None:
        kinds = {"lens_after": lens["after"], "lens_kind": lens.get("kind", "logit")}
        options = ExplainOptions(lens=lens["row"], surprisal=False, **kinds)
        read = model.explain(*_question(run, options)).lens
        now["lens"] = None if read is None else asdict(read)
    for options in _layers([array["name"] for array in then["arrays"]]):
        arrays |= model.explain(*_question(run, options)).arrays
    now["surprisals"] = now.get("surprisals", [])
    now["arrays"] = [
        {"name": name, **saved_array(arrays[name])} if name in arrays else {}
        for name in (array["name"] for array in then["arrays"])
    ]
    comparison.compare("results.explained", then, now)
    _compare_heads_off(run, model, comparison)


def _question(run: Run, options: ExplainOptions) -> tuple[str, ExplainOptions, Any]:
    return run["question"]["text"], options, changes_of(run["question"])


def _base(then: Run) -> ExplainOptions:
    has_thumbnails = any(array["name"] == "thumbnails" for array in then["arrays"])
    return ExplainOptions(thumbnails=has_thumbnails, surprisal=bool(then.get("surprisals")))


def _layers(names: Sequence[str]) -> list[ExplainOptions]:
    """Returns what was asked of each layer of which there is an array."""
    matches = [match for match in map(OF_LAYER.fullmatch, names) if match is not None]
    layers: dict[int, set[str]] = {}
    for match in matches:
        layers.setdefault(int(match[2]), set()).add(match[1])
    return [
        ExplainOptions(
            layers=(layer,) if kinds & {"attentions", "scores"} else (),
            scores="scores" in kinds,
            values=layer if "value_norms" in kinds else None,
            surprisal=False,
        )
        for layer, kinds in sorted(layers.items())
    ]


def _compare_heads_off(run: Run, model: Asker, comparison: RunComparison) -> None:
    """The answers with all heads, and without those that were switched off."""
    if (off := run["results"].get("heads_off")) is None:
        return
    without = [HeadOff(place["layer"], place["head"]) for place in off["heads"]]
    texts = [label["text"] for label in off["before"]["labels"]]
    for name, changes in {"before": [], "after": without}.items():
        now = model.score(off["prompt"], texts, changes).to_dict()
        comparison.compare(f"results.heads_off.{name}", off[name], now)

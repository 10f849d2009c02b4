"""A run whose file says another thing than its models answer is found, whatever it is that was
changed there; and so are weights and precisions, as far as they are other ones."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from support.models.tiny import write_tiny_folder
from system.backend.lab.test_another_model import ASKED, ITEMS, TEMPLATE

import shotglass as sg
from shotglass.cli import cli
from shotglass.engine import ExplainOptions
from shotglass.run_file import Sameness, TokenPlace
from shotglass.run_file.again.sameness import MAY_DIFFER
from shotglass.run_file.floats import array_of, saved_array

Steps = tuple[str | int, ...]
# What of the results says what was asked, and not what was answered.
ASKED_FOR = re.compile(
    r"results\.(lanes\[\]\.(model|id|shot_set|shots|reasoning|settings)|columns\[\]\.sources|"
    r"columns\[\]\.samples\[\]\.parts\[\]\.(kind|source|chosen)|next\.taken|explained\.lens\.row|"
    r"record\.(plan|search|record)|kind|left_out|heads_off\.(prompt|heads|before\.labels\[\]\.text)|filled\.gaps\[\]\.candidates\[\]\.text|explained\.arrays\[\]\.shape|next\.logits\.shape)"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("doctored")
    write_tiny_folder(folder, "toy", "llama", 3)
    return folder


@pytest.fixture(scope="module")
def toy(folder: Path) -> Iterator[sg.Model]:
    with sg.load("toy", models=folder, threads=1) as model:
        yield model


@pytest.fixture(scope="module")
def masked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sg.Model]:
    folder = tmp_path_factory.mktemp("masked")
    write_tiny_folder(folder, "mask", "bert", 3)
    with sg.load("mask", models=folder, threads=1) as model:
        yield model


def _leaves(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, (*steps, name))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _leaves(item, (*steps, at))
    else:
        yield steps, value


def _place(steps: Steps) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)[1:]


def _kinds(run: dict[str, Any]) -> dict[str, tuple[Steps, Any]]:
    """One value of each kind of the results: the last, so that no text ends before it."""
    kinds = {}
    for steps, value in _leaves(run["results"], ("results",)):
        kind = re.sub(r"[0-9]+", "", _place(steps))
        if not ASKED_FOR.match(kind):
            kinds[kind] = steps, value
    return kinds


def _other(name: str | int, value: Any) -> Any:
    if name == "data":
        floats = array_of({"data": value, "shape": [-1]})
        floats[-1] = np.nextafter(floats[-1], np.float32(9))
        return saved_array(floats)["data"]
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return "length" if name == "reason" and value != "length" else f"{value}x"
    if value is None:
        return None
    return value + 1 if isinstance(value, int) else np.nextafter(value, 0.0).item()


def _changed(run: dict[str, Any], steps: Steps, value: Any) -> dict[str, Any]:
    whole = deepcopy(run)
    inner: Any = whole
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = value
    return whole


def _again(path: Path, run: dict[str, Any], *models: sg.Model) -> Sameness | None:
    """None where the file is refused."""
    path.write_text(json.dumps(run), encoding="utf-8")
    try:
        opened = sg.open_run(path)
    except sg.errors.InvalidRequest:
        return None
    return opened.again(*models)


def _looked_into(toy: sg.Model, path: Path) -> dict[str, Any]:
    """As the page saves Inside: all that can be read of a text, with heads switched off."""
    run: dict[str, Any] = json.loads(
        toy.attention("the cat sat").save(path).read_text(encoding="utf-8")
    )
    asked = [
        ExplainOptions(thumbnails=True),
        ExplainOptions(layers=(1,), scores=True, values=1, surprisal=False),
        ExplainOptions(lens=1, surprisal=False),
    ]
    base, layer, lens = (toy.backend.explain("the cat sat", options) for options in asked)
    arrays = {**base.arrays, **layer.arrays}
    explained = run["results"]["explained"]
    explained["surprisals"] = [nats and asdict(nats) for nats in base.surprisals or ()]
    explained["lens"] = asdict(lens.lens) if lens.lens else None
    explained["arrays"] = [{"name": name, **saved_array(arrays[name])} for name in arrays]
    before, after = (
        toy.backend.score("the cat", [" a", " b"], changes).to_dict()
        for changes in ([], [sg.head_off(0, 1)])
    )
    heads = [{"layer": 0, "head": 1}]
    off = {"prompt": "the cat", "heads": heads, "before": before, "after": after}
    whole = run | {"shotglass_run": 2, "results": run["results"] | {"heads_off": off}}
    looked: dict[str, Any] = json.loads(json.dumps(whole))
    return looked


def _saved(name: str, toy: sg.Model, masked: sg.Model, path: Path) -> dict[str, Any]:
    if name == "all of inside":
        return _looked_into(toy, path)
    result = masked.fill("the [MASK] sat", [" cat"]) if name == "fill" else ASKED[name](toy)
    run: dict[str, Any] = json.loads(result.save(path).read_text(encoding="utf-8"))
    return run


@pytest.mark.parametrize("name", [*ASKED, "all of inside", "fill"])
def test_each_kind_of_value_that_is_another_is_found_at_its_place(
    toy: sg.Model, masked: sg.Model, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "run.shotglass"
    run = _saved(name, toy, masked, path)
    same = _again(path, run, toy, masked)
    assert same is not None
    assert same.is_same, same
    missed, changed = [], 0
    for kind, (steps, value) in _kinds(run).items():
        if (other := _other(steps[-1], value)) == value or steps[-1] in MAY_DIFFER:
            continue
        changed += 1
        result = _again(path, _changed(run, steps, other), toy, masked)
        if result is not None and (result.is_same or not _names(result, _place(steps))):
            missed.append(kind)
    assert missed == []
    assert changed >= 3


def _names(result: Sameness, place: str) -> bool:
    """Whether the first difference is at the place, or of an event that stands there for another
    sample."""
    first = "" if result.first is None else result.first.place
    return first.startswith(place) or (first != "" and place.startswith(first))


Edit = Callable[[dict[str, Any]], object]


def _lie(run: dict[str, Any]) -> None:
    """Other words for each token and each alternative, of the same ids."""
    for sample in run["results"]["columns"][0]["samples"]:
        for part in sample["parts"]:
            part["token"] |= {"text": " LIES", "piece": " LIES"}
            for other in part["token"]["distribution"]["alternatives"]:
                other |= {"text": "???", "p": 0.01}


def _cut(run: dict[str, Any]) -> None:
    """The first text without what its model wrote."""
    run["results"]["columns"][0]["samples"][0]["parts"] = [{"kind": "typed", "text": "mine"}]
    run["results"]["columns"][0]["samples"][0]["reason"] = None


def test_words_of_a_text_that_its_tokens_are_not_are_found_in_the_terminal(
    toy: sg.Model, folder: Path, tmp_path: Path
) -> None:
    path = toy.generate("the cat", max_tokens=4, n=2).save(tmp_path / "run.shotglass")
    run = json.loads(path.read_text(encoding="utf-8"))
    _lie(run)
    path.write_text(json.dumps(run), encoding="utf-8")
    again = CliRunner().invoke(cli, ["open", str(path), "--again", "--models", str(folder)])
    assert again.exit_code == 3
    place = "results.columns[0].samples[0].parts[0].token.piece"
    assert f'first {place}: " LIES" then, ' in again.output
    assert "The 8 tokens are the same." in again.output


def test_a_run_of_which_nothing_can_be_compared_is_not_the_same(
    toy: sg.Model, folder: Path, tmp_path: Path
) -> None:
    path = toy.generate("the cat", max_tokens=4).save(tmp_path / "run.shotglass")
    run = json.loads(path.read_text(encoding="utf-8"))
    _cut(run)
    result = _again(path, run, toy)
    assert result is not None
    assert (result.values, result.is_same) == (0, False)
    again = CliRunner().invoke(cli, ["open", str(path), "--again", "--models", str(folder)])
    assert again.exit_code == 3
    assert "Nothing of it can be compared." in again.output


def _choose(part: dict[str, Any], rank: int) -> None:
    """As the page does where a person takes another token."""
    item = part["token"]["distribution"]["alternatives"][rank]
    own = {"id": item["id"], "piece": item["text"], "text": item["text"], "rank": rank}
    part["token"] |= own | {"logprob": math.log(item["p"]), "draw": None}
    part["chosen"] = True


CONTRADICTIONS: dict[str, Edit] = {
    "sources[0].prompt": lambda run: run["question"]["columns"][0].update(prompt="the mat"),
    "sources[0].settings.seed": lambda run: run["question"]["columns"][0]["settings"].update(
        seed=9
    ),
    "sources[0].settings.temperature": lambda run: run["results"]["columns"][0]["sources"][0][
        "settings"
    ].update(temperature=0.1),
}


@pytest.mark.parametrize("place", CONTRADICTIONS)
def test_a_question_that_its_answer_contradicts_is_refused_at_the_place(
    toy: sg.Model, tmp_path: Path, place: str
) -> None:
    path = toy.generate("the cat", max_tokens=4).save(tmp_path / "run.shotglass")
    run = json.loads(path.read_text(encoding="utf-8"))
    CONTRADICTIONS[place](run)
    path.write_text(json.dumps(run), encoding="utf-8")
    with pytest.raises(sg.errors.InvalidRequest, match=re.escape(f"columns[0].{place}: expected")):
        sg.open_run(path)


def test_a_text_that_was_written_anew_and_gone_on_with_is_asked_again_stretch_by_stretch(
    toy: sg.Model, tmp_path: Path
) -> None:
    """As the page saves it: the second text has another seed, and a person chose a token of it."""
    path = tmp_path / "run.shotglass"
    run = json.loads(
        toy.generate("the cat", max_tokens=4, n=2, seed=5).save(path).read_text(encoding="utf-8")
    )
    anew = toy.generate("the cat", max_tokens=4, n=1, seed=1005).save(tmp_path / "b.shotglass")
    more = json.loads(anew.read_text(encoding="utf-8"))["results"]["columns"][0]
    column = run["results"]["columns"][0]
    parts = [part | {"source": 1} for part in more["samples"][0]["parts"]]
    _choose(parts[1], 2)
    text = "the cat" + "".join(part["token"]["text"] for part in parts[:2])
    on = toy.generate(text, max_tokens=4, n=1, seed=5).save(tmp_path / "c.shotglass")
    last = json.loads(on.read_text(encoding="utf-8"))["results"]["columns"][0]
    column["sources"] += [more["sources"][0], last["sources"][0]]
    stretch = [part | {"source": 2} for part in last["samples"][0]["parts"]]
    column["samples"][1] = {"parts": parts[:2] + stretch, "reason": "length"}
    result = _again(path, run, toy)
    assert result is not None
    assert (result.is_same, result.tokens) == (True, 4 + 1 + 4)
    parts[1]["token"]["distribution"]["alternatives"][0]["p"] = 0.01
    result = _again(path, run, toy)
    assert result is not None
    assert result.first is not None
    place = "results.columns[0].samples[1].parts[1].token.distribution.alternatives[0].p"
    assert result.first.place == place
    stretch[2]["token"]["id"] += 1
    result = _again(path, run, toy)
    assert result is not None
    assert result.token == TokenPlace(0, 1, 4)


def test_another_precision_is_a_reason_and_not_the_same(
    folder: Path, toy: sg.Model, tmp_path: Path
) -> None:
    path = toy.generate("the cat", max_tokens=4).save(tmp_path / "run.shotglass")
    run = json.loads(path.read_text(encoding="utf-8"))
    run["models"][0]["precision"] = "int8"
    result = _again(path, run, toy)
    assert result is not None
    assert not result.is_same
    assert result.first is not None
    assert result.first.place == "models[0].precision"
    assert result.reasons == ("toy is computed in another precision: int8 then, fp32 now.",)


def test_the_weights_of_a_measurement_of_the_same_model_are_not_others(
    toy: sg.Model, folder: Path, tmp_path: Path
) -> None:
    task = tmp_path / "task.json"
    task.write_text(json.dumps({"template": TEMPLATE, "query": {"input": "cat"}, "items": ITEMS}))
    path = tmp_path / "run.shotglass"
    words = ["--plan", "examples", "--model", "toy", "--models", str(folder), "--into", str(path)]
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps({"conditions": {"k": [0]}}))
    words[1] = str(plan)
    measured = CliRunner().invoke(cli, ["measure", str(task), *words])
    assert measured.exit_code == 0, measured.output
    again = CliRunner().invoke(cli, ["open", str(path), "--again", "--models", str(folder)])
    assert again.exit_code == 0, again.output
    assert "others" not in again.output
    digest = sg.open_run(path).models[0].digest
    assert digest == toy.logits("the cat").computed_by.digest
    assert toy.measure(ITEMS, TEMPLATE, {"conditions": {"k": [0]}}).computed_by[0].digest == digest
    older = json.loads(path.read_text(encoding="utf-8"))
    older["models"][0]["digest"] = None
    result = _again(path, older, toy)
    assert result is not None
    assert result.is_same
    assert not any("weights" in reason for reason in result.reasons)

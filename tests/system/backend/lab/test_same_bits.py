"""A model here and the same one behind a server answer with the same bits, and the same errors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, is_dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.inputs.measured_task import LABELS, TASK
from support.models.tiny import TOOL_TEMPLATE, give_chat_template, write_tiny_folder
from support.servers.live_server import live_server

import shotglass as sg
from shotglass.engine.measurement.earlier import Earlier, EarlierReadings
from shotglass.engine.measurement.events import Measured
from shotglass.errors import ShotglassError
from shotglass.events import Event

TIMES = ("usage", "made", "seconds", "planned")  # what differs from run to run
Models = tuple[sg.Model, sg.Model]
Call = Callable[[sg.Model], Any]

CALLS: dict[str, Call] = {
    "generate": lambda model: model.generate("the cat", n=2, seed=7, top_p=0.9, max_tokens=12),
    "generate from ids": lambda model: model.generate([5, 6], logit_bias={3: 2.5}, stop="a"),
    "generate from examples": lambda model: model.generate(TASK, shots=2, temperature=0),
    "stream": lambda model: list(model.generate("the cat", stream=True, seed=3)),
    "a schema": lambda model: model.generate("the", json_schema={"enum": ["b", 1]}, seed=2),
    "a regex": lambda model: model.compare(TASK, shots=[1], regex="[a-c]{2,4}", seed=2),
    "a grammar": lambda model: model.chat("the", grammar='root ::= "cat" | "dog"', max_tokens=6),
    "chat": lambda model: model.chat("the cat", max_tokens=8),
    "compare": lambda model: model.compare(TASK, seed=5, n=2, max_tokens=4),
    "score": lambda model: model.score("the cat", [" sat", " ran"]),
    "score an object": lambda model: model.score(TASK),
    "logits": lambda model: model.logits("the cat", continuation=[5, 9]),
    "tokens": lambda model: model.tokens("the naïve 猫"),
    "attention": lambda model: model.attention("the cat sat", [1, 0]),
    "hidden": lambda model: model.hidden("the cat sat"),
    "embed": lambda model: model.embed(["the cat", "a naïve 猫"]),
    "embed a layer": lambda model: model.embed("a", pooling="last", layer=1, normalize=False),
    "lens": lambda model: model.lens("the cat sat", 1),
    "lens after attention": lambda model: model.lens("the cat sat", 1, after="attention"),
    "attribution": lambda model: model.attribution("the cat sat", 5, 1, sources=7),
    "the way back": lambda model: model.attribution("the cat sat", 5, through=[(1, 2, -1)]),
    "lens at the end": lambda model: model.lens("the cat sat"),
}
ITEMS = [(f"the red house {n}", LABELS[n * n % 3 % 2].strip()) for n in range(10)]
CALLS["measure"] = lambda model: model.measure(
    ITEMS, TASK, sg.Conditions(k=(0, 2), draws=2, labels=(1.0, "names")), seed=4, difference=0.2
)
CALLS["measure with a pool"] = lambda model: model.measure(ITEMS, "Q: {input}\nA:{output}\n")
for which in ("example", "head", "vector"):
    CALLS[f"causes of {which}"] = partial(
        lambda which, model: model.causes(which, ITEMS, TASK, k=2, questions=4, top=3), which
    )
CHANGES = [
    sg.head_off(1, 2, by="mean", over=["the dog"]),
    sg.attention_cut([0], by=[-1], layer=1),
    sg.patch("blocks.1.hook_resid_pre", 1, "the dog sat"),
    sg.patch(1, -1, np.linspace(-1, 1, 52), source=None),
    sg.steer(1, ("the dog", "the cat"), 4.0, start=1),
    sg.steer("blocks.0.hook_resid_mid", np.full(52, 0.25), tokens=[0, -1]),
]
INTERVENED: dict[str, Callable[[sg.Model, Any], Any]] = {
    "generate": lambda model, each: model.generate("the cat sat", interventions=each, seed=3),
    "compare": lambda model, each: model.compare(TASK, shots=[0, 1], interventions=each),
    "score": lambda model, each: model.score("the cat sat", [" a", " b"], interventions=each),
    "logits": lambda model, each: model.logits("the cat sat", [5], interventions=each),
    "attention": lambda model, each: model.attention("the cat sat", interventions=each),
    "hidden": lambda model, each: model.hidden("the cat sat", interventions=each),
    "lens": lambda model, each: model.lens("the cat sat", interventions=each),
}
REFUSED: dict[str, Call] = {
    "too long": lambda model: model.generate("the cat " * 400),
    "no such layer": lambda model: model.attention("the cat", [2]),
    "no such layer of a vector": lambda model: model.embed(["the cat"], layer=2),
    "no such token": lambda model: model.lens("the cat", 99),
    "no such id": lambda model: model.generate([10_000]),
    "labels": lambda model: model.score("the cat", [" sat", " sat"]),
    "temperature": lambda model: model.generate("the cat", temperature=9),
    "messages": lambda model: model.chat([{"role": "nobody", "content": "hi"}]),
    "rows": lambda model: model.measure([("a", "b"), ("a", "c")], TASK),
    "too few items": lambda model: model.causes("head", [("a", "mat")], TASK),
    "no such head": lambda model: model.score("a", [" b"], interventions=[sg.head_off(0, 99)]),
    "a short vector": lambda model: model.lens("a", interventions=[sg.patch(0, 0, [1.0])]),
    "a regex that is none": lambda model: model.generate("a", regex="("),
    "a schema that is none": lambda model: model.generate("a", json_schema={"not": {}}),
    "a gap": lambda model: model.fill("the [MASK] sat"),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    give_chat_template(write_tiny_folder(root, "tiny", "llama", 3))
    give_chat_template(write_tiny_folder(root, "other", "gpt2", 1, context=1024), TOOL_TEMPLATE)
    write_tiny_folder(root, "tiny-bert", "bert", 3)
    return root


@pytest.fixture(scope="module")
def models(root: Path) -> Iterator[Models]:
    with (
        live_server(root, "--model", "tiny") as address,
        sg.load("tiny", models=root) as local,
        sg.connect(address) as remote,
    ):
        yield local, remote


def bits(value: Any) -> Any:
    """Everything but how long it took."""
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, list):
        return list(map(bits, value))
    if isinstance(value, dict):
        return {name: bits(item) for name, item in value.items()}
    if isinstance(value, sg.Result):
        fields = {name: bits(field) for name, field in vars(value).items() if name not in TIMES}
        if "events" in fields:  # each with all its figures but those of the time
            fields["events"] = [event for event in fields["events"] if event.type != "end"]
        return fields | {"vocabulary": list(fields.get("vocabulary", ()))}
    if is_dataclass(value) and not isinstance(value, type):
        return bits(asdict(value))
    return value


@pytest.mark.parametrize("name", CALLS)
def test_every_answer_has_the_same_bits_here_and_behind_a_server(name: str, models: Models) -> None:
    local, remote = map(CALLS[name], models)

    assert bits(local) == bits(remote)
    assert type(local) is type(remote)


@pytest.mark.parametrize("name", INTERVENED)
def test_a_model_that_is_changed_inside_has_the_same_bits(name: str, models: Models) -> None:
    ask = INTERVENED[name]
    local, remote = (
        [bits(ask(model, each)) for each in ([], *([change] for change in CHANGES), CHANGES)]
        for model in models
    )

    assert local == remote
    assert local[-1] != local[0]  # one alone may lie behind what is looked at


@pytest.mark.parametrize("name", REFUSED)
def test_every_refusal_is_the_same_error_here_and_behind_a_server(
    name: str, models: Models
) -> None:
    errors = []
    for model in models:
        with pytest.raises(ShotglassError) as caught:
            REFUSED[name](model)
        errors.append(caught.value)

    local, remote = errors
    assert isinstance(remote, type(local)) or isinstance(local, type(remote))
    assert (local.code, local.status) == (remote.code, remote.status)
    assert getattr(local, "over_by", None) == getattr(remote, "over_by", None)
    assert local.pointer == remote.pointer


def test_a_lane_that_is_too_long_says_so_and_the_others_go_on(models: Models) -> None:
    long = TASK | {"shot_sets": {"long": [{"input": "the cat " * 200, "output": " mat"}]}}
    local, remote = (model.compare(long, max_tokens=1) for model in models)

    assert bits(local) == bits(remote)
    assert local.lanes[0].problem is None
    assert local.lanes[1].problem is not None
    assert np.isnan(local.to_numpy()[1]).all()


def test_a_search_plans_the_same_runs(models: Models) -> None:
    local, remote = (CALLS["causes of head"](model) for model in models)
    plans = [asdict(each.planned) | {"seconds": 0} for each in (local, remote)]

    assert plans[0] == plans[1]
    assert local.record()["figures"] == remote.record()["figures"]


def test_a_measurement_that_was_cut_off_goes_on_to_the_same_record(models: Models) -> None:
    for model in models:
        events: list[Event] = []
        whole = model.measure(ITEMS, TASK, sg.Conditions(k=(0, 1)), progress=events.append)
        first = next(event for event in events if isinstance(event, Measured))
        left = EarlierReadings(0, 0, first.prompts, first.readings)
        earlier = Earlier((whole.record.models[0].fingerprint,), (left,))
        assert model.measure(whole.plan, earlier=earlier).record == whole.record
        other = replace(earlier, fingerprints=("another",))
        with pytest.raises(sg.errors.InvalidRequest, match="They cannot be mixed"):
            model.measure(whole.plan, earlier=other)


def test_a_record_of_two_models_is_the_same(models: Models, root: Path) -> None:
    local, remote = models
    address = remote.backend.client.url  # type: ignore[attr-defined]
    plan = sg.Conditions(k=(0, 1))
    with sg.load("other", models=root) as here, sg.connect(address, "other") as there:
        first = local.measure(ITEMS, TASK, plan, other=here)
        second = remote.measure(ITEMS, TASK, plan, other=there)
        with pytest.raises(sg.errors.InvalidRequest, match="load both, or connect to both"):
            local.measure(ITEMS, TASK, plan, other=there)
        with pytest.raises(sg.errors.InvalidRequest, match="connect both to one server"):
            remote.measure(ITEMS, TASK, plan, other=here)

    assert first.written_as(".csv") == second.written_as(".csv")
    assert bits(first) == bits(second)


def test_both_know_the_same_of_the_model(models: Models) -> None:
    local, remote = models

    assert (local.id, local.context, local.manifest) == (remote.id, remote.context, remote.manifest)


def test_a_masked_model_fills_gaps_alike(models: Models, root: Path) -> None:
    _, remote = models
    address = remote.backend.client.url  # type: ignore[attr-defined]
    local, other = sg.load(root / "tiny-bert"), sg.connect(address, "tiny-bert")
    filled = local.fill("the [MASK] sat on [MASK]", [" cat"], top=3)

    assert filled == other.fill("the [MASK] sat on [MASK]", [" cat"], top=3)
    assert filled.to_numpy().shape == (2, 3)
    assert list(filled.to_pandas()["candidate"]) == 2 * [False, False, False, True]
    for model in (local, other):
        with pytest.raises(sg.errors.WrongTask):
            model.generate("the")


WEATHER = {
    "name": "weather",
    "description": "What the weather is like.",
    "parameters": {
        "type": "object",
        "properties": {"place": {"enum": ["here", "there"]}},
        "required": ["place"],
    },
}
TOOLS = [{"type": "function", "function": WEATHER}]


@pytest.fixture(scope="module")
def tooled(models: Models, root: Path) -> Iterator[Models]:
    address = models[1].backend.client.url  # type: ignore[attr-defined]
    with sg.load("other", models=root) as local, sg.connect(address, "other") as remote:
        yield local, remote


def test_a_tool_is_called_and_its_result_gone_on_from(tooled: Models) -> None:
    answers = []
    for model in tooled:
        asked = [{"role": "user", "content": "the cat"}]
        first = model.chat(asked, tools=TOOLS, tool_choice="required", seed=3, max_tokens=150)
        (call,) = first.calls
        asked += [first.message, {"role": "tool", "tool_call_id": call.id, "content": "Rain."}]
        second = model.chat(asked, tools=TOOLS, seed=3, max_tokens=6)
        answers.append((call.name, call.arguments, first.text, bits(second)))
        assert json.loads(call.arguments)["place"] in ("here", "there")
        assert "tool: Rain." in second.prompt

    assert answers[0] == answers[1]


BAD = {"name": "f", "parameters": {"properties": {"a": {"$ref": "#/$defs/none"}}}}
TOOLS_REFUSED: dict[str, tuple[str, Call]] = {
    "no such tool": (
        "/tool_choice",
        lambda model: model.chat(
            "a", tools=TOOLS, tool_choice={"type": "function", "function": {"name": "sub"}}
        ),
    ),
    "no choice": ("/tool_choice", lambda model: model.chat("a", tools=TOOLS, tool_choice="any")),
    "no name": (
        "/tools/0/function/name",
        lambda model: model.chat("a", tools=[{"type": "function", "function": {}}]),
    ),
    "an odd name": (
        "/tools",
        lambda model: model.chat("a", tools=[{"type": "function", "function": {"name": "a b"}}]),
    ),
    "a schema that is none": (
        "/tools",
        lambda model: model.chat(
            "a", tools=[{"type": "function", "function": BAD}], tool_choice="required"
        ),
    ),
    "held to two things": (
        "/settings/constraint",
        lambda model: model.chat("a", tools=TOOLS, regex="a"),
    ),
    "arguments that are none": (
        "/messages",
        lambda model: model.chat(
            [
                {
                    "role": "assistant",
                    "tool_calls": [
                        {
                            "id": "a",
                            "type": "function",
                            "function": {"name": "f", "arguments": "[1]"},
                        }
                    ],
                }
            ]
        ),
    ),
}


@pytest.mark.parametrize("name", TOOLS_REFUSED)
def test_tools_that_cannot_be_called_are_refused_alike(name: str, tooled: Models) -> None:
    pointer, ask = TOOLS_REFUSED[name]
    errors = []
    for model in tooled:
        with pytest.raises(sg.errors.InvalidRequest) as caught:
            ask(model)
        errors.append(caught.value)

    assert [error.pointer for error in errors] == [pointer, pointer]
    assert errors[0].code == errors[1].code


def test_a_template_without_tools_is_refused_with_the_way_out(models: Models) -> None:
    for model in models:
        with pytest.raises(sg.errors.UnsupportedParameter, match="no place for tools"):
            model.chat("a", tools=TOOLS)


def test_a_closed_stream_ends_its_run_on_the_server(models: Models) -> None:
    _, remote = models
    with remote.generate("the cat", stream=True, max_tokens=200) as stream:
        first = next(stream)

    assert first.index == 0
    with pytest.raises(sg.errors.NotReady, match="closed before its end"):
        stream.result()


def test_a_model_that_is_not_there_is_named_with_those_that_are(models: Models) -> None:
    _, remote = models
    with pytest.raises(sg.errors.ModelNotFound, match="no model 'gpt-9' at .*tiny"):
        sg.connect(remote.backend.client.url, "gpt-9")  # type: ignore[attr-defined]

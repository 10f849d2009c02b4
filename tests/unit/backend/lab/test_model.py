"""A model in this process: what may be asked, and what its results become."""

from __future__ import annotations

import csv
import inspect
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support.inputs.measured_task import LABELS, TASK
from support.models.tiny import write_tiny_folder

import shotglass as sg
from shotglass.decoding import DecodingSettings
from shotglass.errors import InvalidRequest, NoChatTemplate, NotReady, RecordNotWritten
from shotglass.events import Event
from shotglass.lab.prompts import SamplingSettings, prompt_object


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 3)
    return root


@pytest.fixture(scope="module")
def model(root: Path) -> Iterator[sg.Model]:
    with sg.load(root / "tiny") as model:
        yield model


def test_the_settings_are_those_of_the_engine() -> None:
    names = {each.name for each in fields(DecodingSettings)} - {"constraint"}

    assert set(SamplingSettings.__annotations__) == names | {"json_schema", "regex", "grammar"}


def test_a_setting_that_does_not_exist_is_refused(model: sg.Model) -> None:
    with pytest.raises(sg.errors.UnknownField, match="no setting 'max_token'; known are max_tok"):
        model.generate("the", max_token=3)  # type: ignore[call-overload]


def test_samples_become_rows_and_a_padded_array(model: sg.Model) -> None:
    result = model.generate("the cat", n=3, seed=2, max_tokens=9, stop=["e"])
    table = result.to_pandas()

    assert list(table.groupby("sample").size()) == [len(each.tokens) for each in result.samples]
    assert table["p"].iloc[0] == math.exp(result.samples[0].tokens[0].logprob)
    assert result.to_numpy().shape == (3, max(len(each.tokens) for each in result.samples))
    assert np.nansum(result.to_numpy()[1]) == pytest.approx(result.samples[1].logprob)
    assert str(result) == result.samples[0].text


def test_a_text_is_held_to_a_regex_and_says_what_that_took(model: sg.Model) -> None:
    held = model.generate("the cat", regex="(yes|no)", max_tokens=8, seed=1)
    free = model.generate("the cat", max_tokens=2)

    assert held.text in ("yes", "no")
    assert held.samples[0].removed_nats is not None
    assert held.to_pandas()["removed_mass"].between(0, 1).all()
    assert free.samples[0].removed_nats is None
    with pytest.raises(InvalidRequest, match="regex and grammar are here"):
        model.generate("the cat", regex="a", grammar="b")


def test_a_stream_is_the_text_token_by_token(model: sg.Model) -> None:
    whole = model.generate("the cat", seed=4)
    stream = model.generate("the cat", seed=4, stream=True)

    assert "".join(token.text for token in stream) == whole.text
    assert stream.result().samples == whole.samples


def test_a_stream_has_all_events_of_the_run(model: sg.Model) -> None:
    stream = model.generate("the cat", max_tokens=2, stream=True)
    first = next(stream)
    rest = [event.type for event in stream.events()]
    assert (first.index, rest) == (0, ["token", "done", "end"])
    assert [event.type for event in stream.result().events] == ["start", "token", *rest]


def test_a_comparison_tells_each_event_as_it_comes(model: sg.Model) -> None:
    heard: list[Event] = []
    result = model.compare(TASK, shots=[0, 2], max_tokens=1, progress=heard.append)
    assert heard[-1] == result.usage
    for lane in result.lanes:
        assert tuple(event for event in heard if event.lane == lane.id) == lane.events


def test_a_comparison_has_a_lane_a_number_of_examples(model: sg.Model) -> None:
    result = model.compare(TASK, shots=[0, 3, 30], max_tokens=1)

    assert [lane.k for lane in result.lanes] == [0, 3]
    assert result.labels == LABELS
    assert result.to_pandas().pivot(index="k", columns="label", values="p").shape == (2, 2)
    assert result.to_numpy()[1, 0] == model.score(TASK, shots=3).labels[0].p
    assert result.lanes[1].prompt.count("Q: cat") == 3


def test_a_set_is_chosen_by_its_name(model: sg.Model) -> None:
    result = model.compare(TASK, shot_set="few", max_tokens=1)

    assert [lane.k for lane in result.lanes] == [0, 1, 2]
    assert "Q: one" in result.lanes[1].prompt


def test_labels_follow_the_task_where_it_names_none() -> None:
    task = {name: value for name, value in TASK.items() if name != "labels"}
    task |= {"query": {"input": "fast", "expected": " bird"}}

    labels = prompt_object(task).labels
    assert [label.text for label in labels] == [" mat", " dog", " bird"]
    assert prompt_object(task | {"readout": "text"}).labels == ()
    assert prompt_object(TASK | {"labels": [{"text": " x"}]}).labels == (sg.Label(" x"),)


def test_an_object_of_classes_is_that_of_json(model: sg.Model) -> None:
    shots = tuple(sg.Shot(f"cat {n}", LABELS[n % 2]) for n in range(8))
    labels = tuple(map(sg.Label, LABELS))
    prompt = sg.Prompt(
        instruction="Answer.",
        template="Q: {input}\nA:{output}\n\n",
        shot_sets={"main": shots},
        query=sg.Query("fast"),
        labels=labels,
    )
    assert model.score(prompt, shots=2) == model.score(TASK, shots=2)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda model: model.compare("the cat"), "a prompt object was expected"),
        (lambda model: model.score("the cat"), "There are no labels"),
        (lambda model: model.score("the cat", [" a"], shots=2), "leave shots out"),
        (lambda model: model.attention([4, 5]), "a text was expected here"),
        (lambda model: model.compare(TASK, shots=[-1]), "is -1; 0 or more was expected"),
        (lambda model: model.lens("the", -40), "There is no token -40 from the end"),
        (lambda model: model.generate({"template": "{input}"}), "was expected"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(ask: object, words: str, model: sg.Model) -> None:
    with pytest.raises(InvalidRequest, match=words):
        ask(model)  # type: ignore[operator]


def test_logits_are_those_of_every_token(model: sg.Model) -> None:
    result = model.logits("the cat")
    table = result.to_pandas()

    assert result.to_numpy().dtype == np.float32
    assert len(table) == len(result.logits) == len(result.vocabulary)
    assert table["p"].sum() == pytest.approx(1)
    assert [row["id"] for row in result.top(3)] == list(
        table.sort_values(["p", "id"], ascending=[False, True])["id"][:3]
    )


def test_places_inside_have_the_names_of_transformer_lens(model: sg.Model) -> None:
    attention, hidden = model.attention("the cat sat", [1]), model.hidden("the cat sat")

    assert list(attention.arrays()) == ["blocks.1.attn.hook_pattern"]
    assert list(hidden.arrays()) == ["blocks.0.hook_resid_pre", "blocks.1.hook_resid_pre"]
    np.testing.assert_allclose(attention.to_numpy().sum(axis=-1), 1, rtol=1e-5)
    assert hidden.to_numpy().shape == (2, len(hidden.tokens), 52)
    assert len(hidden.to_pandas()) == 2 * len(hidden.tokens)
    assert attention.to_pandas()["p"].between(0, 1 + 1e-6).all()


def test_the_lens_ends_with_what_the_model_says(model: sg.Model) -> None:
    result = model.lens("the cat sat")
    last = result.rows()[-1]

    assert len(result.to_numpy()) == 3
    assert (last["layer"], last["rank_final"]) == (2, 0)
    assert last["top"] == model.logits("the cat sat").top(1)[0]["text"]


def test_a_result_is_saved_by_the_ending_of_the_file(model: sg.Model, tmp_path: Path) -> None:
    result = model.score("the cat", [' =1", x', " dog"])

    with result.save(tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    rows = json.loads(result.save(str(tmp_path / "a.json")).read_text("utf-8"))["rows"]
    with np.load(result.save(tmp_path / "a.npz")) as arrays:
        np.testing.assert_array_equal(arrays["values"], result.to_numpy())
    assert [row["label"] for row in table] == [' =1", x', " dog"]
    assert [float(row["p"]) for row in table] == [row["p"] for row in rows]
    assert rows == result.rows()


def test_a_file_that_cannot_be_written_is_refused(model: sg.Model, tmp_path: Path) -> None:
    result = model.tokens("the cat")

    with pytest.raises(InvalidRequest, match=r"ends in '.xls'; .csv, .json or .npz was expected"):
        result.save(tmp_path / "a.xls")
    with pytest.raises(RecordNotWritten, match="No such file or directory"):
        result.save(tmp_path / "nowhere" / "a.csv")


def test_tokens_cover_their_text(model: sg.Model) -> None:
    result = model.tokens("the naïve 猫")

    assert isinstance(result.to_pandas(), pd.DataFrame)
    assert result.rows()[-1]["end"] == len("the naïve 猫")
    assert tuple(result.to_numpy()) == result.ids
    assert len(result) == len(result.ids)


def test_without_a_chat_template_there_is_no_conversation(model: sg.Model) -> None:
    with pytest.raises(NoChatTemplate):
        model.chat("hi")


def test_a_closed_model_answers_no_more(root: Path) -> None:
    with sg.load("tiny", models=root, context=64) as model:
        assert (model.context, model.precision) == (64, None)
        assert repr(model) == "<Model tiny, 64 tokens>"
    with pytest.raises(NotReady):
        model.generate("the")


def test_a_model_that_is_not_there_is_named_with_those_that_are(root: Path) -> None:
    with pytest.raises(sg.errors.ModelNotFound, match="Installed: tiny"):
        sg.load("gpt-9", models=root)
    with pytest.raises(sg.errors.ModelFolderError):
        sg.load("./nowhere/at-all")


WRONG: list[tuple[str, str, Callable[[sg.Model], object]]] = [
    ("/prompt", "a text, token ids or a prompt", lambda model: model.generate(None)),  # type: ignore[call-overload]
    ("/prompt", "a text, token ids or a prompt", lambda model: model.logits(["a"])),  # type: ignore[list-item]
    ("/layers", r"such as \[0, 5\]", lambda model: model.hidden("a", 1)),  # type: ignore[arg-type]
    ("/layers", r"such as \[0, 5\]", lambda model: model.attention("a", [])),
    ("/layers/0", "There is no layer 9", lambda model: model.hidden("a", [9])),
    ("/settings/stop", "stop is 3; a text", lambda model: model.generate("a", stop=3)),  # type: ignore[call-overload]
    ("/settings/logit_bias", "logit_bias", lambda model: model.generate("a", logit_bias=[1])),  # type: ignore[call-overload]
    ("/shots", r"such as \[0, 3\]", lambda model: model.compare(TASK, shots=3)),  # type: ignore[arg-type]
    ("/interventions", "sg.head_off", lambda model: model.lens("a", interventions=["x"])),  # type: ignore[list-item]
    (
        "/interventions",
        "sg.head_off",
        lambda model: model.score("a", [" b"], interventions=sg.head_off(0, 1)),  # type: ignore[arg-type]
    ),
    ("/items", "a pair of question", lambda model: model.measure([1, 2], "{input}:{output}\n")),  # type: ignore[list-item]
    ("/items", "a DataFrame or a list", lambda model: model.measure(5, "{input}:{output}\n")),  # type: ignore[arg-type]
    ("/which", "no search 'layer'", lambda model: model.causes("layer", [("a", "b")], TASK)),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("pointer", "words", "ask"), WRONG)
def test_a_value_of_another_kind_is_refused_with_what_was_expected(
    model: sg.Model, pointer: str, words: str, ask: Callable[[sg.Model], object]
) -> None:
    with pytest.raises(InvalidRequest, match=words) as caught:
        ask(model)

    assert caught.value.pointer == pointer


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"context": 0}, "context is 0; a number from 1"),
        ({"threads": -1}, "threads is -1; a number from 1"),
        ({"provider": "tpu"}, "no provider 'tpu'; auto, cpu, cuda"),
    ],
)
def test_a_model_is_not_loaded_with_options_that_there_are_not(
    root: Path, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidRequest, match=words):
        sg.load(root / "tiny", **options)


def test_a_closed_model_says_so_whatever_it_is_asked(root: Path) -> None:
    model = sg.load(root / "tiny")
    model.close()
    model.close()

    for ask in (model.tokens, model.attention, model.generate, model.chat):
        with pytest.raises(NotReady, match="tiny is closed: load it"):
            ask("the cat")
    assert repr(model).startswith("<Model tiny")


def members(kind: type) -> Iterator[tuple[str, object]]:
    """What programs use of a class, inherited members of ours too."""
    for name, value in inspect.getmembers(kind):
        value = getattr(value, "fget", None) or getattr(value, "func", None) or value
        module = getattr(value, "__module__", "") or ""
        if name[0] != "_" and inspect.isroutine(value) and module.startswith("shotglass"):
            yield f"{kind.__name__}.{name}", value


def test_every_public_name_says_what_it_is() -> None:
    public = {name: getattr(sg, name) for name in dir(sg) if name not in vars(sg)}
    named = {name: value for name, value in public.items() if callable(value)}
    for value in [*named.values()]:
        named |= dict(members(value)) if isinstance(value, type) else {}

    assert len(named) > 150
    assert [name for name, value in named.items() if not inspect.getdoc(value)] == []


PROPERTIES = {"Model.id", "Model.manifest", "Model.context", "Model.precision"}


def test_every_question_says_how_it_is_refused() -> None:
    documents = {name: inspect.getdoc(value) or "" for name, value in members(sg.Model)}
    questions = {name: text for name, text in documents.items() if name not in PROPERTIES}

    assert len(questions) > 12
    assert [name for name, text in questions.items() if "aises " not in text] == []

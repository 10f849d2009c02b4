"""A run goes on from a model that was imported: what it reads, learns, keeps, and asks again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from support.inputs.tuned import ROWS, tuned_session, write_start, write_tuned

from shotglass.errors import RecipeInvalid, TrainingFailed
from shotglass.training_runs.metrics import METRICS, read
from shotglass_export.data.own_rows import QUESTIONS, read_questions
from shotglass_export.importers.hf import read_hf_folder
from shotglass_export.importers.run_folder import read_run
from shotglass_export.progress import silent
from shotglass_export.recipe import read_recipe
from shotglass_export.training import session as sessions
from shotglass_export.training import train as trains
from shotglass_export.training.runs.checkpoints import CHECKPOINT, WEIGHTS, read_state
from shotglass_export.training.session import train
from shotglass_export.training.train import Training
from shotglass_export.training.tuning import memory
from shotglass_export.training.tuning.row_batches import row_batches
from shotglass_export.training.tuning.start import StartModel, open_start

LORA = {"rank": 2, "alpha": 4.0, "on": ["query", "down"]}


@pytest.fixture(autouse=True)
def _no_ceiling(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sessions, trains):
        monkeypatch.setattr(module, "ceiling", lambda *_: 1e11)  # measuring it takes a second


@pytest.fixture(scope="module")
def start(tmp_path_factory) -> Path:
    return write_start(tmp_path_factory.mktemp("start")).folder


def lines_of(run: Path, kind: str) -> list[Any]:
    return [line for line in read(run / METRICS).lines if line["kind"] == kind]


def test_the_start_computes_as_transformers_does(tmp_path):
    written = write_start(tmp_path)
    model = StartModel(read_hf_folder(written.folder), "start").model()
    ids = np.arange(9) + 5
    with torch.no_grad():
        own = model(torch.tensor(ids)[None])[0].numpy()
    assert np.abs(own - written.logits(ids)).max() < 1e-4


def test_a_row_is_its_prompt_and_its_answer_and_the_answer_alone_has_weight(start, tmp_path):
    session = tuned_session(write_tuned(tmp_path, start), start, tmp_path / "runs")
    batch = row_batches(session.recipe, session.data)(0)
    tokenizer = session.start.base.tokenizer
    for ids, weights in zip(batch.ids, batch.weights, strict=True):
        counted = tokenizer.decode([int(id) for id, w in zip(ids[1:], weights, strict=True) if w])
        text = tokenizer.decode(ids.tolist())
        assert counted in (" yes\n", " no\n")
        assert text.lstrip("<s> ").startswith("Q ")
        assert f"A:{counted}" in text
    assert batch.labels.sum() == (batch.weights > 0).sum()
    assert batch.ids.shape[1] == session.recipe.training.length + 1


def test_each_row_is_read_once_an_epoch_and_held_out_ones_never(start, tmp_path):
    session = tuned_session(write_tuned(tmp_path, start), start, tmp_path / "runs")
    draw, steps = row_batches(session.recipe, session.data), session.recipe.training.steps
    decode = session.start.base.tokenizer.decode
    texts = [decode(ids.tolist()) for step in range(steps) for ids in draw(step).ids]
    _, held = read_questions(session.data.path / QUESTIONS)
    assert (steps, len(held), len(texts)) == (8, 4, 32)  # 16 of 20 rows, twice
    assert all(texts.count(text) == 2 for text in texts)
    assert not [text for text in texts if any(question.prompt in text for question in held)]


@pytest.mark.parametrize("lora", [None, LORA])
def test_rows_are_learnt_and_the_same_questions_asked_before_and_after(start, tmp_path, lora):
    more = {"lora": lora} if lora else {}
    recipe = write_tuned(tmp_path, start, epochs=16, learning_rate=1e-2, weight_decay=0.0, **more)
    train(tuned_session(recipe, start, tmp_path / "runs"))
    run = tmp_path / "runs" / "tuned"
    asked = lines_of(run, "questions")
    assert [line["step"] for line in asked][:2] == [0, 3]
    assert asked[-1]["step"] == read_state(run / CHECKPOINT).step
    assert [item["input"] for item in asked[0]["items"]] == [i["input"] for i in asked[-1]["items"]]
    assert asked[-1]["nats"] < asked[0]["nats"] / 4
    assert (asked[0]["n"], asked[-1]["n"]) == (4, 4)
    assert asked[-1]["right"] >= asked[0]["right"]
    assert asked[-1]["form"] > 10 * asked[0]["form"]
    assert asked[0]["chance"] == 0.5


def test_an_adapter_is_all_that_a_lora_run_changes_and_keeps(start, tmp_path):
    recipe = write_tuned(tmp_path, start, lora=LORA)
    session = tuned_session(recipe, start, tmp_path / "runs")
    train(session)
    saved = load_file(tmp_path / "runs" / "tuned" / CHECKPOINT / WEIGHTS)
    layers = session.start.checkpoint.config.layers
    assert len(saved) == 2 * 2 * layers
    assert all(name.endswith((".lora_a", ".lora_b")) for name in saved)
    assert all(value.abs().max() > 0 for value in saved.values())
    with pytest.raises(Exception, match="holds an adapter and no model: shotglass import"), \
            read_run(tmp_path / "runs" / "tuned"):  # fmt: skip
        pass


class Killed(Exception):
    pass


@pytest.mark.parametrize("lora", [None, LORA])
def test_a_run_that_was_killed_ends_with_the_same_weights(start, tmp_path, monkeypatch, lora):
    more = {"lora": lora} if lora else {}
    recipe = write_tuned(tmp_path, start, **more)
    train(tuned_session(recipe, start, tmp_path / "whole"))

    say = Training._tell

    def killed(self: Training, step: Any, seconds: float) -> None:
        if step.number == 5:
            raise Killed
        say(self, step, seconds)

    monkeypatch.setattr(Training, "_tell", killed)
    with pytest.raises(Killed):
        train(tuned_session(recipe, start, tmp_path / "killed", save_seconds=-1.0))
    monkeypatch.setattr(Training, "_tell", say)
    train(tuned_session(recipe, start, tmp_path / "killed"))
    first, second = (
        load_file(tmp_path / runs / "tuned" / CHECKPOINT / WEIGHTS) for runs in ("whole", "killed")
    )
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_a_run_is_not_gone_on_with_from_another_model(start, tmp_path):
    recipe = write_tuned(tmp_path, start, lora=LORA)
    train(tuned_session(recipe, start, tmp_path / "runs"))
    path = tmp_path / "runs" / "tuned" / "start.json"
    path.write_text(path.read_text("utf-8").replace(start.name, "another"), "utf-8")
    with pytest.raises(TrainingFailed, match="tuned was begun with another model than"):
        train(tuned_session(recipe, start, tmp_path / "runs"))


def test_a_text_is_cut_by_the_starts_tokenizer_and_gone_on_with(start, tmp_path):
    recipe = write_tuned(tmp_path, start, rows=None, length=16)
    session = tuned_session(recipe, start, tmp_path / "runs")
    base, data = session.start.base, session.data
    first = [int(id) for id in data.train[: data.offsets[1]]]
    assert (first[0], first[-1]) == (base.begin[0], base.end)
    assert base.tokenizer.whole_text(first[1:-1]).startswith("The ")
    train(session)
    run = tmp_path / "runs" / "tuned"
    before, *_, after = lines_of(run, "questions")
    assert before["right"] is None
    assert before["items"][0]["input"] == after["items"][0]["input"]
    bits = [line["bits_per_byte"]["recipe-text"] for line in lines_of(run, "held")]
    assert bits[-1] < bits[0]


def test_answers_that_are_free_are_written_and_their_nats_counted(start, tmp_path):
    rows = "input,expected\n" + "".join(f"say {i},{'abcdefghij'[i % 10]}{i}\n" for i in range(30))
    recipe = write_tuned(tmp_path, start, rows=rows, epochs=1)
    train(tuned_session(recipe, start, tmp_path / "runs"))
    line = lines_of(tmp_path / "runs" / "tuned", "questions")[-1]
    assert (line["right"], line["n"]) == (None, 6)
    assert line["nats"] > 0
    assert all(isinstance(item["says"], str) for item in line["items"])


def test_a_published_run_has_the_starts_tokens_and_says_where_it_is_from(start, tmp_path):
    train(tuned_session(write_tuned(tmp_path, start), start, tmp_path / "runs"))
    base = read_hf_folder(start).card
    with read_run(tmp_path / "runs" / "tuned") as checkpoint:
        card = checkpoint.card
        assert np.isfinite(checkpoint.weights["embedding.weight"]).all()
    assert (card.start_id, card.stop_ids, card.adds_start) == (
        base.start_id, base.stop_ids, base.adds_start,
    )  # fmt: skip
    assert f"Fine-tuned with Shotglass, from {start.name}." in card.notes
    assert card.provenance["base"]["folder"] == start.name


def test_a_run_that_does_not_fit_is_refused_before_it_begins(start, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(memory, "available", lambda _: 300 << 20)
    session = tuned_session(write_tuned(tmp_path, start), start, tmp_path / "runs")
    with pytest.raises(TrainingFailed, match=r"needs about .* GB of memory, and 0.3 GB are free"):
        train(session)
    assert "tuned needs about" in capsys.readouterr().err
    assert not (tmp_path / "runs" / "tuned" / METRICS).exists()


def test_an_adapter_needs_less_memory_and_a_longer_row_more(start, tmp_path):
    config = read_hf_folder(start).config
    machine = tuned_session(write_tuned(tmp_path, start), start, tmp_path).machine
    whole = read_recipe(write_tuned(tmp_path, start))
    lora = read_recipe(write_tuned(tmp_path, start, lora=LORA))
    assert memory.needed(lora, config, machine) < memory.needed(whole, config, machine)
    longer = read_recipe(write_tuned(tmp_path, start, length=21))
    assert memory.needed(longer, config, machine) > memory.needed(whole, config, machine)
    room = memory.available(torch.device("cpu"))
    assert room is None or room > 1 << 20


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"length": 3}, "training.length = 3: 16 rows are longer, the longest of"),
        ({"lora": {"on": ["gate", "none"]}}, r"training.lora.on = .*'none'.*: a list of some of"),
        ({"lora": {"rank": 0}}, "training.lora.rank = 0: a whole number from 1"),
        ({"tokens": 100}, "a run is as long as tokens say, or as epochs say"),
        ({"objective": "masked"}, "a model that was imported is trained on the next token"),
    ],
)
def test_what_a_recipe_cannot_be_is_one_sentence(start, tmp_path, changes, sentence):
    with pytest.raises(RecipeInvalid, match=sentence):
        tuned_session(write_tuned(tmp_path, start, **changes), start, tmp_path / "runs")


def test_rows_and_adapters_need_a_start_that_gives_the_model(start, tmp_path):
    path = write_tuned(tmp_path, start)
    text = path.read_text("utf-8")
    shape = '[model]\nfamily = "gpt2"\nlayers = 1\nwidth = 8\nheads = 1\ncontext = 32\n'
    path.write_text(text + shape)
    with pytest.raises(RecipeInvalid, match=r"data.rows = 'given': .* leave \[model\] out"):
        read_recipe(path)
    path.write_text(text.replace(f'start = "{start}"\n', ""))
    with pytest.raises(RecipeInvalid, match="without .model. names the model to go on from"):
        read_recipe(path)


@pytest.mark.parametrize("name", ["nowhere", "smollm3-none"])
def test_a_start_that_is_nowhere_is_named(start, tmp_path, name):
    recipe = read_recipe(write_tuned(tmp_path, Path(name)))
    with (
        pytest.raises(RecipeInvalid, match=f"training.start = '{name}': .*neither a file"),
        open_start(recipe, tmp_path, (tmp_path,), tmp_path, silent),
    ):
        pass


def test_a_masked_model_is_no_start(tmp_path):
    folder = write_start(tmp_path, "bert").folder
    recipe = read_recipe(write_tuned(tmp_path, folder))
    with (
        pytest.raises(RecipeInvalid, match="it fills gaps and writes no text"),
        open_start(recipe, tmp_path, (), tmp_path, silent),
    ):
        pass


def test_rows_that_cannot_be_read_are_named_by_row(start, tmp_path):
    recipe = write_tuned(tmp_path, start, rows=ROWS + "egg hot,no\n")
    with pytest.raises(Exception, match=r"rows.csv: Row 22 asks what row 2 asks"):
        tuned_session(recipe, start, tmp_path / "runs")

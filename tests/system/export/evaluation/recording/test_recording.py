"""Recording the gallery's opening lanes: what the files hold, and when they are made anew."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from support.models.tiny import LOOSE, write_tiny_folder

from shotglass.decoding import BeamSettings
from shotglass.engine.library import BUNDLED, Library, ModelFolder
from shotglass.engine.model import Engine
from shotglass.engine.tasks.beam_search import beam
from shotglass.engine.tasks.compare import compare
from shotglass.engine.tasks.explain import ExplainOptions, explain
from shotglass.engine.tasks.logits import next_logits
from shotglass.engine.tasks.score import score
from shotglass.events import End
from shotglass.prompting import Lane
from shotglass_export.adding import add_graph
from shotglass_export.cli import COMMANDS
from shotglass_export.evaluation.recording.lanes import Opening, groups
from shotglass_export.evaluation.recording.recorder import (
    RecordingFailed,
    logits_to_steps,
    record,
    steps_to_logits,
)
from shotglass_export.evaluation.recording.shelf import record_shelf

SETS = {
    name: [{"input": word, "output": f" {word}{name}"} for word in ("hot", "tall", "old")]
    for name in ("er", "est")
}
QUERIES = {"same": "fast", "also": "big"}


def entry(id: str) -> dict[str, Any]:
    return {
        "id": id,
        "order": 1,
        "queries": [
            {"input": QUERIES[id], "labels": [" faster", " x"], "expected": {"er": " faster"}}
        ],
        "prompt": {
            "instruction": "",
            "template": "{input} ->{output}\n",
            "shot_sets": SETS,
            "query": {"input": "none"},
            "labels": [{"text": " y"}],
        },
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny")
    return Library((root,)).folder("tiny")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """The sources of a page with two tasks; it opens with ``same``."""
    source = tmp_path / "src"
    for id in ("also", "same"):
        (source / "gallery" / id).mkdir(parents=True)
        (source / "gallery" / id / "task.json").write_text(json.dumps(entry(id)))
    (source / "gallery" / "verdicts.json").write_text('{"tasks": {}}')  # no task
    settings = {"temperature": 0.8, "seed": 2, "max_tokens": 3}
    beam = {"text": "A cat", "widths": [1, 3], "max_tokens": 2}
    opening = {"task": "same", "few": 2, "sentence": "A cat sat.", "beam": beam}
    opening |= {"bar": {"most": 4, "opens": ["est", "er", "er"]}}
    opening |= {"next": "A cat sat on", "lookup": beam | {"text": "A dog", "widths": [1]}}
    opening |= {"settings": settings, "objective": {"text": "A cat.", "beside": "house-prose"}}
    (source / "gallery" / "opening.json").write_text(json.dumps(opening))
    return tmp_path


def read(page: Path, name: str = "first.json") -> Any:
    return json.loads((page / "src" / "recordings" / name).read_text("utf-8"))


def test_the_opening_task_is_recorded_whole_and_the_others_as_they_open(
    folder: ModelFolder, page: Path
) -> None:
    assert record(folder, page).startswith("11 lanes of tiny recorded in ")
    first = read(page)
    files = [lane["events"] for lane in first["lanes"]]
    assert files == [
        *("", "", "", "lanes/same-0.json"),  # no example is the same in every set
        *("lanes/same-1.json",) * 3,
        *("lanes/also-0.json",) * 3,
        "lanes/next.json",
    ]
    assert list(first["events"]) == ["0", "1", "2"]
    assert list(read(page, "lanes/also-0.json")) == ["7", "8", "9"]


def test_the_texts_of_all_tokens_are_recorded_by_id(folder: ModelFolder, page: Path) -> None:
    record(folder, page)
    engine = Engine.open(folder)
    try:
        assert read(page, read(page)["tokens"]) == engine.tokenizer.texts
    finally:
        engine.close()


def test_what_is_recorded_is_computed_in_fp32(folder: ModelFolder, page: Path) -> None:
    record(folder, page)
    assert read(page)["head"]["precision"] == "fp32"


def test_a_graph_that_is_added_leaves_recordings_as_they_are(tmp_path: Path, page: Path) -> None:
    path = write_tiny_folder(tmp_path / "models", "tiny")
    record(Library((path.parent,)).folder("tiny"), page)
    before = (page / "src" / "recordings" / "first.json").stat()
    add_graph(path, "int8", tolerances=LOOSE)
    folder = Library((path.parent,)).folder("tiny")
    assert "native" in folder.manifest.graphs
    record(folder, page)
    after = (page / "src" / "recordings" / "first.json").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_recorded_lane_is_what_the_engine_says(folder: ModelFolder, page: Path) -> None:
    record(folder, page)
    first = read(page)
    opening = Opening.read(page)
    group = next(groups(page, opening))
    assert group.prompt.query.expected == " faster"
    with_two = [Lane("2", "er", (0, 1))]
    engine = Engine.open(folder)
    try:
        live = list(compare(engine, group.prompt, with_two, opening.decoding()))
        prompt = "hot -> hoter\ntall -> taller\nfast ->"
        logits = next_logits(engine, prompt).logits
    finally:
        engine.close()
    sent = [json.loads(event.to_json()) for event in live if not isinstance(event, End)]
    assert first["events"]["2"] == sent
    recorded = next(lane for lane in first["lanes"] if lane["prompt"] == prompt)
    assert recorded["labels"] == [" faster", " x"]
    assert recorded["stops"] == ["\n"]
    data = (page / "src" / "recordings" / recorded["logits"]).read_bytes()
    assert data == logits_to_steps(logits)
    half_a_step = (float(logits.max()) - float(logits.min())) / 65535 / 2
    assert abs(steps_to_logits(data) - logits).max() <= half_a_step * 1.001


def test_the_bar_has_every_sequence_of_shots_and_the_full_ones_in_another_order(
    folder: ModelFolder, page: Path
) -> None:
    record(folder, page)
    bar = read(page, "bar.json")
    assert (bar["task"], bar["question"], bar["answers"]) == ("same", "fast", [" faster", " x"])
    assert [bottle["set"] for bottle in bar["bottles"]] == ["er", "est"]
    assert bar["bottles"][1]["shots"] == [[w, f" {w}est"] for w in ("hot", "tall", "old")]
    mixes = read(page, bar["file"])
    assert (len(mixes["poured"]), len(mixes["other"])) == (1 + 2 + 4 + 8, 8)  # sets of three
    assert bar["opens"] == "100"
    assert list(bar["mixes"]["poured"]) == ["", "1", "10", "100"]
    assert bar["mixes"]["other"]["100"] == mixes["other"]["100"]
    written = {
        ("poured", "10"): "hot -> hotest\ntall -> taller\nfast ->",
        ("other", "110"): "old -> older\nhot -> hotest\ntall -> tallest\nfast ->",
        ("other", "000"): "old -> older\ntall -> taller\nhot -> hoter\nfast ->",
    }
    engine = Engine.open(folder)
    try:
        for (kind, shots), prompt in written.items():
            live = score(engine, prompt, bar["answers"])
            assert mixes[kind][shots]["parts"] == [round(label.p, 6) for label in live.labels]
            likeliest = live.next.alternatives[0]
            assert mixes[kind][shots]["next"][0] == [likeliest.text, round(likeliest.p, 6)]
    finally:
        engine.close()


def test_the_lessons_beam_searches_are_the_engines(folder: ModelFolder, page: Path) -> None:
    record(folder, page)
    searches = read(page)["beams"]
    found = [(search["prompt"], search["settings"]["width"]) for search in searches]
    assert found == [("A cat", 1), ("A cat", 3), ("A dog", 1)]
    engine = Engine.open(folder)
    try:
        live = list(beam(engine, "A cat", BeamSettings(width=3, n=1, max_tokens=2)))
    finally:
        engine.close()
    sent = [json.loads(event.to_json()) for event in live if not isinstance(event, End)]
    assert read(page, searches[1]["file"]) == sent


def test_texts_are_measured_under_the_model_and_one_under_that_beside_it(
    folder: ModelFolder, page: Path
) -> None:
    record(folder, page)
    found = read(page)["measured"]
    assert [(one["head"]["model"], one["prompt"]) for one in found] == [
        ("tiny", "A cat sat."),
        ("tiny", "A cat."),
        ("house-prose", "A cat."),
    ]
    assert found[2]["head"]["digest"] != found[1]["head"]["digest"]
    engine = Engine.open(ModelFolder.open(BUNDLED / "house-prose"))
    try:
        live = explain(engine, "A cat.", ExplainOptions())
    finally:
        engine.close()
    recorded = read(page, found[2]["file"])
    assert [token["text"] for token in recorded["tokens"]] == [one.text for one in live.tokens]
    assert live.surprisals is not None
    assert recorded["surprisals"] == [one and asdict(one) for one in live.surprisals]


def test_the_inside_of_the_opening_prompts_is_framed_as_the_api_frames_it(
    folder: ModelFolder, page: Path
) -> None:
    record(folder, page)
    first = read(page)
    opened = [lane["prompt"] for lane in first["lanes"][:3]]
    assert [inside["prompt"] for inside in first["explains"]] == [*opened, "A cat sat."]
    data = (page / "src" / "recordings" / first["explains"][2]["file"]).read_bytes()
    (length,) = struct.unpack_from("<I", data)
    head = json.loads(data[4 : 4 + length])
    tokens, heads = len(head["tokens"]), head["heads"]
    assert head["lens"]["row"] == tokens - 1
    names = [array["name"] for array in head["arrays"]]
    assert {"attentions.0", "attentions.1", "scores.1", "thumbnails"} <= set(names)
    array = head["arrays"][names.index("attentions.1")]
    assert array["shape"] == [heads, tokens, tokens]
    values = np.frombuffer(data, "<f4", heads * tokens**2, 4 + length + array["offset"])
    assert np.allclose(values.reshape(heads, tokens, tokens).sum(-1), 1, atol=1e-5)
    assert len(data) == 4 + length + head["bytes"]


def test_the_head_names_model_digest_date_and_engine(folder: ModelFolder, page: Path) -> None:
    record(folder, page)
    head = read(page)["head"]
    assert (head["model"], head["name"]) == ("tiny", "Tiny random llama")
    assert len(head["digest"]) == 64
    assert len(head["date"]) == len("2026-11-24")
    assert "onnxruntime" in head["engine"]
    assert head["settings"]["seed"] == 2


def test_what_is_up_to_date_is_left_alone(folder: ModelFolder, page: Path) -> None:
    record(folder, page)
    kept = page / "src" / "recordings" / "first.json"
    before = kept.stat().st_mtime_ns
    assert "up to date" in record(folder, page)
    assert kept.stat().st_mtime_ns == before


@pytest.mark.parametrize("file", ["gallery/also/task.json", "gallery/opening.json"])
def test_a_changed_gallery_is_recorded_anew(folder: ModelFolder, page: Path, file: str) -> None:
    record(folder, page)
    path = page / "src" / file
    path.write_text(path.read_text() + "\n")
    assert "recorded in" in record(folder, page)


def test_a_page_without_a_gallery_is_refused(folder: ModelFolder, tmp_path: Path) -> None:
    with pytest.raises(RecordingFailed, match="no gallery"):
        record(folder, tmp_path)


def test_the_command_records(folder: ModelFolder, page: Path) -> None:
    command = next(command for command in COMMANDS if command.name == "record")
    arguments = ["tiny", "--models", str(folder.path.parent), "--page", str(page)]
    done = CliRunner().invoke(command, arguments)
    assert done.exit_code == 0, done
    assert "11 lanes of tiny recorded" in done.stdout


def test_the_shelf_is_the_opening_question_behind_every_number_of_examples_of_every_set(
    folder: ModelFolder, page: Path
) -> None:
    opening = page / "src" / "gallery" / "same" / "task.json"
    task = json.loads(opening.read_text())
    task["queries"][0]["expected"]["est"] = " x"
    opening.write_text(json.dumps(task))
    assert record_shelf(folder, page).startswith("8 prompts to tiny recorded in ")
    shelf = json.loads((page / "src" / "gallery" / "shelf.json").read_text("utf-8"))
    assert (shelf["question"], shelf["answers"]) == ("fast", [" faster", " x"])
    assert [(row["set"], row["answer"]) for row in shelf["rows"]] == [("er", 0), ("est", 1)]
    record(folder, page)
    entries = read(page)["lanes"]
    for row in shelf["rows"]:
        lane = next(entry for entry in entries if entry["prompt"] == row["prompt"])
        events = read(page, lane["events"])
        (score,) = (event for event in events[str(entries.index(lane))] if event["type"] == "score")
        parts = [label["p"] for label in score["labels"]]
        assert row["glasses"][-1]["parts"] == pytest.approx(parts, abs=1e-6)
        likeliest = score["next"]["alternatives"][0]["text"]
        assert row["glasses"][-1]["likeliest"]["text"] == likeliest

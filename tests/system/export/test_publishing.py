"""A training run becomes a model folder: one fp16 file, graphs that agree, a card."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import numpy as np
import onnx
import pytest
import torch
from click.testing import CliRunner, Result
from numpy.testing import assert_allclose
from safetensors.numpy import load_file, save_file
from support.models.tiny import Family, rounded, tiny_config, tiny_weights
from support.models.tiny_run import SOURCE, write_state, write_tiny_run
from support.references import reference

from shotglass.contract import MANIFEST, Manifest
from shotglass.errors import ImportFailed, RecipeInvalid
from shotglass_export.cli import COMMANDS
from shotglass_export.models import build
from shotglass_export.publishing import CardExtra, publish
from shotglass_export.to_onnx.checks.graph_runs import (
    ExplainRun,
    MaskedNativeRun,
    MaskedRun,
    NativeRun,
    PortableRun,
)
from shotglass_export.toml_file import read_toml

torch.set_num_threads(1)
FAMILIES: tuple[Family, ...] = get_args(Family)
WEIGHTS = "weights.fp16.bin"
IDS = np.array([17, 3, 300, 0, 45, 45, 210, 9, 128, 77, 5, 330, 1, 2], np.int64)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("published")
    for family in FAMILIES:
        publish(write_tiny_run(root / "runs", family, family), root / family)
    return {family: root / family for family in FAMILIES}


def manifest_of(folder: Path) -> Manifest:
    return Manifest.from_json((folder / MANIFEST).read_text("utf-8"))


@pytest.mark.parametrize("family", FAMILIES)
def test_torch_with_rounded_weights_and_every_graph_agree(folders, family):
    config, kept = tiny_config(family), rounded(tiny_weights(tiny_config(family)))
    model = build(config).eval()
    model.load_state_dict({name: torch.tensor(array) for name, array in kept.items()})
    with torch.no_grad():
        by_torch = model(torch.tensor(IDS[None]))[0].numpy()
    truth = reference.logits(config, kept, IDS.tolist())
    found = logits(folders[family], config)
    for name, array in (found | {"torch": by_torch}).items():
        assert_allclose(array, truth, atol=1e-5, rtol=1e-6, err_msg=name)
    unrounded = reference.logits(config, tiny_weights(config), IDS.tolist())
    assert np.abs(unrounded - truth).max() > 1e-4  # the rounding would have been seen


def logits(folder: Path, config: Any) -> dict[str, Any]:
    if config.bidirectional:
        masked = MaskedRun(folder / "portable.onnx")
        return {
            "masked": masked.logits(IDS),
            "masked, padded": masked.logits(IDS, 7),
            "native": MaskedNativeRun(folder / "native.onnx").logits(IDS),
            "explain": ExplainRun(folder / "explain.onnx").logits(IDS),
        }
    native, portable = NativeRun(folder / "native.onnx"), folder / "portable.onnx"
    steps = list(range(len(IDS) + 1))
    return {
        "portable": PortableRun(portable, config).logits(IDS),
        "native": native.logits(IDS),
        "native in steps": native.logits(IDS, steps),
        "explain": ExplainRun(folder / "explain.onnx").outputs(IDS, ["logits"])["logits"][0],
    }


@pytest.mark.parametrize("family", FAMILIES)
def test_weights_are_stored_once_in_half_precision(folders, family):
    folder, config = folders[family], tiny_config(family)
    files = set(manifest_of(folder).files)
    assert {name for name in files if name.endswith(".bin")} == {WEIGHTS}
    rotary = config.context * config.head_size * 4 if config.positions == "rotary" else 0
    padding = 64 * 60
    size = (folder / WEIGHTS).stat().st_size
    assert 2 * config.parameters <= size <= 2 * config.parameters + rotary + padding
    for entry in manifest_of(folder).graphs.values():
        assert entry.weights == (WEIGHTS,)
        assert (folder / entry.file).stat().st_size < 64_000


@pytest.mark.parametrize("family", FAMILIES)
def test_each_half_tensor_is_cast_once_before_anything_reads_it(folders, family):
    for entry in manifest_of(folders[family]).graphs.values():
        graph = onnx.load(folders[family] / entry.file, load_external_data=False).graph
        halves = {t.name for t in graph.initializer if t.data_type == onnx.TensorProto.FLOAT16}
        readers = Counter(name for node in graph.node for name in node.input if name in halves)
        casts = [node for node in graph.node if node.op_type == "Cast"]
        assert readers == dict.fromkeys(halves, 1)
        assert {node.input[0] for node in casts} == halves
        assert "embedding.weight" in halves


def test_graphs_share_every_byte(folders):
    for family in ("llama", "gpt1", "gpt2", "gpt3"):
        ranges = {
            kind: {
                tuple(item.value for item in tensor.external_data)
                for tensor in onnx.load(
                    folders[family] / entry.file, load_external_data=False
                ).graph.initializer
                if tensor.external_data
            }
            for kind, entry in manifest_of(folders[family]).graphs.items()
        }
        assert ranges["portable"] == ranges["native"] == ranges["explain"]


def test_the_manifest_tells_where_the_model_is_from(folders):
    manifest = manifest_of(folders["gpt3"])
    assert (manifest.task, set(manifest.graphs)) == (
        "causal-lm",
        {"portable", "native", "explain"},
    )
    assert (manifest.start_id, manifest.stop_ids, manifest.chat_template) == (0, (0,), None)
    made = manifest.provenance
    assert (made["run"], made["seed"], made["commit"], made["tokens"]) == (
        "gpt3", 3, "c0ffee", 51_200,
    )  # fmt: skip
    assert made["recipe"]["training"]["batch"] == 8
    assert made["data"]["fables"]["licence"] == "public domain"
    assert made["data"]["fables"]["sha256"] == SOURCE["sha256"]
    assert any("Meta-trained on in-context episodes (category)" in note for note in manifest.notes)
    assert "public domain" in manifest.licence
    assert manifest.parity["max_logit_difference"] < 1e-4
    assert set(manifest.parity["graphs"]) == {"native", "explain", "portable"}
    assert manifest.quality == {}
    assert "recipe.toml" in manifest.files


def test_a_masked_model_has_no_graph_that_generates(folders):
    manifest = manifest_of(folders["bert"])
    assert (manifest.task, set(manifest.graphs)) == ("masked-lm", {"portable", "native", "explain"})
    graph = onnx.load(folders["bert"] / "portable.onnx", load_external_data=False).graph
    assert [value.name for value in graph.input] == ["input_ids", "attention_mask"]
    assert [value.name for value in graph.output] == ["logits"]


def test_what_a_person_knows_goes_into_the_card(tmp_path):
    card = tmp_path / "card.toml"
    card.write_text(
        'name = "House of cards"\nlicence = "Apache-2.0"\nlanguages = ["en"]\nnotes = ["Small."]\n'
    )
    run = write_tiny_run(tmp_path / "runs", "a")
    manifest = publish(run, tmp_path / "a", card_extra=read_toml(card, CardExtra))
    assert (manifest.name, manifest.licence, manifest.languages) == (
        "House of cards", "Apache-2.0", ("en",),
    )  # fmt: skip
    assert manifest.notes[-1] == "Small."
    assert len(manifest.notes) == 3


def test_text_that_may_not_ship_is_told(tmp_path):
    run = write_tiny_run(tmp_path / "runs", "a")
    sources = [SOURCE, SOURCE | {"name": "reviews", "may_ship": False}]
    (run / "data.json").write_text(json.dumps({"sources": sources}))
    notes = publish(run, tmp_path / "a").notes
    assert any("not free to ship (reviews)" in note for note in notes)


def test_text_of_an_unknown_licence_is_told_as_such(tmp_path):
    run = write_tiny_run(tmp_path / "runs", "a")
    sources = [SOURCE, SOURCE | {"name": "recipe-text", "may_ship": None}]
    (run / "data.json").write_text(json.dumps({"sources": sources}))
    notes = publish(run, tmp_path / "a").notes
    assert any("licence of its training text is not known here (recipe-text)" in n for n in notes)
    assert not any("not free to ship" in note for note in notes)


@pytest.mark.parametrize("family", ["gpt2", "bert"])
def test_a_tokenizer_of_few_words_does_not_stop_the_check(tmp_path, family):
    """It knows none of the parity text's words, so that text has no token."""
    run = write_tiny_run(tmp_path / "runs", "a", family)
    tokenizer = json.loads((run / "tokenizer.json").read_text("utf-8"))
    tokenizer["model"] |= {"vocab": {"<|endoftext|>": 0, "zib": 1, "Ġmog": 2}, "merges": []}
    (run / "tokenizer.json").write_text(json.dumps(tokenizer), "utf-8")
    assert publish(run, tmp_path / "a").parity["tokens"] == 256


# --- the command ---


def run_import(*arguments: object) -> Result:
    command = next(command for command in COMMANDS if command.name == "import")
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_a_run_is_imported_under_its_own_name_and_once(tmp_path):
    run = write_tiny_run(tmp_path / "runs", "my-run")
    done = run_import(run, "--models", tmp_path / "models")
    assert done.exit_code == 0, done
    assert "my-run: 60,458 parameters" in done.stdout
    assert "native, explain, portable: on 256 tokens within" in done.stdout
    again = run_import(run, "--models", tmp_path / "models")
    assert "already in" in again.stdout


def test_a_masked_run_is_imported_too(tmp_path):
    done = run_import(write_tiny_run(tmp_path, "gap", "bert"), "--models", tmp_path / "models")
    assert "padding changes no logit of 256 tokens by more than" in done.stdout


def test_a_run_that_went_on_is_another_source(tmp_path):
    run = write_tiny_run(tmp_path / "runs", "a")
    run_import(run, "--models", tmp_path)
    save_file(tiny_weights(tiny_config("gpt2"), 1), run / "checkpoint" / "weights.safetensors")
    refused = run_import(run, "--models", tmp_path)
    assert isinstance(refused.exception, ImportFailed)
    assert "--force" in str(refused.exception)
    assert run_import(run, "--models", tmp_path, "--force").exit_code == 0


def test_a_run_can_have_another_id_and_a_card(tmp_path):
    run = write_tiny_run(tmp_path / "runs", "a")
    card = tmp_path / "card.toml"
    card.write_text('licence = "CC0-1.0"\n')
    run_import(run, "--id", "b", "--card", card, "--models", tmp_path)
    assert manifest_of(tmp_path / "b").licence == "CC0-1.0"


def test_an_unknown_key_of_a_card_is_refused(tmp_path):
    run = write_tiny_run(tmp_path / "runs", "a")
    card = tmp_path / "card.toml"
    card.write_text('license = "CC0-1.0"\n')
    refused = run_import(run, "--card", card, "--models", tmp_path / "models")
    assert isinstance(refused.exception, RecipeInvalid)
    assert "did you mean licence" in str(refused.exception)
    assert not (tmp_path / "models").exists()


def test_only_a_run_takes_a_card(tmp_path):
    refused = run_import("smollm2-135m", "--card", tmp_path / "c.toml", "--models", tmp_path / "m")
    assert "only a training run takes a card" in str(refused.exception)


def test_a_folder_that_is_no_run_is_refused_with_what_was_expected(tmp_path):
    refused = run_import(tmp_path, "--models", tmp_path / "m")
    assert "checkpoint/weights.safetensors" in str(refused.exception)


# --- runs that are not whole ---


def lacks(name: str) -> Any:
    return lambda run: (run / name).unlink()


def says(**facts: Any) -> Any:
    return lambda run: write_state(run, **facts)


def has_source(source: Any) -> Any:
    return lambda run: (run / "data.json").write_text(json.dumps({"sources": [source]}))


def cut_short(run: Path) -> None:
    path = run / "checkpoint" / "weights.safetensors"
    path.write_bytes(path.read_bytes()[:-9])


def is_of_words(run: Path) -> None:
    tokenizer = {"model": {"type": "WordLevel", "vocab": {"a": 0}}}
    (run / "tokenizer.json").write_text(json.dumps(tokenizer))


def holds(name: str, value: float, shape: tuple[int, ...] = (52,)) -> Any:
    def change(run: Path) -> None:
        path = run / "checkpoint" / "weights.safetensors"
        save_file(load_file(path) | {name: np.full(shape, value, np.float32)}, path)

    return change


FAULTS: list[tuple[Any, str]] = [
    (lacks("tokenizer.json"), r"tokenizer\.json cannot be read"),
    (is_of_words, "tokenizer is of type WordLevel; .* tokenizer = .bpe."),
    (lacks("data.json"), r"data\.json cannot be read"),
    (lacks("recipe.toml"), r"recipe\.toml cannot be read"),
    (lacks("checkpoint/state.json"), r"state\.json cannot be read"),
    (says(architecture={}), "no usable architecture: architecture: vocabulary is missing"),
    (says(architecture={"vocabulary": "many"}), "no usable architecture"),
    (says(architecture=tiny_config("llama").to_json()), "its architecture has not"),
    (says(architecture=tiny_config("gpt2", layers=3).to_json()), r"no weight layers\.2\."),
    (says(architecture=tiny_config("gpt2", layers=4000).to_json()), "says 4,000 layers"),
    (says(recipe=[]), "something is missing in it"),
    (has_source({"name": "x"}), "something is missing in it: KeyError..licence"),
    (has_source("x"), "something is missing in it"),
    (cut_short, r"weights\.safetensors cannot be read"),
    (holds("final_norm.weight", float("nan")), "holds NaN or infinity"),
    (holds("final_norm.weight", float("inf")), "holds NaN or infinity"),
    (holds("final_norm.weight", 7e4), "fp16 holds no more than 65504"),
    (holds("final_norm.weight", 1, (3,)), r"final_norm\.weight has shape \(3,\)"),
    (holds("final_norm.gain", 1), r"final_norm\.gain, which its architecture has not"),
]


@pytest.mark.parametrize(("damage", "sentence"), FAULTS)
def test_a_run_that_is_not_whole_is_one_sentence_and_leaves_nothing(tmp_path, damage, sentence):
    run = write_tiny_run(tmp_path / "runs", "a")
    damage(run)
    with pytest.raises(ImportFailed, match=sentence):
        publish(run, tmp_path / "models" / "a")
    left = tmp_path / "models"
    assert not left.exists() or not [path for path in left.iterdir() if path.is_dir()]


_CHILD = """
import sys
from pathlib import Path
from shotglass_export.importing import import_source
import_source(sys.argv[1], None, Path(sys.argv[2]), Path("none"))
assert "torch" not in sys.modules
"""


def test_publishing_needs_no_torch(tmp_path):
    run = write_tiny_run(tmp_path / "runs", "a")
    subprocess.run([sys.executable, "-c", _CHILD, str(run), str(tmp_path)], check=True)
    assert (tmp_path / "a" / MANIFEST).is_file()

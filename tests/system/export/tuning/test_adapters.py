"""Adapters beside peft: ours are loaded by it, its own are merged by us, to the same weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import peft
import pytest
import torch
from click.testing import CliRunner
from safetensors.numpy import load_file, save_file
from support.inputs.tuned import tuned_session, write_start, write_tuned
from support.models.tiny import LOOSE
from support.models.tiny_hf import FAMILIES, Written
from support.models.tiny_hf_later import LATER

from shotglass.contract import MANIFEST, Manifest
from shotglass.errors import ImportFailed
from shotglass_export.adapters.merging import MergedWeights
from shotglass_export.adapters.names import HubNames
from shotglass_export.adapters.peft_folder import PeftFolder, read_adapter
from shotglass_export.cli import COMMANDS
from shotglass_export.formats.source import Source
from shotglass_export.importers.hf import read_hf_folder
from shotglass_export.importers.hf.folder import Folder
from shotglass_export.progress import silent
from shotglass_export.to_onnx import folder as folders
from shotglass_export.training import session as sessions
from shotglass_export.training import train as trains
from shotglass_export.training.session import train
from shotglass_export.training.tuning.result import ADAPTER, write_result

MODEL, CONFIG = "adapter_model.safetensors", "adapter_config.json"
MODULES: dict[str, list[str]] = {
    "openai-gpt": ["c_attn", "c_fc"],
    "gpt2": ["c_attn", "mlp.c_proj"],
    "llama": ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
    "mistral": ["q_proj", "down_proj"],
    "qwen2": ["k_proj", "up_proj"],
    "gpt_neox": ["query_key_value", "dense"],
    "phi3": ["qkv_proj", "gate_up_proj"],
    "phi": ["q_proj", "dense"],
    "opt": ["q_proj", "fc1"],
    "gpt_neo": ["q_proj", "c_fc"],
    "gemma3_text": ["q_proj", "gate_proj"],
}
NEAR = 1e-5  # of every merged weight

# peft asks transformers by a name that transformers calls deprecated
pytestmark = pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning")


def peft_adapter(written: Written, folder: Path, **more: Any) -> Any:
    """peft's own adapter of random numbers, saved to ``folder``; the model it is on."""
    settings = {"r": 3, "lora_alpha": 7, "target_modules": MODULES[written.family]} | more
    conv = written.family in ("gpt2", "openai-gpt")
    config = peft.LoraConfig(task_type="CAUSAL_LM", fan_in_fan_out=conv, **settings)
    model = peft.get_peft_model(written.model, config)
    generator = torch.Generator().manual_seed(5)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "lora_" in name:
                weight.copy_(0.3 * torch.randn(weight.shape, generator=generator))
    model.save_pretrained(folder)
    return model


def merged_by_peft(model: Any, root: Path, written: Written) -> Any:
    """The weights by canonical name of what peft merges and saves."""
    target = root / "merged"
    model.merge_and_unload().save_pretrained(target)
    for path in written.folder.iterdir():  # the tokenizer's files
        if not (target / path.name).exists():
            (target / path.name).write_bytes(path.read_bytes())
    return read_hf_folder(target).weights


def merged_by_us(written: Written, adapter: Path) -> MergedWeights:
    base = read_hf_folder(written.folder)
    names = HubNames.of(base.config, base.card)
    return MergedWeights(base.weights, read_adapter(Folder(adapter), base.config, names))


def assert_equal(own: Any, theirs: Any) -> None:
    assert own.keys() == theirs.keys()
    changed = 0
    for name in own:
        assert np.abs(own[name] - theirs[name]).max() <= NEAR, name
        changed += own[name].size > 0
    assert changed == len(own)


@pytest.mark.parametrize("family", sorted(MODULES))
def test_an_adapter_of_peft_is_merged_as_peft_does_it(family, tmp_path):
    written = write_start(tmp_path, family, 2, maker=(FAMILIES | LATER)[family])
    model = peft_adapter(written, tmp_path / "adapter")
    own = merged_by_us(written, tmp_path / "adapter")
    base = read_hf_folder(written.folder).weights
    assert any(np.abs(own[name] - base[name]).max() > 0.05 for name in own)
    assert_equal(own, merged_by_peft(model, tmp_path, written))


@pytest.mark.parametrize(
    "more",
    [
        {"use_rslora": True},
        {"rank_pattern": {"q_proj": 2}, "alpha_pattern": {"layers.0.self_attn.v_proj": 1}},
        {"layers_to_transform": [0]},
    ],
)
def test_scales_and_ranks_of_single_modules_are_those_of_peft(more, tmp_path):
    written = write_start(tmp_path, "llama", 4)
    model = peft_adapter(written, tmp_path / "adapter", **more)
    assert_equal(
        merged_by_us(written, tmp_path / "adapter"), merged_by_peft(model, tmp_path, written)
    )


@pytest.mark.parametrize(
    ("family", "on"),
    [("llama", ["query", "value", "down"]), ("gpt2", ["query", "value", "output", "up"])],
)
def test_what_was_trained_here_is_loaded_by_peft_and_merged_alike(
    family, on, tmp_path, monkeypatch
):
    for module in (sessions, trains):
        monkeypatch.setattr(module, "ceiling", lambda *_: 1e11)
    kind, settings = FAMILIES[family]
    ends = {"eos_token_id": 2, "bos_token_id": 2}  # GPT-2's own is beyond a small vocabulary
    maker = (kind, lambda draw: settings(draw) | (ends if family == "gpt2" else {}))
    written = write_start(tmp_path, family, 3, maker)
    lora = {"rank": 2, "alpha": 3.0, "on": on}
    recipe = write_tuned(tmp_path, written.folder, lora=lora, learning_rate=3e-2)
    session = tuned_session(recipe, written.folder, tmp_path / "runs")
    train(session)
    write_result(session.run, session.recipe, session.data, session.start)

    theirs = peft.PeftModel.from_pretrained(written.model, session.run / ADAPTER).eval()
    own = merged_by_us(written, session.run / ADAPTER)
    model = session.start.model()
    with torch.no_grad():
        for name, weight in model.state_dict().items():
            weight.copy_(torch.from_numpy(own[name].copy()))
        ids = torch.arange(12)[None] + 4
        assert (model(ids) - theirs(ids).logits).abs().max() < 1e-4
        assert (model(ids) - session.start.model()(ids)).abs().max() > 1e-3
    assert_equal(own, merged_by_peft(theirs, tmp_path, written))


@pytest.fixture
def llama(tmp_path) -> Written:
    return write_start(tmp_path, "llama", 6)


def import_it(*arguments: object) -> Any:
    command = next(command for command in COMMANDS if command.name == "import")
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_the_command_merges_onto_a_folder_and_onto_a_model_that_is_there(
    llama, tmp_path, monkeypatch
):
    monkeypatch.setattr(folders, "Tolerances", lambda: LOOSE)
    peft_adapter(llama, tmp_path / "adapter" / "mine")
    models, adapter = tmp_path / "models", tmp_path / "adapter" / "mine"
    onto = import_it(llama.folder, "--adapter", adapter, "--models", models)
    assert onto.exit_code == 0, onto.output
    manifest = Manifest.from_json((models / "mine" / MANIFEST).read_text("utf-8"))
    assert manifest.provenance["adapter"]["files"].keys() == {CONFIG, MODEL}
    expected = merged_by_us(llama, adapter)
    assert manifest.provenance["merge"] == {
        "sha256": expected.digest(), "weights": 7 * manifest.architecture.layers, "ranks": [3],
    }  # fmt: skip
    weights = Source.open(models / "mine", silent).weights
    assert all(np.array_equal(weights[name], expected[name]) for name in expected)
    assert "already in" in import_it(llama.folder, "--adapter", adapter, "--models", models).stdout

    assert import_it(llama.folder, "--id", "base", "--models", models).exit_code == 0
    there = import_it("base", "--adapter", adapter, "--id", "again", "--models", models)
    assert there.exit_code == 0, there.output
    again = Manifest.from_json((models / "again" / MANIFEST).read_text("utf-8"))
    assert again.provenance["merge"]["sha256"] == expected.digest()
    taken = import_it("base", "--adapter", adapter, "--id", "base", "--models", models)
    assert "There is a model base already, from another source" in str(taken.exception)


def read_confined(llama: Written, adapter: Path) -> None:
    base = read_hf_folder(llama.folder)
    PeftFolder(adapter).read(base.config, base.card)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"use_dora": True}, "use_dora is 'True', which changes more than a low-rank sum"),
        ({"bias": "all"}, "bias is 'all', which changes more"),
        ({"modules_to_save": ["lm_head"]}, "modules_to_save is"),
        ({"peft_type": "IA3"}, "is of type 'IA3'; LORA is what can be merged"),
        ({"init_lora_weights": "pissa"}, "init_lora_weights is 'pissa'"),
        ({"r": 4}, "is of rank 3; adapter_config.json says 4"),
        ({"rank_pattern": {"(": 2}}, r"the pattern '\(' is none"),
    ],
)
def test_what_is_more_than_a_low_rank_sum_is_refused_by_name(llama, tmp_path, more, sentence):
    peft_adapter(llama, tmp_path / "adapter")
    path = tmp_path / "adapter" / CONFIG
    path.write_text(json.dumps(json.loads(path.read_text()) | more))
    with pytest.raises(ImportFailed, match=sentence):
        read_confined(llama, tmp_path / "adapter")


def test_an_adapter_of_another_model_and_half_of_one_are_refused(llama, tmp_path):
    peft_adapter(llama, tmp_path / "adapter")
    other = write_start(tmp_path, "llama", 9)
    with pytest.raises(ImportFailed, match="The adapter"):
        read_confined(other, tmp_path / "adapter")
    path = tmp_path / "adapter" / MODEL
    tensors = load_file(path)
    half = {name: value for name, value in tensors.items() if ".q_proj.lora_A" not in name}
    save_file(half, path)
    with pytest.raises(ImportFailed, match="has only half of"):
        read_confined(llama, tmp_path / "adapter")
    save_file(tensors | {"base_model.model.lm_head.bias": np.zeros(3, np.float32)}, path)
    with pytest.raises(ImportFailed, match="which is none of a LoRA of this model"):
        read_confined(llama, tmp_path / "adapter")


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_an_adapter_with_what_is_no_finite_number_is_refused(llama, tmp_path, value):
    peft_adapter(llama, tmp_path / "adapter")
    path = tmp_path / "adapter" / MODEL
    tensors = load_file(path)
    name = next(name for name in tensors if ".q_proj.lora_B" in name)
    tensors[name][0, 0] = value
    save_file(tensors, path)
    with pytest.raises(ImportFailed, match="q_proj.lora_B.weight holds NaN or infinity"):
        read_confined(llama, tmp_path / "adapter")


def test_a_folder_without_an_adapter_is_named(llama, tmp_path):
    with pytest.raises(ImportFailed, match="has no adapter_config.json; a folder that peft wrote"):
        PeftFolder(llama.folder).digests()

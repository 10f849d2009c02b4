"""Llama 3's stretched rotary positions in a GGUF: a factor for each pair of a head."""

from __future__ import annotations

import json
from math import pi
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose
from support.models.tiny import LOOSE, tiny_config, tiny_weights
from support.models.tiny_gguf import write_gguf
from transformers import AutoConfig, AutoModelForCausalLM

from shotglass.architecture import ModelConfig
from shotglass.architecture.rotary import RopeScaling
from shotglass.errors import ImportFailed
from shotglass_export.formats.hub.hub_config import hub_config
from shotglass_export.importers.gguf.checkpoint import read_gguf
from shotglass_export.importers.gguf.families.scaling import llama3_scaling, scaling_factors
from shotglass_export.importers.hf.families.llama import slices
from shotglass_export.to_onnx.checks.graph_runs import PortableRun
from shotglass_export.to_onnx.folder import write_folder

SCALING = RopeScaling("llama3", 32.0)  # Llama 3.2's; 3.1's factor is 8


def config(**changes: object) -> ModelConfig:
    return tiny_config("llama", width=64, ffn_width=96, rope_theta=500_000.0, **changes)


def factors(config: ModelConfig, scaling: RopeScaling) -> np.ndarray:
    """As llama.cpp's convert_hf_to_gguf.py writes them."""
    found = []
    low, high = scaling.low_frequency, scaling.high_frequency
    for pair in range(config.head_size // 2):
        frequency = config.rope_theta ** -(2 * pair / config.head_size)
        wave = 2 * pi / frequency
        if wave < scaling.first_context / high:
            found.append(1.0)
        elif wave > scaling.first_context / low:
            found.append(scaling.factor)
        else:
            smooth = (scaling.first_context / wave - low) / (high - low)
            found.append(1 / ((1 - smooth) / scaling.factor + smooth))
    return np.array(found, np.float32)


@pytest.mark.parametrize("size", [16, 32, 64, 80])
@pytest.mark.parametrize("context", [64, 300, 4096, 8192])
@pytest.mark.parametrize(("factor", "theta"), [(8.0, 5e5), (32.0, 5e5), (2.5, 1e5)])
def test_the_rule_of_other_contexts_and_head_sizes_is_recovered(size, context, factor, theta):
    scaling = RopeScaling("llama3", factor, first_context=context)
    made = np.array(scaling_factors(scaling, size, theta), np.float32)
    found = llama3_scaling(made.tolist(), size, theta)
    if any(1 < value < factor for value in made.tolist()):  # else other contexts give the same
        assert found == scaling
    assert_allclose(scaling_factors(found, size, theta), made, rtol=1e-6)


def write(path: Path, made: np.ndarray) -> Path:
    extra = {"rope_freqs.weight": made}
    return write_gguf(path, config(), tiny_weights(config()), extra=extra)


@pytest.mark.parametrize("factor", [8.0, 32.0])
def test_the_factors_become_the_rule_that_a_config_says(tmp_path, factor):
    scaling = RopeScaling("llama3", factor)
    made = factors(config(), scaling)
    assert len(set(made.tolist())) > 2  # kept, gradual and slowed ones
    read = read_gguf(write(tmp_path / "a.gguf", made))
    assert read.config == config(rope_scaling=scaling)


def test_logits_are_those_of_transformers_with_the_same_config(tmp_path):
    read = read_gguf(write(tmp_path / "a.gguf", factors(config(), SCALING)))
    write_folder(read, tmp_path / "tiny", tolerances=LOOSE)
    ids = np.random.default_rng(1).integers(0, config().vocabulary, 200)
    ours = PortableRun(tmp_path / "tiny" / "portable.onnx", read.config).logits(ids)
    assert_allclose(ours, theirs(config(rope_scaling=SCALING), tmp_path, ids), atol=1e-4)
    plain = theirs(config(), tmp_path, ids)
    assert np.abs(ours - plain).max() > 1e-2  # it is not the same without


def theirs(config: ModelConfig, folder: Path, ids: np.ndarray) -> np.ndarray:
    """Of transformers' own model with the same weights."""
    (folder / "config.json").write_text(json.dumps(hub_config(config)))
    model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(folder))
    model.load_state_dict(_named(config), strict=False)
    model.tie_weights()
    with torch.no_grad():
        return model.eval()(torch.tensor(ids)[None]).logits[0].numpy()


def _named(config: ModelConfig) -> dict[str, torch.Tensor]:
    weights = tiny_weights(config)
    return {f"model.{slices(config)[name].name}": torch.tensor(w) for name, w in weights.items()}


@pytest.mark.parametrize(
    "made",
    [
        np.array([1, 1, 1, 1, 1, 2, 2, 5], np.float32),
        np.array([1, 1, 5, 1, 1, 1, 5, 5], np.float32),
        np.array([1, 2, 3], np.float32),
        np.array([0.5] * 8, np.float32),
    ],
)
def test_other_factors_are_refused_with_a_way_out(tmp_path, made):
    with pytest.raises(ImportFailed, match=r"not those of Llama 3's rule; import the model's safe"):
        read_gguf(write(tmp_path / "a.gguf", made))


def test_factors_of_one_stretch_nothing(tmp_path):
    assert read_gguf(write(tmp_path / "a.gguf", np.ones(8, np.float32))).config == config()

"""What a checkpoint folder may hold that cannot be computed as it should: refused by name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
import safetensors.torch
import torch
from support.models.tiny_hf import FAMILIES, write_checkpoint

from shotglass.errors import ImportFailed
from shotglass_export.importers.hf import read_hf_folder

Tensors = dict[str, np.ndarray]


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    root = tmp_path_factory.mktemp("originals")
    return {family: write_checkpoint(root, family, 2).folder for family in FAMILIES}


@pytest.fixture
def copied(originals, tmp_path) -> Callable[[str], Path]:
    def copy(family: str) -> Path:
        return Path(shutil.copytree(originals[family], tmp_path / family))

    return copy


def changed(folder: Path, name: str = "config.json", **changes: Any) -> Path:
    """``changes`` of a JSON file's keys; None takes one away."""
    path = folder / name
    data = (json.loads(path.read_text()) if path.exists() else {}) | changes
    path.write_text(json.dumps({key: v for key, v in data.items() if v is not None}))
    return folder


def rewritten(folder: Path, change: Callable[[Tensors], Any]) -> Path:
    """The folder with other tensors."""
    path = folder / "model.safetensors"
    tensors = safetensors.numpy.load_file(path)
    change(tensors)
    safetensors.numpy.save_file(tensors, path)
    return folder


@pytest.mark.parametrize(
    ("family", "changes", "sentence"),
    [
        ("llama", {"model_type": "mamba"}, "type 'mamba'; openai-gpt, gpt2, llama, mistral"),
        ("llama", {"model_type": None}, "config.json has no model_type"),
        ("llama", {"hidden_act": "mish"}, "hidden_act is 'mish'; one of gelu"),
        ("llama", {"hidden_size": "26"}, "hidden_size is '26'; a whole number"),
        ("llama", {"hidden_size": -1}, "hidden_size is '-1'; a whole number"),
        ("llama", {"num_hidden_layers": 10**9}, "num_hidden_layers is '1000000000'; a whole numb"),
        ("llama", {"max_position_embeddings": 10**9}, "a whole number up to 1,048,576"),
        (
            "llama",
            {"max_position_embeddings": 1 << 20, "head_dim": 1 << 14},
            "table of rotary positions would hold 17,179,869,184 values",
        ),
        ("llama", {"architectures": "LlamaForCausalLM"}, "'LlamaForCausalLM'; a list of texts"),
        ("llama", {"architectures": [1]}, "architectures is '.1.'; a list of texts"),
        ("llama", {"vocab_size": None}, "config.json has no vocab_size"),
        ("llama", {"rms_norm_eps": True}, "rms_norm_eps is 'True'; a number above 0"),
        ("llama", {"attention_bias": "yes"}, "attention_bias is 'yes'; true or false"),
        ("llama", {"num_key_value_heads": 5, "num_attention_heads": 7}, "describes no usable mode"),
        ("llama", {"quantization_config": {"bits": 4}}, "weights are read as they are stored"),
        ("llama", {"rope_parameters": {"rope_type": "yarn"}}, "the 'yarn' way; linear and llama3"),
        ("llama", {"rope_parameters": [1]}, "rope_parameters is '\\[1\\]'; an object"),
        ("llama", {"rope_parameters": {"rope_type": "llama3"}}, "rope_parameters has no factor"),
        ("llama", {"rope_parameters": None, "rope_scaling": {"type": "dynamic"}}, "'dynamic' way"),
        ("llama", {"rope_parameters": {"rope_theta": -1}}, "rope_theta is '-1'; a number above 0"),
        ("llama", {"rope_parameters": {"rope_theta": 10**999}}, "a number above 0"),
        ("llama", {"rope_interleaved": True}, "since pairs are half a head apart"),
        ("llama", {"partial_rotary_factor": 0.5}, "since whole heads are turned"),
        ("llama", {"layer_types": 1, "head_dim": 7}, "rotary needs an even one"),
        ("qwen2", {"layer_types": ["odd"], "use_sliding_window": True}, "layer_types holds 'odd'"),
        ("gpt2", {"activation_function": "mish"}, "activation_function is 'mish'"),
        ("gpt2", {"scale_attn_weights": False}, "scale_attn_weights is False"),
        ("llama", {"model_type": "mixtral"}, "'mixtral', in which each token passes several expe"),
        ("llama", {"model_type": "gemma3"}, "a Gemma 3 that reads pictures too"),
        (
            "llama",
            {"architectures": ["LlamaForSequenceClassification"]},
            "holds a classifier of texts .LlamaForSequenceClassification.: it gives labels",
        ),
        ("bert", {"architectures": ["BertModel"]}, "an encoder without a head .BertModel.: it m"),
        ("gpt2", {"add_cross_attention": True}, "nothing to attend to"),
        ("openai-gpt", {"afn": "mish"}, "afn is 'mish'; one of gelu, silu, swish"),
        ("bert", {"is_decoder": True}, "each token sees all others"),
        ("bert", {"position_embedding_type": "relative_key"}, "positions are looked up"),
        ("bert", {"hidden_act": "mish"}, "hidden_act is 'mish'"),
        (
            "bert",
            {"is_causal": True},
            "is_causal is True; False was expected, since each token sees",
        ),
        ("llama", {"pruned_heads": {"0": [1]}}, "pruned_heads is .*, since every head is there"),
        ("llama", {"per_layer_config": {"0": {}}}, "per_layer_config is .*, since all layers are"),
        ("llama", {"sliding_window": 4}, "sliding_window is 4; None was expected, since no layer"),
        ("llama", {"layer_types": ["sliding_attention"]}, "holds 'sliding_attention'; 'full_att"),
        ("llama", {"attention_chunk_size": 8}, "since attention is not cut into chunks"),
        ("gpt2", {"n_embd": 10, "hidden_size": 20}, "hidden_size is 20; 10 was expected, since it"),
    ],
)
def test_a_setting_that_we_do_not_compute_is_named(copied, family, changes, sentence):
    folder = changed(copied(family), **changes)
    with pytest.raises(ImportFailed, match=sentence):
        read_hf_folder(folder)


@pytest.mark.parametrize("family", sorted(set(FAMILIES) - {"bert"}))
@pytest.mark.parametrize("value", [False, None, 0])
def test_a_model_whose_tokens_see_what_follows_them_is_refused(copied, family, value):
    """transformers takes whatever is not true for it, null too."""
    folder = copied(family)
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"is_causal": value}))
    with pytest.raises(ImportFailed, match="is_causal is .*; True was expected, since each token"):
        read_hf_folder(folder)


def test_settings_that_a_type_does_not_have_are_told_by_name(copied):
    extra = {f"more_{n}": n for n in range(8)}
    folder = changed(copied("llama"), logit_scale=0.5, **extra, transformers_version="9", n_ctx=3)
    (note,) = (note for note in read_hf_folder(folder).card.notes if "not read" in note)
    assert "which were not read: logit_scale, more_0, more_1, " in note
    assert note.endswith(" and 1 more.")


def test_stretched_positions_are_read_where_transformers_reads_them(copied):
    """Of both versions' names it takes the older one, and nothing of the other."""
    newer = {"rope_type": "default", "rope_theta": 77.0}
    older = {"type": "linear", "factor": 3.0}
    folder = changed(copied("llama"), rope_parameters=newer, rope_scaling=older)
    config = read_hf_folder(folder).config
    assert config.rope_scaling is not None
    assert (config.rope_scaling.factor, config.rope_theta) == (3.0, 10_000.0)


def test_an_adapter_is_put_onto_the_model_that_it_changes(tmp_path):
    changed(tmp_path, "adapter_config.json", base_model_name_or_path="gpt2", r=8)
    with pytest.raises(ImportFailed, match="a LoRA adapter of gpt2 and no model: name the"):
        read_hf_folder(tmp_path)


@pytest.mark.parametrize("template", [5, {"a": "b"}, [{"name": "default", "template": 5}]])
def test_a_chat_template_that_is_no_text_is_refused(copied, template):
    folder = changed(copied("llama"), "tokenizer_config.json", chat_template=template)
    with pytest.raises(ImportFailed, match="chat_template is no text; one was expected"):
        read_hf_folder(folder)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_missing_tensor_is_named(copied, family):
    folder = copied(family)
    names = sorted(safetensors.numpy.load_file(folder / "model.safetensors"))
    gone = names[len(names) // 2]
    rewritten(folder, lambda tensors: tensors.pop(gone))
    bare = gone.removeprefix("transformer.").removeprefix("model.").removeprefix("bert.")
    with pytest.raises(ImportFailed, match=f"no tensor {bare}; its architecture needs one"):
        read_hf_folder(folder)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_tensor_that_is_not_read_is_named(copied, family):
    def add(tensors: Tensors) -> None:
        tensors["adapter.weight"] = np.ones(2, np.float32)

    with pytest.raises(ImportFailed, match=r"such as adapter\.weight \(1 of"):
        read_hf_folder(rewritten(copied(family), add))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_tensor_of_another_shape_is_named(copied, family):
    def widen(tensors: Tensors) -> None:
        ends = ("norm.weight", "ln_1.weight", "Norm.weight")
        name = next(name for name in tensors if name.endswith(ends))
        tensors[name] = np.ones(len(tensors[name]) + 1, np.float32)

    with pytest.raises(ImportFailed, match=r"has shape \(\d+,\); its architecture needs"):
        read_hf_folder(rewritten(copied(family), widen))


@pytest.mark.parametrize("dtype", [np.float64, np.int8])
def test_a_tensor_of_another_type_is_named(copied, dtype):
    def change(tensors: Tensors) -> None:
        tensors["model.norm.weight"] = tensors["model.norm.weight"].astype(dtype)

    with pytest.raises(ImportFailed, match=r"model\.norm\.weight is of type (F64|I8)"):
        read_hf_folder(rewritten(copied("llama"), change))


def test_nan_is_found_when_the_weight_is_read(copied):
    def spoil(tensors: Tensors) -> None:
        tensors["model.norm.weight"][3] = np.nan

    weights = read_hf_folder(rewritten(copied("llama"), spoil)).weights
    with pytest.raises(ImportFailed, match=r"model\.norm\.weight holds NaN"):
        weights["final_norm.weight"]


def test_masks_and_other_tasks_heads_are_passed_over(copied):
    def add(tensors: Tensors) -> None:
        tensors["transformer.h.0.attn.bias"] = np.tri(24, dtype=np.bool_)[None, None]
        tensors["transformer.h.0.attn.masked_bias"] = np.array(-1e4, np.float32)

    assert len(read_hf_folder(rewritten(copied("gpt2"), add)).weights) > 10


def test_old_bert_names_are_known(copied, originals):
    expected = read_hf_folder(originals["bert"]).weights

    def old(tensors: Tensors) -> None:
        for name in [name for name in tensors if "LayerNorm" in name]:
            older = name.replace(".weight", ".gamma").replace(".bias", ".beta")
            tensors[older] = tensors.pop(name)
        tensors["bert.pooler.dense.weight"] = np.ones((3, 3), np.float32)
        tensors["bert.embeddings.position_ids"] = np.arange(24)[None]
        tensors["cls.seq_relationship.weight"] = np.ones((2, 3), np.float32)

    found = read_hf_folder(rewritten(copied("bert"), old)).weights
    assert all(np.array_equal(found[name], expected[name]) for name in expected)


def test_a_tied_head_that_is_stored_must_be_the_embedding(copied):
    folder = changed(copied("llama"), tie_word_embeddings=True)

    def copy(tensors: Tensors) -> None:
        tensors["lm_head.weight"] = tensors["model.embed_tokens.weight"].copy()

    assert "head.weight" not in read_hf_folder(rewritten(folder, copy)).weights

    def change(tensors: Tensors) -> None:
        tensors["lm_head.weight"][0, 0] += 1

    with pytest.raises(ImportFailed, match=r"lm_head\.weight and embed_tokens\.weight differ"):
        read_hf_folder(rewritten(folder, change))


def test_a_model_without_its_head_s_prefix_is_the_same(copied, originals):
    def bare(tensors: Tensors) -> None:
        for name in list(tensors):
            tensors[name.removeprefix("transformer.")] = tensors.pop(name)

    expected = read_hf_folder(originals["gpt2"]).weights
    found = read_hf_folder(rewritten(copied("gpt2"), bare)).weights
    assert all(np.array_equal(found[name], expected[name]) for name in expected)


def test_one_tensor_under_two_names_is_refused(copied):
    def twice(tensors: Tensors) -> None:
        tensors["norm.weight"] = tensors["model.norm.weight"].copy()

    with pytest.raises(ImportFailed, match=r"norm\.weight is there twice"):
        read_hf_folder(rewritten(copied("llama"), twice))


def test_weights_that_are_a_pickle_alone_are_not_read(copied):
    folder = copied("gpt2")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(ImportFailed, match=r"pytorch_model\.bin, which may run code"):
        read_hf_folder(folder)


def test_a_folder_without_weights_is_refused(copied):
    folder = copied("gpt2")
    (folder / "model.safetensors").unlink()
    with pytest.raises(ImportFailed, match="has no weights"):
        read_hf_folder(folder)


def test_a_link_out_of_the_folder_is_refused_and_one_inside_is_not(copied, tmp_path):
    folder = copied("gpt2")
    weights = folder / "model.safetensors"
    weights.rename(folder / "own.safetensors")
    weights.symlink_to("own.safetensors")
    read_hf_folder(folder)
    weights.unlink()
    (folder / "own.safetensors").rename(tmp_path / "other.safetensors")
    weights.symlink_to(tmp_path / "other.safetensors")
    with pytest.raises(ImportFailed, match="lies outside of the folder gpt2"):
        read_hf_folder(folder)


@pytest.mark.parametrize(
    ("index", "sentence"),
    [
        ({}, "has no weight_map"),
        ({"weight_map": {"a": "../a.safetensors"}}, "lies outside of the folder"),
        ({"weight_map": {"a": "a.bin"}}, "a .safetensors file was expected"),
        ({"weight_map": {"a": 1}}, "a .safetensors file was expected"),
        ({"weight_map": {"a": "gone.safetensors"}}, "has no file gone.safetensors"),
        ({"weight_map": {"a": "part.safetensors"}}, "a in part.safetensors: the index says so"),
    ],
)
def test_an_index_that_does_not_fit_is_refused(copied, index, sentence):
    folder = copied("gpt2")
    (folder / "model.safetensors").rename(folder / "part.safetensors")
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(ImportFailed, match=sentence):
        read_hf_folder(folder)


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "generation_config.json"])
@pytest.mark.parametrize("content", [b"", b"[]", b'{"a": 1, "a": 2}', b"\xff", b"{" * 9])
def test_a_damaged_json_file_is_named(copied, name, content):
    folder = copied("llama")
    (folder / name).write_bytes(content)
    with pytest.raises(ImportFailed, match=name):
        read_hf_folder(folder)


def test_a_file_too_large_is_refused_before_it_is_read(copied):
    folder = copied("llama")
    with (folder / "tokenizer.json").open("wb") as file:
        file.truncate(1 << 40)  # sparse
    with pytest.raises(ImportFailed, match="at most 67,108,864 were expected"):
        read_hf_folder(folder)


def test_bfloat16_is_read_exactly(copied):
    folder = copied("llama")
    path = folder / "model.safetensors"
    tensors = {k: v.bfloat16() for k, v in safetensors.torch.load_file(path).items()}
    safetensors.torch.save_file(tensors, path)
    found = read_hf_folder(folder).weights["final_norm.weight"]
    expected = tensors["model.norm.weight"].to(torch.float32).numpy()
    assert np.array_equal(found, expected)

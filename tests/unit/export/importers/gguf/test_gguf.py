"""GGUF files become the canonical weights and config, or a sentence that says why not."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType, GGUFReader, dequantize
from numpy.testing import assert_array_equal
from support.models import tiny_gguf
from support.models.tiny import tiny_config, tiny_tokenizer_text, tiny_weights
from support.models.tiny_gguf import write_gguf
from support.references import ggml, reference

from shotglass.errors import ImportFailed
from shotglass_export.checkpoint import InPieces
from shotglass_export.importers.gguf import quantised
from shotglass_export.importers.gguf.checkpoint import read_gguf
from shotglass_export.importers.gguf.families import FAMILIES
from shotglass_export.importers.gguf.header import Metadata, read_header
from shotglass_export.importers.gguf.quantised import TYPES


@pytest.mark.parametrize("tied", [True, False])
def test_weights_and_config_come_back_as_they_were(tmp_path, tied):
    config = tiny_config("llama", tied=tied)
    weights = tiny_weights(config)
    read = read_gguf(write_gguf(tmp_path / "a.gguf", config, weights))
    assert read.config == config
    assert set(read.weights) == set(weights)
    for name, array in weights.items():
        assert_array_equal(read.weights[name], array, err_msg=name)


def test_a_qwen2_s_rows_stay_and_its_biases_come_along(tmp_path):
    config = tiny_config("llama", attention_bias=True)
    weights = tiny_weights(config)
    read = read_gguf(write_gguf(tmp_path / "a.gguf", config, weights, family="qwen2"))
    assert read.config == config
    for name, array in weights.items():
        assert_array_equal(read.weights[name], array, err_msg=name)


def test_a_gpt2_s_one_matrix_becomes_query_key_and_value(tmp_path):
    config = tiny_config("gpt2", width=24)
    weights = tiny_weights(config)
    read = read_gguf(write_gguf(tmp_path / "a.gguf", config, weights, family="gpt2"))
    assert read.config == config
    assert set(read.weights) == set(weights)
    for name, array in weights.items():
        assert_array_equal(read.weights[name], array, err_msg=name)


# llama.cpp takes seconds to write these with its tables.
SLOWLY_WRITTEN = ("IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS", "IQ2_S")


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param(kind, marks=pytest.mark.slow if kind in SLOWLY_WRITTEN else ())
        for kind in TYPES
    ],
)
def test_every_type_reads_as_the_gguf_package_reads_it(tmp_path, stored):
    config = tiny_config("llama", width=256, ffn_width=256, heads=16, layers=1)
    path = write_gguf(tmp_path / "a.gguf", config, tiny_weights(config), stored=stored)
    theirs = {tensor.name: tensor for tensor in GGUFReader(path).tensors}
    assert {tensor.tensor_type.name for tensor in theirs.values()} == {"F32", stored}
    ours = read_gguf(path).weights
    for name, stored_name in (
        ("embedding.weight", "token_embd.weight"),
        ("layers.0.ffn.down.weight", "blk.0.ffn_down.weight"),
    ):
        tensor = theirs[stored_name]
        expected = dequantize(tensor.data, tensor.tensor_type)
        assert_array_equal(ours[name], expected)
        if stored not in ("F32", "F16", "BF16"):
            assert_array_equal(ours[name], ggml.dequantised(tensor.data, stored, config.width))


@pytest.mark.parametrize("stored", SLOWLY_WRITTEN)
def test_what_is_slowly_written_is_read_from_any_bytes(tmp_path, monkeypatch, stored):
    block, size = GGML_QUANT_SIZES[GGMLQuantizationType[stored]]

    def any_bytes(array: np.ndarray, _: str) -> np.ndarray:
        """Below 120, so that no scale is infinite wherever it stands."""
        rows, width = array.shape
        return np.random.default_rng(5).integers(0, 120, (rows, width // block * size), np.uint8)

    monkeypatch.setattr(tiny_gguf, "quantised", any_bytes)
    test_every_type_reads_as_the_gguf_package_reads_it(tmp_path, stored)


FINER = ("Q8_0", "Q6_K", "Q5_0", "Q4_K", "Q2_K")  # than the next
GROWS = 6.0  # times: a weight's error, through the two layers of random weights


def test_one_model_in_five_types_strays_from_f16_by_what_each_type_loses(tmp_path):
    config = tiny_config("llama", width=256, ffn_width=256, heads=16)
    plain = tiny_weights(config)["embedding.weight"]

    def error(found: np.ndarray, exact: np.ndarray) -> float:
        return float(np.sqrt(np.mean((found - exact) ** 2)) / exact.std())

    def read(stored: str) -> tuple[float, np.ndarray]:
        path = write_gguf(tmp_path / stored, config, tiny_weights(config), stored=stored)
        weights = read_gguf(path).weights
        logits = reference.logits(config, weights, list(range(40, 60)))
        return error(weights["embedding.weight"], plain), logits

    _, exact = read("F16")
    lost, logits = zip(*map(read, FINER), strict=True)
    strayed = [error(each, exact) for each in logits]
    assert strayed == sorted(strayed)
    for weights, told in zip(lost, strayed, strict=True):
        assert 0 < told < GROWS * weights


def test_no_type_that_the_gguf_package_reads_is_left_out():
    for kind in GGMLQuantizationType:
        try:
            dequantize(np.zeros((1, 2048), np.uint8), kind)
        except NotImplementedError:
            assert kind.name not in TYPES
        except Exception:  # a row of another length
            assert kind.name in TYPES, kind.name
        else:
            assert kind.name in TYPES, kind.name


def test_a_large_tensor_is_read_in_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(quantised, "_PIECE", 1000)
    config = tiny_config("llama", width=64, ffn_width=96)
    weights = tiny_weights(config)
    read = read_gguf(write_gguf(tmp_path / "a.gguf", config, weights)).weights
    assert isinstance(read, InPieces)
    pieces = list(read.pieces("embedding.weight"))
    assert {len(piece) for piece in pieces} == {15, 331 % 15}
    assert_array_equal(np.concatenate(pieces), weights["embedding.weight"])
    for name, array in weights.items():
        assert_array_equal(read[name], array, err_msg=name)


@pytest.mark.parametrize("family", ["llama", "gpt2"])
def test_the_header_reads_as_the_gguf_package_reads_it(tmp_path, family):
    config = tiny_config(family)
    path = write_gguf(tmp_path / "a.gguf", config, tiny_weights(config), family=family)
    header, reader = read_header(path), GGUFReader(path)
    values = {key: field.contents() for key, field in reader.fields.items()}
    assert header.values == {k: v for k, v in values.items() if not k.startswith("GGUF.")}
    for tensor in reader.tensors:
        found = header.tensors[tensor.name]
        assert (found.start, found.bytes) == (tensor.data_offset, tensor.n_bytes)
        assert found.shape == tuple(map(int, reversed(tensor.shape)))


def test_a_type_that_is_not_read_is_refused_by_its_name(tmp_path):
    config = tiny_config("llama")
    extra = {"other.weight": np.zeros(4, np.int32)}
    path = write_gguf(tmp_path / "a.gguf", config, tiny_weights(config), extra=extra)
    with pytest.raises(ImportFailed, match=r"is stored as I32; F32, F16, .*NVFP4 can be read"):
        read_gguf(path)


def test_an_architecture_is_refused_before_how_its_tensors_are_stored(tmp_path):
    """No other file of a model that cannot be run is worth looking for."""
    config = tiny_config("llama", ffn_width=64)
    changes = {"general.architecture": "mamba"}
    extra = {"other.weight": np.zeros(4, np.int32)}
    path = write_gguf(tmp_path / "a.gguf", config, tiny_weights(config), changes, extra)
    with pytest.raises(ImportFailed) as caught:
        read_gguf(path)
    assert caught.value.detail == (
        "The file holds a model of architecture 'mamba'; 'gemma', 'gemma2', 'gemma3', 'gpt2', "
        "'gptneox', 'llama', 'olmo2', 'phi2', 'phi3', 'qwen2', 'qwen3', 'smollm3' can be read."
    )


def test_a_tensor_of_another_shape_is_refused_before_it_is_read(tmp_path):
    config = tiny_config("llama")
    weights = tiny_weights(config) | {"layers.1.ffn.up.weight": np.zeros((3, 52), np.float32)}
    with pytest.raises(ImportFailed, match=r"blk\.1\.ffn_up\.weight has the shape \(3, 52\)"):
        read_gguf(write_gguf(tmp_path / "a.gguf", config, weights))


def test_the_tokenizer_comes_back_as_it_was(tmp_path):
    config = tiny_config("llama")
    read = read_gguf(write_gguf(tmp_path / "a.gguf", config, tiny_weights(config)))
    original = json.loads(tiny_tokenizer_text())
    assert read.tokenizer["model"]["vocab"] == original["model"]["vocab"]
    assert read.tokenizer["model"]["merges"] == original["model"]["merges"]
    assert [token["content"] for token in read.tokenizer["added_tokens"]] == ["<|endoftext|>"]


def test_the_card_says_what_the_file_says(tmp_path):
    config = tiny_config("llama")
    changes = {"general.license": "apache-2.0", "tokenizer.ggml.bos_token_id": 7}
    card = read_gguf(write_gguf(tmp_path / "a.gguf", config, tiny_weights(config), changes)).card
    assert (card.name, card.licence, card.start_id) == ("Tiny", "apache-2.0", 7)
    assert card.stop_ids == (0,)
    assert card.provenance["tensor_types"] == {"F32": 20}


def test_the_file_s_own_end_token_comes_before_all_others(tmp_path):
    config = tiny_config("llama")
    changes = {"tokenizer.ggml.eos_token_id": 9, "tokenizer.ggml.eot_token_id": 5}
    card = read_gguf(write_gguf(tmp_path / "a.gguf", config, tiny_weights(config), changes)).card
    assert (card.end_id, card.stop_ids) == (9, (9, 5, 0))  # 0 is <|endoftext|>


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"general.architecture": "mamba"},
            "architecture 'mamba'; 'gemma', 'gemma2'",
        ),
        ({"llama.block_count": None}, "does not say its llama.block_count"),
        ({"llama.block_count": "two"}, "llama.block_count is 'two'; a whole number was expected"),
        ({"llama.context_length": 0}, "context is 0"),
        (
            {"llama.context_length": 1 << 24},
            "context is 16,777,216 and head_size is 16: the table of rotary positions would hold "
            "268,435,456 values; 134,217,728 at most",
        ),
        ({"llama.attention.head_count_kv": 3}, "4 heads cannot share 3 key/value heads"),
        ({"llama.rope.dimension_count": 8}, "Only 8 of 16 head dimensions are rotated"),
        ({"llama.rope.dimension_count_swa": 8}, "8 head dimensions are rotated in layers with a"),
        ({"llama.rope.scaling.type": "yarn"}, "stretches its rotary positions"),
        ({"llama.expert_count": 8}, "mixture of experts"),
        (
            {"llama.attention.causal": False},
            "llama.attention.causal is False; True was expected, since each token sees those",
        ),
        (
            {"llama.rope.scaling.attn_factor": 0.5},
            "llama.rope.scaling.attn_factor is 0.5; 1.0 was expected, since scores are not",
        ),
        ({"tokenizer.ggml.model": "bert"}, "tokenizer is of kind 'bert'"),
        ({"tokenizer.ggml.model": "llama"}, "does not say its tokenizer.ggml.scores"),
        (
            {"tokenizer.ggml.model": "llama", "tokenizer.ggml.scores": [1.0]},
            "331 tokens but 1 scores",
        ),
        ({"tokenizer.ggml.pre": "tekken"}, "splits text the 'tekken' way"),
        ({"tokenizer.ggml.token_type": [1, 2]}, "331 tokens but 2 types"),
        ({"tokenizer.ggml.merges": ["abc"]}, "a merge 'abc'; two parts were expected"),
        (
            {"tokenizer.ggml.tokens": ["a", "a"], "tokenizer.ggml.token_type": [1, 1]},
            "lists a token twice",
        ),
        (
            {"tokenizer.ggml.tokens": [1, 2]},
            "tokenizer.ggml.tokens is no list in which each value is a text",
        ),
    ],
)
def test_a_file_we_cannot_run_is_refused_with_a_sentence(tmp_path, changes, sentence):
    config = tiny_config("llama")
    path = write_gguf(tmp_path / "a.gguf", config, tiny_weights(config), changes)
    with pytest.raises(ImportFailed) as caught:
        read_gguf(path)
    assert sentence in caught.value.detail


@pytest.mark.parametrize(
    ("keys", "factor"),
    [
        ({"factor": 2.5}, 2.5),
        ({"type": "linear", "factor": 2.5}, 2.5),
        ({"type": "none", "factor": 2.5}, None),
        ({"type": "linear"}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize("name", ["rope.scaling.factor", "rope.scale_linear"])
def test_positions_are_stretched_as_llama_cpp_stretches_them(tmp_path, keys, factor, name):
    config = tiny_config("llama")
    changes = {f"llama.rope.scaling.{key}": value for key, value in keys.items()}
    if "factor" in keys:
        changes[f"llama.{name}"] = changes.pop("llama.rope.scaling.factor")
    read = read_gguf(write_gguf(tmp_path / "a.gguf", config, tiny_weights(config), changes))
    scaling = read.config.rope_scaling
    assert (None if scaling is None else scaling.factor) == factor


def test_settings_that_an_architecture_does_not_have_are_told_by_name(tmp_path):
    config = tiny_config("llama")
    changes = {
        "llama.attn_logit_softcapping": 3.0,
        "llama.attention.sliding_window": 4,
        "gemma2.logit_scale": 2.0,
        "llama.vocab_size": 331,
        "general.file_type": 1,
        "tokenizer.ggml.padding_token_id": 0,
    }
    notes = read_gguf(write_gguf(tmp_path / "a.gguf", config, tiny_weights(config), changes)).card
    (note,) = (note for note in notes.notes if "not read" in note)
    assert note.endswith(
        ": gemma2.logit_scale, llama.attention.sliding_window, llama.attn_logit_softcapping."
    )


def test_the_windows_of_an_olmo_3_are_refused(tmp_path):
    config = tiny_config("llama")
    changes = {"olmo2.attention.sliding_window": 4}
    path = write_gguf(tmp_path / "a.gguf", config, tiny_weights(config), changes, family="olmo2")
    with pytest.raises(ImportFailed, match="holds an OLMo 3, whose layers have windows of 4 token"):
        read_gguf(path)


@pytest.mark.parametrize(("more", "turned"), [({}, 500.0), ({"rope.scaling.factor": 2.0}, None)])
def test_a_gemma_2_turns_layers_with_a_window_by_the_base_that_its_file_names(
    tmp_path, more, turned
):
    config = tiny_config("llama")
    own = {"attention.sliding_window": 4, "rope.freq_base_swa": 500.0, **more}
    changes = {f"gemma2.{key}": value for key, value in own.items()}
    path = write_gguf(tmp_path / "a.gguf", config, tiny_weights(config), changes, family="gemma2")
    header = read_header(path)
    metadata = Metadata(header.values)
    if turned is None:
        with pytest.raises(ImportFailed, match="by the base 500 and stretches their positions"):
            FAMILIES["gemma2"].config(metadata, header.tensors)
    else:
        read = FAMILIES["gemma2"].config(metadata, header.tensors)
        assert (read.local_rope_theta, read.windows) == (turned, (4, 0))


def test_a_tensor_that_a_llama_has_not_is_refused(tmp_path):
    config = tiny_config("llama")
    extra = {"blk.0.attn_q_norm.weight": np.ones(16, np.float32)}
    path = write_gguf(tmp_path / "a.gguf", config, tiny_weights(config), extra=extra)
    with pytest.raises(ImportFailed, match=r"blk\.0\.attn_q_norm\.weight"):
        read_gguf(path)


def test_a_file_that_is_missing_is_refused(tmp_path):
    with pytest.raises(ImportFailed, match=r"There is no file none\.gguf"):
        read_gguf(tmp_path / "none.gguf")


@pytest.mark.parametrize("kept", [0, 3, 10, 200, 5000, 60_000])
def test_a_file_cut_short_is_refused(tmp_path, kept):
    whole = write_gguf(tmp_path / "a.gguf", *_tiny())
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(whole.read_bytes()[:kept])
    with pytest.raises(ImportFailed, match="damaged, cut short"):
        read_gguf(cut)


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "a.gguf"
    path.write_bytes(b"PK\x03\x04" + bytes(1000))
    with pytest.raises(ImportFailed, match="another"):
        read_gguf(path)


def _tiny() -> tuple[Any, Any]:
    config = tiny_config("llama")
    return config, tiny_weights(config)

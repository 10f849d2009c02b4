"""Every key of config.json that transformers knows of a family is read, must have a value, or is
known to change nothing; and what an import takes, it computes as transformers does."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from support.models.tiny_hf import FAMILIES, TEXT, Written, write_checkpoint
from support.models.tiny_hf_later import LATER
from support.references import reference

from shotglass.errors import ImportFailed
from shotglass_export.importers.hf import checkpoint, read_hf_folder
from shotglass_export.importers.hf.keys import (
    HARMLESS,
    REQUIRED,
    is_harmless,
    require_sight,
    require_usual,
)
from shotglass_export.importers.hf.settings import Settings

EVERY = {**FAMILIES, **LATER}
SHARED = ("masking_utils", "modeling_rope_utils", "cache_utils")  # read by models of all families
OLDER = (  # as files by earlier versions have them
    "rope_theta", "rope_scaling", "partial_rotary_factor", "rotary_pct", "rotary_emb_base",
    "rope_local_base_freq", "sliding_window_pattern", "position_embedding_type", "pruned_heads",
    "is_decoder", "add_cross_attention", "hidden_activation", "hidden_act", "torch_dtype",
)  # fmt: skip
MOST = 1e-3  # in a logit
IGNORED = {"model_type", "architectures", "id2label", "label2id"}
DELETED = object()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Written]:
    root = tmp_path_factory.mktemp("settings")
    return {name: write_checkpoint(root, name, 1, maker=EVERY[name]) for name in EVERY}


def _is_config(node: ast.expr) -> bool:
    name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    return "config" in name


def _attributes(module: Any) -> Iterator[str]:
    """What its source reads of a config: ``config.name`` and ``getattr(config, "name", ...)``."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        match node:
            case ast.Attribute(value=value, attr=name) if _is_config(value):
                yield name
            case ast.Call(
                func=ast.Name(id="getattr" | "hasattr"), args=[value, ast.Constant(str(name)), *_]
            ) if _is_config(value):
                yield name


@cache
def _shared() -> frozenset[str]:
    modules = (importlib.import_module(f"transformers.{name}") for name in SHARED)
    return frozenset(name for module in modules for name in _attributes(module))


def keys_of(model: Any) -> set[str]:
    """Of transformers: the fields of the family's config, their other names, and what the code that
    computes reads; no methods, and of what begins with a line below only fields."""
    config = model.config
    fields = set(config.to_dict()) | set(config.attribute_map)
    code = {*_attributes(sys.modules[type(model).__module__]), *_shared()}
    values = {name for name in code if not callable(getattr(type(config), name, None))}
    return (fields | {name for name in values if name[0] != "_"}) - IGNORED


# What the code of a config or of another model in the same file reads, and no file holds.
OF_CODE = {
    "get_text_config", "is_heterogeneous", "number_of_conv_states", "standardize_rope_params",
    "text_config", "vision_config", "image_size", "patch_size", "mm_tokens_per_image",
}  # fmt: skip


OF_OTHERS = {"gemma3_text": {"layer_norm_eps"}}  # of the one that sees pictures


@pytest.mark.parametrize("family", EVERY)
def test_each_key_that_transformers_has_is_read_required_or_harmless(
    written: dict[str, Written], family: str
) -> None:
    model = written[family].model
    settings = Settings(json.loads((written[family].folder / "config.json").read_text()))
    require_usual(settings)
    config = checkpoint.FAMILIES[family].config(settings)
    require_sight(settings, masked=config.bidirectional)
    unknown = {
        key
        for key in keys_of(model) - OF_CODE - OF_OTHERS.get(family, set())
        if not settings.is_read(key) and not is_harmless(key, turned=config.positions == "rotary")
    }
    assert unknown == set()


def test_no_key_is_both_harmless_and_required() -> None:
    both = [key for key in REQUIRED if any(re.fullmatch(known, key) for known in HARMLESS)]
    assert both == []


NAMED: dict[str, list[Any]] = {
    "layer_types": [["sliding_attention", "full_attention"] * 2, ["full_attention"] * 4],
    "rope_parameters": [
        {"rope_type": "default", "rope_theta": 77.0},
        {"rope_type": "linear", "factor": 3.0},
        {"rope_type": "default", "rope_theta": 77.0, "partial_rotary_factor": 0.5},
        {"full_attention": {"rope_type": "default"}, "sliding_attention": None},
    ],
    "rope_scaling": [
        {"type": "linear", "factor": 3.0},
        {"rope_type": "linear", "factor": 2.0, "rope_theta": 77.0},
    ],
    "pruned_heads": [{"0": [0]}],
    "per_layer_config": [{"0": {"sliding_window": 2}}],
    "no_rope_layers": [[0, 1, 0, 1], []],
    "attention_types": [[[["local", "local", "global"], 1]]],
    "torch_dtype": ["float16", "float32"],
    "dtype": ["float16"],
}
ACTIVATIONS = ["relu", "gelu", "gelu_new", "silu", "quick_gelu", "gelu_fast", "mish", "linear"]


def values_of(key: str, value: Any) -> list[Any]:
    """Others in the place of ``value``, null and nothing among them."""
    if key in NAMED:
        return [*NAMED[key], None, DELETED]
    if "act" in key and isinstance(value, str):
        return [*ACTIVATIONS, None, DELETED]
    kinds: dict[type, list[Any]] = {
        bool: [value is not True],
        int: [value + 1 if isinstance(value, int) else 1, 2, 0],
        float: [value * 0.5 if isinstance(value, float) else 0.5, 0.9],
        str: ["x"],
        list: [[]],
        dict: [{}],
        type(None): [True, False, 2, 4, 0, 0.5],
    }
    return [*kinds[type(value)], None, DELETED]


def logits_by_transformers(written: Written, ids: np.ndarray) -> np.ndarray | None:
    """None for a file that is none to it, or has no weights for what it says."""
    try:
        model, told = type(written.model).from_pretrained(
            written.folder, dtype=torch.float32, output_loading_info=True
        )
        if told["missing_keys"] or told["mismatched_keys"]:
            return None
        with torch.no_grad():
            return np.asarray(model.eval()(torch.tensor(ids)[None]).logits[0])
    except Exception:  # whatever it raises, it computes nothing
        return None


def otherwise(written: Written, base: dict[str, Any], key: str, value: Any) -> bool:
    """Whether the folder with this value is taken and computed otherwise than by transformers."""
    changed = {name: item for name, item in base.items() if name != key}
    changed |= {} if value is DELETED else {key: value}
    Path(written.folder / "config.json").write_text(json.dumps(changed))
    try:
        read = read_hf_folder(written.folder)
    except ImportFailed:
        return False
    ids = np.random.default_rng(0).integers(0, read.config.vocabulary, TEXT)
    expected = logits_by_transformers(written, ids)
    if expected is None:
        return False
    ours = np.asarray(reference.logits(read.config, read.weights, ids.tolist()))
    return ours.shape != expected.shape or not np.abs(ours - expected).max() <= MOST


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # transformers warns of the values that are tried
@pytest.mark.parametrize("family", EVERY)
def test_whatever_a_key_says_is_refused_or_computed_as_transformers_does(
    written: dict[str, Written], family: str
) -> None:
    made = written[family]
    path = made.folder / "config.json"
    base, fields = json.loads(path.read_text()), made.model.config.to_dict()
    tried, wrong = 0, []
    for key in sorted({*keys_of(made.model), *REQUIRED, *OLDER, *base} - OF_CODE - IGNORED):
        for value in values_of(key, base.get(key, fields.get(key))):
            tried += 1
            if otherwise(made, base, key, value):
                wrong.append((key, "deleted" if value is DELETED else value))
    path.write_text(json.dumps(base))
    assert wrong == []
    assert tried > 200

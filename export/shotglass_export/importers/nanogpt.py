"""Checkpoints of nanoGPT and of minGPT under canonical names, and what lies beside them. No torch.

nanoGPT: https://github.com/karpathy/nanoGPT, model.py; minGPT: https://github.com/karpathy/minGPT.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from shotglass.architecture import ModelConfig, Shape, weight_shapes
from shotglass.errors import ImportFailed, ModelFolderError, escaped

from ..checkpoint import Card, Checkpoint, Floats
from .gpt2_tokenizer import END, beside, read_object

_STEMS = {
    "attention_norm": "ln_1",
    "attention.output": "attn.c_proj",
    "ffn_norm": "ln_2",
    "ffn.up": "mlp.c_fc",
    "ffn.down": "mlp.c_proj",
}
_TOP = {
    "embedding.weight": "transformer.wte.weight",
    "position.weight": "transformer.wpe.weight",
    "final_norm.weight": "transformer.ln_f.weight",
    "final_norm.bias": "transformer.ln_f.bias",
    "head.weight": "lm_head.weight",
}
_HEADS_OF_TYPE = {  # minGPT names a model and leaves its heads out
    "openai-gpt": 12, "gpt2": 12, "gpt2-medium": 16, "gpt2-large": 20, "gpt2-xl": 25,
    "gopher-44m": 16, "gpt-mini": 6, "gpt-micro": 4, "gpt-nano": 3,
}  # fmt: skip
Shapes = Mapping[str, Shape]
Read = Callable[[str], Floats]


def checkpoint_of(
    shapes: Shapes, read: Read, arguments: Mapping[str, Any] | None, path: Path
) -> Checkpoint:
    """``shapes``: of the state's tensors by their names; ``read`` gives one as float32;
    ``arguments``: nanoGPT's model_args, None for minGPT's bare state. Raises ImportFailed."""
    # Without what torch.compile puts before every name, and without the causal mask, which older
    # code keeps as a buffer of each layer.
    names = {
        name.removeprefix("_orig_mod."): name
        for name in shapes
        if not name.endswith((".attn.bias", ".attn.masked_bias"))
    }
    by_name = {plain: shapes[name] for plain, name in names.items()}
    for name in ("transformer.wte.weight", "transformer.wpe.weight"):
        if len(by_name.get(name, ())) != 2:
            raise ImportFailed(
                f"{path.name} has no matrix {name}; a state of nanoGPT or minGPT was expected."
            )

    def fetch(plain: str) -> Floats:
        return read(names[plain])

    # nanoGPT's head is its table, saved under both names; minGPT's is not.
    tied = "lm_head.weight" not in by_name or np.array_equal(
        fetch("lm_head.weight"), fetch("transformer.wte.weight")
    )
    config = _config(by_name, arguments, path, tied)
    weights = NanoWeights(config, by_name, fetch)
    if unread := sorted(set(by_name) - weights.stored_names - {"lm_head.weight"}):
        raise ImportFailed(
            f"{path.name} has tensors that a GPT-2 has not, such as {unread[0][:60]}; the model "
            "would be computed wrongly without them."
        )
    tokenizer = beside(path, config.vocabulary)
    return Checkpoint(config, weights, tokenizer, _card(path, tokenizer, arguments))


class NanoWeights(Mapping[str, Floats]):
    """Canonical weights; where a norm has no bias (nanoGPT's bias=False) it is zeros."""

    def __init__(self, config: ModelConfig, shapes: Shapes, fetch: Read) -> None:
        self._config, self._fetch = config, fetch
        self._shapes = weight_shapes(config)
        self._names = {name: _stored_name(name) for name in self._shapes}
        self._there = set(shapes)
        for name, stored in self._names.items():
            if stored in shapes:
                shape = shapes[stored]
                expected = self._shapes[name]
                if ".c_attn." in stored:
                    expected = (3 * expected[0], *expected[1:])
                if shape != expected:
                    raise ImportFailed(
                        f"The tensor {stored} has the shape {shape}; its architecture needs "
                        f"{expected}."
                    )

    def __getitem__(self, name: str) -> Floats:
        """Raises KeyError for a name that the state does not have."""
        stored = self._names[name]
        if stored not in self._there and _may_be_absent(name):
            return np.zeros(self._shapes[name], np.float32)
        array = self._fetch(stored)
        if ".c_attn." not in stored:
            return array
        part = ("query", "key", "value").index(name.split(".")[-2])
        return np.ascontiguousarray(array[part * len(array) // 3 : (part + 1) * len(array) // 3])

    def __iter__(self) -> Iterator[str]:
        there = self._there
        return (n for n, stored in self._names.items() if stored in there or _may_be_absent(n))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def stored_names(self) -> set[str]:
        return set(self._names.values())


def _config(
    shapes: Shapes, arguments: Mapping[str, Any] | None, path: Path, tied: bool
) -> ModelConfig:
    vocabulary, width = shapes["transformer.wte.weight"]
    layers = {name.split(".")[2] for name in shapes if name.startswith("transformer.h.")}
    heads = _heads(arguments, path)
    biased = "transformer.h.0.attn.c_attn.bias" in shapes
    if isinstance(heads, int) and heads > 0 and width % heads:
        raise ImportFailed(f"A width of {width} cannot be shared by {heads} heads.")
    try:
        return ModelConfig(
            vocabulary=vocabulary,
            context=shapes["transformer.wpe.weight"][0],
            layers=len(layers),
            width=width,
            heads=heads,
            kv_heads=heads,
            head_size=width // heads if isinstance(heads, int) and heads > 0 else 0,
            ffn_width=4 * width,
            norm="layer",
            norm_epsilon=1e-5,
            positions="learned",
            activation="gelu_tanh" if arguments is None else "gelu",
            gated=False,
            tied=tied,
            attention_bias=biased,
            output_bias=biased,
            ffn_bias=biased,
        )
    except ModelFolderError as error:
        raise ImportFailed(f"The shape of {path.name} is not usable: {error.detail}") from error


def _heads(arguments: Mapping[str, Any] | None, path: Path) -> Any:
    """nanoGPT says it in the file; minGPT in the config.json that it writes beside."""
    if arguments is not None:
        return arguments.get("n_head")
    about = path.with_name("config.json")
    if not about.is_file():
        raise ImportFailed(
            f"{path.name} is a bare state, as minGPT saves it, and does not say how many heads "
            'there are; put minGPT\'s config.json beside it, or one with {"model": {"n_head": 6}}.'
        )
    model = read_object(about).get("model")
    settings = model if isinstance(model, dict) else {}
    return settings.get("n_head") or _HEADS_OF_TYPE.get(str(settings.get("model_type")))


def _card(path: Path, tokenizer: Mapping[str, Any], arguments: Mapping[str, Any] | None) -> Card:
    ends = [token["id"] for token in tokenizer["added_tokens"] if token["content"] == END]
    mine, gelu = ("minGPT", "tanh") if arguments is None else ("nanoGPT", "exact")
    return Card(
        name=escaped(path.resolve().parent.name if path.stem in ("ckpt", "model") else path.stem),
        licence="not stated in the file",
        notes=(f"A checkpoint of {mine}, computed with the {gelu} GELU of its present code.",),
        start_id=ends[0] if ends else None,
        stop_ids=tuple(ends[:1]),
        provenance={"file": escaped(path.name), "written_by": mine},
    )


def _may_be_absent(name: str) -> bool:
    return name.endswith("norm.bias")


def _stored_name(name: str) -> str:
    if name in _TOP:
        return _TOP[name]
    _, layer, leaf = name.split(".", 2)
    stem, _, suffix = leaf.rpartition(".")
    return f"transformer.h.{layer}.{_STEMS.get(stem, 'attn.c_attn')}.{suffix}"

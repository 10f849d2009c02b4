"""The architectures that a GGUF may name, and what each says of its shape and of its tensors.

Of rotary positions stretched the way of Llama 3 a GGUF holds a factor for each pair: llama.cpp's
converter writes what each pair's angle is divided by, in float32, and not the rule from which that
follows; the rule is recovered here, so that every digit is that of the original.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed, ModelFolderError
from shotglass.rotary import RopeScaling, frequencies

from .header import Metadata

ROPE_FACTORS = "rope_freqs.weight"


@dataclass(frozen=True)
class Family:
    """``name``: general.architecture, which is also what its keys begin with. ``pairs``: rows of
    query and key are stored as llama.cpp's rotation wants them, pairs side by side. ``fused``:
    query, key and value are one tensor."""

    name: str
    fields: Callable[[Metadata, Collection[str]], dict[str, Any]]
    pairs: bool = False
    fused: bool = False

    def config(
        self,
        metadata: Metadata,
        tensors: Collection[str],
        factors: Sequence[float] | None = None,
    ) -> ModelConfig:
        """``factors``: what ``rope_freqs.weight`` holds, where it is there.

        Raises ImportFailed for a shape that is none, or that we would compute wrongly.
        """
        heads, width = _key(self, metadata, "attention.head_count"), self._width(metadata)
        head_size = metadata.integer(f"{self.name}.attention.key_length", width // max(heads, 1))
        _refuse_parts(self, metadata, head_size)
        try:
            config = ModelConfig(
                vocabulary=len(metadata.strings("tokenizer.ggml.tokens")),
                context=_key(self, metadata, "context_length"),
                layers=_key(self, metadata, "block_count"),
                width=width,
                heads=heads,
                kv_heads=metadata.integer(f"{self.name}.attention.head_count_kv", heads),
                head_size=head_size,
                ffn_width=_key(self, metadata, "feed_forward_length"),
                tied="output.weight" not in tensors,
                rope_scaling=_scaling(self, metadata, head_size, factors),
                **self.fields(metadata, tensors),
            )
        except ModelFolderError as error:
            raise ImportFailed(f"The file's shape is not usable: {error.detail}") from error
        if config.layers > len(tensors):  # before their names are listed: there might be billions
            raise ImportFailed(
                f"The file claims {config.layers:,} layers and has {len(tensors)} tensors in all."
            )
        return config

    def _width(self, metadata: Metadata) -> int:
        return _key(self, metadata, "embedding_length")


def family_of(metadata: Metadata) -> Family:
    """Raises ImportFailed."""
    name = metadata.text("general.architecture")
    if name not in FAMILIES:
        known = ", ".join(map(repr, sorted(FAMILIES)))
        raise ImportFailed(
            f"The file holds a model of architecture {name[:40]!r}; {known} can be read."
        )
    return FAMILIES[name]


def _key(family: Family, metadata: Metadata, name: str) -> int:
    return metadata.integer(f"{family.name}.{name}")


def _refuse_parts(family: Family, metadata: Metadata, head_size: int) -> None:
    """Refuse what would be computed wrongly: partial rotary positions, experts."""
    rotated = metadata.integer(f"{family.name}.rope.dimension_count", head_size)
    if rotated != head_size:
        raise ImportFailed(
            f"Only {rotated} of {head_size} head dimensions are rotated; all were expected."
        )
    if metadata.integer(f"{family.name}.expert_count", 0):
        raise ImportFailed("The file is a mixture of experts; a dense model was expected.")


def _scaling(
    family: Family, metadata: Metadata, head_size: int, factors: Sequence[float] | None
) -> RopeScaling | None:
    """How rotary positions are stretched. Raises ImportFailed for a way we do not compute."""
    kind = metadata.text(f"{family.name}.rope.scaling.type", "none")
    if kind != "none":
        raise ImportFailed(
            f"The file stretches its rotary positions (scaling {kind[:40]!r}); plain ones, or "
            "Llama 3's, were expected: import the model of the original context."
        )
    if factors is None:
        return None
    return llama3_scaling(factors, head_size, _theta(family.name, metadata))


def _theta(name: str, metadata: Metadata) -> float:
    return metadata.decimal(f"{name}.rope.freq_base", 10_000.0)


def _llama(metadata: Metadata, tensors: Collection[str]) -> dict[str, Any]:
    return _rotary("llama", metadata, tensors)


def _qwen2(metadata: Metadata, tensors: Collection[str]) -> dict[str, Any]:
    return _rotary("qwen2", metadata, tensors)


def _rotary(name: str, metadata: Metadata, tensors: Collection[str]) -> dict[str, Any]:
    return {
        "norm": "rms",
        "norm_epsilon": metadata.decimal(f"{name}.attention.layer_norm_rms_epsilon"),
        "positions": "rotary",
        "activation": "silu",
        "gated": True,
        "attention_bias": "blk.0.attn_q.bias" in tensors,
        "output_bias": "blk.0.attn_output.bias" in tensors,
        "rope_theta": _theta(name, metadata),
    }


def _gpt2(metadata: Metadata, tensors: Collection[str]) -> dict[str, Any]:
    return {
        "norm": "layer",
        "norm_epsilon": metadata.decimal("gpt2.attention.layer_norm_epsilon"),
        "positions": "learned",
        "activation": "gelu_tanh",
        "gated": False,
        "attention_bias": True,
        "output_bias": True,
        "ffn_bias": True,
    }


FAMILIES = {
    family.name: family
    for family in (
        Family("llama", _llama, pairs=True),  # Mistral and SmolLM call themselves llama too
        Family("qwen2", _qwen2),
        Family("gpt2", _gpt2, fused=True),
    )
}


_NEAR = 1e-5  # of a factor; float32 keeps seven digits


def llama3_scaling(factors: Sequence[float], head_size: int, theta: float) -> RopeScaling | None:
    """The rule of Llama 3.1, 3.2 and 3.3, which differ in their largest factor alone; None where
    every factor is 1. Raises ImportFailed for factors that do not follow from it."""
    if all(factor == 1 for factor in factors):
        return None
    most = max(factors, default=0.0)
    if most > 1:
        scaling = RopeScaling("llama3", most)  # its other numbers are those that all of them have
        if _follow(factors, scaling, head_size, theta):
            return scaling
    raise ImportFailed(
        f"The file stretches its rotary positions by {len(factors)} factors up to {most:g}, which "
        "are not those of Llama 3's rule; import the model's safetensors folder, whose config.json "
        "says how it is stretched."
    )


def _follow(factors: Sequence[float], scaling: RopeScaling, head_size: int, theta: float) -> bool:
    plain, slowed = (frequencies(head_size, theta, s) for s in (None, scaling))
    if len(factors) != len(plain):
        return False
    expected = [a / b for a, b in zip(plain, slowed, strict=True)]
    return all(isclose(a, b, rel_tol=_NEAR) for a, b in zip(factors, expected, strict=True))

"""The keys of an architecture, which say a model's shape and its tensors; and the keys of a shape,
which are what an export writes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed, ModelFolderError

from ...tensor_slice import TensorSlices
from ..header import Metadata
from ..tensor_names import slices
from .scaling import read_scaling, scaling_factors, scaling_keys

Fields = Mapping[str, Any]  # of ModelConfig, or of a file, by name
TOKENS = "tokenizer.ggml.tokens"
_BIASES = {
    "attention_bias": ("attn_q", "attn_qkv"),
    "output_bias": ("attn_output",),
    "ffn_bias": ("ffn_up",),
}


def _none(_config: ModelConfig) -> Fields:
    return {}


# Keys below the name that change no number which is computed here, and why.
HARMLESS: Mapping[str, str] = {
    "vocab_size": "the tokens are counted",
    "attention.value_length": "the shapes of tensors say it",
    "expert_used_count": "there are no experts",
    "pooling_type": "it says how vectors of texts are made",
    "tensor_data_layout": "it says how the file was made",
    "rope.scaling.original_context_length": "what stretches positions by it is refused",
    "rope.scaling.finetuned": "it says how the model was trained",
}
_NO_SHAPE = ("general.", "tokenizer.", "split.", "quantize.", "imatrix.")  # what others begin with


@dataclass(frozen=True)
class GgufFamily:
    """``name``: general.architecture, which is also what its keys begin with.

    ``fixed``: what no key says. ``fields``: what its own keys say, beside those that all families
    have; they are looked up without the name. ``keys``: those own keys of a shape. ``epsilon``: the
    key of that number. ``side_by_side``, ``gate_in_up``: as in ``tensors.slices``. ``fused``: that
    is how it is written; either way is read. ``turns_part``: heads may be turned in part.
    ``whole_heads``: heads make up the width. ``ties``: a tied head need not be written.
    ``biases``: those that llama.cpp has.
    """

    name: str
    fixed: Fields
    fields: Callable[[Metadata, ModelConfig], Fields] = lambda _keys, _config: {}
    keys: Callable[[ModelConfig], Fields] = _none
    epsilon: str = "attention.layer_norm_rms_epsilon"
    side_by_side: bool = False
    fused: bool = False
    gate_in_up: bool = False
    turns_part: bool = False
    whole_heads: bool = False
    ties: bool = True
    biases: Sequence[str] = ()

    def config(
        self,
        metadata: Metadata,
        tensors: Collection[str],
        factors: Sequence[float] | None = None,
    ) -> ModelConfig:
        """``factors``: what ``rope_freqs.weight`` holds, where it is there.

        Raises ImportFailed for a shape that is none, or that we would compute wrongly.
        """
        keys = metadata.below(self.name)
        keys.require("attention.causal", True, "each token sees those before it")
        if keys.integer("expert_count", 0):
            raise ImportFailed("The file is a mixture of experts; a dense model was expected.")
        try:
            plain = self._plain(keys, len(metadata.strings(TOKENS)), tensors, factors)
            config = replace(plain, **self.fields(keys, plain))
        except ModelFolderError as error:
            raise ImportFailed(f"The file's shape is not usable: {error.detail}") from error
        if config.layers > len(tensors):  # before their names are listed: there might be billions
            raise ImportFailed(
                f"The file claims {config.layers:,} layers and has {len(tensors)} tensors in all."
            )
        return config

    def _plain(
        self,
        keys: Metadata,
        vocabulary: int,
        tensors: Collection[str],
        factors: Sequence[float] | None,
    ) -> ModelConfig:
        heads, width = keys.integer("attention.head_count"), keys.integer("embedding_length")
        size = keys.integer("attention.key_length", width // max(heads, 1))
        shape: dict[str, Any] = {
            "vocabulary": vocabulary,
            "context": keys.integer("context_length"),
            "layers": keys.integer("block_count"),
            "width": width,
            "heads": heads,
            "kv_heads": keys.integer("attention.head_count_kv", heads),
            "head_size": size,
            "ffn_width": keys.integer("feed_forward_length"),
            "norm_epsilon": keys.decimal(self.epsilon),
            "tied": "output.weight" not in tensors,
            **{
                name: any(f"blk.0.{stem}.bias" in tensors for stem in stems)
                for name, stems in _BIASES.items()
            },
        }
        if self.fixed["positions"] == "rotary":
            shape |= self._turned(keys, size, factors)
        return ModelConfig(**{**shape, **self.fixed})

    def _turned(self, keys: Metadata, size: int, factors: Sequence[float] | None) -> Fields:
        """``size``: of a head."""
        turned = keys.integer("rope.dimension_count", size)
        if turned != size and not self.turns_part:
            raise ImportFailed(
                f"Only {turned} of {size} head dimensions are rotated; all were expected."
            )
        if (windowed := keys.integer("rope.dimension_count_swa", turned)) != turned:
            raise ImportFailed(
                f"{windowed} head dimensions are rotated in layers with a window and {turned} in "
                "others; as many were expected."
            )
        theta = keys.decimal("rope.freq_base", 10_000.0)
        return {
            "rope_theta": theta,
            "rope_scaling": read_scaling(keys, turned, theta, factors),
            "rotary_size": 0 if turned == size else turned,
        }

    def unread(self, metadata: Metadata) -> list[str]:
        """The settings that nothing has looked up, and that would change a number where they were
        of this architecture."""
        return [
            key
            for key in metadata.unread()
            if not key.startswith(_NO_SHAPE) and key.removeprefix(f"{self.name}.") not in HARMLESS
        ]

    def slices(self, config: ModelConfig, *, fused: bool) -> TensorSlices:
        """Returns where the weights lie. ``fused``: query, key and value are one tensor."""
        return slices(
            config,
            side_by_side=self.side_by_side,
            fused=fused,
            gate_in_up=self.gate_in_up,
        )

    def metadata(self, config: ModelConfig) -> dict[str, Any]:
        """The keys of a shape, with the family's name before them."""
        keys: dict[str, Any] = {
            "context_length": config.context,
            "embedding_length": config.width,
            "block_count": config.layers,
            "feed_forward_length": config.ffn_width,
            "attention.head_count": config.heads,
            "attention.head_count_kv": config.kv_heads,
            self.epsilon: config.norm_epsilon,
        }
        if config.positions == "rotary":
            keys |= {
                "attention.key_length": config.head_size,
                "attention.value_length": config.head_size,
                "rope.dimension_count": config.rotary_size or config.head_size,
                "rope.freq_base": config.rope_theta,
                **scaling_keys(config.rope_scaling),
            }
        keys.update(self.keys(config))
        return {f"{self.name}.{key}": value for key, value in keys.items()}

    def has(self, config: ModelConfig) -> bool:
        """Whether a file of this family that is written of the shape says the same shape."""
        # What our reader would take, and llama.cpp would not.
        whole = config.heads * config.head_size == config.width or not self.whole_heads
        biased = [name for name in _BIASES if getattr(config, name)]
        tied = config.tied and not self.ties
        if not whole or tied or not set(biased) <= set(self.biases):
            return False
        values = self.metadata(config) | {TOKENS: [""] * config.vocabulary}
        names = {part.name for part in self.slices(config, fused=self.fused).values()}
        try:
            read = self.config(Metadata(values), names, factors_of(config))
        except ImportFailed:
            return False
        return bool(_as_stored(asdict(read)) == _as_stored(asdict(config)))


def factors_of(config: ModelConfig) -> list[float] | None:
    """Returns the factors that ``rope_freqs.weight`` holds of a shape, if any."""
    turned = config.rotary_size or config.head_size
    return scaling_factors(config.rope_scaling, turned, config.rope_theta)


def _as_stored(value: Any) -> Any:
    """Returns the value with numbers as the float32 that a file holds: 1e-6 and
    9.999999974752427e-07 are one."""
    if isinstance(value, Mapping):
        return {name: _as_stored(part) for name, part in value.items()}
    return float(np.float32(value)) if isinstance(value, float) else value

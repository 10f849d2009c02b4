"""Llama (which Mistral and SmolLM call themselves too) and those that differ in little from it; and
those whose norms have a mean and whose linear maps have biases: GPT-2, GPT-NeoX (Pythia), Phi-2.

Source: llama.cpp's src/models/{llama,qwen2,qwen3,olmo2,smollm3,phi3,gpt2,gptneox,phi2}.cpp.
"""

from __future__ import annotations

from dataclasses import replace

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed

from ..header import Metadata
from .family import Fields, GgufFamily

RMS_GATED: Fields = {"norm": "rms", "positions": "rotary", "activation": "silu", "gated": True}
_ALL = ("attention_bias", "output_bias", "ffn_bias")
_STEP = 4  # of so many layers of a SmolLM3 the last turns nothing; no key says so
_WINDOW = "attention.sliding_window"


def _smollm3(_keys: Metadata, config: ModelConfig) -> Fields:
    return {"unturned": tuple(range(_STEP - 1, config.layers, _STEP))}


def _phi3(keys: Metadata, config: ModelConfig) -> Fields:
    """llama.cpp itself leaves the window out, with a warning; the model was trained with it."""
    size = keys.integer(_WINDOW, 0)
    return {"windows": (size,) * config.layers if size else ()}


def _olmo2(keys: Metadata, _config: ModelConfig) -> Fields:
    """Raises ImportFailed for the windows of an OLMo 3, whose files name this architecture."""
    if size := keys.integer(_WINDOW, 0):
        raise ImportFailed(
            f"The file holds an OLMo 3, whose layers have windows of {size:,} tokens; an OLMo 2, "
            "whose tokens see all before them, was expected."
        )
    return {}


LLAMA = GgufFamily("llama", RMS_GATED, side_by_side=True, biases=_ALL)
QWEN2 = GgufFamily("qwen2", {**RMS_GATED, "attention_bias": True}, biases=("attention_bias",))
QWEN3 = GgufFamily("qwen3", {**RMS_GATED, "head_norm": "head"})
_OLMO2: Fields = {**RMS_GATED, "head_norm": "width", "part_norms": "out"}
OLMO2 = GgufFamily("olmo2", _OLMO2, _olmo2, whole_heads=True, ties=False)
SMOLLM3 = replace(LLAMA, name="smollm3", fields=_smollm3)
PHI3 = GgufFamily("phi3", RMS_GATED, _phi3, fused=True, gate_in_up=True, turns_part=True)


_LAYER: Fields = {
    "norm": "layer",
    "positions": "rotary",
    "activation": "gelu_tanh",
    "gated": False,
    **dict.fromkeys(_ALL, True),
}
_PARALLEL = "use_parallel_residual"


def _neox(keys: Metadata, _config: ModelConfig) -> Fields:
    return {"parallel": "two norms" if keys.flag(_PARALLEL, True) else "no"}


def _neox_keys(config: ModelConfig) -> Fields:
    return {_PARALLEL: config.parallel != "no"}


def _gpt(name: str, own: Fields, *, fused: bool = True, ties: bool = False) -> GgufFamily:
    return GgufFamily(
        name,
        {**_LAYER, **own},
        epsilon="attention.layer_norm_epsilon",
        fused=fused,
        turns_part=True,
        whole_heads=True,
        ties=ties,
        biases=_ALL,
    )


GPT2 = _gpt("gpt2", {"positions": "learned"}, ties=True)
# Published ones have the exact GELU, which no key says; llama.cpp computes its tanh form.
GPTNEOX = replace(_gpt("gptneox", {"activation": "gelu"}), fields=_neox, keys=_neox_keys)
PHI2 = _gpt("phi2", {"parallel": "one norm", "head_bias": True}, fused=False)

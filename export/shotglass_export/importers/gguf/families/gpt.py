"""GPT-2, GPT-NeoX (Pythia) and Phi-2: norms with a mean, and biases.

Source: llama.cpp's src/models/{gpt2,gptneox,phi2}.cpp.
"""

from __future__ import annotations

from dataclasses import replace

from shotglass.architecture import ModelConfig

from ..header import Metadata
from .family import Family, Fields

_BIASES = ("attention_bias", "output_bias", "ffn_bias")
_LAYER: Fields = {
    "norm": "layer",
    "positions": "rotary",
    "activation": "gelu_tanh",
    "gated": False,
    **dict.fromkeys(_BIASES, True),
}
_PARALLEL = "use_parallel_residual"


def _neox(keys: Metadata, _config: ModelConfig) -> Fields:
    return {"parallel": "two norms" if keys.flag(_PARALLEL, True) else "no"}


def _neox_keys(config: ModelConfig) -> Fields:
    return {_PARALLEL: config.parallel != "no"}


def _gpt(name: str, own: Fields, *, fused: bool = True, ties: bool = False) -> Family:
    return Family(
        name,
        {**_LAYER, **own},
        epsilon="attention.layer_norm_epsilon",
        fused=fused,
        turns_part=True,
        whole_heads=True,
        ties=ties,
        biases=_BIASES,
    )


GPT2 = _gpt("gpt2", {"positions": "learned"}, ties=True)
# Published ones have the exact GELU, which no key says; llama.cpp computes its tanh form.
GPTNEOX = replace(_gpt("gptneox", {"activation": "gelu"}), fields=_neox, keys=_neox_keys)
PHI2 = _gpt("phi2", {"parallel": "one norm", "head_bias": True}, fused=False)

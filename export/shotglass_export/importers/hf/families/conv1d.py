"""The layers of GPT-1 and GPT-2: matrices stand (in, out), query, key and value are one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from shotglass.architecture import ModelConfig

from .family import Place, Places, layered

_PACKED = ("query", "key", "value")
_LAYER = {
    "attention_norm": "ln_1",
    "attention.query": "attn.c_attn",
    "attention.key": "attn.c_attn",
    "attention.value": "attn.c_attn",
    "attention.output": "attn.c_proj",
    "ffn_norm": "ln_2",
    "ffn.up": "mlp.c_fc",
    "ffn.down": "mlp.c_proj",
}


def conv1d_places(config: ModelConfig, top: Mapping[str, str]) -> Places:
    return {name: _conv1d(name, place) for name, place in layered(config, top, _LAYER, "h")}


def _conv1d(name: str, place: Place) -> Place:
    leaf = name.split(".")[-2]
    if leaf in _PACKED:
        place = replace(place, part=_PACKED.index(leaf), parts=len(_PACKED))
    is_matrix = name.endswith(".weight") and (".attention." in name or ".ffn." in name)
    return replace(place, transposed=is_matrix)

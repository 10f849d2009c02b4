"""Configurations with the choices of later families: any mixture that is one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from hypothesis import strategies as st

from shotglass.architecture import HeadNorm, ModelConfig, Parallel, PartNorms


@st.composite
def chosen(draw: st.DrawFn, config: ModelConfig) -> ModelConfig:
    """``config`` with some of ``ModelConfig``'s later choices, or none."""
    if draw(st.booleans()):
        return config
    own: dict[str, Any] = {
        "head_norm": draw(st.sampled_from(get_args(HeadNorm))),
        "attention_scale": draw(st.sampled_from([0.0, 1.0, 0.3])),
        "layer_scaled": draw(st.booleans()),
        "attention_softcap": draw(st.sampled_from([0.0, 2.0])),
        "logit_softcap": draw(st.sampled_from([0.0, 3.0])),
        "embedding_scale": draw(st.sampled_from([0.0, 2.5])),
        "head_bias": draw(st.booleans()),
    }
    if config.norm_first:
        own["part_norms"] = draw(st.sampled_from(get_args(PartNorms)))
        own["parallel"] = draw(st.sampled_from(get_args(Parallel)))
    if config.positions == "rotary":
        own["rotary_size"] = 2 * draw(st.integers(0, config.head_size // 2))
        own["local_rope_theta"] = draw(st.sampled_from([0.0, 100.0]))
        own["unturned"] = tuple(draw(st.sets(st.integers(0, config.layers - 1))))
    return replace(config, **own)

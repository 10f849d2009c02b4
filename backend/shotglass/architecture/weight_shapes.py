"""Every weight of a model by its canonical name, with its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .model_config import ModelConfig

Shape = tuple[int, ...]


def weight_shapes(config: ModelConfig) -> dict[str, Shape]:
    """Every weight by its canonical name, matrices as (out, in), in the order of the forward pass.

    Importers produce exactly these names and shapes; graph builders and the reference read them.
    """
    shapes: dict[str, Shape] = {"embedding.weight": (config.vocabulary, config.width)}
    if config.positions == "learned":
        shapes["position.weight"] = (config.context, config.width)
    if config.segments:
        shapes["segment.weight"] = (config.segments, config.width)
    if config.embedding_norm:
        shapes |= _norm_shapes(config, "embedding_norm")
    for layer in range(config.layers):
        shapes |= _layer_shapes(config, f"layers.{layer}.")
    if config.norm_first:
        shapes |= _norm_shapes(config, "final_norm")
    if not config.tied:
        shapes["head.weight"] = (config.vocabulary, config.width)
    if config.head_transform:
        shapes |= _linear("head_transform", config.width, config.width, True)
        shapes |= _norm_shapes(config, "head_norm")
    if config.has_head_bias:
        shapes["head.bias"] = (config.vocabulary,)
    return shapes


def active_shapes(config: ModelConfig) -> dict[str, Shape]:
    """The weights that one token passes. A layer's experts are of one shape, so the first stands
    for whichever the router chooses."""
    return {
        name: shape
        for name, shape in weight_shapes(config).items()
        if ".experts." not in name or ".experts.0." in name
    }


def _layer_shapes(c: ModelConfig, prefix: str) -> dict[str, Shape]:
    attention, ffn = prefix + "attention.", prefix + "ffn."
    outer = c.norms_in or not c.norm_first
    shapes = _norm_shapes(c, prefix + "attention_norm") if outer else {}
    shapes |= _linear(attention + "query", c.query_width, c.width, c.attention_bias)
    shapes |= _linear(attention + "key", c.kv_width, c.width, c.attention_bias)
    shapes |= _linear(attention + "value", c.kv_width, c.width, c.attention_bias)
    if c.head_norm != "none":
        wide = c.head_norm == "width"
        shapes |= _norm_shapes(c, attention + "query_norm", c.query_width if wide else c.head_size)
        shapes |= _norm_shapes(c, attention + "key_norm", c.kv_width if wide else c.head_size)
    shapes |= _linear(attention + "output", c.width, c.query_width, c.output_bias)
    if c.norms_out:
        shapes |= _norm_shapes(c, prefix + "attention_out_norm")
    if outer and c.parallel != "one norm":
        shapes |= _norm_shapes(c, prefix + "ffn_norm")
    if c.norms_out:
        shapes |= _norm_shapes(c, prefix + "ffn_out_norm")
    if c.experts:
        shapes |= _linear(ffn + "router", c.experts, c.width, False)
        for expert in range(c.experts):
            shapes |= _ffn_shapes(c, f"{ffn}experts.{expert}.")
        return shapes
    return shapes | _ffn_shapes(c, ffn)


def _ffn_shapes(c: ModelConfig, ffn: str) -> dict[str, Shape]:
    shapes: dict[str, Shape] = {}
    if c.gated:
        shapes |= _linear(ffn + "gate", c.ffn_width, c.width, c.ffn_bias)
    shapes |= _linear(ffn + "up", c.ffn_width, c.width, c.ffn_bias)
    return shapes | _linear(ffn + "down", c.width, c.ffn_width, c.ffn_bias)


def _linear(name: str, out: int, into: int, bias: bool) -> dict[str, Shape]:
    weight: dict[str, Shape] = {f"{name}.weight": (out, into)}
    return weight | {f"{name}.bias": (out,)} if bias else weight


def _norm_shapes(c: ModelConfig, name: str, width: int = 0) -> dict[str, Shape]:
    shape = (width or c.width,)
    weight: dict[str, Shape] = {f"{name}.weight": shape}
    return weight | {f"{name}.bias": shape} if c.norm == "layer" else weight

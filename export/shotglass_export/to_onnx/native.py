"""``native.onnx``: onnxruntime's fused operators, the cache written in place, asked logits only.

Names and shapes are ``contract.native_inputs`` and ``native_outputs``; letters as there. Over
8-bit blocks this is what the server runs; over fp32 it is ``native-fp32.onnx``.
"""

from __future__ import annotations

import onnx

from shotglass.architecture import ModelConfig
from shotglass.contract import native_inputs, native_outputs
from shotglass.errors import ImportFailed

from .blocks import attention_scale, feed_forward, norm, skip_norm
from .graph import MICROSOFT, Graph
from .linear import Blocks, Full, Linears
from .store import Tensors


def build_native(config: ModelConfig, tensors: Tensors, *, blocks: bool) -> onnx.ModelProto:
    """The graph over 8-bit or fp32 tensors as ``store.write_weights`` left them.

    Raises ImportFailed for a head size that GroupQueryAttention does not take.
    """
    check_config(config)
    graph = Graph()
    linears = Blocks(graph, tensors) if blocks else Full(graph, tensors)
    residual, normed = _embed(linears, config)
    for layer in range(config.layers):
        with graph.scope(f"layers.{layer}"):
            residual, normed = _layer(linears, config, residual, normed, layer)
    rows = graph.op("Reshape", normed, graph.integers(-1, config.width))
    asked = graph.op("Gather", rows, "logits_rows")
    table = "embedding" if config.tied else "head"
    linears.project(asked, table, config.width, "logits")
    name = "native" if blocks else "native-fp32"
    return graph.model(name, native_inputs(config), native_outputs(config))


def check_config(config: ModelConfig) -> None:
    """Raises ImportFailed for what no graph here computes: a norm after each part, or a head size
    that GroupQueryAttention does not take."""
    if not config.norm_first:
        raise ImportFailed(
            "This checkpoint has its norms after each part (as GPT-1 and BERT); graphs are "
            "written for norms before each part only (GPT-2, Llama): choose such a model."
        )
    multiple = 16 if config.positions == "rotary" else 8
    if config.head_size % multiple:
        raise ImportFailed(
            f"The head size is {config.head_size}; onnxruntime's attention needs a multiple of "
            f"{multiple} for {config.positions} positions: train or choose a model with such heads."
        )


def _embed(linears: Linears, config: ModelConfig) -> tuple[str, str]:
    """The residual stream before the first layer, and its norm."""
    tokens = linears.look_up("input_ids", "embedding", config.width)
    first = "layers.0.attention_norm"
    if config.positions == "rotary":
        return tokens, norm(linears, config, tokens, first)
    table = linears.plain("position.weight")
    positions = linears.graph.op("Gather", table, "position_ids")
    return skip_norm(linears, config, tokens, positions, first)


def _layer(
    linears: Linears, config: ModelConfig, residual: str, normed: str, layer: int
) -> tuple[str, str]:
    """Each half ends in the next norm, since adding and normalising are one operator."""
    last = layer == config.layers - 1
    following = "final_norm" if last else f"layers.{layer + 1}.attention_norm"
    with linears.graph.scope("attention"):
        y = _attention(linears, config, normed, layer)
        residual, normed = skip_norm(linears, config, y, residual, f"layers.{layer}.ffn_norm")
    with linears.graph.scope("ffn"):
        y = feed_forward(linears, config, normed, f"layers.{layer}.ffn", fused=True)
        return skip_norm(linears, config, y, residual, following)


def _attention(linears: Linears, config: ModelConfig, x: str, layer: int) -> str:
    prefix = f"layers.{layer}.attention"
    packed = linears.multiply(x, f"{prefix}.qkv", config.width)
    mixed = _group_query_attention(linears, config, packed, layer)
    return linears.multiply(mixed, f"{prefix}.output", config.query_width)


def _group_query_attention(linears: Linears, c: ModelConfig, packed: str, layer: int) -> str:
    """Packed (B, S, (H + 2G) d) -> (B, S, H d); new keys and values go into the bound buffer."""
    rotary = c.positions == "rotary"
    tables = [linears.plain(f"rotary.{name}") for name in ("cos", "sin")] if rotary else []
    past = [f"past_key_values.{layer}.{name}" for name in ("key", "value")]
    mixed, *_ = linears.graph.ops(
        "GroupQueryAttention",
        [packed, "", "", *past, "seqlens_k", "total_sequence_length", *tables],
        ["~mixed", *(f"present.{layer}.{name}" for name in ("key", "value"))],
        domain=MICROSOFT,
        num_heads=c.heads,
        kv_num_heads=c.kv_heads,
        scale=attention_scale(c),
        do_rotary=int(rotary),
    )
    return mixed

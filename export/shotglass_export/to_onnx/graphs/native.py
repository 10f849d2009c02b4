"""``native.onnx``: onnxruntime's fused operators, the cache written in place, logits of given rows.

Names and shapes are ``contract.native_inputs`` and ``native_outputs``; letters as there. Over
8-bit blocks this is ``native.onnx``; over fp32 it is ``native-fp32.onnx``; in fp16, cache and all,
it is ``native-fp16.onnx``, which is what onnxruntime's attention takes on a GPU.

``web.onnx`` is what a browser runs on WebAssembly: the same graph over weights that are stored in
fp16, half the download, and cast to fp32 when they are loaded. WebAssembly has the fused operators
of the CPU but no fast kernel for 8-bit blocks, which are ten times slower there. A folder that is
stored in halves has no such file: its ``native.onnx`` is the same graph over the same weights.

Heads of a size that GroupQueryAttention does not take are padded with zeros on their way in and
sliced on their way out: zeros add nothing to a product, and the scale stays that of the true size.
A rotated pair is (x_i, x_{i + d/2}), so with rotary positions each half of a head is padded by
itself: pairs stay pairs, of the angles that the true size gives them.
"""

from __future__ import annotations

import onnx

from shotglass.architecture import ModelConfig
from shotglass.contract import (
    CacheType,
    GraphKind,
    masked_inputs,
    masked_outputs,
    native_head_size,
    native_inputs,
    native_outputs,
)

from ..weights.store import Tensors
from .blocks import (
    attention_scale,
    embed,
    feed_forward,
    given,
    head_norms,
    norm,
    read_out,
    skip_norm,
)
from .graph import MICROSOFT, Graph
from .linear import Blocks, Full, Half, Linears
from .masks import positions_of_text

_LINEARS: dict[GraphKind, type[Linears]] = {
    "native": Blocks,
    "native-fp32": Full,
    "native-fp16": Half,
    "web": Full,
}


def build_native(config: ModelConfig, tensors: Tensors, *, kind: GraphKind) -> onnx.ModelProto:
    """Builds the graph over 8-bit, fp32 or fp16 tensors as ``store.write_weights`` left them."""
    graph = Graph()
    linears = _LINEARS[kind](graph, tensors, config)
    read_out(linears, native_layers(linears, rows="logits_rows"), "logits", fused=True)
    cache: CacheType = "float16" if kind == "native-fp16" else "float32"
    return graph.model(kind, native_inputs(config, cache), native_outputs(config, cache))


def is_fusible(config: ModelConfig) -> bool:
    """Returns whether MultiHeadAttention takes the attention of a masked model: it shares no keys,
    and its heads are neither rotated nor normed, nor their scores capped."""
    own = config.head_norm != "none" or config.attention_softcap
    return config.heads == config.kv_heads and config.positions == "learned" and not own


def build_masked_native(config: ModelConfig, tensors: Tensors) -> onnx.ModelProto:
    """Builds the graph of a masked model that ``is_fusible``, over fp32 or fp16 tensors. It knows
    no padding, since texts are run one by one."""
    graph = Graph()
    linears = Full(graph, tensors, config)
    with graph.scope("positions"):
        positions = positions_of_text(graph)
    read_out(linears, native_layers(linears, positions, "logits_rows"), "logits", fused=True)
    return graph.model("native", masked_inputs(config, True), masked_outputs(config, True))


def native_layers(linears: Linears, positions: str = "position_ids", rows: str = "") -> str:
    """Returns what the head reads: all of the native graph before it, of every token, (B*S, D), or
    of those that the tensor ``rows`` (R,) names, (R, D).

    Nothing reads the other tokens once the last attention has, so the last layer's products behind
    it are of ``rows`` alone.
    """
    config = linears.config
    graph = linears.graph
    residual = embed(linears, positions)
    read = _read(linears, residual, "layers.0.attention_norm" if config.norms_in else "")
    for layer in range(config.layers):
        with graph.scope(f"layers.{layer}"):
            picks = rows if layer == config.layers - 1 else ""
            residual, read = _layer(linears, residual, read, layer, picks)
    return read if rows else graph.op("Reshape", read, graph.integers(-1, config.width))


def _read(linears: Linears, x: str, name: str) -> str:
    """Returns what a part reads of the stream x: its norm ``name``, or x itself without one."""
    return linears.narrow(norm(linears, x, name) if name else x)


def _layer(
    linears: Linears, residual: str, read: str, layer: int, rows: str = ""
) -> tuple[str, str]:
    """Each half ends in a norm, its own or the next one, since adding and normalising are one
    operator. With ``rows`` what comes out is of these tokens alone."""
    graph, config, prefix = linears.graph, linears.config, f"layers.{layer}"
    after_attention, after_ffn = _norm_names(config, layer)
    with graph.scope("attention"):
        mixed = _attention(linears, read, layer)
        if rows:
            mixed = _picked(graph, mixed, rows, config.query_width)
            residual = _picked(graph, residual, rows, config.width)
            if config.parallel != "no":
                read = _picked(graph, read, rows, config.width)
        y = linears.multiply(mixed, f"{prefix}.attention.output", config.query_width)
        y = _given(linears, y, f"{prefix}.attention")
        if config.parallel != "no":
            own = config.norms_in and config.parallel == "two norms"
            read = _read(linears, residual, f"{prefix}.ffn_norm") if own else read
            residual = graph.op("Add", residual, y)
        else:
            residual, read = _joined(linears, y, residual, after_attention)
    with graph.scope("ffn"):
        y = feed_forward(linears, read, f"{prefix}.ffn", fused=True)
        return _joined(linears, _given(linears, y, f"{prefix}.ffn"), residual, after_ffn)


def _picked(graph: Graph, x: str, rows: str, width: int) -> str:
    """x (B, S, D) -> (R, D): the tokens ``rows`` of all B*S."""
    return graph.op("Gather", graph.op("Reshape", x, graph.integers(-1, width)), rows)


def _given(linears: Linears, y: str, part: str) -> str:
    return given(linears, linears.wide(y), part)


def _joined(linears: Linears, y: str, residual: str, name: str) -> tuple[str, str]:
    """The residual stream with ``y`` in it, and what the next part reads."""
    if not name:
        total = linears.graph.op("Add", y, residual)
        return total, linears.narrow(total)
    residual, read = skip_norm(linears, y, residual, name)
    return residual, linears.narrow(read)


def _norm_names(config: ModelConfig, layer: int) -> tuple[str, str]:
    """The norms that stand after a layer's attention and after its feed-forward part; none where
    the next part reads the stream itself."""
    own = f"layers.{layer}.attention_norm", f"layers.{layer}.ffn_norm"
    if not config.norm_first:
        return own
    if layer == config.layers - 1:
        return own[1] if config.norms_in else "", "final_norm"
    return (own[1], f"layers.{layer + 1}.attention_norm") if config.norms_in else ("", "")


def _attention(linears: Linears, x: str, layer: int) -> str:
    """Returns the attention before the output's product: (B, S, H d)."""
    config = linears.config
    prefix = f"layers.{layer}.attention"
    packed = linears.multiply(x, f"{prefix}.qkv", config.width)
    if config.head_norm != "none":
        # Packed (B, S, (H + 2G) d) with queries and keys normed, by head or over their width.
        c, graph = linears.config, linears.graph
        query, key, value = _parted(linears, packed)
        parts = [linears.wide(query), linears.wide(key)]
        if c.head_norm == "head":
            parts = [graph.op("Reshape", x, graph.integers(0, 0, -1, c.head_size)) for x in parts]
        parts = head_norms(linears, prefix, parts)
        if c.head_norm == "head":
            parts = [graph.op("Reshape", x, graph.integers(0, 0, -1)) for x in parts]
        packed = graph.op("Concat", *(linears.narrow(x) for x in parts), value, axis=-1)
    if config.bidirectional:
        # Packed (B, S, 3 H d) -> (B, S, H d); every token sees every other.
        return linears.graph.op(
            "MultiHeadAttention",
            *_parted(linears, packed),
            domain=MICROSOFT,
            num_heads=config.heads,
            scale=attention_scale(config, layer),
        )
    packed = filled(linears.graph, config, packed)
    return cut(linears.graph, config, _group_query_attention(linears, packed, layer))


def _group_query_attention(linears: Linears, packed: str, layer: int) -> str:
    """Packed (B, S, (H + 2G) d) -> (B, S, H d), d as ``native_head_size`` has it; new keys and
    values go into the bound buffer."""
    c = linears.config
    table = c.rotary_table(layer)
    names = (f"{table}.cos", f"{table}.sin") if table else ()
    tables = [filled_angles(linears.graph, c, linears.factor(name)) for name in names]
    cap = {"softcap": c.attention_softcap} if c.attention_softcap else {}
    past = [f"past_key_values.{layer}.{name}" for name in ("key", "value")]
    mixed, *_ = linears.graph.ops(
        "GroupQueryAttention",
        [packed, "", "", *past, "seqlens_k", "total_sequence_length", *tables],
        ["~mixed", *(f"present.{layer}.{name}" for name in ("key", "value"))],
        domain=MICROSOFT,
        num_heads=c.heads,
        kv_num_heads=c.kv_heads,
        scale=attention_scale(c, layer),
        do_rotary=int(bool(table)),
        local_window_size=c.window(layer) or -1,  # counts the token itself, as our windows do
        **cap,
    )
    return mixed


def _parted(linears: Linears, packed: str) -> list[str]:
    c, graph = linears.config, linears.graph
    sizes = graph.integers(c.query_width, c.kv_width, c.kv_width)
    return graph.ops("Split", [packed, sizes], ["~query", "~key", "~value"], axis=-1)


def filled(graph: Graph, config: ModelConfig, x: str) -> str:
    """Fills x (B, S, n d) up to (B, S, n d'), d' being ``native_head_size``; where both are equal
    it returns x itself."""
    size, room = _part(config), _room(config)
    if not room:
        return x
    parts = graph.op("Reshape", x, graph.integers(0, 0, -1, size))
    wider = graph.op("Pad", parts, graph.integers(0, 0, 0, 0, 0, 0, 0, room))
    parts_in_row = (config.heads + 2 * config.kv_heads) * _parts(config)
    return graph.op("Reshape", wider, graph.integers(0, 0, parts_in_row * (size + room)))


def cut(graph: Graph, config: ModelConfig, x: str) -> str:
    """Cuts (B, S, H d') to (B, S, H d), so that what ``filled`` added is gone."""
    size, room = _part(config), _room(config)
    if not room:
        return x
    parts = graph.op("Reshape", x, graph.integers(0, 0, -1, size + room))
    own = graph.op("Slice", parts, *(graph.integers(v) for v in (0, size, -1)))
    return graph.op("Reshape", own, graph.integers(0, 0, config.query_width))


def filled_angles(graph: Graph, config: ModelConfig, table: str) -> str:
    """Fills cosines or sines (C, d/2) up to (C, d'/2); the pairs of zeros are turned by nothing."""
    room = _room(config)
    return graph.op("Pad", table, graph.integers(0, 0, 0, room)) if room else table


def _parts(config: ModelConfig) -> int:
    return 2 if config.positions == "rotary" else 1


def _part(config: ModelConfig) -> int:
    return config.head_size // _parts(config)


def _room(config: ModelConfig) -> int:
    """Zeros behind each part."""
    return native_head_size(config) // _parts(config) - _part(config)


MOST_ATTENTION_INPUTS = 16  # of onnxruntime-web's GroupQueryAttention, which refuses one more


def build_web(config: ModelConfig, tensors: Tensors) -> onnx.ModelProto:
    """Builds the graph over fp16 tensors as ``store.write_weights`` left them.

    Raises ImportFailed for a head size that GroupQueryAttention does not take.
    """
    model = build_native(config, tensors, kind="web")
    attentions = [node for node in model.graph.node if node.op_type == "GroupQueryAttention"]
    assert all(len(node.input) <= MOST_ATTENTION_INPUTS for node in attentions)
    return model

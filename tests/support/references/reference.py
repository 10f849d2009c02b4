"""The truth: a slow, obvious GPT in numpy, float64, one sequence at a time.

Reads ``ModelConfig`` and the canonical weights; every graph must equal it.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import erf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shotglass.architecture import ModelConfig
from shotglass.engine.runtime.interventions import NO_INTERVENTIONS, Interventions

Array = NDArray[Any]
Weights = Mapping[str, Array]
Attended = tuple[Array, Array, Array, Array]  # of a layer, by ATTENDED
ATTENDED = ("scores", "attentions", "heads", "attention_outputs")


def logits(config: ModelConfig, weights: Weights, ids: list[int]) -> Array:
    """ids (S,) -> logits (S, V)."""
    return trace(config, weights, ids)["logits"]


def trace(
    config: ModelConfig,
    weights: Weights,
    ids: list[int],
    changes: Interventions = NO_INTERVENTIONS,
) -> dict[str, Array]:
    """All that happens on the way to the logits, by the names of ``contract.explain_outputs`` and
    of ``intervened_graph.head_outputs``, with ``changes`` made on the way.

    Without the batch axis; ``lens`` (S, L+1, V) is read out at every token.
    """
    w = {name: np.asarray(array, np.float64) for name, array in weights.items()}
    x = patched(changes, 0, embed(config, w, ids))
    seen = {"hidden_states.0": x}
    for layer in range(config.layers):
        x, attended, middle = block(config, w, layer, x, changes)
        if middle is not None:
            seen[f"middle_states.{layer}"] = middle
        for kind, array in zip(ATTENDED, attended, strict=True):
            seen[f"{kind}.{layer}"] = array
        x = seen[f"hidden_states.{layer + 1}"] = patched(changes, layer + 1, x)
    read = [head(config, w, seen[f"hidden_states.{i}"]) for i in range(config.layers + 1)]
    return seen | {"logits": read[-1], "lens": np.stack(read, axis=1)}


def embed(config: ModelConfig, w: Weights, ids: list[int]) -> Array:
    """ids (S,) -> (S, D): what the first layer reads. A single text is all of segment 0."""
    x = w["embedding.weight"][ids]
    if config.embedding_scale:
        x = config.embedding_scale * x
    if config.positions == "sinusoidal":
        x = np.sqrt(config.width) * x + sinusoids(len(ids), config.width)
    if config.positions == "learned":
        x = x + w["position.weight"][: len(ids)]
    if config.segments:
        x = x + w["segment.weight"][0]
    return norm(config, w, "embedding_norm", x) if config.embedding_norm else x


def sinusoids(length: int, width: int) -> Array:
    """(S, D), Vaswani et al. 2017, section 3.5."""
    table = np.empty((length, width))
    for pos in range(length):
        for i in range(width // 2):
            table[pos, 2 * i] = np.sin(pos / 10_000 ** (2 * i / width))
            table[pos, 2 * i + 1] = np.cos(pos / 10_000 ** (2 * i / width))
    return table


def patched(changes: Interventions, layer: int, x: Array, middle: bool = False) -> Array:
    """The residual stream x (S, D) with the states replaced and the vectors added that belong to
    this place."""
    x = x.copy()
    for patch in changes.patches:
        if (patch.layer, patch.middle) == (layer, middle):
            x[patch.token] = patch.state
    for shift in changes.shifts:
        if (shift.layer, shift.middle) == (layer, middle):
            for token in range(shift.start, len(x)) if shift.tokens is None else shift.tokens:
                x[token] = x[token] + shift.vector
    return x


def unseen_pairs(changes: Interventions, layer: int, head: int, length: int) -> Array:
    """(S, S) bool: who no longer sees whom in this head."""
    unseen = np.zeros((length, length), bool)
    for cut in changes.cuts:
        if cut.layer in (None, layer) and cut.head in (None, head):
            for query in range(length) if cut.queries is None else cut.queries:
                for key in cut.keys:
                    unseen[query, key] = query != key
    return unseen


def block(
    config: ModelConfig, w: Weights, layer: int, x: Array, changes: Interventions
) -> tuple[Array, Attended, Array | None]:
    """x (S, D) -> (S, D), with what happens in the layer's attention, and the stream between its
    parts where that is x plus what attention gives."""
    attention_part, ffn_part = f"layers.{layer}.attention", f"layers.{layer}.ffn"

    def read(part: str, x: Array) -> Array:
        return norm(config, w, f"{part}_norm", x) if f"{part}_norm.weight" in w else x

    def given(part: str, y: Array) -> Array:
        return norm(config, w, f"{part}_out_norm", y) if f"{part}_out_norm.weight" in w else y

    if not config.norm_first:
        mixed, attended = attention(config, w, layer, x, changes)
        x = norm(config, w, f"{attention_part}_norm", x + mixed)
        x = norm(config, w, f"{ffn_part}_norm", x + feed_forward(config, w, ffn_part, x))
        return x, attended, None
    first = read(attention_part, x)
    mixed, attended = attention(config, w, layer, first, changes)
    added = given(attention_part, mixed)
    if config.parallel == "no":
        plain = config.norms_in and not config.norms_out
        middle = x = patched(changes, layer, x + added, middle=True) if plain else x + added
        x = x + given(ffn_part, feed_forward(config, w, ffn_part, read(ffn_part, x)))
        return x, attended, middle if plain else None
    second = first if config.parallel == "one norm" else read(ffn_part, x)
    x = x + added + given(ffn_part, feed_forward(config, w, ffn_part, second))
    return x, attended, None


def head(config: ModelConfig, w: Weights, x: Array) -> Array:
    """x (S, D) -> logits (S, V)."""
    if config.norm_first:
        x = norm(config, w, "final_norm", x)
    if config.head_transform:
        x = norm(config, w, "head_norm", activate(config, linear(w, "head_transform", x)))
    scores = x @ w["embedding.weight" if config.tied else "head.weight"].T
    if "head.bias" in w:
        scores = scores + w["head.bias"]
    return capped(scores, config.logit_softcap)


def capped(x: Array, most: float) -> Array:
    return most * np.tanh(x / most) if most else x


def attention(
    config: ModelConfig, w: Weights, layer: int, x: Array, changes: Interventions
) -> tuple[Array, Attended]:
    """x (S, D) -> (S, D), with the scores before the mask, what the mask and softmax make of
    them, both (H, S, S), what each head gives to the output map (H, S, d), and what that makes of
    it without its bias (S, D)."""
    name, size = f"layers.{layer}.attention", config.head_size
    masked = ~visible(config, layer, len(x))
    query = linear(w, f"{name}.query", x)
    key = linear(w, f"{name}.key", x)
    value = linear(w, f"{name}.value", x)
    if config.head_norm == "width":
        query = norm(config, w, f"{name}.query_norm", query)
        key = norm(config, w, f"{name}.key_norm", key)
    scale = config.attention_scale or 1 / np.sqrt(size)
    if config.layer_scaled:
        scale = scale / (layer + 1)
    mixed = np.empty_like(query)
    scores = np.empty((config.heads, len(x), len(x)))
    shares = np.empty_like(scores)
    bias = 0 if changes.attention_bias is None else np.asarray(changes.attention_bias, float)
    for head in range(config.heads):
        group = head // (config.heads // config.kv_heads)
        mine = slice(head * size, (head + 1) * size)
        shared = slice(group * size, (group + 1) * size)
        q, k, v = query[:, mine], key[:, shared], value[:, shared]
        if config.head_norm == "head":
            q = norm(config, w, f"{name}.query_norm", q)
            k = norm(config, w, f"{name}.key_norm", k)
        if config.positions == "rotary" and layer not in config.unturned:
            q, k = rotate(q, config, layer), rotate(k, config, layer)
        scores[head] = capped(scale * (q @ k.T), config.attention_softcap)
        unseen = masked | unseen_pairs(changes, layer, head, len(x))
        shares[head] = softmax(np.where(unseen, -np.inf, scores[head] + bias))
        mixed[:, mine] = shares[head] @ v
        if changes.head_scale is not None:
            kept = changes.head_scale[layer, head]
            mean = 0 if changes.head_mean is None else changes.head_mean[layer, head]
            mixed[:, mine] = kept * mixed[:, mine] + (1 - kept) * mean
    given = mixed.reshape(len(x), config.heads, size).swapaxes(0, 1)
    mapped = mixed @ w[f"{name}.output.weight"].T
    return linear(w, f"{name}.output", mixed), (scores, shares, given, mapped)


def visible(config: ModelConfig, layer: int, length: int) -> Array:
    """(S, S) bool: whether the token of a row sees the token of a column."""
    seen = np.zeros((length, length), bool)
    window = config.window(layer) or length
    for row in range(length):
        for column in range(length):
            is_in_band = row - window < column <= row  # itself and the window - 1 before it
            seen[row, column] = config.bidirectional or is_in_band
    return seen


def rotate(x: Array, config: ModelConfig, layer: int) -> Array:
    """Turn each pair (x_i, x_{i + d/2}) of row p by p times its frequency."""
    positions, size = x.shape
    turned = np.empty_like(x)
    for p in range(positions):
        for i in range(size // 2):
            angle = p * frequency(config, i, layer)
            a, b = x[p, i], x[p, i + size // 2]
            turned[p, i] = a * np.cos(angle) - b * np.sin(angle)
            turned[p, i + size // 2] = a * np.sin(angle) + b * np.cos(angle)
    return turned


def frequency(config: ModelConfig, i: int, layer: int) -> float:
    """theta^(-2i/r), r being the head or what of it is turned; stretched as Llama 3.1 does: by the
    length of a turn, in tokens."""
    size = config.rotary_size or config.head_size
    if 2 * i >= size:
        return 0.0
    if config.local_rope_theta and config.window(layer):
        return config.local_rope_theta ** (-2 * i / size)
    plain, scaling = config.rope_theta ** (-2 * i / size), config.rope_scaling
    if scaling is None:
        return plain
    if scaling.kind == "linear":
        return plain / scaling.factor
    turn = 2 * np.pi / plain
    if turn < scaling.first_context / scaling.high_frequency:
        return plain
    if turn > scaling.first_context / scaling.low_frequency:
        return plain / scaling.factor
    smooth = scaling.first_context / turn - scaling.low_frequency
    smooth /= scaling.high_frequency - scaling.low_frequency
    return (1 - smooth) * plain / scaling.factor + smooth * plain


def feed_forward(config: ModelConfig, w: Weights, name: str, x: Array) -> Array:
    return experts(config, w, name, x) if config.experts else dense(config, w, name, x)


def experts(config: ModelConfig, w: Weights, name: str, x: Array) -> Array:
    """Switch (Fedus et al. 2021, section 2.1), a token at a time: the expert of the largest
    probability, times that."""
    y = np.empty_like(x)
    for token, row in enumerate(x):
        shares = softmax(w[f"{name}.router.weight"] @ row)
        chosen = int(np.argmax(shares))
        y[token] = shares[chosen] * dense(config, w, f"{name}.experts.{chosen}", row[None])[0]
    return y


def dense(config: ModelConfig, w: Weights, name: str, x: Array) -> Array:
    up = linear(w, f"{name}.up", x)
    if config.gated:
        hidden = activate(config, linear(w, f"{name}.gate", x)) * up
    else:
        hidden = activate(config, up)
    return linear(w, f"{name}.down", hidden)


def activate(config: ModelConfig, x: Array) -> Array:
    if config.activation == "silu":
        return x / (1 + np.exp(-x))
    if config.activation == "quick_gelu":
        return x / (1 + np.exp(-1.702 * x))
    if config.activation == "relu":
        return np.where(x > 0, x, 0)
    if config.activation == "gelu_tanh":
        return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
    return 0.5 * x * (1 + np.vectorize(erf)(x / np.sqrt(2)))


def norm(config: ModelConfig, w: Weights, name: str, x: Array) -> Array:
    if config.norm == "rms":
        root = np.sqrt((x**2).mean(axis=-1, keepdims=True) + config.norm_epsilon)
        return x / root * w[f"{name}.weight"]
    centred = x - x.mean(axis=-1, keepdims=True)
    deviation = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + config.norm_epsilon)
    return centred / deviation * w[f"{name}.weight"] + w[f"{name}.bias"]


def linear(w: Weights, name: str, x: Array) -> Array:
    y = x @ w[f"{name}.weight"].T
    return y + w[f"{name}.bias"] if f"{name}.bias" in w else y


def softmax(x: Array) -> Array:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)

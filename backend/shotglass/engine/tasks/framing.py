"""Arrays behind a JSON header, as bytes that a browser reads where they lie.

uint32 LE length of the header, the header (JSON, padded with spaces to a multiple of 4), then
the arrays one after another, float32 LE.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from ...architecture import ModelConfig
from ..runtime.explain_graph import GRAPH
from ..runtime.session import Floats
from .explain import Explanation
from .inside.trace import Trace

_CHUNK = 1 << 20  # bytes handed on at once: no copy of all arrays is ever made


def opening(header: Mapping[str, object]) -> bytes:
    """Returns the header that stands before the arrays."""
    text = json.dumps(header, allow_nan=False).encode()
    text += b" " * (-len(text) % 4)
    return struct.pack("<I", len(text)) + text


def framed(header: Mapping[str, object], arrays: Sequence[Floats]) -> Iterator[bytes]:
    yield opening(header)
    for array in arrays:
        flat = np.ascontiguousarray(array, "<f4").reshape(-1).view(np.uint8)
        for at in range(0, len(flat), _CHUNK):
            yield flat[at : at + _CHUNK].tobytes()


def explanation_header(model: str, config: ModelConfig, explanation: Explanation) -> dict[str, Any]:
    """Returns the header of an explanation, whose arrays follow in their order; each ``offset``
    counts bytes from the end of the header.

    ``bidirectional``: each token sees all of the text. ``windows``: how many tokens each layer
    sees, the token itself counted; 0 for all before it.
    """
    arrays, size = _listed(explanation.arrays)
    head = {
        "model": model,
        "graph": GRAPH,
        "precision": "fp32",
        "tokens": [asdict(token) for token in explanation.tokens],
        "layers": config.layers,
        "heads": config.heads,
        "head_size": config.head_size,
        "width": config.width,
        "bidirectional": config.bidirectional,
        "windows": [config.window(layer) or 0 for layer in range(config.layers)],
        "bytes": size,
        "arrays": arrays,
        "lens": asdict(explanation.lens) if explanation.lens else None,
        "attribution": asdict(explanation.attribution) if explanation.attribution else None,
    }
    if explanation.surprisals is None:
        return head
    return head | {"surprisals": [s and asdict(s) for s in explanation.surprisals]}


def trace_header(model: str, config: ModelConfig, trace: Trace) -> dict[str, Any]:
    """Returns the header of a trace: that of an explanation, with what of the model's shape is
    needed to compute each of its numbers from others.

    ``scale``: what multiplies the product of a query and a key; ``softcap``: at which the product
    is capped, 0 for not at all.
    """
    arrays, size = _listed(trace.arrays)
    names = (
        "layers", "width", "heads", "kv_heads", "head_size", "ffn_width", "vocabulary",
        "norm", "norm_epsilon", "positions", "activation", "gated", "tied", "bidirectional",
    )  # fmt: skip
    layer = min(trace.layer, config.layers - 1)
    return {
        "model": model,
        "graph": GRAPH,
        "precision": "fp32",
        "tokens": [asdict(token) for token in trace.tokens],
        "layer": trace.layer,
        **{name: getattr(config, name) for name in names},
        "window": config.window(layer) or 0,
        "scale": config.score_scale(layer),
        "softcap": config.attention_softcap,
        "bytes": size,
        "arrays": arrays,
    }


def _listed(arrays: Mapping[str, Floats]) -> tuple[list[dict[str, Any]], int]:
    """The entries of a header for its arrays, and their bytes in all."""
    entries: list[dict[str, Any]] = []
    offset = 0
    for name, array in arrays.items():
        entries.append(
            {
                "name": name,
                "shape": list(array.shape),
                "dtype": "float32",
                "offset": offset,
                "bytes": array.nbytes,
            }
        )
        offset += array.nbytes
    return entries, offset

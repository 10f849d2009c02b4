"""Heads that are switched off and attention that is cut, read against a prompt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ...architecture import ModelConfig
from ...errors import InvalidRequest
from ..runtime.explain_graph import LONGEST
from ..runtime.interventions import ablated
from ..runtime.session import Floats
from ..runtime.token_changes import EdgeCut, cuts_by_layer
from .changes import AttentionCut, HeadOff
from .states import named_tokens
from .text_reader import Ids, MeanOf, TextReader

MOST_CUT_BYTES = 64 << 20  # of the arrays by which attention is cut in one run

Head = tuple[int, int]  # layer, head


def head(
    change: HeadOff, config: ModelConfig, ids: Ids, reader: TextReader, at: str
) -> MeanOf | None:
    """Returns what takes the head's place in the prompt ``ids``, or None for nothing. Raises
    InvalidRequest with ``at``, the pointer of the intervention."""
    _require_head(change.layer, change.head, config, at)
    if change.by == "zero":
        if change.over:
            raise InvalidRequest(
                "Texts are for a head that is replaced by its mean: say by mean, or leave them "
                "out.",
                pointer=f"{at}/over",
            )
        return None
    texts = [reader.text(text, f"{at}/over/{i}") for i, text in enumerate(change.over)]
    return reader.mean(texts or [ids], change.layer)


def cut(change: AttentionCut, config: ModelConfig, tokens: int, at: str) -> EdgeCut:
    """Raises InvalidRequest as ``head`` does."""
    _require_head(change.layer, change.head, config, at)
    keys = named_tokens(change.keys, tokens, f"{at}/to")
    queries = change.queries
    if queries is not None:
        queries = named_tokens(queries, tokens, f"{at}/from")
        if own := set(keys) & set(queries):
            raise InvalidRequest(
                f"Token {min(own)} cannot be hidden from itself: every token must see itself.",
                pointer=f"{at}/to",
            )
    return EdgeCut(keys, queries, change.layer, change.head)


def _require_head(layer: int | None, head: int | None, config: ModelConfig, at: str) -> None:
    """Raises InvalidRequest for a layer or a head that is not there."""
    for name, value, count in (("layer", layer, config.layers), ("head", head, config.heads)):
        if value is not None and not 0 <= value < count:
            raise InvalidRequest(
                f"There is no {name} {value}: the model has the layers 0 to {config.layers - 1}, "
                f"each with the heads 0 to {config.heads - 1}.",
                pointer=f"{at}/{name}",
            )


def require_small(cuts: Sequence[EdgeCut], config: ModelConfig, pointer: str) -> None:
    """Raises InvalidRequest for cuts that would need more than MOST_CUT_BYTES in a run."""
    size = 0
    for own in set(cuts_by_layer(cuts, config).values()):
        heads = config.heads if any(cuts[index].head is not None for index in own) else 1
        size += 4 * heads * LONGEST * LONGEST
    if size > MOST_CUT_BYTES:
        raise InvalidRequest(
            f"To cut attention differently in so many layers and heads takes up to "
            f"{size / 1e6:,.0f} MB; {MOST_CUT_BYTES / 1e6:,.0f} MB at most were expected: name "
            "fewer layers, or cut all heads of a layer.",
            pointer=pointer,
        )


def head_arrays(
    heads: Mapping[Head, MeanOf | None], config: ModelConfig, reader: TextReader
) -> dict[str, Floats]:
    """``head_scale``, and ``head_mean`` where a head is replaced by its mean."""
    if not heads:
        return {}
    arrays = {"head_scale": ablated(config, heads)}
    if any(heads.values()):
        mean = np.zeros((config.layers, config.heads, config.head_size), np.float32)
        for (layer, head), of in heads.items():
            if of is not None:
                mean[layer, head] = reader.means[of][head]
        arrays["head_mean"] = mean
    return arrays

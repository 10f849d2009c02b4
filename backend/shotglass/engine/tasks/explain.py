"""What a model does inside with a text: attention, residual stream, surprisal, logit lens.

Letters: S tokens, L layers, H heads, D width, t bands of a thumbnail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...architecture import ModelConfig
from ...events import Piece
from ..model import Engine
from ..runtime.session import Floats
from .explain_options import BANDS, MOST_BYTES, ExplainOptions, array_shapes, check
from .lens import Lens, Surprisal, read_lens, surprisals


@dataclass(frozen=True)
class Explanation:
    """``arrays`` in the order of ``array_shapes``; ``surprisals`` (S,), None when not requested."""

    tokens: tuple[Piece, ...]
    arrays: Mapping[str, Floats]
    surprisals: tuple[Surprisal | None, ...] | None
    lens: Lens | None


def explain(
    engine: Engine, prompt: str, options: ExplainOptions, most_bytes: int = MOST_BYTES
) -> Explanation:
    """Runs as much of the model as is needed; an empty prompt is its start token.

    Raises ContextLengthExceeded over LONGEST tokens, AnswerTooLarge over ``most_bytes`` of
    arrays, InvalidRequest for a layer or a token that is not there; all before anything is run.
    """
    ids = engine.encode(prompt)
    check(engine, ids, options, most_bytes)
    shapes = array_shapes(engine.manifest.architecture, len(ids), options)
    found = _run(engine, ids, options)
    tokens = engine.prompts.pieces(prompt) or tuple(map(engine.prompts.special, ids))
    nats = surprisals(found["logits"], ids) if "logits" in found else (None,) * len(ids)
    return Explanation(
        tokens=tokens,
        arrays={name: found[name] for name in shapes},
        surprisals=nats if options.surprisal else None,
        lens=_lens(engine, found, ids, options.lens),
    )


def thumbnail(attention: Floats) -> Floats:
    """(H, S, S) -> (H, t, t), t = min(S, BANDS): tokens in t bands of equal length but for one.

    A cell is the mean over the query rows of its band of the sum over the key columns of its
    band, so the rows still sum to 1.
    """
    tokens = attention.shape[-1]
    bands = min(tokens, BANDS)
    edges = np.arange(bands) * tokens // bands
    sizes = np.diff(edges, append=tokens).astype(np.float32)
    keys = np.add.reduceat(attention, edges, axis=-1)
    summed = np.add.reduceat(keys, edges, axis=-2)
    smaller: Floats = summed / sizes[:, None]
    return smaller


def _run(engine: Engine, ids: Sequence[int], options: ExplainOptions) -> dict[str, Floats]:
    """Outputs of the explain graph by name, without their first axis, which is 1: one text, one
    row of the lens."""
    names = set(_outputs(engine.manifest.architecture, len(ids), options))
    if not names:
        return {}
    rows = [] if options.lens is None else [options.lens]
    outputs = engine.capture.run(ids, names, rows)
    found = {name: output[0] for name, output in outputs.items()}
    if options.thumbnails:
        layers = range(engine.manifest.architecture.layers)
        found["thumbnails"] = np.stack([thumbnail(found[f"attentions.{i}"]) for i in layers])
    return found


def _outputs(config: ModelConfig, tokens: int, options: ExplainOptions) -> Iterator[str]:
    if options.thumbnails:
        yield from (f"attentions.{layer}" for layer in range(config.layers))
    yield from (name for name in array_shapes(config, tokens, options) if name != "thumbnails")
    if options.surprisal and tokens > 1:
        yield "logits"
    if options.lens is not None:
        yield "lens"


def _lens(
    engine: Engine, found: Mapping[str, Floats], ids: Sequence[int], row: int | None
) -> Lens | None:
    if row is None:
        return None
    following = ids[row + 1] if row + 1 < len(ids) else None
    return read_lens(found["lens"], row, following, engine.tokenizer.token_text)

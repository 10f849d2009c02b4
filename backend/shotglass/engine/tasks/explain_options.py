"""What an explanation shall show: which arrays that makes, and whether the request is valid.

Letters: S tokens, L layers, H heads, D width, t bands of a thumbnail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from ...architecture import ModelConfig
from ...errors import AnswerTooLarge, ContextLengthExceeded, InvalidRequest
from ..model import Engine

LONGEST = 512  # tokens
MOST_BYTES = 256 << 20  # of arrays
BANDS = 24  # rows and columns of a thumbnail

Shapes = dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class ExplainOptions:
    """What to look at. ``layers``: whose attention to give, and with it whose scores before the
    mask and whose residual stream; ``lens``: the token at which every layer is read out."""

    layers: tuple[int, ...] = ()
    scores: bool = False
    hidden: bool = False
    thumbnails: bool = False
    lens: int | None = None
    surprisal: bool = True


def array_shapes(config: ModelConfig, tokens: int, options: ExplainOptions) -> Shapes:
    """The arrays of an answer in order, all float32: ``thumbnails`` (L, H, t, t) first, then each
    layer's ``attentions.i`` and ``scores.i`` (H, S, S) and ``hidden_states.i`` (S, D)."""
    shapes: Shapes = {}
    square = (config.heads, tokens, tokens)
    if options.thumbnails:
        bands = min(tokens, BANDS)
        shapes["thumbnails"] = (config.layers, config.heads, bands, bands)
    for layer in options.layers:
        shapes[f"attentions.{layer}"] = square
        if options.scores:
            shapes[f"scores.{layer}"] = square
        if options.hidden:
            shapes[f"hidden_states.{layer}"] = (tokens, config.width)
    return shapes


def array_bytes(shapes: Shapes) -> int:
    return sum(4 * prod(shape) for shape in shapes.values())


def check(engine: Engine, ids: Sequence[int], options: ExplainOptions, most_bytes: int) -> None:
    """Raises ContextLengthExceeded, InvalidRequest, AnswerTooLarge."""
    engine.require_room(ids, 0)
    if len(ids) > LONGEST:
        over = len(ids) - LONGEST
        raise ContextLengthExceeded(
            f"The prompt is {len(ids)} tokens; the inside of at most {LONGEST} can be shown: "
            f"shorten it by {over}.",
            over_by=over,
        )
    config = engine.manifest.architecture
    _check_layers(options.layers, config.layers)
    if options.lens is not None and not 0 <= options.lens < len(ids):
        raise InvalidRequest(
            f"There is no token {options.lens} to read layers at: the prompt has the tokens 0 to "
            f"{len(ids) - 1}.",
            pointer="/lens",
        )
    _check_size(array_shapes(config, len(ids), options), len(ids), options, most_bytes)


def _check_layers(selected: Sequence[int], layers: int) -> None:
    for index, layer in enumerate(selected):
        if not 0 <= layer < layers:
            raise InvalidRequest(
                f"There is no layer {layer}: the model has the layers 0 to {layers - 1}.",
                pointer=f"/layers/{index}",
            )
    if len(set(selected)) < len(selected):
        raise InvalidRequest("A layer is asked for twice; name each once.", pointer="/layers")


def _check_size(shapes: Shapes, tokens: int, options: ExplainOptions, most: int) -> None:
    size = array_bytes(shapes)
    if size <= most:
        return
    ways = ["ask for fewer layers at once"]
    ways += [f"leave out {name}" for name in ("scores", "hidden") if getattr(options, name)]
    raise AnswerTooLarge(
        f"{len(options.layers)} layers of {tokens} tokens are {size / 1e6:,.1f} MB of numbers; at "
        f"most {most / 1e6:,.1f} MB were expected: {', '.join(ways)}, or shorten the prompt.",
        pointer="/layers",
    )

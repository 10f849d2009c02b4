"""The numbers on the way through one layer of a model, and rows of the weights that made them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ....errors import AnswerTooLarge, ContextLengthExceeded, InvalidRequest, NotFound
from ....events import Piece
from ...masked_model import MaskedModel
from ...model import Engine
from ...runtime.graph_edits.weight_rows import matrices
from ...runtime.session import Floats
from ..explain import MOST_BYTES, MakeRoom

MOST_TRACED = 64  # tokens of a text whose numbers are all given


@dataclass(frozen=True)
class Trace:
    """A trace has ``arrays`` by the names of ``traced_graph.traced``; ``layer`` L is the end."""

    tokens: tuple[Piece, ...]
    layer: int
    arrays: Mapping[str, Floats]


@dataclass(frozen=True)
class WeightRow:
    """A row of a weight. ``weight`` (in,) is what one output of a linear map multiplies its input
    by, or a row of a table that is looked up in. ``bias`` is what is added then, None where nothing
    is. ``rows`` is how many the matrix has."""

    name: str
    index: int
    rows: int
    weight: Floats
    bias: float | None


def trace(
    engine: Engine | MaskedModel,
    prompt: str,
    layer: int,
    most_bytes: int = MOST_BYTES,
    make_room: MakeRoom = lambda _: None,
) -> Trace:
    """Runs the model up to ``layer``; L gives what the head reads, and all logits. An empty prompt
    is its start token. ``make_room`` is called when the arrays are there, since their size is known
    only then.

    Raises ContextLengthExceeded over MOST_TRACED tokens, InvalidRequest for a layer that is not
    there, before anything is run; AnswerTooLarge over ``most_bytes``.
    """
    ids, layers = engine.encode(prompt), engine.manifest.architecture.layers
    engine.require_room(ids, 0)
    if (over := len(ids) - MOST_TRACED) > 0:
        raise ContextLengthExceeded(
            f"The prompt is {len(ids)} tokens; all numbers of at most {MOST_TRACED} can be shown: "
            f"shorten it by {over}.",
            over_by=over,
        )
    if not 0 <= layer <= layers:
        raise InvalidRequest(
            f"There is no layer {layer}: the model has the layers 0 to {layers - 1}, and {layers} "
            "is the end, where the head reads.",
            pointer="/layer",
        )
    arrays = engine.capture.trace(ids, layer)
    size = sum(array.nbytes for array in arrays.values())
    if size > most_bytes:
        raise AnswerTooLarge(
            f"The numbers of {len(ids)} tokens are {size / 1e6:,.1f} MB; at most "
            f"{most_bytes / 1e6:,.1f} MB were expected: shorten the prompt.",
            pointer="/prompt",
        )
    make_room(size)
    tokens = engine.prompts.pieces(prompt) or tuple(map(engine.prompts.special, ids))
    return Trace(tokens, layer, arrays)


def weight_row(engine: Engine | MaskedModel, name: str, index: int) -> WeightRow:
    """Returns a row of a matrix by its name. Raises NotFound for a matrix or a row that is not
    there."""
    known = matrices(engine.manifest.architecture)
    if name not in known:
        raise NotFound(
            f"{engine.manifest.id} has no such matrix; layers.0.attention.query is one, for "
            "instance."
        )
    rows, _ = known[name]
    if not 0 <= index < rows:
        raise NotFound(f"{name} has no such row: it has the rows 0 to {rows - 1}.")
    weights, biases = engine.capture.weight_rows(name, [index])
    bias = None if biases is None else float(biases[0])
    return WeightRow(name, index, rows, weights[0], bias)

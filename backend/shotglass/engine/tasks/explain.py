"""A look at what a model computes inside for a text: attention, residual stream, surprisal, logit
lens.

Letters: S tokens, L layers, H heads, D width, t bands of a thumbnail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from ...architecture import ModelConfig
from ...errors import AnswerTooLarge, ContextLengthExceeded, InvalidRequest, NonFiniteLogits
from ...events import Piece
from ..interventions.changes import Changes
from ..interventions.model import only_finite
from ..interventions.points import require_middle
from ..interventions.resolving import resolve
from ..masked_model import MaskedModel
from ..model import Engine
from ..runtime.explain_graph import LONGEST, NO_MAPS
from ..runtime.graph_edits.jacobian_lens import JACOBIAN_LENS
from ..runtime.graph_edits.middle_lens import MIDDLE_LENS
from ..runtime.interventions import NO_INTERVENTIONS, Interventions
from ..runtime.session import Floats
from .inside.attribution import (
    Attribution,
    AttributionOptions,
    attribute,
    require_attributable,
)
from .inside.jacobian_lens import jacobian_lens
from .inside.lens import Lens, LensAfter, LensKind, Surprisal, read_lens, surprisals
from .inside.stream_parts import AttentionEdge

MOST_BYTES = 256 << 20  # of arrays
BANDS = 24  # rows and columns of a thumbnail

Shapes = dict[str, tuple[int, ...]]
MakeRoom = Callable[[int], object]
"""Called with the bytes that an answer takes while it is made and sent; may wait, and may raise."""


@dataclass(frozen=True)
class ExplainOptions:
    """The options say what to look at inside a text."""

    layers: tuple[int, ...] = ()  # whose attention to return
    scores: bool = False  # and with it the scores before the mask
    hidden: bool = False  # and the residual stream that the layer reads
    values: int | None = None  # the layer of whose heads to return how long their values are
    thumbnails: bool = False
    lens: int | None = None  # the token at which every layer is read out
    lens_after: LensAfter = "layer"  # or after every layer's attention
    lens_kind: LensKind = "logit"  # or carried to the last layer by the model's Jacobian lens
    surprisal: bool = True
    attribution: int | None = None  # the token after which a logit is taken apart
    target: int | None = None  # whose logit, as a token id; the likeliest token's, if None
    through: tuple[AttentionEdge, ...] = ()  # take apart what came this way instead
    sources: int = 0  # how many of the places that heads read to return, with what each brought

    @property
    def attributed(self) -> AttributionOptions | None:
        if self.attribution is None:
            return None
        return AttributionOptions(self.attribution, self.target, self.through, self.sources)


def array_shapes(config: ModelConfig, tokens: int, options: ExplainOptions) -> Shapes:
    """Returns the shapes of an answer's arrays in order, all float32: ``thumbnails`` (L, H, t, t)
    first, then each layer's ``attentions.i`` and ``scores.i`` (H, S, S) and ``hidden_states.i`` (S,
    D), then ``value_norms.i`` (H, S)."""
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
    if options.values is not None:
        shapes[f"value_norms.{options.values}"] = (config.heads, tokens)
    return shapes


def array_bytes(shapes: Shapes) -> int:
    return sum(4 * prod(shape) for shape in shapes.values())


def working_bytes(config: ModelConfig, tokens: int, options: ExplainOptions) -> int:
    """Returns the bytes of the answer's arrays and of what they are read from: all logits (S, V)
    for surprisals, every layer's attention (H, S, S) for thumbnails, and all of that, states and
    values for a logit that is taken apart."""
    read, square = 0, config.layers * config.heads * tokens**2
    if options.surprisal and not config.bidirectional:
        read += tokens * config.vocabulary
    if options.thumbnails:
        read += square
    if options.attribution is not None:
        stream = (config.layers + 1) * config.width + config.layers * config.query_width
        read += tokens * (config.vocabulary + stream)
        if options.sources or options.through:
            read += square + tokens * config.layers * config.kv_width
    return array_bytes(array_shapes(config, tokens, options)) + 4 * read


@dataclass(frozen=True)
class Explanation:
    """What was seen inside a text: ``arrays`` are in the order of ``array_shapes``, and
    ``surprisals`` (S,) are None where they were not asked for."""

    tokens: tuple[Piece, ...]
    arrays: Mapping[str, Floats]
    surprisals: tuple[Surprisal | None, ...] | None
    lens: Lens | None
    attribution: Attribution | None = None


def explain(
    engine: Engine | MaskedModel,
    prompt: str,
    options: ExplainOptions,
    most_bytes: int = MOST_BYTES,
    changes: Changes = None,
    make_room: MakeRoom = lambda _: None,
) -> Explanation:
    """Runs as much of the model as is needed; an empty prompt is its start token. Nothing follows
    from what stands before it in a masked model, so its surprisals are all None and its lens has
    no next token. ``changes``: what is changed inside, for the tokens of the prompt. ``make_room``
    is called before anything is run.

    Raises ContextLengthExceeded over LONGEST tokens, AnswerTooLarge over ``most_bytes`` of
    arrays, InvalidRequest for a layer or a token that is not there; all before anything is run. As
    ``resolve`` does, too, and InvalidRequest where no finite numbers come out of ``changes``.
    """
    ids, changes = engine.encode(prompt), changes or ()
    check(engine, ids, options, most_bytes)
    interventions = resolve(engine, changes, ids)
    if (attributed := options.attributed) is not None:
        require_attributable(engine, len(ids), attributed, interventions)
    make_room(working_bytes(engine.manifest.architecture, len(ids), options))
    with only_finite(changes):
        return _explanation(engine, prompt, ids, options, interventions)


def _explanation(
    engine: Engine | MaskedModel,
    prompt: str,
    ids: Sequence[int],
    options: ExplainOptions,
    interventions: Interventions,
) -> Explanation:
    """Raises NonFiniteLogits, of any array where there are interventions."""
    outputs = _run(engine, ids, options, interventions)
    if interventions is not NO_INTERVENTIONS:
        for name, array in outputs.items():
            if not np.isfinite(array).all():
                raise NonFiniteLogits(f"{name} holds numbers that are not finite.")
    shapes = array_shapes(engine.manifest.architecture, len(ids), options)
    tokens = engine.prompts.pieces(prompt) or tuple(map(engine.prompts.special, ids))
    nats = surprisals(outputs["logits"], ids) if "logits" in outputs else (None,) * len(ids)
    lens = None
    if (row := options.lens) is not None:
        follows = row + 1 < len(ids) and not engine.manifest.architecture.bidirectional
        following = ids[row + 1] if follows else None
        text = engine.tokenizer.token_text
        kinds = options.lens_after, options.lens_kind
        lens = read_lens(outputs[_lens(options)], row, following, text, *kinds)
    attribution = None
    if (attributed := options.attributed) is not None:
        attribution = attribute(engine, ids, attributed, interventions)
    return Explanation(
        attribution=attribution,
        tokens=tokens,
        arrays={name: outputs[name] for name in shapes},
        surprisals=nats if options.surprisal else None,
        lens=lens,
    )


def thumbnail(attention: Floats) -> Floats:
    """Averages attention (H, S, S) into (H, t, t), t = min(S, BANDS), over t bands of tokens that
    are equally long but for one.

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


def value_norms(values: Floats, output_map: Floats, heads: int) -> Floats:
    """Returns |v_j W_O| (H, S) of ``values`` (S, G*d) and ``output_map`` (H*d, D): how long what
    each head hands on of each token is in the residual stream. Head h of H reads group h // (H /
    G).

    A head gives token i the sum over j of a_ij * (v_j W_O), v_j being the value of token j, its
    bias included, and W_O the head's own rows of the output map. Each part is a_ij * |v_j W_O|
    long (Kobayashi et al. 2020, "Attention is Not Only a Weight", arXiv:2004.10102). The map's
    bias, and a norm that a model may have behind the map, are of no token and are left out.
    """
    maps = output_map.reshape(heads, -1, output_map.shape[-1])
    groups = values.reshape(len(values), -1, maps.shape[1])
    shared = heads // groups.shape[1]
    norms = [np.linalg.norm(groups[:, h // shared] @ maps[h], axis=-1) for h in range(heads)]
    return np.stack(norms)


def _run(
    engine: Engine | MaskedModel,
    ids: Sequence[int],
    options: ExplainOptions,
    interventions: Interventions,
) -> dict[str, Floats]:
    """Outputs of the explain graph by name, without their first axis, which is 1: one text, one
    row of the lens."""
    config = engine.manifest.architecture
    attentions = [f"attentions.{layer}" for layer in range(config.layers)]
    carried = f"value_norms.{options.values}"
    names = set(array_shapes(config, len(ids), options)) - {"thumbnails", carried}
    if options.values is not None:
        names.update((f"values.{options.values}", f"output_maps.{options.values}"))
    if options.thumbnails:
        names.update(attentions)
    if options.surprisal and len(ids) > 1 and not config.bidirectional:
        names.add("logits")
    if options.lens is not None:
        names.add(_lens(options))
    if not names:
        return {}
    rows = [] if options.lens is None else [options.lens]
    carries = options.lens is not None and options.lens_kind == "jacobian"
    maps = jacobian_lens(engine.manifest).feeds() if carries else NO_MAPS
    outputs = engine.capture.run(ids, names, rows, interventions, maps)
    output_map = outputs.pop(f"output_maps.{options.values}", None)  # of no text
    texts = {name: output[0] for name, output in outputs.items()}
    if options.thumbnails:
        texts["thumbnails"] = np.stack([thumbnail(texts[name]) for name in attentions])
    if output_map is not None:
        values = texts.pop(f"values.{options.values}")
        texts[carried] = value_norms(values, output_map, config.heads)
    return texts


def _lens(options: ExplainOptions) -> str:
    """The output that the lens is read off."""
    if options.lens_kind == "jacobian":
        return JACOBIAN_LENS
    return MIDDLE_LENS if options.lens_after == "attention" else "lens"


def check(
    engine: Engine | MaskedModel, ids: Sequence[int], options: ExplainOptions, most_bytes: int
) -> None:
    """Checks that the text can be explained. Raises ContextLengthExceeded, InvalidRequest or
    AnswerTooLarge."""
    engine.require_room(ids, 0)
    if len(ids) > LONGEST:
        over = len(ids) - LONGEST
        raise ContextLengthExceeded(
            f"The prompt is {len(ids)} tokens; the inside of at most {LONGEST} can be shown: "
            f"shorten it by {over}.",
            over_by=over,
        )
    _require_places(engine.manifest.architecture, len(ids), options)
    if options.lens_kind == "jacobian":
        jacobian_lens(engine.manifest)
    size = array_bytes(array_shapes(engine.manifest.architecture, len(ids), options))
    if size > most_bytes:
        ways = ["ask for fewer layers at once"]
        ways += [f"leave out {name}" for name in ("scores", "hidden") if getattr(options, name)]
        raise AnswerTooLarge(
            f"{len(options.layers)} layers of {len(ids)} tokens are {size / 1e6:,.1f} MB of "
            f"numbers; at most {most_bytes / 1e6:,.1f} MB were expected: {', '.join(ways)}, or "
            "shorten the prompt.",
            pointer="/layers",
        )


def _require_places(config: ModelConfig, tokens: int, options: ExplainOptions) -> None:
    """Raises InvalidRequest for a layer or a token that is not there."""
    places = {f"/layers/{index}": layer for index, layer in enumerate(options.layers)}
    if options.values is not None:
        places["/values"] = options.values
    for pointer, layer in places.items():
        if not 0 <= layer < config.layers:
            raise InvalidRequest(
                f"There is no layer {layer}: the model has the layers 0 to {config.layers - 1}.",
                pointer=pointer,
            )
    if len(set(options.layers)) < len(options.layers):
        raise InvalidRequest("A layer is asked for twice; name each once.", pointer="/layers")
    if options.lens is not None and not 0 <= options.lens < tokens:
        raise InvalidRequest(
            f"There is no token {options.lens} to read layers at: the prompt has the tokens 0 to "
            f"{tokens - 1}.",
            pointer="/lens",
        )
    if options.lens_after == "attention":
        require_middle(config, "Leave out lens_after.", "/lens_after")
        if options.lens_kind == "jacobian":
            raise InvalidRequest(
                "The J-lens carries the stream before a layer, and lens_after asks for what its "
                "attention leaves: leave out one of them.",
                pointer="/lens_kind",
            )

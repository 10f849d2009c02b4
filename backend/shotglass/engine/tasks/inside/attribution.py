"""Direct logit attribution: what each head and each feed-forward part add to a token's logit, and
the way from a head back to the token that it read and to the parts of earlier layers that wrote
there.

Direct logit attribution (Elhage et al. 2021, "A Mathematical Framework for Transformer Circuits";
TransformerLens). Norms and attention are held at what they are (``directions``), so that the logit
is a sum over what was added to the stream, exactly, and so is what a head brought from a token, of
what was added to that token's stream before the head's layer. What either would be without a part
is another matter: norms would divide by another number, and later parts would read another stream.

Letters: S tokens, L layers, H heads, d head size, D width, V vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ....architecture import ModelConfig
from ....errors import InvalidRequest
from ...masked_model import MaskedModel
from ...model import Engine
from ...runtime.interventions import Interventions
from .directions import of_logit, of_source
from .lens import NamedToken
from .stream_parts import AttentionEdge, Source, StreamParts


@dataclass(frozen=True)
class AttributionOptions:
    """The options of an attribution. It takes apart the logit of token id ``target`` after token
    ``row``, or of the likeliest where there is no target. ``through`` is the way back from there: a
    head that wrote after ``row`` and the token that it read, then a head of an earlier layer that
    wrote there. ``sources`` is how many of them are told."""

    row: int
    target: int | None = None
    through: tuple[AttentionEdge, ...] = ()
    sources: int = 0

    def require_way_back(self, config: ModelConfig) -> None:
        """Checks the way back. Raises InvalidRequest for a place that is not there, or that is not
        before the one it follows."""
        layers, last = config.layers, self.row
        for index, place in enumerate(self.through):
            sizes = {"layer": layers, "head": config.heads, "token": last + 1}
            for name, size in sizes.items():
                if not 0 <= (number := getattr(place, name)) < size:
                    kinds = f"a {name} from 0 to {size - 1} was" if size else "no further place was"
                    raise InvalidRequest(
                        f"The way back from token {last} in the first {layers} layers has no "
                        f"{name} {number}: {kinds} expected.",
                        pointer=f"/through/{index}/{name}",
                    )
            layers, last = place.layer, place.token


@dataclass(frozen=True)
class Attribution:
    """The ``logit`` of ``target`` after token ``row``, before a cap that the model may have, is the
    sum of ``constant`` (biases of the last norm and the head), ``embedding``, each of ``heads``
    [layer][head], ``attention_biases`` [layer] and ``feed_forward`` [layer]. Where both parts of a
    layer add their biases to one sum, that of attention is told apart all the same. ``sources``:
    those of all heads' parts that add or take away most, the largest first; all of a head's are
    together what it adds, but for a head that is replaced by its mean, which brings nothing.

    Behind a ``path`` the parts are those that stand at the token which its last head read, of the
    layers before that head's, and sum to what that head ``added`` by it; ``constant`` has the
    biases of the layer's norm and of the value."""

    row: int
    target: NamedToken
    logit: float
    constant: float
    embedding: float
    heads: tuple[tuple[float, ...], ...]
    attention_biases: tuple[float, ...]
    feed_forward: tuple[float, ...]
    sources: tuple[Source, ...] = ()
    path: tuple[Source, ...] = ()


def attribute(
    engine: Engine | MaskedModel,
    ids: Sequence[int],
    options: AttributionOptions,
    interventions: Interventions,
) -> Attribution:
    """Attributes a place that ``require_attributable`` does not refuse."""
    config, target = engine.manifest.architecture, options.target
    kinds = ["heads", "hidden_states"]
    kinds += ["attentions", "values"] if options.sources or options.through else []
    names = [f"{kind}.{i}" for kind in kinds for i in range(config.layers)]
    names += ["logits", f"hidden_states.{config.layers}"]
    outputs = engine.capture.run(ids, names, interventions=interventions)
    if target is None:
        target = int(outputs["logits"][0, options.row].argmax())
    scale = interventions.head_scale
    parts = StreamParts.of(engine, outputs, scale, of_logit(engine, outputs, options.row, target))
    logit, path = parts.total, []
    for place in options.through:
        path.append(parts.source(place))
        onto = np.float32(path[-1].attention) * parts.onto_values[place.layer, place.head]
        direction = of_source(engine, outputs, onto, place.layer, place.head, place.token)
        parts = StreamParts.of(engine, outputs, scale, direction)
    return Attribution(
        options.row,
        NamedToken(target, engine.tokenizer.token_text(target)),
        logit,
        parts.direction.constant,
        float(parts.states[0]),
        tuple(map(tuple, parts.heads.tolist())),
        tuple(parts.biases.tolist()),
        tuple(parts.feed_forward.tolist()),
        parts.sources(options.sources),
        tuple(path),
    )


def require_attributable(
    engine: Engine | MaskedModel,
    tokens: int,
    options: AttributionOptions,
    interventions: Interventions,
) -> None:
    """Checks that a logit can be taken apart. Raises InvalidRequest for a model whose logits are no
    sum of this kind, for a token or a head that is not there, for a way that does not lead back,
    and for interventions that replace states or add vectors, which are parts of no layer."""
    config, row, target = engine.manifest.architecture, options.row, options.target
    if not config.norm_first or config.norms_out or config.head_transform:
        raise InvalidRequest(
            f"What parts of {engine.manifest.id} add to a logit cannot be told: it has norms "
            "elsewhere than before its parts. Choose a model that has none there, such as "
            "house-gpt2.",
            pointer="/attribution",
        )
    if not 0 <= row < tokens:
        raise InvalidRequest(
            f"There is no token {row} after which a logit could be taken apart: the prompt has the "
            f"tokens 0 to {tokens - 1}.",
            pointer="/attribution",
        )
    if target is not None and not 0 <= target < engine.vocabulary:
        raise InvalidRequest(
            f"{target} is no token: ids from 0 to {engine.vocabulary - 1} were expected.",
            pointer="/target",
        )
    if interventions.patches or interventions.shifts:
        raise InvalidRequest(
            "A logit is taken apart into what the model's own parts add, and a patch or a steering "
            "vector is none of them: leave them out, or leave out attribution.",
            pointer="/attribution",
        )
    options.require_way_back(config)

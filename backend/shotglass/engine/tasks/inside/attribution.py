"""Which parts of a model add what to a token's logit: each head, each feed-forward part.

Direct logit attribution (Elhage et al. 2021, "A Mathematical Framework for Transformer Circuits";
TransformerLens). The last norm divides by a number that depends on the whole stream. That number is
held at what it is, so that the logit is a sum over what was added to the stream, exactly. What the
logit would be without a part is another matter: the norm would divide by another number, and later
parts would read another stream.

Letters: S tokens, L layers, H heads, d head size, D width, V vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ....architecture import ModelConfig
from ....errors import InvalidRequest
from ...masked_model import MaskedModel
from ...model import Engine
from ...runtime.interventions import Interventions
from ...runtime.session import Floats
from .lens import NamedToken


@dataclass(frozen=True)
class Source:
    """What a head brought from ``token``: its ``attention`` to it, and what it ``added`` to the
    logit by it, which is that attention times the token's value through the head's output map."""

    layer: int
    head: int
    token: int
    attention: float
    added: float


@dataclass(frozen=True)
class Attribution:
    """The ``logit`` of ``target`` after token ``row``, before a cap that the model may have, is the
    sum of ``constant`` (biases of the last norm and the head), ``embedding``, each of ``heads``
    [layer][head], ``attention_biases`` [layer] and ``feed_forward`` [layer]. Where both parts of a
    layer add their biases to one sum, that of attention is told apart all the same. ``sources``:
    those of all heads' parts that add or take away most, the largest first; all of a head's are
    together what it adds, but for a head that is replaced by its mean, which brings nothing."""

    row: int
    target: NamedToken
    logit: float
    constant: float
    embedding: float
    heads: tuple[tuple[float, ...], ...]
    attention_biases: tuple[float, ...]
    feed_forward: tuple[float, ...]
    sources: tuple[Source, ...] = ()


def attribute(
    engine: Engine | MaskedModel,
    ids: Sequence[int],
    row: int,
    target: int | None,
    sources: int,
    interventions: Interventions,
) -> Attribution:
    """``target``: a token id, the likeliest one without; ``sources``: how many to tell. Raises
    InvalidRequest as ``require_attributable`` does."""
    config, capture = engine.manifest.architecture, engine.capture
    layers = range(config.layers)
    names = ["logits", *(f"heads.{i}" for i in layers)]
    names += [f"hidden_states.{i}" for i in range(config.layers + 1)]
    if sources:
        names += [f"{kind}.{i}" for kind in ("attentions", "values") for i in layers]
    outputs = capture.run(ids, names, interventions=interventions)
    if target is None:
        target = int(outputs["logits"][0, row].argmax())
    stream = np.stack([outputs[f"hidden_states.{i}"][0, row] for i in range(config.layers + 1)])
    direction, constant = _read_out(engine, config, target, stream[-1])
    maps = capture.directed(direction)
    added = (stream @ direction).astype(np.float64)
    heads = np.zeros((config.layers, config.heads))
    towards = [maps[f"maps.{i}"].reshape(config.heads, config.head_size) for i in layers]
    for i in layers:
        heads[i] = (outputs[f"heads.{i}"][0, :, row] * towards[i]).sum(axis=1)
    biases = np.array([float(maps.get(f"biases.{i}", np.zeros(1))[0]) for i in layers])
    rest = np.diff(added) - heads.sum(axis=1) - biases
    return Attribution(
        row,
        NamedToken(target, engine.tokenizer.token_text(target)),
        float(added[-1] + constant),
        constant,
        float(added[0]),
        tuple(map(tuple, heads.tolist())),
        tuple(biases.tolist()),
        tuple(rest.tolist()),
        _sources(outputs, row, towards, interventions.head_scale, sources) if sources else (),
    )


def _sources(
    outputs: Mapping[str, Floats],
    row: int,
    towards: Sequence[Floats],
    head_scale: Floats | None,
    most: int,
) -> tuple[Source, ...]:
    """``towards`` (H, d) of each layer: by which direction of its own a head adds to the logit."""
    attention = np.stack([outputs[f"attentions.{i}"][0, :, row] for i in range(len(towards))])
    added = np.empty(attention.shape)  # (L, H, S)
    for i, own in enumerate(towards):
        values = outputs[f"values.{i}"][0].reshape(attention.shape[-1], -1, own.shape[1])
        values = values.repeat(len(own) // values.shape[1], axis=1)  # a group's heads share them
        added[i] = attention[i] * np.einsum("shd,hd->hs", values, own)
    if head_scale is not None:
        added *= head_scale[:, :, None]
    order = np.argsort(-np.abs(added), axis=None, kind="stable")[:most]
    places = zip(*np.unravel_index(order, added.shape), strict=True)
    return tuple(
        Source(int(i), int(h), int(j), float(attention[i, h, j]), float(added[i, h, j]))
        for i, h, j in places
        if added[i, h, j]
    )


def require_attributable(
    engine: Engine | MaskedModel,
    tokens: int,
    row: int,
    target: int | None,
    interventions: Interventions,
) -> None:
    """Raises InvalidRequest for a model whose logits are no sum of this kind, a token that is not
    there, and interventions that replace states or add vectors, which are parts of no layer."""
    config = engine.manifest.architecture
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


def _read_out(
    engine: Engine | MaskedModel, config: ModelConfig, target: int, state: Floats
) -> tuple[Floats, float]:
    """The direction (D,) along which the stream makes the target's logit, the last norm held at
    what it is for ``state`` (D,), and what is added to that."""
    capture = engine.capture
    weight, bias = capture.weight_row("embedding" if config.tied else "head", target)
    norms = capture.trace([target], config.layers)
    gain = weight * norms["final_norm.weight"]
    shift = norms.get("final_norm.bias")
    constant = (0.0 if shift is None else float(weight @ shift)) + (bias or 0.0)
    if config.norm == "layer":
        gain = gain - gain.mean()
        square = float(np.var(state))
    else:
        square = float(np.mean(np.square(state)))
    return gain / np.float32(np.sqrt(square + config.norm_epsilon)), constant

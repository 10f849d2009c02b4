"""The field ``interventions`` of a body: what is changed inside the model. Which layers, heads and
tokens there are is checked where it is read against the prompt (``engine/interventions``)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from ..engine.interventions.changes import (
    MOST_CHANGES,
    MOST_TEXTS,
    AttentionCut,
    HeadOff,
    PromptState,
    StateDifference,
    StatePatch,
    Steering,
)
from ..engine.interventions.points import HEAD, PATTERN, layer_of, place_of
from ..engine.interventions.states import NAMED_TOKENS
from ..engine.runtime.token_changes import Place
from ..errors import InvalidRequest
from .body import Body, Whole

MOST_WIDTH = 65_536  # numbers of a vector

Tokens = Annotated[tuple[Whole, ...], Field(min_length=1, max_length=NAMED_TOKENS)]
Vector = Annotated[tuple[float, ...], Field(min_length=1, max_length=MOST_WIDTH)]
Layer = Annotated[Whole | None, Field(description="From 0; or say it by `point`.")]
PointName = Annotated[str | None, Field(description="A place by TransformerLens's name.")]


class HeadBody(Body):
    """A head that gives nothing at any token, or, by its mean, what it gives on average over the
    tokens of the texts `over`, of the prompt itself without any. `point`: blocks.L.attn.hook_z."""

    kind: Literal["head"]
    layer: Layer = None
    point: PointName = None
    head: Whole
    by: Literal["zero", "mean"] = "zero"
    over: Annotated[tuple[str, ...], Field(max_length=MOST_TEXTS)] = ()

    def change(self, at: str) -> HeadOff:
        """``at``: the intervention's pointer. Raises InvalidRequest."""
        layer = _layer(self.layer, self.point, HEAD, at)
        if layer is None:
            raise _needed("A layer or a point", at, "layer")
        return HeadOff(layer, self.head, self.by, self.over)


class AttentionBody(Body):
    """The tokens `from` no longer look at the tokens `to`; without `from` no other token does,
    those that are written included. In all layers and all heads, but where one is named. `point`:
    blocks.L.attn.hook_pattern."""

    kind: Literal["attention"]
    layer: Layer = None
    point: PointName = None
    head: Whole | None = None
    queries: Annotated[Tokens | None, Field(alias="from")] = None
    keys: Annotated[Tokens, Field(alias="to")]

    def change(self, at: str) -> AttentionCut:
        """Raises InvalidRequest."""
        layer = _layer(self.layer, self.point, PATTERN, at)
        return AttentionCut(self.keys, self.queries, layer, self.head)


class PatchBody(Body):
    """The residual stream at `token`: a `vector`, or that of another `prompt` at its token
    `source`, which is the same number without one. `point`: blocks.L.hook_resid_pre, _mid or
    _post."""

    kind: Literal["patch"]
    layer: Layer = None
    point: PointName = None
    token: Whole
    prompt: str | None = None
    source: Whole | None = None
    vector: Vector | None = None

    def change(self, at: str) -> StatePatch:
        """Raises InvalidRequest."""
        place = _place(self.layer, self.point, at)
        if (self.prompt is None) == (self.vector is None):
            raise _needed("One of prompt and vector", at, "prompt")
        if self.vector is not None:
            _refuse(self.source, "source", "a prompt", at)
            return StatePatch(place, self.token, self.vector)
        source = self.token if self.source is None else self.source
        return StatePatch(place, self.token, PromptState(self.prompt or "", source))


class SteerBody(Body):
    """`scale` times a vector, added to the residual stream at the `tokens`, else at every token
    from `start` on, those that are written included. The `vector`, or the state of a `prompt` less
    that of `minus`, each at its `token`, the last one without. `point` as for a patch."""

    kind: Literal["steer"]
    layer: Layer = None
    point: PointName = None
    vector: Vector | None = None
    prompt: str | None = None
    minus: str | None = None
    token: Whole | None = None
    scale: float = 1.0
    tokens: Tokens | None = None
    start: Whole | None = None

    def change(self, at: str) -> Steering:
        """Raises InvalidRequest."""
        place = _place(self.layer, self.point, at)
        if self.tokens is not None:
            _refuse(self.start, "start", "no tokens", at)
        if (self.prompt is None) == (self.vector is None):
            raise _needed("One of vector and prompt", at, "vector")
        vector: tuple[float, ...] | StateDifference
        if self.vector is not None:
            _refuse(self.minus, "minus", "a prompt", at)
            _refuse(self.token, "token", "a prompt", at)
            vector = self.vector
        elif self.minus is None:
            raise _needed("In minus the text whose state is taken away", at, "minus")
        else:
            token = -1 if self.token is None else self.token
            more, less = PromptState(self.prompt or "", token), PromptState(self.minus, token)
            vector = StateDifference(more, less)
        return Steering(place, vector, self.scale, self.tokens, self.start or 0)


TAGS = ("[head]", "[attention]", "[patch]", "[steer]")  # where pydantic says which kind it read


def _kind(value: Any) -> str | None:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return tag if (tag := f"[{kind}]") in TAGS else None


InterventionBody = Annotated[
    Annotated[HeadBody, Tag("[head]")]
    | Annotated[AttentionBody, Tag("[attention]")]
    | Annotated[PatchBody, Tag("[patch]")]
    | Annotated[SteerBody, Tag("[steer]")],
    Discriminator(
        _kind,
        custom_error_type="invalid_parameter",
        custom_error_message="An object whose kind is head, attention, patch or steer was expected",
    ),
]
INTERVENTIONS = Field(
    None,
    max_length=MOST_CHANGES,
    description="What is changed inside the model, in fp32 and on at most 512 tokens. An empty "
    "list changes nothing and is computed by the same graph.",
)
Interventions = tuple[InterventionBody, ...] | None


def _layer(layer: int | None, point: str | None, hook: str, at: str) -> int | None:
    if point is None:
        return layer
    _refuse(layer, "layer", "no point", at)
    return layer_of(point, hook, f"{at}/point")


def _place(layer: int | None, point: str | None, at: str) -> Place:
    if point is not None:
        _refuse(layer, "layer", "no point", at)
        return place_of(point, f"{at}/point")
    if layer is None:
        raise _needed("A layer or a point", at, "layer")
    return Place(layer)


def _needed(what: str, at: str, field: str) -> InvalidRequest:
    return InvalidRequest(f"{what} was expected.", pointer=f"{at}/{field}")


def _refuse(value: object, name: str, beside: str, at: str) -> None:
    """Raises InvalidRequest for a field that says nothing here."""
    if value is not None:
        raise InvalidRequest(
            f"{name} is for an intervention with {beside}: leave it out.", pointer=f"{at}/{name}"
        )

"""The field ``interventions`` of a body: what is changed inside the model. Which layers, heads and
tokens there are is checked where it is read against the prompt, and what a change may say at once
by the codec (both in ``engine/interventions``)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from ..engine.interventions.changes import MOST_CHANGES, MOST_TEXTS
from ..engine.interventions.states import NAMED_TOKENS
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

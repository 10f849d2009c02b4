"""Names of places inside a model: TransformerLens's beside ours.

TransformerLens (https://transformerlensorg.github.io/TransformerLens) calls them
``blocks.18.attn.hook_z`` and the like. A residual stream before layer 18 is ``hidden_states.18``
here, and behind layer 18 ``hidden_states.19``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...architecture import ModelConfig
from ...errors import InvalidRequest
from ..runtime.graph_edits.intervened_graph import has_middle
from ..runtime.token_changes import Place

_POINT = re.compile(r"blocks\.([0-9]{1,4})\.([a-z_.]{1,32})")
_STREAM = {
    "hook_resid_pre": (0, False),
    "hook_resid_mid": (0, True),
    "hook_resid_post": (1, False),
}
HEAD, PATTERN = "attn.hook_z", "attn.hook_pattern"


@dataclass(frozen=True)
class Point:
    """A place by both names, and which ``kind`` of intervention changes it."""

    point: str
    ours: str
    kinds: tuple[str, ...]


def points(config: ModelConfig) -> list[Point]:
    """Returns all places of a model that can be changed, layer by layer."""
    states, named = ("patch", "steer"), []
    for i in range(config.layers):
        named.append(Point(f"blocks.{i}.hook_resid_pre", f"hidden_states.{i}", states))
        named.append(Point(f"blocks.{i}.{PATTERN}", f"attentions.{i}", ("attention",)))
        named.append(Point(f"blocks.{i}.{HEAD}", f"heads.{i}", ("head",)))
        if has_middle(config):
            named.append(Point(f"blocks.{i}.hook_resid_mid", f"middle_states.{i}", states))
        named.append(Point(f"blocks.{i}.hook_resid_post", f"hidden_states.{i + 1}", states))
    return named


def layer_of(point: str, hook: str, pointer: str) -> int:
    """The layer of a point that must end in ``hook``. Raises InvalidRequest."""
    match = _POINT.fullmatch(point)
    if match is None or match[2] != hook:
        raise _unknown(point, f"blocks.LAYER.{hook}", pointer)
    return int(match[1])


def place_of(point: str, pointer: str) -> Place:
    """Returns the place of a point in the residual stream. Raises InvalidRequest."""
    match = _POINT.fullmatch(point)
    if match is None or match[2] not in _STREAM:
        names = ", ".join(f"blocks.LAYER.{name}" for name in _STREAM)
        raise _unknown(point, f"one of {names}", pointer)
    further, middle = _STREAM[match[2]]
    return Place(int(match[1]) + further, middle)


def require_middle(config: ModelConfig, way_out: str, pointer: str) -> None:
    """Raises InvalidRequest for a model that has no stream behind a layer's attention."""
    if not has_middle(config):
        raise InvalidRequest(
            "This model has no hook_resid_mid: its stream between attention and the feed-forward "
            f"part is not what a layer read plus what its attention gives. {way_out}",
            pointer=pointer,
        )


def require_place(place: Place, config: ModelConfig, at: str) -> None:
    """Raises InvalidRequest for a place that the model does not have."""
    if place.middle:
        require_middle(config, "Use hook_resid_pre or hook_resid_post.", f"{at}/point")
    most = config.layers - place.middle
    if not 0 <= place.layer <= most:
        raise InvalidRequest(
            f"There is no layer {place.layer} to change a state at: 0 to {most} were expected"
            + (f", {most} being what the last layer leaves." if not place.middle else "."),
            pointer=f"{at}/layer",
        )


def _unknown(point: str, expected: str, pointer: str) -> InvalidRequest:
    return InvalidRequest(
        f"{point[:80]!r} is no place for this kind of intervention; {expected} was expected.",
        pointer=pointer,
    )

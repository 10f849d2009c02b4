"""Rotary positions as ``config.json`` says them: version 5's ``rope_parameters``, or version 4's
``rope_theta``, ``rope_scaling`` and ``partial_rotary_factor``."""

from __future__ import annotations

from shotglass.architecture.rotary import RopeScaling
from shotglass.errors import ImportFailed

from ..settings import Settings

_PLAIN = ("default", "none")


def rope_theta(settings: Settings, default: float = 10_000.0) -> float:
    plain = settings.decimal("rope_theta", default)
    own = rope_of(settings)
    return plain if own is None else own.decimal("rope_theta", plain)


def rope_of(settings: Settings) -> Settings | None:
    """Returns the rotary settings. Where both versions' names are there, transformers reads the
    older one alone."""
    newer, older = settings.part("rope_parameters"), settings.part("rope_scaling")
    return older or newer


def rope_scaling(settings: Settings, *, whole: bool = True) -> RopeScaling | None:
    """Raises ImportFailed for a way to stretch positions that we do not compute, and for heads that
    are turned in part, of a family whose heads are turned as a ``whole``."""
    settled = rope_of(settings)
    for part in (settings, settled or settings) if whole else ():
        part.require("partial_rotary_factor", 1.0, "whole heads are turned")
    return scaling_of(settled)


def scaling_of(rope: Settings | None) -> RopeScaling | None:
    """Returns the scaling of the settings of one way to turn. Raises ImportFailed for one that we
    do not compute."""
    if rope is None:
        return None
    kind = rope.text("rope_type", rope.text("type", "default"))
    if kind in _PLAIN:
        return None
    if kind == "linear":
        return RopeScaling("linear", rope.decimal("factor"))
    if kind == "llama3":
        return RopeScaling(
            "llama3",
            rope.decimal("factor"),
            rope.decimal("low_freq_factor"),
            rope.decimal("high_freq_factor"),
            rope.integer("original_max_position_embeddings"),
        )
    raise ImportFailed(
        f"config.json stretches rotary positions the {kind!r} way; linear and llama3 are what can "
        "be computed."
    )


def rotary_size(settings: Settings, head_size: int, key: str, default: float) -> int:
    """Returns how much of a head is turned, 0 where it is the whole. ``key`` is version 4's name of
    the share. Raises ImportFailed for a part without pairs."""
    plain = settings.decimal(key, default)
    own = rope_of(settings)
    share = plain if own is None else own.decimal("partial_rotary_factor", plain)
    size = int(head_size * share)
    if size % 2 or not 0 < size <= head_size:
        raise ImportFailed(
            f"config.json: {share:g} of a head of {head_size} is turned, which is {size}; an even "
            "part of it was expected."
        )
    return 0 if size == head_size else size

"""Rotary positions as ``config.json`` has them: version 5's ``rope_parameters``, or version 4's
``rope_theta`` and ``rope_scaling``."""

from __future__ import annotations

from shotglass.errors import ImportFailed
from shotglass.rotary import RopeScaling

from ..settings import Settings

_PLAIN = ("default", "none")


def rope_theta(settings: Settings) -> float:
    own = settings.part("rope_parameters")
    return (own or settings).decimal("rope_theta", settings.decimal("rope_theta", 10_000.0))


def rope_scaling(settings: Settings) -> RopeScaling | None:
    """Raises ImportFailed for a way to stretch positions that we do not compute."""
    found = settings.part("rope_parameters") or settings.part("rope_scaling")
    settings.require("rope_interleaved", False, "pairs are half a head apart")
    for part in (settings, found or settings):
        part.require("partial_rotary_factor", 1.0, "whole heads are turned")
    if found is None:
        return None
    kind = found.text("rope_type", found.text("type", "default"))
    if kind in _PLAIN:
        return None
    if kind == "linear":
        return RopeScaling("linear", found.decimal("factor"))
    if kind == "llama3":
        return RopeScaling(
            "llama3",
            found.decimal("factor"),
            found.decimal("low_freq_factor"),
            found.decimal("high_freq_factor"),
            found.integer("original_max_position_embeddings"),
        )
    raise ImportFailed(
        f"config.json stretches rotary positions the {kind!r} way; linear and llama3 are what can "
        "be computed."
    )

"""Which settings of a model fit each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import ModelFolderError

if TYPE_CHECKING:
    from .model_config import ModelConfig

_MOST_ANGLES = 1 << 27  # cosines and sines: 512 MiB, a million positions of heads of 128


def require_consistent(config: ModelConfig) -> None:
    """Raises ModelFolderError for two that contradict each other."""
    if config.heads % config.kv_heads:
        raise ModelFolderError(
            f"{config.heads} heads cannot share {config.kv_heads} key/value heads: "
            "kv_heads must divide heads."
        )
    _require_angles(config)
    # Of what only rotary positions have.
    own = {"rotary_size": 0, "local_rope_theta": 0, "unturned": ()}
    given = [name for name, none in own.items() if getattr(config, name) != none]
    if config.positions != "rotary" and given:
        raise ModelFolderError(f"{given[0]} is of rotary positions; these are {config.positions}.")
    if config.rotary_size % 2 or config.rotary_size > config.head_size:
        raise ModelFolderError(
            f"rotary_size is {config.rotary_size}; an even part of the head's {config.head_size} "
            "was expected."
        )
    if max(config.unturned, default=0) >= config.layers:
        raise ModelFolderError(
            f"unturned names layer {max(config.unturned)}; there are {config.layers}, from 0."
        )
    if config.windows and len(config.windows) != config.layers:
        raise ModelFolderError(
            f"windows names {len(config.windows)} layers of {config.layers}; one each was expected."
        )
    if config.bidirectional and any(config.windows):
        raise ModelFolderError("windows look back; a bidirectional model cannot have them.")
    if not config.norm_first and (config.parallel != "no" or config.part_norms != "in"):
        raise ModelFolderError(
            f"norm_first is false, parallel {config.parallel!r} and part_norms "
            f"{config.part_norms!r}: norms after each sum stand alone."
        )


def _require_angles(config: ModelConfig) -> None:
    """Of rotary positions by the head, of sinusoidal ones by the width."""
    name = {"rotary": "head_size", "sinusoidal": "width"}.get(config.positions)
    if name is None:
        return
    size = getattr(config, name)
    if size % 2:
        raise ModelFolderError(f"{name} is {size}; {config.positions} needs an even one.")
    if config.context * size > _MOST_ANGLES:
        raise ModelFolderError(
            f"context is {config.context:,} and {name} is {size:,}: the table of "
            f"{config.positions} positions would hold {config.context * size:,} values; "
            f"{_MOST_ANGLES:,} at most were expected."
        )

"""The layers that have a window, as ``layer_types`` names them."""

from __future__ import annotations

from collections.abc import Sequence

from shotglass.errors import ImportFailed

from ..settings import Settings

_KINDS = {"full_attention": False, "sliding_attention": True}


def windows_of(
    settings: Settings, layers: int, size: int, default: Sequence[bool]
) -> tuple[int, ...]:
    """``size`` in those layers that ``layer_types`` or else ``default`` says have a window, 0 in
    the others; empty where none has. Raises ImportFailed for another kind of layer."""
    kinds = settings.texts("layer_types")
    if unknown := sorted(set(kinds) - set(_KINDS)):
        raise ImportFailed(
            f"config.json: layer_types holds {unknown[0]!r}; one of {', '.join(_KINDS)} was "
            "expected."
        )
    has = [_KINDS[kind] for kind in kinds] or list(default)
    return tuple(size if each else 0 for each in has[:layers]) if size and any(has) else ()

"""The five families by name, and a member of one by its sizes."""

from __future__ import annotations

from collections.abc import Callable

from shotglass.architecture import ModelConfig
from shotglass.errors import RecipeInvalid

from . import bert, gpt1, gpt2, gpt3, llama
from .sizes import Sizes

_SHAPES: dict[str, Callable[[Sizes], ModelConfig]] = {
    "gpt1": gpt1.shape,
    "gpt2": gpt2.shape,
    "gpt3": gpt3.shape,
    "bert": bert.shape,
    "llama": llama.shape,
}
FAMILIES: tuple[str, ...] = tuple(_SHAPES)


def family_config(
    family: str,
    *,
    vocabulary: int,
    context: int,
    layers: int,
    width: int,
    heads: int,
    kv_heads: int | None = None,
    ffn_width: int | None = None,
    window: int | None = None,
) -> ModelConfig:
    """The shape of a family's member; what is None is as the family has it.

    Raises RecipeInvalid for a family there is not, an option it has not, or heads that do not
    divide the width; ModelFolderError for what no model can be.
    """
    if family not in FAMILIES:
        raise RecipeInvalid(f"family is {family!r}; one of {', '.join(FAMILIES)} was expected.")
    if heads < 1 or width % heads:
        raise RecipeInvalid(f"heads is {heads}; a divisor of the width, {width}, was expected.")
    for name, value, only in (("kv_heads", kv_heads, "llama"), ("window", window, "gpt3")):
        if value is not None and family != only:
            raise RecipeInvalid(f"{name} is {value}; {family} has none, only {only} has.")
    sizes = Sizes(vocabulary, context, layers, width, heads, kv_heads, ffn_width, window)
    return _SHAPES[family](sizes)

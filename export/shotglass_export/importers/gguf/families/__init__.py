"""The architectures that a GGUF may name: what their keys say of a model's shape, and back."""

from __future__ import annotations

from collections.abc import Mapping

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed

from ..header import Metadata
from .decoders import GPT2, GPTNEOX, LLAMA, OLMO2, PHI2, PHI3, QWEN2, QWEN3, SMOLLM3
from .family import GgufFamily
from .gemma import GEMMA, GEMMA2, GEMMA3

FAMILIES: Mapping[str, GgufFamily] = {
    family.name: family
    for family in (
        GPT2,
        QWEN2,
        LLAMA,
        QWEN3,
        PHI3,
        OLMO2,
        SMOLLM3,
        GEMMA,
        GEMMA2,
        GEMMA3,
        GPTNEOX,
        PHI2,
    )
}


def family_of(metadata: Metadata) -> GgufFamily:
    """Raises ImportFailed."""
    name = metadata.text("general.architecture")
    if name not in FAMILIES:
        known = ", ".join(map(repr, sorted(FAMILIES)))
        raise ImportFailed(
            f"The file holds a model of architecture {name[:40]!r}; {known} can be read."
        )
    return FAMILIES[name]


def family_for(config: ModelConfig) -> GgufFamily | None:
    """The first that has the shape, if any has."""
    return next((family for family in FAMILIES.values() if family.has(config)), None)

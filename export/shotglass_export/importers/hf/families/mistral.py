"""Mistral: ``model_type`` "mistral" (Jiang et al. 2023); a Llama whose attention has a window."""

from __future__ import annotations

from dataclasses import replace

from shotglass.architecture import ModelConfig

from ..settings import Settings
from .llama import LLAMA, shared_config


def config(settings: Settings) -> ModelConfig:
    plain, window = shared_config(settings), settings.integer("sliding_window", 0)
    return replace(plain, windows=(window,) * plain.layers) if window else plain


MISTRAL = replace(LLAMA, config=config)

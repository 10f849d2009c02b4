"""The tiny models of OpenAI's routes behind those of llama.cpp."""

from __future__ import annotations

from ..openai.conftest import client, services, tiny_models

__all__ = ["client", "services", "tiny_models"]

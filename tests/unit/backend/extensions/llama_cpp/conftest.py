"""Tiny models behind the routes of llama.cpp."""

from support.fixtures.tiny_app import client, services, tiny_models

__all__ = ["client", "services", "tiny_models"]

"""Tiny models behind the routes of OpenAI."""

from support.fixtures.tiny_app import chat, client, complete, services, tiny_models

__all__ = ["chat", "client", "complete", "services", "tiny_models"]

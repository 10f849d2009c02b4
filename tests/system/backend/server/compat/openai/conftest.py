"""Tiny models, asked beside each other."""

from support.fixtures.tiny_app import tiny_models

__all__ = ["tiny_models"]

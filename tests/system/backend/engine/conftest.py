"""Tiny random models, loaded once: one of each family."""

from support.fixtures.engines import engine, exact_engine, tiny_root, truth

__all__ = ["engine", "exact_engine", "tiny_root", "truth"]

"""Tiny random models of every kind, written once for all tests of the exporter."""

from support.fixtures.exported_models import model, models

__all__ = ["model", "models"]

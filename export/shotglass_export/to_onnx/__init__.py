"""Graphs and model folders from a config and numpy weights: no torch, no tracing."""

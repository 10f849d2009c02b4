"""Measurements during a training run: held-out text, k-shot probes, attention heads."""

"""Weights files: how tensors are quantised, laid out, written and read again."""

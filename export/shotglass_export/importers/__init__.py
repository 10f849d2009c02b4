"""Checkpoint files read into (config, canonical weights, tokenizer): no torch."""

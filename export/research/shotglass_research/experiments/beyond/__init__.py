"""Experiments behind the lessons on what stands beside GPT and beyond it."""

"""Serves many requests at once: a scheduler that admits, prefills and steps sequences."""

"""Runs of a model recorded for the page to show before a model is ready."""

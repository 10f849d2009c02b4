"""Interventions: changes inside a model, read against a text and put into its graph."""

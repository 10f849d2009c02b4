"""Checks of written graphs: structure, parity between graphs, agreement of predictions."""

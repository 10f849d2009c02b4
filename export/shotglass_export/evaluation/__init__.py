"""The evaluations and recordings of a model that runs; the only part of the exporter that asks the
engine."""

"""Fine-tuning: a run that goes on from a model that was imported."""

"""What is measured and recorded with a model that runs: the only part that asks the engine."""

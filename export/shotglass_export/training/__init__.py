"""A training loop for every model: the objective is an argument, and resuming is exact."""

"""One training loop for every model: the objective is an argument, resuming is exact."""

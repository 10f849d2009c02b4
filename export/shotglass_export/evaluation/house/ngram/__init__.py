"""N-gram language models, the baselines of the house models."""

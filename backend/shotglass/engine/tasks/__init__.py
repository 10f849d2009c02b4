"""What a model can be asked for: generate, compare, score, explain, logits and others."""

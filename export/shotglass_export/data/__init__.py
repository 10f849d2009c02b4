"""The texts that models are asked and trained on, built from named sources without torch."""

"""The gallery's tasks evaluated: label probabilities, verdicts and their table."""

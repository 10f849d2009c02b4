"""What models are asked and, later, trained on: built from named sources, no torch."""

"""A house model in formats that it was not made for: other templates, nouns and names."""

"""House models evaluated on templates, nouns and names outside their training data."""

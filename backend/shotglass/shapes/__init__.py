"""The shapes of published models: their sizes, computed, and as lines of text."""

"""A class: who is there, where everybody is sent, and what everybody guesses. In memory alone."""

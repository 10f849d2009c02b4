"""The causes of an answer inside a prompt and a model: an example, a head, or a vector."""

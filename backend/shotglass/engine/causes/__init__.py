"""What an answer depends on, inside a prompt and a model: which example, head, or vector."""

"""The architectures that a GGUF may name, and what their keys say of a model's shape."""

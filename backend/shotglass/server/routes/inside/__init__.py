"""Routes that show the inside of a model: attention and layers, logits, one pass by numbers."""

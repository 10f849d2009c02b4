"""What is asked to be changed inside a model: read against a text, and put into a model."""

"""What is done to a language model after pre-training, so that it writes what is preferred."""

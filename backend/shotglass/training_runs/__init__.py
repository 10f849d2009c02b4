"""Training runs as files: the format of their metrics, and the library that finds them."""

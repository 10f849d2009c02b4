"""A run in progress: admission, the thread that reads its events, its stream, its metrics."""

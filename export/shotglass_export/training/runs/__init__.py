"""The files that a training run keeps on disk, and its lines on a console."""

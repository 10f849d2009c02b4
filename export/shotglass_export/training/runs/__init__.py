"""What a training run keeps on disk and shows on a console."""

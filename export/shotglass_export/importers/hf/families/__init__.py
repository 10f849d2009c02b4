"""Model families as transformers writes them, one file each."""

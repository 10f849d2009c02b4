"""Why pre-train: from counting words to vectors."""

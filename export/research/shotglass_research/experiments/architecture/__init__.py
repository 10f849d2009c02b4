"""The block: what it is made of, and what each part does."""

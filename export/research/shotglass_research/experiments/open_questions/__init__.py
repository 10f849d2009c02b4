"""Questions that the field has not settled, asked of small models."""

"""A run asked again: what its models answer now beside all that its file says of them."""

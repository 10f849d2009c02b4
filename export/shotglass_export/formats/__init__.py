"""Taking a model elsewhere: a file a format, and what all of them share."""

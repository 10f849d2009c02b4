"""What a house model is asked, and what it is held against."""

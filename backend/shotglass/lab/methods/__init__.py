"""What a model can be asked, a file a kind of question."""

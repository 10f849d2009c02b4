"""The methods of a model, a file for each kind of question."""

"""This machine: its processors, the models in the Hugging Face cache, and those tried before."""

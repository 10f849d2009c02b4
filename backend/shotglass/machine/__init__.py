"""What this machine has: processors, models in the Hugging Face cache, and those tried before."""

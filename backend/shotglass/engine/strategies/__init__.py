"""What is done with the logits of a sequence: sampling, beam search, prompt lookup, scoring."""

"""Decoding strategies, which read the logits of a sequence: sampling, beam search, prompt lookup,
scoring."""

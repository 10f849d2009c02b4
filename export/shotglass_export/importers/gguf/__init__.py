"""GGUF files as llama.cpp writes them: header, weights, tokenizer."""

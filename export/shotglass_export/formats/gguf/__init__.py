"""The format ``gguf``: one file for llama.cpp and what is built on it, tokenizer and all."""

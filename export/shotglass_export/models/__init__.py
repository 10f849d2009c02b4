"""GPT-1, GPT-2, GPT-3, BERT and a Llama in torch: a file a family, which says what differs."""

from .transformer import FAMILIES, Transformer, build, family_config

__all__ = ["FAMILIES", "Transformer", "build", "family_config"]

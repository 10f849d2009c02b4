"""GPT-1, GPT-2, GPT-3, BERT and a Llama in torch: a file a family, which says what differs."""

from .families import FAMILIES, family_config
from .transformer import Transformer, build

__all__ = ["FAMILIES", "Transformer", "build", "family_config"]

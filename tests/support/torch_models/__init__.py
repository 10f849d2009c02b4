"""The outside oracle: transformers' own models, holding our canonical weights."""

from .bert import torch_bert
from .gpt import torch_gpt1, torch_gpt2
from .gpt_neo import torch_gpt_neo
from .llama import torch_llama

__all__ = ["torch_bert", "torch_gpt1", "torch_gpt2", "torch_gpt_neo", "torch_llama"]

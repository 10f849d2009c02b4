"""Text and tokens: what the model reads, and how its bytes become text again."""

from .streaming import Starts, StopStrings, TextStream
from .tokenizer import PromptTokens, Tokenizer, end_token, require_tokens

__all__ = [
    "PromptTokens",
    "Starts",
    "StopStrings",
    "TextStream",
    "Tokenizer",
    "end_token",
    "require_tokens",
]

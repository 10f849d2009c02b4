"""Text and tokens: what the model reads, and how its bytes become text again."""

from .prompt_tokens import PromptTokens, end_token, require_tokens
from .streaming import Starts, StopStrings, TextStream
from .tokenizer import Tokenizer

__all__ = [
    "PromptTokens",
    "Starts",
    "StopStrings",
    "TextStream",
    "Tokenizer",
    "end_token",
    "require_tokens",
]

"""Text and tokens: what the model reads, and how its bytes become text again."""

from .ends import end_token
from .prompt_tokens import PromptTokens, require_tokens
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

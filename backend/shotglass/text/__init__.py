"""Text and tokens: what the model reads, and how its bytes become text again."""

from .streaming import Starts, StopStrings, TextStream
from .tokenizer import Tokenizer

__all__ = ["Starts", "StopStrings", "TextStream", "Tokenizer"]

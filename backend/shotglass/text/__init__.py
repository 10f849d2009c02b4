"""Text and tokens: what the model reads, and how its bytes become text again."""

from .streaming import StopStrings, TextStream
from .tokenizer import Tokenizer

__all__ = ["StopStrings", "TextStream", "Tokenizer"]

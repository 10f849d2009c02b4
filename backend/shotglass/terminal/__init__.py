"""Asking a model from a terminal: the commands generate, compare and score."""

from .compare import compare as compare
from .generate import generate as generate
from .score import score as score

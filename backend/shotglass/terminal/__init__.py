"""The commands generate, compare and score, which ask a model from a terminal; and demo."""

from .compare import compare as compare
from .demo import demo as demo
from .generate import generate as generate
from .score import score as score

"""The commands generate, compare, score and fill, which ask a model from a terminal; and demo."""

from .compare import compare as compare
from .demo import demo as demo
from .fill import fill as fill
from .generate import generate as generate
from .score import score as score

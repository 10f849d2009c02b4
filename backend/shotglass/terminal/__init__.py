"""The commands generate, compare, measure, score, fill, explain, which ask a model from a
terminal; open; demo and serve."""

from .compare import compare as compare
from .demo import demo as demo
from .explain import explain as explain
from .fill import fill as fill
from .generate import generate as generate
from .measuring import measure as measure
from .runs.open_run import open_run as open_run
from .score import score as score
from .serve import serve as serve

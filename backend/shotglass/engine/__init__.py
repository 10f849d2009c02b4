"""A loaded model and what it can be asked: generate, compare, score, the whole distribution,
what happens inside.
"""

from ..precisions import Precision as Precision
from .batch import Batch as Batch
from .batch_scores import PromptScore as PromptScore
from .beam import beam as beam
from .compare import compare as compare
from .complete import Asked as Asked
from .complete import complete as complete
from .engine import Engine as Engine
from .explain import Explanation as Explanation
from .explain import explain as explain
from .generate import generate as generate
from .library import Library as Library
from .library import ModelFolder as ModelFolder
from .library import default_roots as default_roots
from .library import user_models as user_models
from .logits import next_logits as next_logits
from .placing import Provider as Provider
from .score import score as score
from .score import score_each as score_each
from .score_batch import score_batch as score_batch
from .wanted import Wanted as Wanted

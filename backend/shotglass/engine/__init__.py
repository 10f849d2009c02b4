"""A loaded model and what it can be asked: generate, compare, score, the whole distribution,
what happens inside.
"""

from ..precisions import Precision as Precision
from .library import Library as Library
from .library import ModelFolder as ModelFolder
from .library import default_roots as default_roots
from .library import user_models as user_models
from .masked_model import MaskedModel as MaskedModel
from .model import Engine as Engine
from .runtime.interventions import Interventions as Interventions
from .runtime.interventions import ablated as ablated
from .runtime.interventions import hidden_spans as hidden_spans
from .runtime.providers import Provider as Provider
from .runtime.token_changes import EdgeCut as EdgeCut
from .runtime.token_changes import ResidualPatch as ResidualPatch
from .runtime.token_changes import ResidualShift as ResidualShift
from .tasks.beam_search import beam as beam
from .tasks.compare import compare as compare
from .tasks.complete import CompletionRequest as CompletionRequest
from .tasks.complete import complete as complete
from .tasks.explain import ExplainOptions as ExplainOptions
from .tasks.explain import Explanation as Explanation
from .tasks.explain import explain as explain
from .tasks.fill import Filled as Filled
from .tasks.fill import FillRequest as FillRequest
from .tasks.fill import fill as fill
from .tasks.generate import generate as generate
from .tasks.logits import next_logits as next_logits
from .tasks.measure import measure as measure
from .tasks.score import Batch as Batch
from .tasks.score import PromptScore as PromptScore
from .tasks.score import score as score
from .tasks.score import score_batch as score_batch
from .tasks.score import score_each as score_each

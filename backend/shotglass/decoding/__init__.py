"""Pure decoding: logits in, choice out. Knows no model, no tokenizer and no clock."""

from .adjust import adjusted, adjusts
from .beam_search import Beam, advance
from .beam_settings import BeamSettings
from .choose import Choice, choose, forced
from .distribution import Prediction, head, log_softmax, mixture, predict
from .filters import Survivors, survivors
from .forbidding import without
from .history import History
from .labels import check_labels, shares
from .norms import mean_logprob, per_byte, per_token
from .philox import philox4x32, uniform
from .prompt_lookup import Lookup
from .settings import DecodingSettings
from .stages import Stage, Stages, stages

__all__ = [
    "Beam",
    "BeamSettings",
    "Choice",
    "DecodingSettings",
    "History",
    "Lookup",
    "Prediction",
    "Stage",
    "Stages",
    "Survivors",
    "adjusted",
    "adjusts",
    "advance",
    "check_labels",
    "choose",
    "forced",
    "head",
    "log_softmax",
    "mean_logprob",
    "mixture",
    "per_byte",
    "per_token",
    "philox4x32",
    "predict",
    "shares",
    "stages",
    "survivors",
    "uniform",
    "without",
]

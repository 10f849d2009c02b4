"""Pure decoding: logits in, choice out. Knows no model, no tokenizer and no clock."""

from .beam_search import Beam, BeamSettings, advance
from .choose import Choice, Stage, choose, forced, stages
from .constraint import Constraint
from .distribution import Mask, Prediction, head, log_softmax, mixture, predict, token_logprobs
from .filters import Survivors, survivors
from .philox import philox4x32, uniform
from .processors import History, adjusted, without
from .settings import DecodingSettings

__all__ = [
    "Beam",
    "BeamSettings",
    "Choice",
    "Constraint",
    "DecodingSettings",
    "History",
    "Mask",
    "Prediction",
    "Stage",
    "Survivors",
    "adjusted",
    "advance",
    "choose",
    "forced",
    "head",
    "log_softmax",
    "mixture",
    "philox4x32",
    "predict",
    "stages",
    "survivors",
    "token_logprobs",
    "uniform",
    "without",
]

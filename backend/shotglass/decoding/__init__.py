"""Pure decoding: logits in, choice out. Knows no model, no tokenizer and no clock."""

from .beam_search import Beam, BeamSettings, advance
from .choose import Choice, choose, forced
from .distribution import Prediction, head, log_softmax, mixture, predict
from .filters import Survivors, survivors
from .labels import check_labels, mean_logprob, per_byte, per_token, shares
from .philox import philox4x32, uniform
from .processors import History, adjusted, adjusts, without
from .settings import DecodingSettings
from .stages import Stage, Stages, stages

__all__ = [
    "Beam",
    "BeamSettings",
    "Choice",
    "DecodingSettings",
    "History",
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

"""What a model is: its shape as numbers and choices, and the exact parameter count that follows.

Knows no file format, no framework and no model's name.
Letters: L layers, D width, H heads, G key/value heads, d head size, F feed-forward width,
V vocabulary, C context.
"""

from .choices import Activation, Experts, HeadNorm, Norm, Parallel, PartNorms, Positions
from .model_config import ModelConfig
from .weight_shapes import Shape, active_shapes, weight_shapes

__all__ = [
    "Activation",
    "Experts",
    "HeadNorm",
    "ModelConfig",
    "Norm",
    "Parallel",
    "PartNorms",
    "Positions",
    "Shape",
    "active_shapes",
    "weight_shapes",
]

"""BERT: GPT-1's blocks without the causal mask, to fill in words that are hidden.

Devlin, Chang, Lee, Toutanova 2019, "BERT: Pre-training of Deep Bidirectional Transformers for
Language Understanding". Up is towards the logits; ``(+)`` adds to the residual stream::

        logits
           |
      embedding^T + bias
           |
      norm(gelu(linear))                  new: the head's transform
           |
    .------|----------------.
    |     norm              |
    |      |                |
    |     (+)<--- ffn <--.  |  x 12 or 24
    |      |-------------'  |
    |     norm              |             post-norm, as GPT-1
    |      |                |
    |     (+)<-- attention  |             new: every token sees every token
    |      |        ^       |
    |      |--------'       |
    '------|----------------'
          norm                            new: what goes in is normed
           |
     token + position + segment           new: which of two texts it stands in
"""

from __future__ import annotations

from dataclasses import replace

from torch import nn

from shotglass.architecture import ModelConfig

from . import gpt1
from .sizes import Sizes


def shape(sizes: Sizes) -> ModelConfig:
    return replace(
        gpt1.shape(sizes),
        bidirectional=True,  # section 3, "Model Architecture"
        segments=2,  # section 3, "Input/Output Representations": sentence A or B
        embedding_norm=True,  # the published code (modeling.py); the paper does not mention it
        head_transform=True,  # the published code (run_pretraining.py), as is the bias
        activation="gelu",  # appendix A.2 says GELU; the published weights had the exact one
        norm_epsilon=1e-12,  # that of TensorFlow's layer_norm, which the published code calls
    )


def draw(model: nn.Module) -> None:
    """GPT-1's, but no number further out than two deviations (the published code)."""
    gpt1.draw(model)
    for weight in model.parameters():
        if weight.dim() > 1:
            edge = 2 * gpt1.DEVIATION
            nn.init.trunc_normal_(weight, std=gpt1.DEVIATION, a=-edge, b=edge)

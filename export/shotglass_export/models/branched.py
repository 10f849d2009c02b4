"""A block of the open models after Llama: norms on what its parts add, or both parts at once.

OLMo 2 (OLMo et al. 2024) norms what each part adds to the stream, and not what it reads; Gemma 2
(Gemma Team 2024) does both. GPT-NeoX (Black et al. 2022) and Phi (Li et al. 2023) compute attention
and feed-forward from the same stream, as GPT-J did first. Up is towards the logits; ``(+)`` adds to
the residual stream; Gemma 2 at the left, GPT-NeoX at the right::

      (+)<-- norm <-- ffn <-- norm          (+)<-------------.
       |                       ^             |               |
       |-----------------------'            (+)<-- attention |
       |                                     |        ^      |
      (+)<-- norm <-- attention <-- norm     |       norm   ffn
       |                             ^       |        |      ^
       |-----------------------------'       |        |     norm
       |                                     |--------+------'
"""

from __future__ import annotations

from torch import Tensor, nn

from shotglass.architecture import ModelConfig

from .layers import Attention, make_norm


class BranchedBlock(nn.Module):
    """A block with ``norm_first``, as ``part_norms`` and ``parallel`` say; a norm that it does not
    have is None.

    ``attention`` and ``ffn`` are those of every other block: what differs is where norms stand, and
    whether feed-forward reads the stream before attention has been added to it.
    """

    def __init__(self, config: ModelConfig, attention: Attention, ffn: nn.Module) -> None:
        super().__init__()
        c = config
        self.parallel, shared = c.parallel != "no", c.parallel == "one norm"
        self.attention_norm = make_norm(c) if c.norms_in else None
        self.attention = attention
        self.attention_out_norm = make_norm(c) if c.norms_out else None
        self.ffn_norm = make_norm(c) if c.norms_in and not shared else None
        self.ffn = ffn
        self.ffn_out_norm = make_norm(c) if c.norms_out else None
        self.shared = shared

    def forward(self, x: Tensor, turn: nn.Module | None) -> Tensor:
        """x (B, S, D) -> (B, S, D)."""
        read = _normed(self.attention_norm, x)
        after = x + _normed(self.attention_out_norm, self.attention(read, turn))
        if not self.shared:
            read = _normed(self.ffn_norm, x if self.parallel else after)
        return after + _normed(self.ffn_out_norm, self.ffn(read))

    def shares(self, x: Tensor, turn: nn.Module | None) -> Tensor:
        """x (B, S, D) -> (B, H, S, S), what ``Attention.shares`` says of this block."""
        return self.attention.shares(_normed(self.attention_norm, x), turn)


def _normed(norm: nn.Module | None, x: Tensor) -> Tensor:
    """x itself where there is no norm."""
    y: Tensor = x if norm is None else norm(x)
    return y

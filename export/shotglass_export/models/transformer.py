"""A transformer of any ``ModelConfig``: the families' parts, put together as the shape says; and
the five families by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from torch import Tensor, nn

from shotglass.architecture import ModelConfig
from shotglass.errors import RecipeInvalid

from . import bert, gpt1, gpt2, gpt3, llama
from .branched import BranchedBlock
from .experts import Experts
from .gpt1 import PostNormBlock
from .gpt2 import PreNormBlock
from .layers import ACTIVATIONS, Attention, FeedForward, Head, make_norm
from .llama import GatedFeedForward, Rotary
from .sizes import Sizes
from .vaswani import Sinusoids

Block = PostNormBlock | PreNormBlock | BranchedBlock


class Transformer(nn.Module):
    """Token ids in, logits out. Its parameters are named as ``weight_shapes(config)`` names them.

    A part that a shape does not have is None.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        c = self.config = config
        self.embedding = nn.Embedding(c.vocabulary, c.width)
        self.position = nn.Embedding(c.context, c.width) if c.positions == "learned" else None
        self.sinusoids = Sinusoids(c) if c.positions == "sinusoidal" else None
        self.segment = nn.Embedding(c.segments, c.width) if c.segments else None
        self.embedding_norm = make_norm(c) if c.embedding_norm else None
        self.rotary = Rotary(c, c.frequencies) if c.positions == "rotary" else None
        self.rotary_local = Rotary(c, c.local_frequencies) if c.local_rope_theta else None
        self.layers = nn.ModuleList(_block(c, layer) for layer in range(c.layers))
        self.final_norm = make_norm(c) if c.norm_first else None
        self.head_transform = nn.Linear(c.width, c.width) if c.head_transform else None
        self.head_norm = make_norm(c) if c.head_transform else None
        self.head = Head(c, self.embedding)

    def forward(self, ids: Tensor) -> Tensor:
        """ids (B, S) int64 -> logits (B, S, V). S is at most the context."""
        logits: Tensor = self.head(self.hidden(ids))
        return logits

    def hidden(self, ids: Tensor) -> Tensor:
        """ids (B, S) -> (B, S, D), what the head reads: ``head(hidden(ids))`` are the logits."""
        x = self.embed(ids)
        for index, block in enumerate(self.layers):
            x = block(x, self.turn(index))
        return self.read(x)

    def turn(self, layer: int) -> nn.Module | None:
        """Returns what turns the queries and keys of a layer, if anything does."""
        tables = {"rotary": self.rotary, "rotary_local": self.rotary_local}
        return tables.get(self.config.rotary_table(layer))

    def embed(self, ids: Tensor) -> Tensor:
        """ids (B, S) -> (B, S, D), the stream before the first block. All is of segment 0.

        Raises ValueError for more tokens than the context holds.
        """
        if ids.shape[1] > self.config.context:
            raise ValueError(
                f"{ids.shape[1]} tokens do not fit the context of {self.config.context}."
            )
        x: Tensor = self.embedding(ids)
        if self.config.embedding_scale:
            x = x * self.config.embedding_scale
        if self.position is not None:
            x = x + self.position.weight[: ids.shape[1]]
        if self.sinusoids is not None:
            x = self.sinusoids(x)
        if self.segment is not None:
            x = x + self.segment.weight[0]
        if self.embedding_norm is not None:
            x = self.embedding_norm(x)
        return x

    def read(self, x: Tensor) -> Tensor:
        """The stream after any block (B, S, D) -> what the head reads (B, S, D)."""
        if self.final_norm is not None:
            x = self.final_norm(x)
        if self.head_transform is not None and self.head_norm is not None:
            x = self.head_norm(ACTIVATIONS[self.config.activation](self.head_transform(x)))
        return x

    def attentions(self, ids: Tensor) -> list[Tensor]:
        """ids (B, S) -> of each layer (B, H, S, S), whose rows sum to 1. Slow, for looking."""
        x, shares = self.embed(ids), []
        for index, block in enumerate(self.layers):
            assert isinstance(block, Block)
            shares.append(block.shares(x, self.turn(index)))
            x = block(x, self.turn(index))
        return shares


def _block(config: ModelConfig, layer: int) -> Block:
    attention = Attention(config, layer)
    dense = GatedFeedForward if config.gated else FeedForward
    ffn = Experts(config, dense) if config.experts else dense(config)
    if config.norms_out or config.parallel != "no":
        return BranchedBlock(config, attention, ffn)
    kind = PreNormBlock if config.norm_first else PostNormBlock
    return kind(config, attention, ffn)


def build(config: ModelConfig) -> Transformer:
    """A model with weights drawn from torch's global random numbers, as its family's paper says."""
    model = Transformer(config)
    draw = bert.draw if config.bidirectional else gpt1.draw
    draw(model)
    if config.norm_first:
        gpt2.scale_residual_weights(model, config.layers)
    return model


_SHAPES: dict[str, Callable[[Sizes], ModelConfig]] = {
    "gpt1": gpt1.shape,
    "gpt2": gpt2.shape,
    "gpt3": gpt3.shape,
    "bert": bert.shape,
    "llama": llama.shape,
}
FAMILIES: tuple[str, ...] = tuple(_SHAPES)


def family_config(
    family: str,
    *,
    vocabulary: int,
    context: int,
    layers: int,
    width: int,
    heads: int,
    kv_heads: int | None = None,
    ffn_width: int | None = None,
    window: int | None = None,
    experts: int = 0,
) -> ModelConfig:
    """The shape of a family's member; what is None is as the family has it.

    Raises RecipeInvalid for a family there is not, an option it has not, or heads that do not
    divide the width; ModelFolderError for what no model can be.
    """
    if family not in FAMILIES:
        raise RecipeInvalid(f"family is {family!r}; one of {', '.join(FAMILIES)} was expected.")
    if heads < 1 or width % heads:
        raise RecipeInvalid(f"heads is {heads}; a divisor of the width, {width}, was expected.")
    for name, value, only in (("kv_heads", kv_heads, "llama"), ("window", window, "gpt3")):
        if value is not None and family != only:
            raise RecipeInvalid(f"{name} is {value}; {family} has none, only {only} has.")
    sizes = Sizes(vocabulary, context, layers, width, heads, kv_heads, ffn_width, window)
    return replace(_SHAPES[family](sizes), experts=experts)

"""A model's shape as numbers and choices, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from math import prod
from typing import Any

from ..bounds import Positive, rules_of
from ..errors import ModelFolderError, quoted
from ..parsing import Unfit, parsed
from .choices import (
    Activation,
    Context,
    Count,
    Experts,
    Factor,
    FfnWidth,
    HeadNorm,
    HeadPart,
    HeadSize,
    Layers,
    Norm,
    Parallel,
    PartNorms,
    Positions,
    Segments,
    Vocabulary,
    Width,
    Windows,
)
from .consistency import require_consistent
from .rotary import RopeScaling
from .rotary import frequencies as _frequencies
from .weight_shapes import active_shapes, weight_shapes

_SINUSOIDAL_THETA = 10_000.0  # Vaswani et al. 2017, section 3.5


@dataclass(frozen=True)
class ModelConfig:
    """A stack of attention and feed-forward layers, Llama-like or GPT-2-like or between. The order
    of the fields is that of ``manifest.json``."""

    vocabulary: Vocabulary
    context: Context  # tokens at most
    layers: Count
    width: Width  # D
    heads: Count  # H, of queries
    kv_heads: Count  # G, of keys and values
    head_size: HeadSize  # d
    ffn_width: FfnWidth
    norm: Norm
    norm_epsilon: Positive
    # Rotary: queries and keys are rotated by their position. Learned: a weight of each position is
    # added to the token's vector. Sinusoidal: sines and cosines are, to the token's vector times
    # sqrt(D) (Vaswani et al. 2017, 3.4 and 3.5). None: the causal mask alone tells of order.
    positions: Positions
    activation: Activation
    gated: bool  # feed-forward is down(act(gate(x)) * up(x)) instead of down(act(up(x)))
    tied: bool  # the head is the token embedding
    # Biases of the linear maps of each part.
    attention_bias: bool = False
    output_bias: bool = False
    ffn_bias: bool = False
    rope_theta: Positive = 10_000.0  # the base of rotary positions
    # Each part reads a norm of what comes in, and one more stands at the end (GPT-2); else a norm
    # stands after each sum, and none at the end (GPT-1, BERT).
    norm_first: bool = True
    # How many tokens each layer's attention sees, itself counted, 0 for all (GPT-3's bands); empty
    # where every layer sees all.
    windows: Windows = ()
    # What BERT has: no causal mask; rows of a second table, of which a single text uses row 0; a
    # norm before the first layer; a linear map, the activation and a norm before the head, and a
    # bias behind it.
    bidirectional: bool = False
    segments: Segments = 0
    embedding_norm: bool = False
    head_transform: bool = False
    rope_scaling: RopeScaling | None = None  # how rotary positions are stretched, if they are
    # Feed-forward parts of a layer, of which a router chooses one for each token and scales it by
    # its probability (Switch: Fedus et al. 2021); 0: one without a router.
    experts: Experts = 0
    # Of rotary positions: how many numbers of a head, the first ones, hold the pairs (x_i,
    # x_{i + d/2}) that are rotated (GPT-NeoX), 0 for all; the base in layers with a window, which
    # are not stretched (Gemma 3), 0 for that of all; layers that rotate nothing (SmolLM3).
    rotary_size: HeadPart = 0
    local_rope_theta: Factor = 0.0
    unturned: Layers = ()
    # Norms of queries and keys before they are rotated: of each "head" by itself (Qwen3), or over
    # their whole "width" (OLMo 2).
    head_norm: HeadNorm = "none"
    # With norm_first, norms before each part, "in"; on what it adds to the stream, "out" (OLMo 2);
    # or "both" (Gemma 2).
    part_norms: PartNorms = "in"
    # Attention and feed-forward read the same stream, by "two norms" (GPT-NeoX) or "one norm"
    # (Phi), and both are added to it at once.
    parallel: Parallel = "no"
    # What multiplies a query and a key's product, 0 for 1/sqrt(d); divided by the layer's number,
    # from 1, where it is layer_scaled.
    attention_scale: Factor = 0.0
    layer_scaled: bool = False
    # Scores or logits x become c tanh(x / c); 0: they stay (Gemma 2).
    attention_softcap: Factor = 0.0
    logit_softcap: Factor = 0.0
    embedding_scale: Factor = 0.0  # multiplies the token's vector (Gemma); 0: it stays
    head_bias: bool = False  # of the head (Phi); with head_transform there is one anyway

    def __post_init__(self) -> None:
        for name, rule in rules_of(ModelConfig).items():
            if not rule.holds(getattr(self, name)):
                raise ModelFolderError(
                    f"{name} is {quoted(getattr(self, name), 40)}; {rule} was expected."
                )
        require_consistent(self)

    def window(self, layer: int) -> int | None:
        """How many tokens, itself counted, a token of this layer sees; None for all."""
        return (self.windows[layer] or None) if self.windows else None

    def rotary_table(self, layer: int) -> str:
        """Which table of angles rotates this layer's queries and keys: "rotary", "rotary_local" or
        none, ""."""
        if self.positions != "rotary" or layer in self.unturned:
            return ""
        return "rotary_local" if self.local_rope_theta and self.window(layer) else "rotary"

    def score_scale(self, layer: int) -> float:
        """What multiplies the product of a query and a key of this layer."""
        scale = self.attention_scale or self.head_size**-0.5
        return scale / (layer + 1) if self.layer_scaled else scale

    @property
    def norms_in(self) -> bool:
        """Whether each part reads a norm of the stream."""
        return self.norm_first and self.part_norms != "out"

    @property
    def norms_out(self) -> bool:
        """Whether what each part adds to the stream is normed."""
        return self.part_norms != "in"

    @property
    def has_head_bias(self) -> bool:
        return self.head_bias or self.head_transform

    @property
    def special(self) -> frozenset[str]:
        """The later choices that this model makes: those that its JSON names."""
        return frozenset(name for name, none in _LATE.items() if getattr(self, name) != none)

    @property
    def query_width(self) -> int:
        return self.heads * self.head_size

    @property
    def kv_width(self) -> int:
        return self.kv_heads * self.head_size

    @property
    def adds_positions(self) -> bool:
        """Whether a vector of each position is added to the token's, learned or sinusoidal."""
        return self.positions in ("learned", "sinusoidal")

    @property
    def frequencies(self) -> list[float]:
        """Radians a position of each pair: d/2 of a head that is rotated, D/2 of a sinusoidal
        vector, or none."""
        if self.positions == "sinusoidal":
            return _frequencies(self.width, _SINUSOIDAL_THETA, None)
        if self.positions != "rotary":
            return []
        return self._rotary_frequencies(self.rope_theta, self.rope_scaling)

    @property
    def local_frequencies(self) -> list[float]:
        """As ``frequencies``, of the layers whose ``rotary_table`` is "rotary_local"."""
        return (
            self._rotary_frequencies(self.local_rope_theta, None) if self.local_rope_theta else []
        )

    def _rotary_frequencies(self, theta: float, scaling: RopeScaling | None) -> list[float]:
        """Pairs beyond ``rotary_size`` are rotated by nothing."""
        size = self.rotary_size or self.head_size
        return _frequencies(size, theta, scaling) + [0.0] * ((self.head_size - size) // 2)

    @property
    def parameters(self) -> int:
        """Exact count, a tied head counted once."""
        return sum(prod(shape) for shape in weight_shapes(self).values())

    @property
    def active_parameters(self) -> int:
        """Exact count of those that one token passes: of a layer's experts, one."""
        return sum(prod(shape) for shape in active_shapes(self).values())

    def kv_bytes_per_token(self, bytes_per_value: int = 4) -> int:
        return 2 * self.layers * self.kv_width * bytes_per_value

    def to_json(self) -> dict[str, Any]:
        """Without the later choices that are not made, so that older readers know every key."""
        left_out = _LATE.keys() - self.special
        return {name: value for name, value in asdict(self).items() if name not in left_out}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ModelConfig:
        """Raises ModelFolderError for a missing or unknown key, or a value of another kind."""
        try:
            return parsed(cls, data)
        except Unfit as fault:
            raise ModelFolderError(f"architecture: {fault}.") from None


_FIRST_LATE = "rope_scaling"
_NAMES = [each.name for each in fields(ModelConfig)]
# Choices that came after the first folders were written, with what those have.
_LATE = {each.name: each.default for each in fields(ModelConfig)[_NAMES.index(_FIRST_LATE) :]}

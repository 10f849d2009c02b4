"""What a model is: its shape as numbers and choices, and the exact parameter count that follows.

Knows no file format, no framework and no model's name.
Letters: L layers, D width, H heads, G key/value heads, d head size, F feed-forward width,
V vocabulary, C context.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import prod
from typing import Annotated, Any, Literal

from .bounds import Bound, Positive, Rule, rules_of
from .errors import ModelFolderError
from .parsing import Unfit, parsed
from .rotary import RopeScaling
from .rotary import frequencies as _frequencies

Norm = Literal["rms", "layer"]
Positions = Literal["rotary", "learned", "sinusoidal", "none"]
Activation = Literal["silu", "gelu", "gelu_tanh", "relu"]

Shape = tuple[int, ...]
# The most of each is far above any model that fits a machine; what a hostile file claims beyond
# would keep one busy for ever with mere names and shapes.
Vocabulary = Annotated[int, Bound(1, 1 << 22, whole=True)]
Context = Annotated[int, Bound(1, 1 << 24, whole=True)]
Count = Annotated[int, Bound(1, 1 << 12, whole=True)]  # of layers and heads
Width = Annotated[int, Bound(1, 1 << 17, whole=True)]
HeadSize = Annotated[int, Bound(1, 1 << 14, whole=True)]
FfnWidth = Annotated[int, Bound(1, 1 << 19, whole=True)]
Segments = Annotated[int, Bound(0, 1 << 10, whole=True)]
Experts = Annotated[int, Bound(0, 1 << 10, whole=True)]
Windows = Annotated[
    tuple[int, ...],
    Rule("a list of whole numbers, 0 for no window", lambda sizes: min(sizes, default=0) >= 0),
]
_MOST_ANGLES = 1 << 27  # cosines and sines: 512 MiB, a million positions of heads of 128
_SINUSOIDAL_THETA = 10_000.0  # Vaswani et al. 2017, section 3.5


@dataclass(frozen=True)
class ModelConfig:
    """A stack of attention and feed-forward layers, Llama-like or GPT-2-like or between.

    ``gated``: feed-forward is ``down(act(gate(x)) * up(x))`` instead of ``down(act(up(x)))``.
    ``*_bias``: whether the linear maps of that part carry a bias.
    ``tied``: the head is the token embedding.
    ``positions``: queries and keys are turned by theirs ("rotary"), or a vector of each position is
    added to the token's: one that is a weight ("learned"), or sines and cosines, before which the
    token's vector is multiplied by sqrt(D) ("sinusoidal": Vaswani et al. 2017, sections 3.4 and
    3.5). "none": a model knows of order what its causal mask tells it.
    ``norm_first``: each part reads a norm of what comes in (GPT-2, with one more norm at the end);
    else the norm stands after each sum (GPT-1, BERT) and there is none at the end.
    ``windows``: how many tokens each layer's attention sees, the token itself counted, 0 for all
    (GPT-3's bands); empty when every layer sees all.
    ``bidirectional``: attention has no causal mask (BERT). ``segments``: rows of BERT's second
    table, of which a single text uses row 0. ``embedding_norm``: a norm before the first layer.
    ``head_transform``: a linear map, the activation and a norm before the head, a bias behind it.
    ``rope_scaling``: how rotary positions are stretched, if they are.
    ``experts``: how many feed-forward parts a layer has, of which a router chooses one for each
    token and scales it by its probability (Switch: Fedus et al. 2021); 0: one without a router.
    """

    vocabulary: Vocabulary
    context: Context
    layers: Count
    width: Width
    heads: Count
    kv_heads: Count
    head_size: HeadSize
    ffn_width: FfnWidth
    norm: Norm
    norm_epsilon: Positive
    positions: Positions
    activation: Activation
    gated: bool
    tied: bool
    attention_bias: bool = False
    output_bias: bool = False
    ffn_bias: bool = False
    rope_theta: Positive = 10_000.0
    norm_first: bool = True
    windows: Windows = ()
    bidirectional: bool = False
    segments: Segments = 0
    embedding_norm: bool = False
    head_transform: bool = False
    rope_scaling: RopeScaling | None = None
    experts: Experts = 0

    def __post_init__(self) -> None:
        for name, rule in rules_of(ModelConfig).items():
            if not rule.holds(getattr(self, name)):
                raise ModelFolderError(
                    f"{name} is {getattr(self, name)!r:.40}; {rule} was expected."
                )
        if self.heads % self.kv_heads:
            raise ModelFolderError(
                f"{self.heads} heads cannot share {self.kv_heads} key/value heads: "
                "kv_heads must divide heads."
            )
        self._check_angles()
        self._check_windows()

    def _check_angles(self) -> None:
        """Of rotary positions by the head, of sinusoidal ones by the width."""
        name = {"rotary": "head_size", "sinusoidal": "width"}.get(self.positions)
        if name is None:
            return
        size = getattr(self, name)
        if size % 2:
            raise ModelFolderError(f"{name} is {size}; {self.positions} needs an even one.")
        if self.context * size > _MOST_ANGLES:
            raise ModelFolderError(
                f"context is {self.context:,} and {name} is {size:,}: the table of "
                f"{self.positions} positions would hold {self.context * size:,} values; "
                f"{_MOST_ANGLES:,} at most were expected."
            )

    def _check_windows(self) -> None:
        if self.windows and len(self.windows) != self.layers:
            raise ModelFolderError(
                f"windows names {len(self.windows)} layers of {self.layers}; one each was expected."
            )
        if self.bidirectional and any(self.windows):
            raise ModelFolderError("windows look back; a bidirectional model cannot have them.")

    def window(self, layer: int) -> int | None:
        """How many tokens, itself counted, a token of this layer sees; None for all."""
        return (self.windows[layer] or None) if self.windows else None

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
        """Radians a position of each pair: d/2 of a head that is turned, D/2 of a sinusoidal
        vector, or none."""
        if self.positions == "sinusoidal":
            return _frequencies(self.width, _SINUSOIDAL_THETA, None)
        if self.positions != "rotary":
            return []
        return _frequencies(self.head_size, self.rope_theta, self.rope_scaling)

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
        """Without ``rope_scaling`` and ``experts`` where there are none, so that older readers know
        every key."""
        late = ("rope_scaling", "experts")
        return {name: value for name, value in asdict(self).items() if value or name not in late}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ModelConfig:
        """Raises ModelFolderError for a missing or unknown key, or a value of another kind."""
        try:
            return parsed(cls, data)
        except Unfit as fault:
            raise ModelFolderError(f"architecture: {fault}.") from None


def weight_shapes(config: ModelConfig) -> dict[str, Shape]:
    """Every weight by its canonical name, matrices as (out, in), in the order of the forward pass.

    Importers produce exactly these names and shapes; graph builders and the reference read them.
    """
    shapes: dict[str, Shape] = {"embedding.weight": (config.vocabulary, config.width)}
    if config.positions == "learned":
        shapes["position.weight"] = (config.context, config.width)
    if config.segments:
        shapes["segment.weight"] = (config.segments, config.width)
    if config.embedding_norm:
        shapes |= _norm_shapes(config, "embedding_norm")
    for layer in range(config.layers):
        shapes |= _layer_shapes(config, f"layers.{layer}.")
    if config.norm_first:
        shapes |= _norm_shapes(config, "final_norm")
    if not config.tied:
        shapes["head.weight"] = (config.vocabulary, config.width)
    if config.head_transform:
        shapes |= _linear("head_transform", config.width, config.width, True)
        shapes |= _norm_shapes(config, "head_norm")
        shapes["head.bias"] = (config.vocabulary,)
    return shapes


def active_shapes(config: ModelConfig) -> dict[str, Shape]:
    """The weights that one token passes. A layer's experts are of one shape, so the first stands
    for whichever the router chooses."""
    return {
        name: shape
        for name, shape in weight_shapes(config).items()
        if ".experts." not in name or ".experts.0." in name
    }


def _layer_shapes(c: ModelConfig, prefix: str) -> dict[str, Shape]:
    attention, ffn = prefix + "attention.", prefix + "ffn."
    shapes = _norm_shapes(c, prefix + "attention_norm")
    shapes |= _linear(attention + "query", c.query_width, c.width, c.attention_bias)
    shapes |= _linear(attention + "key", c.kv_width, c.width, c.attention_bias)
    shapes |= _linear(attention + "value", c.kv_width, c.width, c.attention_bias)
    shapes |= _linear(attention + "output", c.width, c.query_width, c.output_bias)
    shapes |= _norm_shapes(c, prefix + "ffn_norm")
    if c.experts:
        shapes |= _linear(ffn + "router", c.experts, c.width, False)
        for expert in range(c.experts):
            shapes |= _ffn_shapes(c, f"{ffn}experts.{expert}.")
        return shapes
    return shapes | _ffn_shapes(c, ffn)


def _ffn_shapes(c: ModelConfig, ffn: str) -> dict[str, Shape]:
    shapes: dict[str, Shape] = {}
    if c.gated:
        shapes |= _linear(ffn + "gate", c.ffn_width, c.width, c.ffn_bias)
    shapes |= _linear(ffn + "up", c.ffn_width, c.width, c.ffn_bias)
    return shapes | _linear(ffn + "down", c.width, c.ffn_width, c.ffn_bias)


def _linear(name: str, out: int, into: int, bias: bool) -> dict[str, Shape]:
    weight: dict[str, Shape] = {f"{name}.weight": (out, into)}
    return weight | {f"{name}.bias": (out,)} if bias else weight


def _norm_shapes(c: ModelConfig, name: str) -> dict[str, Shape]:
    weight: dict[str, Shape] = {f"{name}.weight": (c.width,)}
    return weight | {f"{name}.bias": (c.width,)} if c.norm == "layer" else weight

"""What a model is: its shape as numbers and choices, and the exact parameter count that follows.

Knows no file format, no framework and no model's name.
Letters: L layers, D width, H heads, G key/value heads, d head size, F feed-forward width,
V vocabulary, C context.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from math import prod
from typing import Annotated, Any, Literal

from .bounds import Bound, Positive, Rule, rules_of
from .errors import ModelFolderError
from .parsing import Unfit, parsed
from .rotary import RopeScaling
from .rotary import frequencies as _frequencies

Norm = Literal["rms", "layer"]
Positions = Literal["rotary", "learned", "sinusoidal", "none"]
Activation = Literal["silu", "gelu", "gelu_tanh", "quick_gelu", "relu"]
HeadNorm = Literal["none", "head", "width"]
PartNorms = Literal["in", "out", "both"]
Parallel = Literal["no", "two norms", "one norm"]

Shape = tuple[int, ...]
# The most of each is far above any model that fits a machine; what a hostile file claims beyond
# would keep one busy for ever with mere names and shapes.
Vocabulary = Annotated[int, Bound(1, 1 << 22, whole=True)]
Context = Annotated[int, Bound(1, 1 << 24, whole=True)]
Count = Annotated[int, Bound(1, 1 << 12, whole=True)]  # of layers and heads
Width = Annotated[int, Bound(1, 1 << 17, whole=True)]
HeadSize = Annotated[int, Bound(1, 1 << 14, whole=True)]
HeadPart = Annotated[int, Bound(0, 1 << 14, whole=True)]
FfnWidth = Annotated[int, Bound(1, 1 << 19, whole=True)]
Segments = Annotated[int, Bound(0, 1 << 10, whole=True)]
Experts = Annotated[int, Bound(0, 1 << 10, whole=True)]
Windows = Annotated[
    tuple[int, ...],
    Rule("a list of whole numbers, 0 for no window", lambda sizes: min(sizes, default=0) >= 0),
]
Factor = Annotated[
    float, Rule("a finite number above 0, or 0 for none of its own", Bound(0, 1e300).holds)
]
Layers = Annotated[
    tuple[int, ...], Rule("a list of layers, from 0", lambda layers: min(layers, default=0) >= 0)
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
    ``rotary_size``: the pairs (x_i, x_{i + d/2}) that are turned hold so many numbers of a head,
    the first ones; the others stay (GPT-NeoX); 0: all are turned. ``local_rope_theta``: the base in
    layers with a window, which are not stretched (Gemma 3); 0: that of all. ``unturned``: layers
    whose queries and keys are not turned (SmolLM3).
    ``head_norm``: queries and keys are normed before they are turned, each "head" by itself
    (Qwen3) or over its whole "width" (OLMo 2).
    ``part_norms``: with ``norm_first``, norms stand before each part, "in"; or on what the part
    adds to the stream, "out" (OLMo 2), or there too, "both" (Gemma 2).
    ``parallel``: attention and feed-forward read the same stream, by "two norms" (GPT-NeoX) or by
    "one norm" (Phi), and both are added to it at once.
    ``attention_scale``: what multiplies a query and a key's product; 0: 1/sqrt(d). With
    ``layer_scaled`` it is divided by the layer's number, from 1, too.
    ``attention_softcap``, ``logit_softcap``: scores or logits x become c tanh(x / c); 0: they stay
    (Gemma 2). ``embedding_scale`` multiplies the token's vector (Gemma), 0: it stays.
    ``head_bias``: the head has a bias (Phi), as it has with ``head_transform``.
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
    rotary_size: HeadPart = 0
    local_rope_theta: Factor = 0.0
    unturned: Layers = ()
    head_norm: HeadNorm = "none"
    part_norms: PartNorms = "in"
    parallel: Parallel = "no"
    attention_scale: Factor = 0.0
    layer_scaled: bool = False
    attention_softcap: Factor = 0.0
    logit_softcap: Factor = 0.0
    embedding_scale: Factor = 0.0
    head_bias: bool = False

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
        self._check_turns()
        self._check_windows()
        self._check_norms()

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

    def _check_turns(self) -> None:
        """Of what only rotary positions have."""
        own = {"rotary_size": 0, "local_rope_theta": 0, "unturned": ()}
        told = [name for name, none in own.items() if getattr(self, name) != none]
        if self.positions != "rotary" and told:
            raise ModelFolderError(f"{told[0]} is of rotary positions; these are {self.positions}.")
        if self.rotary_size % 2 or self.rotary_size > self.head_size:
            raise ModelFolderError(
                f"rotary_size is {self.rotary_size}; an even part of the head's {self.head_size} "
                "was expected."
            )
        if max(self.unturned, default=0) >= self.layers:
            raise ModelFolderError(
                f"unturned names layer {max(self.unturned)}; there are {self.layers}, from 0."
            )

    def _check_norms(self) -> None:
        if not self.norm_first and (self.parallel != "no" or self.part_norms != "in"):
            raise ModelFolderError(
                f"norm_first is false, parallel {self.parallel!r} and part_norms "
                f"{self.part_norms!r}: norms after each sum stand alone."
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

    def turns(self, layer: int) -> str:
        """Which table of angles turns this layer: "rotary", "rotary_local", or none, ""."""
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
        """Radians a position of each pair: d/2 of a head that is turned, D/2 of a sinusoidal
        vector, or none."""
        if self.positions == "sinusoidal":
            return _frequencies(self.width, _SINUSOIDAL_THETA, None)
        if self.positions != "rotary":
            return []
        return self._turned(self.rope_theta, self.rope_scaling)

    @property
    def local_frequencies(self) -> list[float]:
        """As ``frequencies``, of the layers whose ``turns`` are "rotary_local"."""
        return self._turned(self.local_rope_theta, None) if self.local_rope_theta else []

    def _turned(self, theta: float, scaling: RopeScaling | None) -> list[float]:
        """Pairs beyond ``rotary_size`` are turned by nothing."""
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
    if config.has_head_bias:
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
    outer = c.norms_in or not c.norm_first
    shapes = _norm_shapes(c, prefix + "attention_norm") if outer else {}
    shapes |= _linear(attention + "query", c.query_width, c.width, c.attention_bias)
    shapes |= _linear(attention + "key", c.kv_width, c.width, c.attention_bias)
    shapes |= _linear(attention + "value", c.kv_width, c.width, c.attention_bias)
    shapes |= _head_norms(c, attention)
    shapes |= _linear(attention + "output", c.width, c.query_width, c.output_bias)
    if c.norms_out:
        shapes |= _norm_shapes(c, prefix + "attention_out_norm")
    if outer and c.parallel != "one norm":
        shapes |= _norm_shapes(c, prefix + "ffn_norm")
    if c.norms_out:
        shapes |= _norm_shapes(c, prefix + "ffn_out_norm")
    if c.experts:
        shapes |= _linear(ffn + "router", c.experts, c.width, False)
        for expert in range(c.experts):
            shapes |= _ffn_shapes(c, f"{ffn}experts.{expert}.")
        return shapes
    return shapes | _ffn_shapes(c, ffn)


def _head_norms(c: ModelConfig, attention: str) -> dict[str, Shape]:
    if c.head_norm == "none":
        return {}
    widths = (c.query_width, c.kv_width) if c.head_norm == "width" else (c.head_size,) * 2
    query, key = (
        _norm_shapes(c, f"{attention}{part}_norm", width)
        for part, width in zip(("query", "key"), widths, strict=True)
    )
    return query | key


def _ffn_shapes(c: ModelConfig, ffn: str) -> dict[str, Shape]:
    shapes: dict[str, Shape] = {}
    if c.gated:
        shapes |= _linear(ffn + "gate", c.ffn_width, c.width, c.ffn_bias)
    shapes |= _linear(ffn + "up", c.ffn_width, c.width, c.ffn_bias)
    return shapes | _linear(ffn + "down", c.width, c.ffn_width, c.ffn_bias)


def _linear(name: str, out: int, into: int, bias: bool) -> dict[str, Shape]:
    weight: dict[str, Shape] = {f"{name}.weight": (out, into)}
    return weight | {f"{name}.bias": (out,)} if bias else weight


def _norm_shapes(c: ModelConfig, name: str, width: int = 0) -> dict[str, Shape]:
    shape = (width or c.width,)
    weight: dict[str, Shape] = {f"{name}.weight": shape}
    return weight | {f"{name}.bias": shape} if c.norm == "layer" else weight

"""What a model is: its shape as numbers and choices, and the exact parameter count that follows.

Knows no file format, no framework and no model's name. Stdlib only.
Letters: L layers, D width, H heads, G key/value heads, d head size, F feed-forward width,
V vocabulary, C context.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from math import prod
from typing import Any, Literal

from .errors import ModelFolderError
from .rotary import RopeScaling
from .rotary import frequencies as _frequencies

Norm = Literal["rms", "layer"]
Positions = Literal["rotary", "learned"]
Activation = Literal["silu", "gelu", "gelu_tanh"]

Shape = tuple[int, ...]


@dataclass(frozen=True)
class ModelConfig:
    """A stack of attention and feed-forward layers, Llama-like or GPT-2-like or between.

    ``gated``: feed-forward is ``down(act(gate(x)) * up(x))`` instead of ``down(act(up(x)))``.
    ``*_bias``: whether the linear maps of that part carry a bias.
    ``tied``: the head is the token embedding.
    ``norm_first``: each part reads a norm of what comes in (GPT-2, with one more norm at the end);
    else the norm stands after each sum (GPT-1, BERT) and there is none at the end.
    ``windows``: how many tokens each layer's attention sees, the token itself counted, 0 for all
    (GPT-3's bands); empty when every layer sees all.
    ``bidirectional``: attention has no causal mask (BERT). ``segments``: rows of BERT's second
    table, of which a single text uses row 0. ``embedding_norm``: a norm before the first layer.
    ``head_transform``: a linear map, the activation and a norm before the head, a bias behind it.
    ``rope_scaling``: how rotary positions are stretched, if they are.
    """

    vocabulary: int
    context: int
    layers: int
    width: int
    heads: int
    kv_heads: int
    head_size: int
    ffn_width: int
    norm: Norm
    norm_epsilon: float
    positions: Positions
    activation: Activation
    gated: bool
    tied: bool
    attention_bias: bool = False
    output_bias: bool = False
    ffn_bias: bool = False
    rope_theta: float = 10_000.0
    norm_first: bool = True
    windows: tuple[int, ...] = ()
    bidirectional: bool = False
    segments: int = 0
    embedding_norm: bool = False
    head_transform: bool = False
    rope_scaling: RopeScaling | None = None

    def __post_init__(self) -> None:
        for name, most in _SIZES.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
                raise ModelFolderError(
                    f"{name} is {value!r:.40}; a whole number from 1 to {most:,} was expected."
                )
        if self.heads % self.kv_heads:
            raise ModelFolderError(
                f"{self.heads} heads cannot share {self.kv_heads} key/value heads: "
                "kv_heads must divide heads."
            )
        for name, allowed in _CHOICES.items():
            if getattr(self, name) not in allowed:
                raise ModelFolderError(
                    f"{name} is {getattr(self, name)!r:.40}; one of {', '.join(allowed)} was "
                    "expected."
                )
        self._check_kinds()
        self._check_rotary()
        if self.rope_scaling is not None and not isinstance(self.rope_scaling, RopeScaling):
            object.__setattr__(self, "rope_scaling", RopeScaling.from_json(self.rope_scaling))
        self._check_windows()

    def _check_kinds(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if item.type == "bool" and not isinstance(value, bool):
                raise ModelFolderError(f"{item.name} is {value!r:.40}; true or false was expected.")
            if item.type == "float" and not (_is_number(value) and 0 < value < _FINITE):
                raise ModelFolderError(
                    f"{item.name} is {value!r:.40}; a finite number above 0 was expected."
                )
        if type(self.segments) is not int or not 0 <= self.segments <= _SEGMENTS:
            raise ModelFolderError(
                f"segments is {self.segments!r:.40}; a whole number up to {_SEGMENTS} was expected."
            )

    def _check_rotary(self) -> None:
        if self.positions != "rotary":
            return
        if self.head_size % 2:
            raise ModelFolderError(f"head_size is {self.head_size}; rotary needs an even one.")
        if self.context * self.head_size > _MOST_ANGLES:
            raise ModelFolderError(
                f"context is {self.context:,} and head_size is {self.head_size:,}: the table of "
                f"rotary positions would hold {self.context * self.head_size:,} values; "
                f"{_MOST_ANGLES:,} at most were expected."
            )

    def _check_windows(self) -> None:
        object.__setattr__(self, "windows", tuple(self.windows))  # JSON has lists only
        if self.windows and len(self.windows) != self.layers:
            raise ModelFolderError(
                f"windows names {len(self.windows)} layers of {self.layers}; one each was expected."
            )
        for size in self.windows:
            if isinstance(size, bool) or not isinstance(size, int) or size < 0:
                raise ModelFolderError(
                    f"windows holds {size!r}; whole numbers were expected, 0 for no window."
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
    def frequencies(self) -> list[float]:
        """Radians a position by which each pair of a head is turned: d/2, or none."""
        if self.positions != "rotary":
            return []
        return _frequencies(self.head_size, self.rope_theta, self.rope_scaling)

    @property
    def parameters(self) -> int:
        """Exact count, a tied head counted once."""
        return sum(prod(shape) for shape in weight_shapes(self).values())

    def kv_bytes_per_token(self, bytes_per_value: int = 4) -> int:
        return 2 * self.layers * self.kv_width * bytes_per_value

    def to_json(self) -> dict[str, Any]:
        """Without ``rope_scaling`` where there is none, so that older readers know every key."""
        made = asdict(self)
        return made if self.rope_scaling else {k: v for k, v in made.items() if k != "rope_scaling"}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ModelConfig:
        """Raises ModelFolderError for a missing or unknown key."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(data) - known):
            raise ModelFolderError(f"architecture has unknown keys: {', '.join(unknown)}.")
        try:
            return cls(**data)
        except TypeError as error:
            raise ModelFolderError(f"architecture is incomplete: {error}.") from error


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


# The most of each is far above any model that fits a machine; what a hostile file claims beyond
# would keep one busy for ever with mere names and shapes.
_SIZES = {
    "vocabulary": 1 << 22,
    "context": 1 << 24,
    "layers": 1 << 12,
    "width": 1 << 17,
    "heads": 1 << 12,
    "kv_heads": 1 << 12,
    "head_size": 1 << 14,
    "ffn_width": 1 << 19,
}
_SEGMENTS = 1 << 10
_MOST_ANGLES = 1 << 27  # cosines and sines: 512 MiB, a million positions of heads of 128
_FINITE = 1e300  # an integer of JSON can be beyond all decimals
_CHOICES: dict[str, tuple[str, ...]] = {
    "norm": ("rms", "layer"),
    "positions": ("rotary", "learned"),
    "activation": ("silu", "gelu", "gelu_tanh"),
}


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


def _layer_shapes(c: ModelConfig, prefix: str) -> dict[str, Shape]:
    attention, ffn = prefix + "attention.", prefix + "ffn."
    shapes = _norm_shapes(c, prefix + "attention_norm")
    shapes |= _linear(attention + "query", c.query_width, c.width, c.attention_bias)
    shapes |= _linear(attention + "key", c.kv_width, c.width, c.attention_bias)
    shapes |= _linear(attention + "value", c.kv_width, c.width, c.attention_bias)
    shapes |= _linear(attention + "output", c.width, c.query_width, c.output_bias)
    shapes |= _norm_shapes(c, prefix + "ffn_norm")
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

"""The values that the settings of a model may have."""

from __future__ import annotations

from typing import Annotated, Literal

from ..bounds import Bound, Rule

Norm = Literal["rms", "layer"]
Positions = Literal["rotary", "learned", "sinusoidal", "none"]
Activation = Literal["silu", "gelu", "gelu_tanh", "quick_gelu", "relu"]
HeadNorm = Literal["none", "head", "width"]
PartNorms = Literal["in", "out", "both"]
Parallel = Literal["no", "two norms", "one norm"]

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

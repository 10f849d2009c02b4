"""How fast rotary positions turn: each pair's angle a position, and the ways to stretch them.

Su et al. 2021, "RoFormer", section 3.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Annotated, Literal

from ..bounds import Bound, Positive, rules_of
from ..errors import ModelFolderError, quoted

Kind = Literal["linear", "llama3"]


@dataclass(frozen=True)
class RopeScaling:
    """Slower turns, for texts longer than those first trained on.

    "linear": all turns are ``factor`` times as slow (Chen et al. 2023, "Extending Context Window of
    Large Language Models via Position Interpolation"). "llama3": those alone that turn fewer than
    ``low_frequency`` times in ``first_context`` tokens; those that turn more than
    ``high_frequency`` times stay, and between the two the change is gradual (Llama 3.1's own code,
    as ``transformers`` has it).
    """

    kind: Kind
    factor: Positive
    low_frequency: Positive = 1.0
    high_frequency: Positive = 4.0
    first_context: Annotated[int, Bound(1, 1 << 24, whole=True)] = 8192

    def __post_init__(self) -> None:
        for name, rule in rules_of(RopeScaling).items():
            if not rule.holds(value := getattr(self, name)):
                raise ModelFolderError(
                    f"rope_scaling's {name} is {quoted(value, 40)}; {rule} was expected."
                )
        if self.low_frequency >= self.high_frequency:
            raise ModelFolderError(
                f"rope_scaling's low_frequency {self.low_frequency:g} is not below its "
                f"high_frequency {self.high_frequency:g}."
            )

    def slowed(self, frequency: float) -> float:
        """Of a pair that turns by ``frequency`` radians a position."""
        if self.kind == "linear":
            return frequency / self.factor
        turns = self.first_context * frequency / (2 * pi)
        share = (turns - self.low_frequency) / (self.high_frequency - self.low_frequency)
        share = min(max(share, 0.0), 1.0)
        return share * frequency + (1 - share) * frequency / self.factor


def frequencies(head_size: int, theta: float, scaling: RopeScaling | None) -> list[float]:
    """Radians a position of the pairs (x_i, x_{i + d/2}), i from 0 to d/2 - 1."""
    plain = [theta ** -(2 * pair / head_size) for pair in range(head_size // 2)]
    return [scaling.slowed(each) for each in plain] if scaling else plain

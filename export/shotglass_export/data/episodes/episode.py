"""An episode: examples of one task."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Shot:
    """An example of an episode. ``candidates`` are the outputs that this input could have in this
    episode, one a class; ``label`` is which of them is right. An output owns its leading space."""

    input: str
    label: int
    candidates: tuple[str, ...]

    @property
    def output(self) -> str:
        return self.candidates[self.label]

    def relabelled(self, label: int) -> Shot:
        return replace(self, label=label)


@dataclass(frozen=True)
class Episode:
    """``shots`` of one task; each answer can be told from the shots before it, the first never."""

    family: str
    template: str
    shots: tuple[Shot, ...]

"""An episode: examples of one task, and the templates that it may be written by."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Shot:
    """One example. ``candidates`` are the outputs that this input could have in this episode, one a
    class; ``label`` is which of them is right. An output owns its leading space."""

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


# Two ways are never trained on, so that a template can be new. A space stands before each input: at
# the start of a line the tokenizer spells a word otherwise, and as that other token, or as pieces,
# the model has hardly ever read it.
DENSE = " {input}{output}"  # for training only: every second token is an answer
TRAINED = (
    "- {input}:{output}\n",
    "Word: {input}\nKind:{output}\n\n",
    "Input: {input}\nOutput:{output}\n",
    "Q: {input}\nA:{output}\n",
    "* {input} ={output}\n",
)
HELD_OUT = ("Item: {input}\nType:{output}\n\n", "+ {input} =>{output}\n")

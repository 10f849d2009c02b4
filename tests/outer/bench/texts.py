"""What is asked: token ids of English prose, each time new ones, and three lanes of one task."""

from __future__ import annotations

import random
from importlib import resources
from pathlib import Path

from shotglass.text import Tokenizer

WINDOW, WINDOWS = 256, 2
TOPICS = ("river", "kitchen", "letter", "garden", "engine", "winter", "market", "window", "teacher")
SHOTS = (
    ("I laughed all the way through and went to see it again.", " Positive"),
    ("The plot made no sense and the sound was worse.", " Negative"),
    ("A quiet, patient film that stays with you for days.", " Positive"),
    ("Two hours that I would like to have back.", " Negative"),
)
QUERY = "I fell asleep halfway through."


class Texts:
    """``numbers`` are drawn from ``seed``, so that every run asks the same."""

    def __init__(self, tokenizer: Path, seed: int = 0) -> None:
        self._tokenizer = Tokenizer.load(tokenizer)
        self._random = random.Random(seed)
        prose = resources.files("shotglass_export.to_onnx.checks").joinpath("parity_text.txt")
        self._prose = self._tokenizer.encode(prose.read_text("utf-8"))

    def windows(self) -> list[list[int]]:
        """Prose whose logits are compared."""
        return [self._prose[i * WINDOW : (i + 1) * WINDOW] for i in range(WINDOWS)]

    def prompt(self, tokens: int) -> list[int]:
        """It begins unlike every other one, so that no cache of prefixes knows it."""
        start = self._random.randrange(len(self._prose) - tokens)
        fresh = [self._random.randrange(1000, 40_000) for _ in range(4)]
        return fresh + self._prose[start : start + tokens - len(fresh)]

    def text(self, tokens: int) -> str:
        """Of about so many tokens, for those who read texts alone."""
        return self._mark() + self._tokenizer.decode(self.prompt(tokens)[12:])

    def lanes(self) -> list[list[int]]:
        """Zero-, one- and few-shot of one query; all begin with the same instruction."""
        instruction = f"Task{self._mark()}: say whether the review is positive or negative.\n\n"
        asked = f"Review: {QUERY}\nSentiment:"
        shots = [f"Review: {text}\nSentiment:{label}\n\n" for text, label in SHOTS]
        prompts = [instruction + "".join(shots[:k]) + asked for k in (0, 1, len(shots))]
        return [self._tokenizer.encode(prompt) for prompt in prompts]

    def _mark(self) -> str:
        return f" {self._random.choice(TOPICS)} {self._random.randrange(10**6)}"

"""Rows of episodes: a pure function of seed and step, so that a resumed run sees the same ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from tokenizers import Tokenizer

from .episode import Shot
from .families import Family, Sides, draw
from .lexicon import Lexicon
from .sentences import draw_sentence
from .template import DENSE, TRAINED, heading, opening, parts
from .templates import draw_template

END = 0  # <|endoftext|>


@dataclass(frozen=True)
class EpisodeMix:
    """``families``: shares. ``shots``: least and most a episode. ``dense``: how often the shortest
    template is taken. ``written``: how often a written sentence is, of the other episodes, and
    ``varied``: how often one of the grammar's templates, of those that are left.
    ``input_weight``: the loss's weight of tokens that no one can know. ``natural``,
    ``word_names``, ``everyday`` and ``coined`` as in ``families.Sides``."""

    families: Mapping[Family, float]
    shots: tuple[int, int] = (4, 24)
    dense: float = 0.5
    input_weight: float = 0.0
    natural: float = 0.25
    word_names: float = 0.0
    varied: float = 0.0
    written: float = 0.0
    everyday: float = 0.0
    coined: float = 0.0

    @property
    def sides(self) -> Sides:
        """Training episodes are of the training side alone."""
        return Sides(
            natural=self.natural,
            word_names=self.word_names,
            everyday=self.everyday,
            coined=self.coined,
        )


@dataclass
class EpisodeWriter:
    """Draws and encodes episodes. Pieces are encoded apart and remembered: every template keeps its
    parts apart for the tokenizer too (a test holds it to that)."""

    lexicon: Lexicon
    tokenizer: Tokenizer
    _known: dict[str, list[int]] = field(default_factory=dict)

    def rows(
        self, mix: EpisodeMix, seed: int, step: int, rows: int, length: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.bool_]]:
        """ids (rows, length + 1); for each target the loss's weight, and whether it is an answer,
        both (rows, length). Whole episodes; what is left of a row is END, at weight 0."""
        ids = np.full((rows, length + 1), END, np.int64)
        weights = np.zeros((rows, length + 1), np.float32)
        answers = np.zeros((rows, length + 1), bool)
        for row in range(rows):
            random = np.random.default_rng((seed, step, row))
            place = 0
            while True:
                tokens, kinds = self._episode(mix, random, length - place)
                if not tokens:
                    break
                end = place + len(tokens)
                marks = np.array(kinds)
                ids[row, place:end] = tokens
                weights[row, place:end] = np.where(marks > 0, 1.0, mix.input_weight)
                answers[row, place:end] = marks == 2
                place = end + 1  # END stays between two episodes
                if end <= length:
                    weights[row, end] = mix.input_weight
        return ids, weights[:, 1:], answers[:, 1:]

    def _episode(
        self, mix: EpisodeMix, random: Generator, room: int
    ) -> tuple[list[int], list[int]]:
        """Tokens, and for each 2 (answer), 1 (what ends the answer) or 0; whole shots that fit."""
        families = list(mix.families)
        shares = np.array([mix.families[family] for family in families])
        family = families[random.choice(len(families), p=shares / shares.sum())]
        least, most = mix.shots
        count = int(random.integers(least, most + 1))
        shots = draw(family, self.lexicon, random, mix.sides, count)
        template = _template(mix, random)
        tokens = list(self._encoded(heading(template)))
        kinds = [0] * len(tokens)
        before = len(tokens)
        for shot in shots:
            written, marked = self._shot(template, shot)
            if len(tokens) + len(written) > room:
                break
            tokens += written
            kinds += marked
        return (tokens, kinds) if len(tokens) > max(1, before) else ([], [])

    def _shot(self, template: str, shot: Shot) -> tuple[list[int], list[int]]:
        before, between, behind = parts(template)
        before = opening(before, shot.input)
        head = self._encoded(before.removesuffix(" "))
        spaced = " " if before.endswith(" ") else ""
        prompt = head + self._encoded(spaced + shot.input) + self._encoded(between)
        answer, end = self._encoded(shot.output), self._encoded(behind)
        kinds = [0] * len(prompt) + [2] * len(answer) + ([1] + [0] * len(end))[: len(end)]
        return prompt + answer + end, kinds

    def _encoded(self, text: str) -> list[int]:
        if text not in self._known:
            self._known[text] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return self._known[text]


def _template(mix: EpisodeMix, random: Generator) -> str:
    if random.random() < mix.dense:
        return DENSE
    if mix.written and random.random() < mix.written:
        return draw_sentence(random)
    if mix.varied and random.random() < mix.varied:
        return draw_template(random)
    return TRAINED[random.integers(len(TRAINED))]

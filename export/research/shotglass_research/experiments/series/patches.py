"""Lesson 18, of GPT-4: an image as tokens, then its word, in scikit-learn's small digits.

Patches as Dosovitskiy et al. 2021, "An Image is Worth 16x16 Words", section 3.1, cuts them; how
GPT-4 reads images is not published.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..experiment import Context, Experiment, Findings
from ..points import difference, over_seeds
from ..result import Data, Outcome, Point, Series

if TYPE_CHECKING:
    import torch

SIDE, PATCH = 8, 2  # pixels
PATCHES = (SIDE // PATCH) ** 2
WORDS = 10  # zero to nine, a token each
ASK = WORDS  # the token after the patches, at which the word is read
LARGEST = 16  # of a pixel
LAYERS, WIDTH, HEADS = 2, 64, 4
HELD = 600  # images
STEPS, ROWS, RATE, WARM = 1000, 64, 2e-3, 50
TOY_IMAGES, TOY_HELD, TOY_STEPS = 300, 100, 5
TOKENS, LINEAR, NEAREST = "patches", "logistic regression", "nearest neighbour"

Images = NDArray[np.float32]  # (N, 8, 8), 0 to 1
Digits = NDArray[np.int64]  # (N,)


@dataclass(frozen=True)
class Split:
    images: Images
    digits: Digits
    held_images: Images
    held_digits: Digits


def run(context: Context) -> Findings:
    images, digits, data = _load(TOY_IMAGES if context.smoke else None)
    right: dict[str, list[float]] = {TOKENS: [], LINEAR: [], NEAREST: []}
    for place, seed in enumerate(context.seeds):
        context.report(f"Training on patches, seed {seed}", place / len(context.seeds))
        split = _split(images, digits, TOY_HELD if context.smoke else HELD, seed)
        measures = {
            TOKENS: partial(_tokens, context, split, seed),
            LINEAR: partial(_linear, split),
            NEAREST: partial(_nearest, split),
        }
        for name, measure in measures.items():
            right[name].append(context.kept(f"{name}-{seed}", measure))
    gaps = {name: difference(name, right[TOKENS], right[name]) for name in (LINEAR, NEAREST)}
    steps = TOY_STEPS if context.smoke else STEPS
    return Findings(
        outcome=_judge(gaps[LINEAR]),
        n=len(context.seeds),
        series=(
            Series("right", "reader", "share", tuple(over_seeds(n, r) for n, r in right.items())),
            Series("patches-minus", "reader", "share", tuple(gaps.values())),
            Series("parameters", "part", "count", tuple(_parameters())),
        ),
        tokens=len(context.seeds) * steps * ROWS * (PATCHES + 1),
        data=(data,),
    )


def _load(most: int | None) -> tuple[Images, Digits, Data]:
    from sklearn.datasets import load_digits

    found = load_digits()
    digest = hashlib.sha256(found.images.tobytes() + found.target.tobytes()).hexdigest()
    origin = "scikit-learn, load_digits: UCI Machine Learning Repository, the test set of 1998"
    data = Data("Optical Recognition of Handwritten Digits", digest, "CC BY 4.0", origin)
    images = (found.images[:most] / LARGEST).astype(np.float32)
    return images, found.target[:most].astype(np.int64), data


def _split(images: Images, digits: Digits, held: int, seed: int) -> Split:
    order = np.random.default_rng(seed).permutation(len(images))
    test, train = order[:held], order[held:]
    return Split(images[train], digits[train], images[test], digits[test])


def cut(images: Images) -> Images:
    """(N, 8, 8) -> (N, 16, 4): squares of 2 x 2 pixels, row by row as text is read."""
    side = SIDE // PATCH
    squares = images.reshape(-1, side, PATCH, side, PATCH).swapaxes(2, 3)
    return np.ascontiguousarray(squares.reshape(-1, PATCHES, PATCH * PATCH))


# --- the three readers: shares of held-out digits that are right ---


def _tokens(context: Context, split: Split, seed: int) -> float:
    import torch
    from torch.nn.functional import cross_entropy

    context.begin_torch(seed)
    reader = build_reader()
    optimiser = torch.optim.AdamW(reader.parameters(), RATE, weight_decay=0.1)
    patches, words = torch.from_numpy(cut(split.images)), torch.from_numpy(split.digits)
    steps = TOY_STEPS if context.smoke else STEPS
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / WARM) * (1 - step / steps)
        rows = torch.randint(len(words), (ROWS,))
        optimiser.zero_grad()
        cross_entropy(reader(patches[rows]), words[rows]).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    with torch.no_grad():
        guessed = reader(torch.from_numpy(cut(split.held_images))).argmax(-1).numpy()
    return _share(guessed, split)


def build_reader() -> torch.nn.Module:
    """Patches (N, 16, 4) -> scores of the words (N, 10): one linear layer makes a token's vector of
    each patch, all else is a GPT-2 that reads them, then the token ``ASK``."""
    import torch
    from torch import Tensor, nn

    from shotglass_export.models import build, family_config

    class Reader(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.patch = nn.Linear(PATCH * PATCH, WIDTH)
            self.model = build(
                family_config(
                    "gpt2",
                    vocabulary=WORDS + 1,
                    context=PATCHES + 1,
                    layers=LAYERS,
                    width=WIDTH,
                    heads=HEADS,
                )
            )

        def forward(self, patches: Tensor) -> Tensor:
            ask = self.model.embedding.weight[ASK].expand(len(patches), 1, -1)
            assert self.model.position is not None
            x = torch.cat([self.patch(patches), ask], dim=1) + self.model.position.weight
            for block in self.model.layers:
                x = block(x, None)
            scores: Tensor = self.model.head(self.model.read(x[:, -1]))
            return scores[:, :WORDS]

    return Reader()


def _linear(split: Split) -> float:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(max_iter=5000).fit(_flat(split.images), split.digits)
    return _share(model.predict(_flat(split.held_images)), split)


def _nearest(split: Split) -> float:
    from sklearn.neighbors import KNeighborsClassifier

    model = KNeighborsClassifier(1).fit(_flat(split.images), split.digits)
    return _share(model.predict(_flat(split.held_images)), split)


def _flat(images: Images) -> Images:
    return images.reshape(len(images), -1)


def _share(guessed: Sequence[int] | NDArray[np.int64], split: Split) -> float:
    return float(np.mean(np.asarray(guessed) == split.held_digits))


def _parameters() -> list[Point]:
    counts = {name: weight.numel() for name, weight in build_reader().named_parameters()}
    own = sum(count for name, count in counts.items() if name.startswith("patch."))
    return [Point("linear layer", float(own)), Point("GPT", float(sum(counts.values()) - own))]


def _judge(gap: Point) -> Outcome:
    low = gap.y if gap.low is None else gap.low
    high = gap.y if gap.high is None else gap.high
    return "held" if low > 0 else "refuted" if high < 0 else "null"


def _holds(findings: Findings) -> bool:
    found = {series.name: {p.x: p.y for p in series.points} for series in findings.series}
    seen = found["right"][NEAREST] > 1 / WORDS and found["right"][LINEAR] > 1 / WORDS
    return seen and found["parameters"]["linear layer"] == (PATCH * PATCH + 1) * WIDTH


EXPERIMENT = Experiment(
    lesson="patches",
    question="Can a GPT read an image as a row of tokens, if one linear layer makes a vector of "
    "each patch, and name what it shows more often than a linear model of the pixels?",
    hypothesis="A small GPT that reads a digit of 8 x 8 pixels as 16 patches and then says its "
    "word is right more often than logistic regression on the same pixels.",
    rule="It held if its share of right words on 600 held-out images minus that of logistic "
    "regression is above 0: the whole 95 % interval over paired seeds (Student's t), each with its "
    "own held-out images. It is refuted if the whole interval is below 0. The difference from the "
    "nearest neighbour is reported and judges nothing.",
    null="The interval holds 0.",
    counted="seeds a reader",
    seeds=(1, 2, 3, 4, 5),
    minutes=3,
    run=run,
    invariant="Logistic regression and the nearest neighbour are right more often than one in ten, "
    "and what is added to the GPT are five weights for each number of a vector.",
    holds=_holds,
)

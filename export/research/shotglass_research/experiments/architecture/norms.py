"""Lesson 7: norms after each sum (post-norm, GPT-1) against norms inside the branches (pre-norm).

Gradients at initialisation are those of each block's last matrix, as in Xiong et al. 2020, "On
Layer Normalization in the Transformer Architecture", figure 3. They are taken under three kinds of
first weights (``initial_weights.py``), one of which gives both kinds of norm a stream of the same
size. Then nets of all depths are trained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shotglass_export.data.folder import DataFolder
from shotglass_export.data.packing import prose_batch

from ..experiment import Context, Experiment, Findings, sources_of
from ..points import difference, over_seeds
from ..result import Outcome, Point, Series
from .initial_weights import INITIAL, shape_for

if TYPE_CHECKING:
    from torch import Tensor

    from shotglass_export.models.transformer import Transformer

KINDS = {"pre": "gpt2", "post": "gpt1"}  # the family that has it
DEPTHS, TOY_DEPTHS = (6, 12, 24), (2, 4)
WIDTH, TOY_WIDTH, HEADS = 128, 16, 4
LENGTH, ROWS = 128, 4  # tokens and rows of a batch
STEPS, TOY_STEPS = 150, 3
TRAINED = 3  # of the seeds; all of them have gradients
WARM_STEPS = 50
VARIANTS = (("pre", 0), ("post", 0), ("post", WARM_STEPS))  # kind and warm-up of what is trained
RATE, BETAS = 1e-3, (0.9, 0.98)  # betas: Vaswani et al. 2017, section 5.3
HELD_ROWS = 32
FAR, NEAR = 2.0, (0.8, 1.25)  # pre-norm's gradient over post-norm's

Ids = NDArray[np.int64]
Look = list[list[float]]  # one seed's: the gradient of each block; then the stream's size alone
Looks = dict[tuple[str, str, int], list[Look]]  # by initial weights, kind and depth; by seed
Losses = dict[tuple[str, int], list[float]]  # by variant's name and depth; by seed


def run(context: Context) -> Findings:
    folder = context.corpus("gpt2-tiny")
    depths = TOY_DEPTHS if context.smoke else DEPTHS
    looks = _all_looks(context, folder, depths)
    ratios = {initial: _ratios(looks, initial, depths) for initial in INITIAL}
    losses = _all_losses(context, folder, depths)
    steps = TOY_STEPS if context.smoke else STEPS
    return Findings(
        outcome=_judge(ratios),
        n=len(context.seeds),
        series=(
            *_gradients(looks),
            *(Series(f"ratio-{name}", "blocks", "ratio", points)
              for name, points in ratios.items()),
            *_streams(looks, depths),
            *_ends(looks, depths),
            *_trained(losses, depths),
            _unigram(folder, depths),
        ),
        tokens=sum(map(len, losses.values())) * steps * ROWS * LENGTH,
        data=sources_of(folder),
    )  # fmt: skip


def _judge(ratios: Mapping[str, Sequence[Point]]) -> Outcome:
    far = all(point.ends[0] > FAR for point in ratios["papers"])
    ends = [point.ends for point in ratios["one"]]
    if any(high < NEAR[0] or low > NEAR[1] for low, high in ends):
        return "refuted"
    return "held" if far and all(NEAR[0] < low and high < NEAR[1] for low, high in ends) else "null"


def _model(
    context: Context, folder: DataFolder, initial: str, kind: str, layers: int, seed: int
) -> Transformer:
    from shotglass_export.models import build, family_config

    context.begin_torch(seed)
    config = family_config(
        KINDS[kind],
        vocabulary=folder.tokenizer.get_vocab_size(),
        context=LENGTH,
        layers=layers,
        width=TOY_WIDTH if context.smoke else WIDTH,
        heads=HEADS,
    )
    model = build(shape_for(initial, config))
    INITIAL[initial](model)
    return model


def _loss(model: Transformer, ids: Ids) -> Tensor:
    """Mean nats a token of rows (B, S + 1)."""
    import torch
    from torch.nn.functional import cross_entropy

    rows = torch.from_numpy(ids)
    return cross_entropy(model(rows[:, :-1]).flatten(0, 1), rows[:, 1:].flatten())


# --- before any step ---


def _all_looks(context: Context, folder: DataFolder, depths: Sequence[int]) -> Looks:
    looks: Looks = {}
    for initial, kind, layers in product(INITIAL, KINDS, depths):
        context.report(f"Gradients at initialisation, {initial}", layers / max(depths))
        looks[initial, kind, layers] = [
            context.kept(
                f"look-{initial}-{kind}-{layers}-{seed}",
                partial(_look, context, folder, initial, kind, layers, seed),
            )
            for seed in context.seeds
        ]
    return looks


def _look(
    context: Context, folder: DataFolder, initial: str, kind: str, layers: int, seed: int
) -> Look:
    """The gradient's norm of each block's last matrix; and the size of the stream after the last
    block, its root mean square."""
    model = _model(context, folder, initial, kind, layers, seed)
    sizes: list[float] = []
    model.layers[-1].register_forward_hook(
        lambda _block, _inputs, stream: sizes.append(float(stream.detach().square().mean().sqrt()))
    )
    _loss(model, prose_batch(folder, seed, 0, ROWS, LENGTH)).backward()  # type: ignore[no-untyped-call]
    blocks = [model.get_parameter(f"layers.{i}.ffn.down.weight") for i in range(layers)]
    return [[float(block.grad.norm()) for block in blocks if block.grad is not None], sizes]


def _gradients(looks: Looks) -> list[Series]:
    """By block, from 1."""
    found = []
    for (initial, kind, layers), seeds in looks.items():
        columns = enumerate(zip(*(gradients for gradients, _ in seeds), strict=True))
        points = tuple(over_seeds(float(i + 1), column) for i, column in columns)
        found.append(Series(f"gradient-{initial}-{kind}-{layers}", "block", "norm", points))
    return found


def _overall(look: Look) -> float:
    """The root mean square over the blocks."""
    return float(np.mean(np.square(look[0])) ** 0.5)


def _ratios(looks: Looks, initial: str, depths: Sequence[int]) -> tuple[Point, ...]:
    """Pre-norm's gradient over post-norm's, each seed's by itself."""
    return tuple(
        over_seeds(
            str(layers),
            [
                _overall(pre) / _overall(post)
                for pre, post in zip(
                    looks[initial, "pre", layers], looks[initial, "post", layers], strict=True
                )
            ],
        )
        for layers in depths
    )


def _streams(looks: Looks, depths: Sequence[int]) -> list[Series]:
    return [
        Series(
            f"stream-{initial}-{kind}",
            "blocks",
            "size",
            tuple(over_seeds(str(n), [sizes[0] for _, sizes in looks[initial, kind, n]])
                  for n in depths),
        )
        for initial, kind in product(INITIAL, KINDS)
    ]  # fmt: skip


def _ends(looks: Looks, depths: Sequence[int]) -> list[Series]:
    """What Xiong et al. speak of: the last block's gradient, and the first block's beside it."""
    return [
        Series(
            f"{name}-{initial}-{kind}",
            "blocks",
            "norm",
            tuple(over_seeds(str(n), [blocks[at] for blocks, _ in looks[initial, kind, n]])
                  for n in depths),
        )
        for (name, at), initial, kind in product((("first", 0), ("last", -1)), INITIAL, KINDS)
    ]  # fmt: skip


# --- losses of short runs ---


def _all_losses(context: Context, folder: DataFolder, depths: Sequence[int]) -> Losses:
    conditions = list(product(depths, VARIANTS))
    found: Losses = {}
    for place, (layers, (kind, warm)) in enumerate(conditions):
        context.report(f"Training {layers} blocks", place / len(conditions))
        found[_variant(kind, warm), layers] = [
            context.kept(
                f"loss-{kind}-{warm}-{layers}-{seed}",
                partial(_train, context, folder, kind, warm, layers, seed),
            )
            for seed in context.seeds[:TRAINED]
        ]
    return found


def _variant(kind: str, warm: int) -> str:
    return f"{kind}-warm" if warm else kind


def _train(
    context: Context, folder: DataFolder, kind: str, warm: int, layers: int, seed: int
) -> float:
    """The held-out loss after the last step, in nats a token."""
    import torch

    model = _model(context, folder, "xavier", kind, layers, seed)
    optimiser = torch.optim.Adam(model.parameters(), RATE, BETAS)
    for step in range(TOY_STEPS if context.smoke else STEPS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / warm if warm else 1.0)
        optimiser.zero_grad()
        _loss(model, prose_batch(folder, seed, step, ROWS, LENGTH)).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    with torch.no_grad():
        return float(_loss(model, _held_rows(folder)))


def _held_rows(folder: DataFolder) -> Ids:
    """Rows (HELD_ROWS, LENGTH + 1), evenly taken from all held-out text."""
    tokens = np.concatenate([held.tokens for held in folder.held.values()]).astype(np.int64)
    starts = np.linspace(0, len(tokens) - LENGTH - 1, HELD_ROWS).astype(int)
    return np.stack([tokens[start : start + LENGTH + 1] for start in starts])


def _trained(losses: Losses, depths: Sequence[int]) -> list[Series]:
    """Final losses of each variant by depth, and post-norm's less pre-norm's."""
    names = [_variant(*variant) for variant in VARIANTS]
    ends = [
        Series(f"loss-{name}", "blocks", "nats",
               tuple(over_seeds(str(n), losses[name, n]) for n in depths))
        for name in names
    ]  # fmt: skip
    gaps = [
        Series(f"{name}-minus-pre", "blocks", "nats",
               tuple(difference(str(n), losses[name, n], losses["pre", n]) for n in depths))
        for name in names[1:]
    ]  # fmt: skip
    return [*ends, *gaps]


def _unigram(folder: DataFolder, depths: Sequence[int]) -> Series:
    """What the tokens' frequencies in the training text alone lose on the same rows, each counted
    once more than it occurs."""
    counts = np.bincount(folder.train, minlength=folder.tokenizer.get_vocab_size()) + 1
    nats = -np.log(counts / counts.sum())
    loss = float(nats[_held_rows(folder)[:, 1:]].mean())
    return Series("loss-unigram", "blocks", "nats", tuple(Point(str(n), loss) for n in depths))


def _holds(findings: Findings) -> bool:
    sizes = {s.name: s.points for s in findings.series if s.name.startswith("stream-")}
    posts = [point.y for name, points in sizes.items() if name.endswith("-post")
             for point in points]  # fmt: skip
    return all(abs(y - 1) < 0.02 for y in posts)


EXPERIMENT = Experiment(
    lesson="norms",
    question="Are post-norm's small gradients before training due to the place of its norms, or to "
    "the size of the stream?",
    hypothesis="To the size of the stream: with the weights of GPT-1's and GPT-2's papers "
    "pre-norm's gradients are more than twice post-norm's; with a stream of size one from the "
    "beginning they are alike.",
    rule="Written after an earlier run and a recomputation had suggested it. The gradient of a net "
    "is the root mean square, over its blocks, of the norm of the gradient of the block's last "
    "matrix, in one batch of 512 tokens before any step; pre-norm's is divided by post-norm's, "
    "seed by seed, at 6, 12 and 24 blocks. It held if at every depth the ratio is above 2 with the "
    "papers' weights and between 0.8 and 1.25 where position vectors of N(0, 1) make both streams "
    "of size one: the whole 95 % interval over ten seeds (Student's t). It is refuted if at any "
    "depth the latter interval lies wholly below 0.8 or above 1.25. Shown beside it and not "
    "judged: the same with Xavier's weights and the embedding of 2017, where Xiong et al. found "
    "post-norm's gradients large near the output; and, from these weights, held-out losses after "
    "150 steps of 512 tokens at a rate of 1e-3 (Adam), of pre-norm, of post-norm, and of post-norm "
    "with 50 steps of warm-up, at all three depths with three seeds, beside the loss of token "
    "frequencies alone.",
    null="Some interval holds one of these bounds.",
    counted="seeds",
    seeds=tuple(range(1, 11)),
    minutes=30,
    run=run,
    invariant="After its last block a post-norm stream has size one, within 2 %.",
    holds=_holds,
)

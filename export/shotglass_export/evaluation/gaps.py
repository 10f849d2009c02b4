"""``shotglass evaluate --gaps``: how well a masked model fills in held-out text.

Two figures, in nats a token. *At once*: 15 % of a window's tokens are hidden, all by the mask, and
each is predicted from what is left (Devlin et al. 2019 hide as many). *Alone*: one token is hidden
and all others are seen; e to the mean of it is the pseudo-perplexity (Salazar et al. 2020, "Masked
Language Model Scoring", section 2). Neither is a perplexity: both sides are seen, so no figure of a
model that writes stands beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from shotglass.contract import TOKENIZER
from shotglass.engine import Library, MaskedModel, default_roots
from shotglass.errors import WrongTask
from shotglass.text import Tokenizer

from ..data.folder import DataFolder
from .held_out import data_folder_of, documents
from .manifest import write_quality

FLAG = "--gaps"
SHARE = 0.15
ALONE = 200  # tokens a source that are hidden one at a time
WINDOW = 512
BYTES = 200_000  # of held-out text a source
SEED = 20_261_126


@dataclass(frozen=True)
class SourceGaps:
    """The gaps of one source: nats a token ``at_once`` over ``hidden`` tokens, ``alone`` over
    ``tried``."""

    source: str
    hidden: int
    at_once: float
    tried: int
    alone: float


def fill_held_out(model: MaskedModel, data: DataFolder, alone: int = ALONE) -> Iterator[SourceGaps]:
    """Source by source, in order; the same tokens are hidden each time.

    Raises WrongTask for a model without a mask token.
    """
    tokenizer = Tokenizer.load(data.path / TOKENIZER)  # the text is read with the model's own
    for number, (source, held) in enumerate(sorted(data.held.items())):
        texts = documents(held, tokenizer, BYTES)
        random = np.random.default_rng([SEED, number])
        windows = [ids for text in texts for ids in _windows(model, text)]
        once = []
        for ids in windows:
            usual = np.array(_usual(model, ids))
            count = max(1, round(SHARE * len(usual)))
            once.append(_nats(model, ids, sorted(random.permutation(usual)[:count].tolist())))
        places = [(n, at) for n, ids in enumerate(windows) for at in _usual(model, ids)]
        drawn = random.permutation(len(places))[:alone]
        single = [_nats(model, windows[n], [at]) for n, at in (places[i] for i in sorted(drawn))]
        at_once, one_by_one = np.concatenate(once), np.concatenate(single)
        yield SourceGaps(
            source,
            len(at_once),
            round(float(at_once.mean()), 4),
            len(one_by_one),
            round(float(one_by_one.mean()), 4),
        )


def summary(sources: Sequence[SourceGaps]) -> dict[str, Any]:
    """Returns a summary for the manifest: over all hidden tokens together, and by source."""
    hidden, tried = sum(gaps.hidden for gaps in sources), sum(gaps.tried for gaps in sources)
    alone = math.fsum(gaps.alone * gaps.tried for gaps in sources) / tried
    return {
        "share": SHARE,
        "hidden": hidden,
        "nats": round(math.fsum(gaps.at_once * gaps.hidden for gaps in sources) / hidden, 4),
        "tried": tried,
        "pseudo_perplexity": round(math.exp(alone), 2),
        "by_source": {g.source: {"nats": g.at_once, "alone": g.alone} for g in sources},
    }


def _windows(model: MaskedModel, text: str) -> Iterator[list[int]]:
    """The text's tokens in pieces that fit, each between what stands at a text's ends."""
    start, end = model.prompts.start, model.prompts.end
    room = min(WINDOW, model.context) - len(start) - len(end)
    ids = model.tokenizer.encode(text)
    for first in range(0, len(ids), room):
        yield [*start, *ids[first : first + room], *end]


def _usual(model: MaskedModel, ids: Sequence[int]) -> list[int]:
    """The places of tokens that are no special ones."""
    special = set(model.tokenizer.special_names.values())
    return [place for place, id in enumerate(ids) if id not in special]


def _nats(model: MaskedModel, ids: Sequence[int], places: Sequence[int]) -> NDArray[np.float64]:
    """-log p of the tokens at ``places`` (R,) where the mask stands at all of them."""
    if model.prompts.mask is None:
        raise WrongTask(f"{model.manifest.id} has no mask token, so that no token can be hidden.")
    shown = np.array(ids)
    shown[list(places)] = model.prompts.mask
    logits = model.logits(shown.tolist(), places).astype(np.float64)
    logits -= logits.max(axis=1, keepdims=True)
    own = logits[np.arange(len(places)), [ids[place] for place in places]]
    return np.asarray(np.log(np.exp(logits).sum(axis=1)) - own)


@click.command()
@click.option(FLAG, is_flag=True, required=True, help="How well a masked model fills in text.")
@click.argument("model")
@click.option("--models", type=click.Path(path_type=Path), help="The folder of model folders.")
@click.option("--data", type=click.Path(path_type=Path), help="The data folder to take text from.")
@click.option("--write", is_flag=True, help="Put the figures into the model's manifest.")
def evaluate_gaps(
    gaps: bool, model: str, models: Path | None, data: Path | None, write: bool
) -> None:
    """Measure how well MODEL, a masked model, fills in held-out text; print the figures."""
    folder = Library((models,) if models else default_roots()).folder(model)
    held = DataFolder.open(data or data_folder_of(folder.manifest))
    sources = []
    for filled in fill_held_out(MaskedModel.open(folder), held):
        nats = f"{filled.at_once} nats of {filled.hidden:,}"
        click.echo(f"{filled.source}\t{nats}\t{filled.alone} alone")
        sources.append(filled)
    figures = summary(sources)
    if write:
        write_quality(folder, {"gaps": figures})
    click.echo(f"{figures['nats']} nats at once, pseudo-perplexity {figures['pseudo_perplexity']}")

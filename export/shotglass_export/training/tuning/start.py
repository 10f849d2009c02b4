"""The model that a run goes on from: one that is here by its id, or whatever can be imported."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import gettempdir

import torch

from shotglass.contract import MANIFEST
from shotglass.errors import ImportFailed, ModelFolderError, RecipeInvalid, TrainingFailed
from shotglass.parsing import loads

from ...checkpoint import Checkpoint
from ...data.base import BaseTokenizer
from ...importers.run_folder import START, is_run, read_run
from ...importers.sources import KNOWN, find_source
from ...models import Transformer
from ...progress import Report
from ...recipe import Recipe


@dataclass(frozen=True)
class StartModel:
    """``checkpoint``, whose weights may be read while it is open, and ``source``: what ``shotglass
    import`` would be given for it."""

    checkpoint: Checkpoint
    source: str

    @property
    def base(self) -> BaseTokenizer:
        text = json.dumps(self.checkpoint.tokenizer, ensure_ascii=False)
        return BaseTokenizer.of(text, self.checkpoint.card)

    def remember(self, run: Path, *, resumed: bool) -> None:
        """Remembers the start in the run's ``start.json``. Raises TrainingFailed for a run that is
        ``resumed`` from another model, whose adapter or moments would be put onto this one."""
        facts = {"source": self.source, "card": asdict(self.checkpoint.card)}
        text = json.dumps(facts, indent=1, ensure_ascii=False)
        path = run / START
        if resumed:
            before = loads(path.read_bytes()) if path.is_file() else {}
            if before.get("card", {}).get("provenance") != loads(text)["card"]["provenance"]:
                raise TrainingFailed(
                    f"The run {run.name} was begun with another model than {self.source} is now: "
                    "bring that one back, or begin anew with --fresh."
                )
        path.write_text(text, "utf-8")

    def model(self) -> Transformer:
        """On the CPU, with the start's weights. Raises TrainingFailed."""
        weights = self.checkpoint.weights
        model = Transformer(self.checkpoint.config)
        try:
            with torch.no_grad():
                for name, tensor in model.state_dict().items():
                    tensor.copy_(torch.from_numpy(weights[name].copy()))
        except (ModelFolderError, ImportFailed, RuntimeError, KeyError) as error:
            raise TrainingFailed(
                f"The weights of {self.source} cannot be taken for this run ({error}): name "
                "another start."
            ) from error
        return model


@contextmanager
def open_start(
    recipe: Recipe, beside: Path, roots: Sequence[Path], wheels: Path, report: Report
) -> Iterator[StartModel | None]:
    """None for a recipe with a ``[model]``. ``beside``: the recipe's folder; ``roots``: folders of
    model folders, in the order in which an id is looked for.

    Raises RecipeInvalid for what is nowhere, or cannot be trained further.
    """
    if recipe.model is not None:
        yield None
        return
    start = recipe.training.start
    try:
        with _opened(start, beside, roots, wheels, report) as opened:
            config = opened.checkpoint.config
            if config.bidirectional:
                raise RecipeInvalid(
                    f"training.start = {start!r}: it fills gaps and writes no text; a model that "
                    "writes was expected."
                )
            if recipe.training.length > config.context:
                raise RecipeInvalid(
                    f"training.length = {recipe.training.length}: {start} reads "
                    f"{config.context} tokens at most."
                )
            yield opened
    except (ImportFailed, ModelFolderError) as error:
        raise RecipeInvalid(f"training.start = {start!r}: {error}") from error


@contextmanager
def _opened(
    start: str, beside: Path, roots: Sequence[Path], wheels: Path, report: Report
) -> Iterator[StartModel]:
    paths = [*(root / start for root in roots), beside / start, Path(start)]
    for path in paths:
        if (path / MANIFEST).is_file():
            from ...formats.installed import read_installed  # loads onnx; other runs need not

            yield StartModel(read_installed(path, report), str(path))
            return
        if is_run(path):
            with read_run(path) as checkpoint:
                yield StartModel(checkpoint, str(path))
            return
    known = start in KNOWN
    text = start if known else str(next((p for p in paths[-2:] if p.exists()), start))
    # The id is for a folder of its own, which this never becomes.
    source = find_source(text, start if known else "start")
    with source.checkpoint(wheels, Path(gettempdir()), report) as checkpoint:
        yield StartModel(checkpoint, text)

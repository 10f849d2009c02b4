"""The form of a run: written from values, and read whole or refused with the place that is wrong.

The twin is ``web/src/core/runFile/form.ts``; ``tests/contract/runs.json`` holds both together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from ..bounds import whole
from ..contract import Manifest
from ..engine.runs.record_files import now
from ..engine.runs.record_text import json_text
from ..errors import InvalidRequest, Phrase
from ..parsing import loads, no_number, why_unread
from .consistency import check
from .interventions import least_form
from .shape import Misshapen, Shape

ENDING = ".shotglass"
PAGE = ".html"
ENDINGS = (ENDING, PAGE)  # of what a run is written into
MOST_BYTES = 5_000_000
TEMPLATE = Path(__file__).parent.parent / "static" / "figure.html"  # by the page's build
NEWEST = 2  # the second form has places for what was changed inside a model
SHORT = 8  # hexadecimal digits of a digest
View = Literal["compare", "prompt", "decode", "fill", "measure", "inside", "lessons"]
Computes = Literal["fp32", "int8", "fp16", "web"]  # "web": in a browser


@dataclass(frozen=True)
class RunModel:
    """The model of a run. ``digest``: sha256 of its weights, None where that is not known;
    ``precision``: what was computed in."""

    id: str
    name: str
    digest: str | None
    where: Literal["computer", "browser"]
    precision: Computes

    def changes(self, now: RunModel) -> list[str]:
        """What is known to be another in the model of that id that is here, in sentences."""
        changes = []
        if None not in (self.digest, now.digest) and self.digest != now.digest:
            then, here = (str(digest)[:SHORT] for digest in (self.digest, now.digest))
            changes.append(f"The weights of {self.id} are others: {then} then, {here} now.")
        if self.precision != now.precision:
            precisions = f"{self.precision} then, {now.precision} now"
            changes.append(f"{self.id} is computed in another precision: {precisions}.")
        if self.where == "browser":
            changes.append(f"{self.id} was computed in a browser, which rounds in another way.")
        return changes

    @classmethod
    def of(cls, manifest: Manifest, computed: Computes) -> RunModel:
        """A model on this computer."""
        graph = manifest.graphs.get("portable")
        entry = manifest.files.get(graph.weights[0]) if graph and graph.weights else None
        digest = entry.sha256 if entry else None
        return cls(manifest.id, manifest.name, digest, "computer", computed)


def head(view: View, *models: RunModel) -> dict[str, Any]:
    """What every run begins with: the form, when and by which version it was made."""
    return {
        "shotglass_run": 1,
        "view": view,
        "made": now(),
        "shotglass": version("shotglass"),
        "models": [asdict(model) for model in models],
    }


def written(run: Mapping[str, Any], ending: str = ENDING) -> str:
    """The text of the file, in the first form that has a place for all of it; with the ending of a
    page the run in a page that shows it by itself, ``figure.html`` of the build. Raises
    InvalidRequest for a run that the form does not take, and for a page where none was built."""
    text = json_text({**run, "shotglass_run": least_form(run)}) + "\n"
    read(text.encode())
    if ending != PAGE:
        return text
    if not TEMPLATE.is_file():
        raise InvalidRequest(
            "A run as a page needs the built page, which is not here: run make web, or name a file "
            f"that ends in {ENDING}."
        )
    # No text of a run ends the element that it stands in, or begins a comment.
    within = text.rstrip().replace("<", "\\u003c")
    page = TEMPLATE.read_text("utf-8")
    return page.replace("{lang}", "en", 1).replace("{run}", within, 1)


def read(data: bytes) -> dict[str, Any]:
    """The run in the bytes of a file. Raises InvalidRequest, which names the place."""
    if len(data) > MOST_BYTES:
        raise InvalidRequest(
            Phrase(
                "A run has $most bytes at most, and this file has $bytes.",
                most=f"{MOST_BYTES:,}",
                bytes=f"{len(data):,}",
            )
        )
    try:
        run = loads(
            data,
            parse_constant=no_number,
            parse_float=lambda text: whole(float(text)),
            repeats_keys=False,
        )
    except ValueError as error:
        detail = Phrase("This file is not JSON, as a run is: $why.", why=why_unread(error))
        raise InvalidRequest(detail) from error
    _refuse_newer(run)
    try:
        shape().check(run)
        check(run)
    except Misshapen as fault:
        raise InvalidRequest(Phrase("This file is no run. $fault.", fault=fault.words)) from fault
    return dict(run)


def _refuse_newer(run: object) -> None:
    """Before it is read by a schema that does not know what is new in it. Raises InvalidRequest."""
    form = run.get("shotglass_run") if isinstance(run, dict) else None
    if isinstance(form, int) and form > NEWEST:
        raise InvalidRequest(
            Phrase(
                "This run is of form $form, and this Shotglass reads forms up to $newest: open it "
                "with a newer Shotglass.",
                form=form,
                newest=NEWEST,
            )
        )


@cache
def shape() -> Shape:
    return Shape(json.loads(files(__package__).joinpath("schema.json").read_bytes()))

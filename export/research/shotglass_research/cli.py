"""The commands of research, and what it adds to those of the exporter: loaded by entry point."""

from __future__ import annotations

import click

from shotglass_export.data.command import data
from shotglass_export.evaluation.command import evaluate

from .evaluation.evidence.command import evidence
from .evaluation.gallery_command import FLAG as GALLERY
from .evaluation.gallery_command import evaluate_gallery
from .evaluation.house.command import UNSEEN, evaluate_house, evaluate_unseen
from .experiments.command import experiment
from .gallery.command import gallery_items

evaluate.extend(evaluate_house, {GALLERY: evaluate_gallery, UNSEEN: evaluate_unseen})
data.add_command(gallery_items)

commands: list[click.Command] = [evidence, experiment]

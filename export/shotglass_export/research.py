"""The commands of research, and what it adds to those of the exporter: loaded by entry point."""

from __future__ import annotations

import click

from .data.command import data
from .data.gallery.command import gallery_items
from .evaluation.command import evaluate
from .evaluation.evidence.command import evidence
from .evaluation.gallery_command import FLAG as GALLERY
from .evaluation.gallery_command import evaluate_gallery
from .evaluation.house.command import UNSEEN, evaluate_house, evaluate_unseen
from .experiments.command import experiment

evaluate.extend(evaluate_house, {GALLERY: evaluate_gallery, UNSEEN: evaluate_unseen})
data.add_command(gallery_items)

commands: list[click.Command] = [evidence, experiment]

"""The commands of research, and what it adds to those of the exporter: loaded by entry point."""

from __future__ import annotations

from shotglass.extending import Extension
from shotglass_export.data.command import data
from shotglass_export.evaluation.command import evaluate

from .evaluation.evidence.command import evidence
from .evaluation.gallery_command import FLAG as GALLERY
from .evaluation.gallery_command import evaluate_gallery
from .evaluation.house.command import UNSEEN, evaluate_house, evaluate_unseen
from .evaluation.house.everyday.command import FLAG as EVERYDAY
from .evaluation.house.everyday.command import evaluate_everyday
from .evaluation.house.everyday.nouns import everyday_list
from .experiments.command import experiment, lesson_net
from .gallery.command import gallery_items
from .jacobian.command import jacobian_lens_command

flags = {GALLERY: evaluate_gallery, UNSEEN: evaluate_unseen, EVERYDAY: evaluate_everyday}
evaluate.extend(evaluate_house, flags)
data.add_command(gallery_items)
data.add_command(everyday_list)

COMMANDS = (evidence, experiment, lesson_net, jacobian_lens_command)
EXTENSION = Extension("research", commands=lambda: COMMANDS)

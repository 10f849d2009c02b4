"""A small data folder for runs at toy size, of text that every Python has: its documentation."""

from __future__ import annotations

import re
from pathlib import Path
from pydoc_data.topics import topics

from ..data.build import build_data
from ..data.folder import DataFolder
from ..progress import silent
from ..recipe import RECIPE_TEXT, DataRecipe

DOCUMENTS = 40
CHARACTERS = 3000  # of each at most


def build_toy_corpus(root: Path) -> DataFolder:
    """About 60 kB of training text and 20 kB held out, in ``root``; under a second."""
    long = [text for _, text in sorted(topics.items()) if len(text) > CHARACTERS // 2]
    cut = [re.sub(r"\n{3,}", "\n\n", text[:CHARACTERS]) for text in long[:DOCUMENTS]]
    recipe = DataRecipe(
        sources=(RECIPE_TEXT,), vocabulary=512, held_out=0.25, text="\n\n\n".join(cut)
    )
    return DataFolder.open(build_data(recipe, root, root, silent))

"""The items that ship are just what the builders make."""

from __future__ import annotations

import pytest

from shotglass.errors import MissingExtra
from shotglass_research.gallery.build import build
from shotglass_research.gallery.task import items_path, measured_ids, read_entry

WITH_WORDNET = {"animal-or-food", "copy-rule", "plurals"}


@pytest.mark.parametrize("id", measured_ids())
def test_the_builder_makes_the_shipped_file(id: str) -> None:
    try:
        built = build(read_entry(id))
    except MissingExtra as missing:
        if id not in WITH_WORDNET:
            raise
        pytest.skip(str(missing))

    assert built.to_text() == items_path(id).read_text("utf-8")

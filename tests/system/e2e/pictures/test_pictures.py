"""The pictures of the README are not older than what they show."""

from __future__ import annotations

import json
import re

import pytest
from system.e2e.instrument import ROOT, OpenPage
from system.e2e.pictures.shown import ADDRESSES, SIZE, open_at, words_on

SHOWN = ROOT / "docs" / "pictures" / "shown.json"


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_picture_of_the_readme_shows_the_words_that_the_page_shows(
    open_page: OpenPage, address: str, name: str
) -> None:
    page = open_at(open_page(viewport=SIZE), address, name, "light")

    # Where this fails, run `make pictures`.
    shown = json.loads(SHOWN.read_text("utf-8"))[name]
    assert undated(words_on(page)) == undated(shown)


def undated(words: str) -> str:
    """Without the day of the recording, which each build makes for itself."""
    return re.sub(r"(?<=Recorded )\d{4}-\d\d-\d\d", "", words)

"""A run as a page by itself: nothing in it leaves its place."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from shotglass.errors import InvalidRequest
from shotglass.run_file import ENDINGS, form, written

ROOT = Path(__file__).parents[4]
RUNS = json.loads((ROOT / "tests/contract/runs.json").read_text("utf-8"))["runs"]
HOSTILE = "</script><img src=x onerror=alert(1)>\u2028\u2029<!--<script>{lang}{run}]]>&lt;\\u003c"


class Within(HTMLParser):
    """The elements of a page, and what stands in the one for the run."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.elements: list[str] = []
        self.run = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        if self.elements[-1] == "script":
            self.run += data


@pytest.fixture
def template(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "figure.html"
    monkeypatch.setattr(form, "TEMPLATE", path)
    path.write_text('<html lang="{lang}"><main><script>{run}</script></main></html>', "utf-8")
    return path


@pytest.mark.parametrize("run", RUNS, ids=[run["view"] for run in RUNS])
def test_a_page_holds_the_run_and_nothing_that_could_end_its_place(
    template: Path, run: dict[str, Any]
) -> None:
    run = run | {"models": [run["models"][0] | {"name": HOSTILE}]}
    page = Within(written(run, ".html"))
    assert page.elements == ["html", "main", "script"]
    assert "<" not in page.run
    assert json.loads(page.run) == json.loads(written(run))


def test_a_page_that_was_not_built_is_told_with_the_way_out(template: Path) -> None:
    template.unlink()
    with pytest.raises(InvalidRequest, match=r"run make web, or name a file that ends in \.shot"):
        written(RUNS[0], ".html")
    assert written(RUNS[0], ".shotglass").endswith("}\n")
    assert ENDINGS == (".shotglass", ".html")

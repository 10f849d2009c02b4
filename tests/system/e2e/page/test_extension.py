"""The page of an extension of somebody else's package."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from support.models.tiny import write_tiny_folder
from support.servers.live_server import live_server
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations

FOREIGN = Path(__file__).parents[3] / "support" / "foreign"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 3)
    with pytest.MonkeyPatch.context() as patch:
        path = os.pathsep.join([str(FOREIGN), *filter(None, [os.environ.get("PYTHONPATH")])])
        patch.setenv("PYTHONPATH", path)
        with live_server(root, "--sides", "12") as address:
            yield address


def test_it_is_reached_from_the_header_and_drawn_in_the_language_of_the_page(
    open_page: OpenPage, address: str
) -> None:
    page = open_page("/?lang=en#v1/models", base=address)
    page.get_by_role("navigation").get_by_role("link", name="Dice").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dice")
    expect(page.get_by_text("A die of 12 sides.")).to_be_visible()
    expect(page.get_by_role("link", name="Dice")).to_have_attribute("aria-current", "page")
    assert violations(page) == []

    page = open_page("/?lang=zh#v1/extension?name=dice", base=address)
    expect(page.get_by_text("有 12 个面的骰子。")).to_be_visible()


@pytest.mark.by_need
def test_one_that_is_not_there_is_told(open_page: OpenPage, address: str) -> None:
    page = open_page("/?lang=en#v1/extension?name=none", base=address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("no page of an extension")

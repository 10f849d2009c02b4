"""What is outside runs by need: attackers, hostile files, clients, other runtimes."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
ALWAYS = {HERE / "packaging", HERE / "pictures"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE) and not ALWAYS & set(item.path.parents):
            item.add_marker(pytest.mark.by_need)

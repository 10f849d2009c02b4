"""Tests in random order: ``pytest -p support.shuffled --order NUMBER``; the same number gives the
same order. Files are shuffled, and the tests of each, so that what a file shares is made once."""

from __future__ import annotations

from collections import defaultdict
from random import Random

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--order", type=int, help="the number of a random order")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if (number := config.getoption("--order")) is None:
        return
    random = Random(number)
    files = defaultdict(list)
    for item in items:
        files[item.path].append(item)
    groups = list(files.values())
    random.shuffle(groups)
    for group in groups:
        random.shuffle(group)
    items[:] = [item for group in groups for item in group]

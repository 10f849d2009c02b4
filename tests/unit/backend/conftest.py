"""What is the same for every app that tests make, more than a thousand, is made once: the two
functions that werkzeug writes for each route, and the list of what the installed packages bring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from werkzeug.routing import Rule

from shotglass import extending


@pytest.fixture(scope="session", autouse=True)
def _apps_are_made_of_what_there_is() -> Iterator[None]:
    write = Rule._compile_builder
    written: dict[str, Callable[..., Any]] = {}

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        what = repr((rule.rule, rule._trace, rule.defaults, append_unknown))
        if what not in written:
            written[what] = write(rule, append_unknown)
        return written[what]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        patch.setattr(extending, "entry_points", cache(extending.entry_points))
        yield

"""A pytest plugin for a peer's own tests: writes every outcome to the file that ``PEER_RECORDS``
names, a JSON object a line, with what the server was asked meanwhile.

It runs in the peer's environment and knows nothing of ours.
"""

from __future__ import annotations

import json
import os
import urllib.request
from typing import Any

import pytest

MOST = 4000  # characters of a failure


class Recording:
    def __init__(self) -> None:
        self._phases: dict[str, list[Any]] = {}

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.when == "call" and report.nodeid not in self._phases:
            self._write(report.nodeid, [report])  # a part of a test, with a name of its own
            return
        self._phases.setdefault(report.nodeid, []).append(report)
        if report.when == "teardown":
            self._write(report.nodeid, self._phases.pop(report.nodeid))

    @pytest.hookimpl
    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self._write(report.nodeid, [report])

    def _write(self, test: str, reports: list[Any]) -> None:
        failed = [report for report in reports if report.failed]
        skipped = any(report.skipped for report in reports)
        outcome = "failed" if failed else "skipped" if skipped else "passed"
        text = "\n".join(str(report.longrepr) for report in failed)[-MOST:]
        record = {"test": test, "outcome": outcome, "failure": text, "exchanges": exchanges()}
        with open(os.environ["PEER_RECORDS"], "a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")


def exchanges() -> list[str]:
    """Since the last call: method, path, status and, of a refusal, its code and field."""
    with urllib.request.urlopen(f"{os.environ['PEER_SERVER']}/~exchanges", timeout=30) as answer:
        found: list[str] = json.load(answer)
    return found


def pytest_configure(config: Any) -> None:
    config.pluginmanager.register(Recording())

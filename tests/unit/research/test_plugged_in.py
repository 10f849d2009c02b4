"""What the research package adds to the one command, by its entry point."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from shotglass.cli import cli


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["evaluate"], "Measure whether MODEL learns from examples"),
        (["evaluate", "--unseen"], "no training episode was written by"),
        (["evaluate", "--gallery"], "on the gallery's tasks"),
        (["evaluate", "--gaps"], "fills in held-out text"),
        (["evaluate", "--text"], "bits per byte"),
        (["evidence"], "by the rule that was written before"),
        (["experiment"], "Run the experiment NAME"),
        (["data", "gallery"], "item files anew"),
    ],
)
def test_it_is_there_where_the_package_is_installed(words: list[str], expected: str) -> None:
    done = CliRunner().invoke(cli, [*words, "--help"])

    assert done.exit_code == 0, done.output
    assert expected in " ".join(done.output.split())

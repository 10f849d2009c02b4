"""``shotglass evaluate``: which of its commands is meant, and what it says where none is."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from shotglass_export.evaluation.command import FlaggedCommand, refuse


@click.command()
@click.option("--text")
@click.argument("model")
def by_text(text: str, model: str) -> None:
    click.echo(f"{model} by {text}")


@click.command()
@click.argument("model")
def usual(model: str) -> None:
    """What is usually meant."""
    click.echo(f"{model} as usual")


@pytest.fixture
def evaluate() -> FlaggedCommand:
    return FlaggedCommand("evaluate", refuse, {"--text": by_text})


@pytest.mark.parametrize("words", [["m", "--text", "f"], ["--text=f", "m"]])
def test_a_flag_anywhere_chooses_its_command(evaluate: FlaggedCommand, words: list[str]) -> None:
    assert CliRunner().invoke(evaluate, words).output == "m by f\n"


def test_help_after_a_flag_is_the_help_of_its_command(evaluate: FlaggedCommand) -> None:
    done = CliRunner().invoke(evaluate, ["--text", "--help"])

    assert done.exit_code == 0
    assert "--text TEXT" in done.output


@pytest.mark.parametrize("words", [[], ["m"], ["--gallery", "m", "--limit", "3"]])
def test_without_one_it_says_what_can_be_measured_and_where_the_rest_is(
    evaluate: FlaggedCommand, words: list[str]
) -> None:
    done = CliRunner().invoke(evaluate, words)

    assert done.exit_code == 2
    assert "--text FILE MODEL" in done.output
    assert "pip install -e export/research" in done.output


def test_what_plugs_in_may_become_the_usual_one(evaluate: FlaggedCommand) -> None:
    evaluate.extend(usual, {})

    assert CliRunner().invoke(evaluate, ["m"]).output == "m as usual\n"
    assert CliRunner().invoke(evaluate, ["--text", "f", "m"]).output == "m by f\n"
    assert "What is usually meant." in CliRunner().invoke(evaluate, ["--help"]).output
    assert evaluate.get_short_help_str() == "What is usually meant."

"""No chat template, however hostile, stops the server or takes its memory."""

from __future__ import annotations

from pathlib import Path

from outer.attack import templates


def test_each_hostile_template_costs_its_own_model_a_sentence_and_others_nothing(tmp_path: Path):
    failed = {}
    for name, attempt in templates.tries(tmp_path):
        try:
            print(f"\n{name}: {attempt()}", end="")
        except AssertionError as error:
            failed[name] = str(error)
    assert not failed, failed

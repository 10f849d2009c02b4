"""A run whose episodes have everyday words is asked about others at each look."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from support.house.small_house import small_lexicon
from support.inputs.toy import toy_session, write_toy

from shotglass_export.recipe import ProbesRecipe, Stage
from shotglass_export.training.session import train

STAGE = Stage(
    prose=0.25, episodes={"kind": 1.0}, shots=(2, 6), varied=0.5, written=0.5, everyday=0.7,
    coined=0.5,
)  # fmt: skip


def test_a_run_is_asked_about_everyday_words_that_it_does_not_train_on(tmp_path: Path) -> None:
    sizes = {"training__length": 256, "training__tokens": 2 * 4 * 256, "model__context": 512}
    session = toy_session(write_toy(tmp_path / "toy.toml", **sizes), tmp_path / "runs")
    small_lexicon().write(session.data.path / "lexicon.json")
    probes = ProbesRecipe(every=1, queries=4, shots=(2,))
    recipe = replace(session.recipe, stages=(STAGE,), probes=probes)

    outcome = train(replace(session, recipe=recipe))

    assert outcome.state.step == 2
    assert outcome.state.label_predictions > 0
    lines = map(json.loads, (session.run / "metrics.jsonl").read_text().splitlines())
    probed = [(line["family"], line["split"]) for line in lines if line["kind"] == "probe"]
    assert probed.count(("kind", "everyday")) == 3
    assert probed.count(("kind", "held-both")) == 3

"""A run on Markov chains: its rows are chains, and its distances are those of the readers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from shotglass.errors import RecipeInvalid
from shotglass.training_runs.metrics import parse
from shotglass_export.data.build import build_data
from shotglass_export.data.folder import END, DataFolder
from shotglass_export.progress import silent
from shotglass_export.recipe import Recipe, find_recipe, read_recipe
from shotglass_export.training.batches import batches
from shotglass_export.training.probes import CHAINS, ChainProbe, chain_probe
from shotglass_export.training.validation import validation

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return read_recipe(find_recipe(Path("markov")))


@pytest.fixture(scope="module")
def data(recipe: Recipe, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    root = tmp_path_factory.mktemp("data")
    return DataFolder.open(build_data(recipe.data, root, root, silent))


@pytest.fixture(scope="module")
def probe(recipe: Recipe, data: DataFolder) -> ChainProbe:
    found = chain_probe(recipe, data)
    assert found is not None
    return found


class Saying(torch.nn.Module):
    """Says of each next state what a reader of the probe says of it."""

    def __init__(self, probe: ChainProbe, reader: str, vocabulary: int) -> None:
        super().__init__()
        logits = np.full((*probe.ids.shape, vocabulary), -60.0)
        logits[:, 1:, probe.states] = np.log(probe.readings[reader])
        self.logits = torch.from_numpy(logits)

    def forward(self, ids: Tensor) -> Tensor:
        return self.logits


def test_a_batch_is_whole_rows_of_states_and_the_same_for_a_step(
    recipe: Recipe, data: DataFolder, probe: ChainProbe
) -> None:
    make = batches(recipe, data)
    one, again, other = make(5), make(5), make(6)
    assert one.ids.shape == (recipe.training.batch, recipe.training.length + 1)
    assert (one.ids[:, 0] == END).all()
    assert set(one.ids[:, 1:].flatten().tolist()) == set(probe.states.tolist())
    assert one.weights.all()
    np.testing.assert_array_equal(one.ids, again.ids)
    assert (one.ids != other.ids).any()


@pytest.mark.parametrize("reader", ["uniform", "unigram", "bigram"])
def test_a_model_that_says_what_a_reader_says_is_at_no_distance_from_it(
    probe: ChainProbe, data: DataFolder, reader: str
) -> None:
    told = probe.distances(Saying(probe, reader, data.tokenizer.get_vocab_size()), CPU)
    assert told[reader] == pytest.approx(0, abs=1e-5)
    assert min(told[name] for name in told if name != reader) > 0.01


def test_a_distance_counts_what_is_said_of_tokens_that_are_no_state(
    probe: ChainProbe, data: DataFolder
) -> None:
    model = Saying(probe, "bigram", data.tokenizer.get_vocab_size())
    model.logits[..., END] = 0.0  # as likely as all states together
    assert probe.distances(model, CPU)["bigram"] == pytest.approx(np.log(2), abs=1e-4)


def test_what_is_written_is_a_line_that_the_page_reads(
    recipe: Recipe, data: DataFolder, probe: ChainProbe
) -> None:
    looked = validation(recipe, data, None)
    assert looked.chains is not None
    assert looked.chains.ids.shape == (CHAINS, recipe.training.length)
    distances = probe.distances(Saying(probe, "uniform", data.tokenizer.get_vocab_size()), CPU)
    line = {"kind": "chains", "step": 0, "tokens": 0, "distances": distances}
    assert parse(json.dumps(line).encode()) == line


def test_chains_need_words_and_go_with_no_episodes(recipe: Recipe, tmp_path: Path) -> None:
    text = find_recipe(Path("markov")).read_text("utf-8")
    wordless = text.replace('tokenizer = "words"\n', "").replace('words = ["a", "b", "c"]', "")
    mixed = text.replace("chains = true", "chains = true\nepisodes = { kind = 1.0 }")
    for changed, said in ((wordless, "words"), (mixed, "chains")):
        (tmp_path / "changed.toml").write_text(changed, "utf-8")
        with pytest.raises(RecipeInvalid, match=said):
            read_recipe(tmp_path / "changed.toml")


def test_a_recipe_without_chains_has_no_probe(recipe: Recipe, data: DataFolder) -> None:
    other = read_recipe(find_recipe(Path("gpt2-tiny")))
    assert chain_probe(other, data) is None

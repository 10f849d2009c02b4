"""Of the later families, too, what transformers writes says what transformers says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from hf_agreement import MOST, bits, difference, imported, read_back
from tiny_hf import TEXT, Written, write_checkpoint
from tiny_hf_later import LATER

from shotglass.architecture import weight_shapes
from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library, generate
from shotglass.events import Token
from shotglass_export.importers.hf import read_hf_folder

PROMPT = "the cat of the"


@pytest.fixture(scope="module")
def one_each(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Written, Path]]:
    root = tmp_path_factory.mktemp("one-each")
    written = [write_checkpoint(root / "hf", name, 1, maker=LATER[name]) for name in LATER]
    return dict(zip(LATER, imported(root, written), strict=True))


@pytest.mark.parametrize("family", LATER)
def test_a_checkpoint_of_each_family_says_what_transformers_says(one_each, family):
    assert difference(*one_each[family]) <= MOST


@pytest.mark.parametrize("family", LATER)
def test_its_weights_are_kept_bit_for_bit(one_each, family):
    require_same_weights(*one_each[family])


@pytest.mark.parametrize("family", LATER)
def test_served_probabilities_are_those_of_transformers(one_each, family):
    assert served_difference(*one_each[family]) <= MOST


def served_difference(written: Written, folder: Path) -> float:
    """Between our log-probabilities of the tokens that the engine writes and transformers'."""
    engine = Engine.open(Library([folder.parent]).folder(folder.name), threads=1, precision="fp32")
    try:
        ids = list(engine.encode(PROMPT))
        room = TEXT - len(ids)
        settings = DecodingSettings(max_tokens=room, temperature=0)
        tokens = [e for e in generate(engine, PROMPT, settings) if isinstance(e, Token)]
    finally:
        engine.close()
    whole = [*ids, *(token.id for token in tokens)]
    logits = torch.tensor(written.logits(np.array(whole)))
    expected = torch.log_softmax(logits.double(), dim=-1).numpy()
    own = [token.logprob for token in tokens]
    places = range(len(ids) - 1, len(whole) - 1)
    told = [expected[place, whole[place + 1]] for place in places]
    assert len(own) == len(told) > 0
    return float(np.abs(np.array(own) - told).max())


def require_same_weights(written: Written, folder: Path) -> None:
    """What lies in the folder's weight file is what the importer reads, and as many numbers as
    transformers has, but for rows of positions that nothing reads."""
    checkpoint = read_hf_folder(written.folder)
    kept = read_back(folder, checkpoint.config)
    assert set(kept) == set(weight_shapes(checkpoint.config))
    for name, array in checkpoint.weights.items():
        assert np.array_equal(kept[name].view(np.uint32), bits(array)), name
    unread = 2 * checkpoint.config.width if written.family == "opt" else 0
    own = sum(array.size for array in kept.values())
    assert own + unread == written.model.num_parameters()

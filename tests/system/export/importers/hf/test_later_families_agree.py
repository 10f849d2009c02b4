"""Of the later families, too, what transformers writes says what transformers says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from support.models.tiny_hf import TEXT, Written, write_checkpoint
from support.models.tiny_hf_later import LATER, as_version_4_had_it
from support.references.hf_agreement import MOST, bits, difference, imported, read_back

from shotglass.architecture import ModelConfig, weight_shapes
from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library, generate
from shotglass.events import Token
from shotglass_export.importers.hf import read_hf_folder

DTYPES = ("float32", "float16", "bfloat16")
CHECKPOINTS = 66  # six of each
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


@pytest.mark.slow
def test_sixty_six_random_checkpoints_say_what_transformers_says(tmp_path):
    """Odd widths, head sizes and groups, parts of heads turned, windows, caps, tied and not, with
    biases and without, in three types, in one file and in shards, by the conventions of
    transformers 5 and 4; portable, native and served."""
    names, written = list(LATER), []
    for n in range(CHECKPOINTS):
        name, dtype = names[n % 11], DTYPES[n // 11 % 3]
        shards = n % 5 == 0
        written.append(write_checkpoint(tmp_path / "hf", name, 211 + n, dtype, shards, LATER[name]))
        if n // 11 % 2:
            as_version_4_had_it(written[-1].folder)
    require_variety([read_hf_folder(each.folder).config for each in written])
    differences = {}
    for each, model in imported(tmp_path, written):
        require_same_weights(each, model)
        served = served_difference(each, model)
        differences[each.folder.name] = max(difference(each, model), served)
    print({name: float(f"{value:.2g}") for name, value in differences.items()})
    assert len(differences) == CHECKPOINTS
    assert max(differences.values()) <= MOST


def require_variety(configs: Sequence[ModelConfig]) -> None:
    assert {config.tied for config in configs} == {True, False}
    assert {config.parallel for config in configs} == {"no", "two norms", "one norm"}
    assert {config.part_norms for config in configs} == {"in", "out", "both"}
    assert {config.head_norm for config in configs} == {"none", "head", "width"}
    turned = {config.rotary_size for config in configs}
    assert 0 in turned
    assert len(turned) > 3
    assert {bool(config.windows) for config in configs} == {True, False}
    for name in ("unturned", "local_rope_theta", "attention_softcap", "logit_softcap"):
        assert {bool(getattr(config, name)) for config in configs} == {True, False}, name
    assert {config.attention_bias for config in configs} == {True, False}
    assert len({config.head_size for config in configs}) > 8


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

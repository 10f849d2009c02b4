"""What transformers writes is imported without torch and says what transformers says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
import torch
from support.models.tiny_hf import FAMILIES, TEXT, Maker, Written, as_version_4, write_checkpoint
from support.models.tiny_hf_later import LATER, as_version_4_had_it
from support.references.hf_agreement import MOST, bits, difference, imported, read_back

from shotglass.architecture import ModelConfig, weight_shapes
from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library, generate
from shotglass.events import Token
from shotglass_export.importers.hf import read_hf_folder

DTYPES = ("float32", "float16", "bfloat16")
EVERY: Mapping[str, Maker] = {**FAMILIES, **LATER}
PROMPT = "the cat of the"


@pytest.fixture(scope="module")
def one_each(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Written, Path]]:
    root = tmp_path_factory.mktemp("one-each")
    written = [write_checkpoint(root / "hf", name, 1, maker=EVERY[name]) for name in EVERY]
    return dict(zip(EVERY, imported(root, written), strict=True))


@pytest.mark.parametrize("family", EVERY)
def test_a_checkpoint_of_each_family_says_what_transformers_says(one_each, family):
    assert difference(*one_each[family]) <= MOST


@pytest.mark.parametrize("family", EVERY)
def test_its_weights_are_kept_bit_for_bit(one_each, family):
    require_same_weights(*one_each[family])


@pytest.mark.parametrize("family", LATER)
def test_served_probabilities_are_those_of_transformers(one_each, family):
    assert served_difference(*one_each[family]) <= MOST


@pytest.mark.slow
@pytest.mark.parametrize(("families", "seed", "count"), [(FAMILIES, 107, 40), (LATER, 211, 66)])
def test_random_checkpoints_say_what_transformers_says(tmp_path, families, seed, count):
    """Odd widths, head sizes and groups, parts of heads turned, windows, caps, tied and not, with
    biases and without, in three types, in one file and in shards, by the conventions of
    transformers 5 and 4; of the later ones also what is served."""
    names, written = list(families), []
    for n in range(count):
        turn, name = n // len(names), names[n % len(names)]
        dtype, shards = DTYPES[turn % 3], n % 5 == 0
        folder = tmp_path / "hf"
        written.append(write_checkpoint(folder, name, seed + n, dtype, shards, families[name]))
        if turn % 2:
            older = as_version_4_had_it if families is LATER else as_version_4
            older(written[-1].folder)
    configs = [read_hf_folder(each.folder).config for each in written]
    (require_later_variety if families is LATER else require_variety)(configs)
    differences = {}
    for each, model in imported(tmp_path, written):
        require_same_weights(each, model)
        served = served_difference(each, model) if families is LATER else 0.0
        differences[each.folder.name] = max(difference(each, model), served)
    print({name: float(f"{value:.2g}") for name, value in differences.items()})
    assert len(differences) == count
    assert max(differences.values()) <= MOST


def require_variety(configs: Sequence[ModelConfig]) -> None:
    assert {config.tied for config in configs} == {True, False}
    llamas = [config for config in configs if config.gated]
    assert {(config.attention_bias, config.output_bias) for config in llamas} == {
        (False, False), (True, False), (True, True)
    }  # fmt: skip
    assert {config.ffn_bias for config in llamas} == {True, False}
    assert {bool(config.windows) for config in llamas} == {True, False}
    assert {config.heads // config.kv_heads for config in llamas} == {1, 2, 3}
    kinds = {config.rope_scaling and config.rope_scaling.kind for config in llamas}
    assert kinds == {None, "linear", "llama3"}
    assert {10, 12, 20, 24} <= {config.head_size for config in configs}
    assert len({config.vocabulary for config in configs}) > 10


def require_later_variety(configs: Sequence[ModelConfig]) -> None:
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
        settings = DecodingSettings(max_tokens=TEXT - len(ids), temperature=0)
        tokens = [e for e in generate(engine, PROMPT, settings) if isinstance(e, Token)]
    finally:
        engine.close()
    whole = [*ids, *(token.id for token in tokens)]
    logits = torch.tensor(written.logits(np.array(whole)))
    expected = torch.log_softmax(logits.double(), dim=-1).numpy()
    own = [token.logprob for token in tokens]
    theirs = [expected[at, whole[at + 1]] for at in range(len(ids) - 1, len(whole) - 1)]
    assert len(own) == len(theirs) > 0
    return float(np.abs(np.array(own) - theirs).max())


def require_same_weights(written: Written, folder: Path) -> None:
    """What lies in the folder's weight file is what the importer reads, by name, and altogether
    what the checkpoint holds, but for rows of positions that nothing reads."""
    checkpoint = read_hf_folder(written.folder)
    kept = read_back(folder, checkpoint.config)
    assert set(kept) == set(weight_shapes(checkpoint.config))
    for name, array in checkpoint.weights.items():
        assert np.array_equal(kept[name].view(np.uint32), bits(array)), name
    count = sum(array.size for array in kept.values())
    if written.family in LATER:
        unread = 2 * checkpoint.config.width if written.family == "opt" else 0
        assert count + unread == written.model.num_parameters()
        return
    assert checkpoint.config.parameters == count
    expected = written.model.state_dict().values()
    if checkpoint.config.tied:  # torch names a tied tensor twice
        expected = {tensor.data_ptr(): tensor for tensor in expected}.values()
    own = np.concatenate([bits(array).ravel() for array in kept.values()])
    theirs = np.concatenate([bits(tensor.numpy()).ravel() for tensor in expected])
    if not (checkpoint.config.bidirectional and not checkpoint.config.tied):  # has a dead bias
        assert np.array_equal(np.sort(own), np.sort(theirs))


def test_shards_hold_what_one_file_holds(tmp_path):
    one = write_checkpoint(tmp_path / "one", "gpt2", 3)
    many = write_checkpoint(tmp_path / "many", "gpt2", 3, shards=True)
    assert len(list(many.folder.glob("*.safetensors"))) > 1
    whole = safetensors.numpy.load_file(one.folder / "model.safetensors")
    assert len(whole) > 10
    expected, found = read_hf_folder(one.folder).weights, read_hf_folder(many.folder).weights
    assert all(np.array_equal(found[name], expected[name]) for name in expected)

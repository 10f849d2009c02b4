"""What transformers writes is imported without torch and says what transformers says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from support.models.tiny_hf import FAMILIES, Written, as_version_4, write_checkpoint
from support.references.hf_agreement import MOST, bits, difference, imported, read_back

from shotglass.architecture import ModelConfig, weight_shapes
from shotglass_export.importers.hf import read_hf_folder

DTYPES = ("float32", "float16", "bfloat16")
CHECKPOINTS = 40


@pytest.fixture(scope="module")
def one_each(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Written, Path]]:
    root = tmp_path_factory.mktemp("one-each")
    written = [write_checkpoint(root / "hf", family, 1) for family in FAMILIES]
    return dict(zip(FAMILIES, imported(root, written), strict=True))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_checkpoint_of_each_family_says_what_transformers_says(one_each, family):
    assert difference(*one_each[family]) <= MOST


@pytest.mark.parametrize("family", FAMILIES)
def test_its_weights_are_kept_bit_for_bit(one_each, family):
    require_same_weights(*one_each[family])


@pytest.mark.slow
def test_forty_random_checkpoints_say_what_transformers_says(tmp_path):
    """Odd widths, head sizes and groups, tied and not, with biases and without, in three types,
    in one file and in shards, by the conventions of transformers 5 and 4."""
    families = list(FAMILIES)
    written = [
        write_checkpoint(
            tmp_path / "hf", families[n % 6], 107 + n, DTYPES[n // 6 % 3], shards=n % 5 == 0
        )
        for n in range(CHECKPOINTS)
    ]
    for n, each in enumerate(written):
        if n // 6 % 2:
            as_version_4(each.folder)
    require_variety([read_hf_folder(each.folder).config for each in written])
    differences = {}
    for each, model in imported(tmp_path, written):
        require_same_weights(each, model)
        differences[each.folder.name] = difference(each, model)
    print({name: float(f"{value:.2g}") for name, value in differences.items()})
    assert len(differences) == CHECKPOINTS
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


def require_same_weights(written: Written, folder: Path) -> None:
    """What lies in the folder's weight file is the checkpoint's, by name and altogether."""
    checkpoint = read_hf_folder(written.folder)
    kept = read_back(folder, checkpoint.config)
    assert set(kept) == set(weight_shapes(checkpoint.config))
    for name, array in checkpoint.weights.items():
        assert np.array_equal(kept[name].view(np.uint32), bits(array)), name
    assert checkpoint.config.parameters == sum(array.size for array in kept.values())
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

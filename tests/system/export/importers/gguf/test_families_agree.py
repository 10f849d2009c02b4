"""A GGUF of each family says what the folder says that it was converted from, and computes what
llama.cpp computes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from support.models.converted_gguf import ARCHITECTURES, maker, write_converted
from support.models.tiny_hf import Written, write_checkpoint
from support.references import reference
from support.references.llama_cpp import LlamaCpp

from shotglass_export.importers.gguf.checkpoint import read_gguf
from shotglass_export.importers.hf import read_hf_folder

SEEDS = range(4)  # shapes of each


def converted(root: Path, family: str, seed: int, **changes: None) -> tuple[Written, Path]:
    written = write_checkpoint(root, family, seed, maker=maker(family, **changes))
    return written, write_converted(root / f"{family}-{seed}.gguf", written.folder)


@pytest.mark.parametrize("family", ARCHITECTURES)
def test_shape_and_weights_are_those_of_the_folder(tmp_path, family):
    """Of the same shape and weights every graph is the same, so logits are, too."""
    for seed in SEEDS:
        written, path = converted(tmp_path, family, seed)
        expected, found = read_hf_folder(written.folder), read_gguf(path)
        assert found.config == expected.config
        assert set(found.weights) == set(expected.weights)
        for name, array in expected.weights.items():
            assert_array_equal(found.weights[name], array, err_msg=f"{seed} {name}")


# gptneox: llama.cpp computes the tanh form of the exact GELU that the checkpoint asks for.
NEAR = dict.fromkeys(ARCHITECTURES, 2e-3) | {"gpt_neox": 2e-2}


@pytest.mark.slow
@pytest.mark.parametrize("family", ARCHITECTURES)
def test_llama_cpp_reads_the_file_alike(tmp_path, family):
    changes = {"sliding_window": None} if family == "phi3" else {}  # which llama.cpp leaves out
    for seed in SEEDS:
        _, path = converted(tmp_path, family, seed, **changes)
        read = read_gguf(path)
        ids = np.random.default_rng(seed).integers(0, 331, 20).tolist()
        logits = reference.logits(read.config, read.weights, ids)[-1].astype(np.float64)
        ours = logits - np.logaddexp.reduce(logits)
        theirs = LlamaCpp(path, 64).likeliest(ids, 50)
        furthest = max(abs(ours[id] - value) for id, value in theirs.items())
        print(f"\n{family} {seed}: {furthest:.2g} nats")
        assert furthest <= NEAR[family]

"""The ``torch`` layout: transformers computes in PyTorch what our graphs compute, and an import
makes the same model of it again."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from support.models.tiny import LOOSE, write_tiny_folder
from system.export.formats.test_hub import SHAPES
from transformers import AutoModelForCausalLM, AutoModelForMaskedLM

from shotglass.errors import ExportFailed
from shotglass_export.formats.export import export_model
from shotglass_export.formats.source import Source
from shotglass_export.importers.hf import read_hf_folder
from shotglass_export.to_onnx.checks.graph_runs import MaskedRun, PortableRun

IDS = np.array([5, 9, 2, 7, 7, 1, 30, 4])


@pytest.mark.parametrize(("family", "changes"), SHAPES.values(), ids=SHAPES)
def test_transformers_computes_the_same_logits_and_misses_no_weight(tmp_path, family, changes):
    folder = write_tiny_folder(tmp_path, "tiny", family, **changes)
    export_model(folder, "torch", None, tmp_path / "out", tolerances=LOOSE)
    source = Source.open(folder)
    masked = source.config.bidirectional
    model, about = (AutoModelForMaskedLM if masked else AutoModelForCausalLM).from_pretrained(
        tmp_path / "out", output_loading_info=True
    )
    assert not any(about.values())  # missing, unexpected, of another shape
    with torch.no_grad():
        theirs = model(torch.tensor(IDS[None])).logits[0].numpy()
    run = MaskedRun(source.portable) if masked else PortableRun(source.portable, source.config)
    np.testing.assert_allclose(theirs, run.logits(IDS), atol=1e-4)


@pytest.mark.parametrize("family", ["llama", "gpt2"])
def test_an_import_reads_the_same_numbers_again(tmp_path, family):
    folder = write_tiny_folder(tmp_path, "tiny", family, width=24)
    export_model(folder, "torch", None, tmp_path / "out", tolerances=LOOSE)
    source, again = Source.open(folder), read_hf_folder(tmp_path / "out")
    assert again.config == source.config
    for name, weight in source.weights.items():
        np.testing.assert_array_equal(again.weights[name], weight)


def test_halves_are_stored_as_halves_and_said_to_be(tmp_path):
    folder = write_tiny_folder(tmp_path, "tiny", "llama")
    report = export_model(folder, "torch", "fp16", tmp_path / "out", tolerances=LOOSE)
    assert report.precision == "fp16"
    model = AutoModelForCausalLM.from_pretrained(tmp_path / "out")
    assert model.dtype == torch.float16


def test_a_shape_that_transformers_has_not_is_refused(tmp_path):
    folder = write_tiny_folder(tmp_path, "tiny", "gpt3", width=24)
    with pytest.raises(ExportFailed, match=r"No config\.json is written"):
        export_model(folder, "torch", None, tmp_path / "out", tolerances=LOOSE)
    assert not (tmp_path / "out").exists()

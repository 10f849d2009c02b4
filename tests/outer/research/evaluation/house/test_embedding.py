"""A model's input embeddings are those that its graph reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.models.tiny import LOOSE, tiny_checkpoint, tiny_config, tiny_weights, write_tiny_folder

from shotglass.contract import GraphEntry
from shotglass.engine import Library, ModelFolder
from shotglass.errors import ModelFolderError
from shotglass_export.to_onnx.folder import write_folder
from shotglass_research.evaluation.house.baselines import InputEmbedding


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 3, add=["int8"])
    return Library([root]).folder("tiny")


def test_a_text_is_the_mean_of_its_tokens_embeddings(folder: ModelFolder) -> None:
    table = tiny_weights(tiny_config("llama"), 3)["embedding.weight"]
    embedding = InputEmbedding.of(folder)

    ids = embedding.tokenizer.encode(" cat")
    assert np.array_equal(embedding.table, table)
    assert embedding("cat") == pytest.approx(table[ids].astype(np.float64).mean(axis=0))


def test_a_table_of_half_precision_is_read_as_such(tmp_path: Path) -> None:
    write_folder(tiny_checkpoint("gpt2", 3), tmp_path / "half", tolerances=LOOSE, storage="half")
    table = tiny_weights(tiny_config("gpt2"), 3)["embedding.weight"]

    embedding = InputEmbedding.of(Library([tmp_path]).folder("half"))

    assert np.array_equal(embedding.table, table.astype(np.float16))


def test_a_folder_without_a_float_table_is_told_so(folder: ModelFolder) -> None:
    native = GraphEntry("native.onnx", ("weights.int8.bin",), "int8")
    coarse = replace(folder.manifest, graphs={"portable": native})
    none = replace(folder.manifest, graphs={})

    with pytest.raises(ModelFolderError, match=r"no float tensor embedding\.weight"):
        InputEmbedding.of(ModelFolder(folder.path, coarse))
    with pytest.raises(ModelFolderError, match="no portable graph"):
        InputEmbedding.of(ModelFolder(folder.path, none))

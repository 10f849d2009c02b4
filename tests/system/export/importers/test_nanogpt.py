"""nanoGPT's and minGPT's checkpoints become models that compute what the module computes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from support.models.tiny import LOOSE
from support.models.tiny_nanogpt import NanoGpt, nano_state, random_model, write_beside

from shotglass.errors import ImportFailed
from shotglass.text import Tokenizer
from shotglass_export.importers.isolated import read_isolated
from shotglass_export.pickled import read_pickled
from shotglass_export.to_onnx.checks.graph_runs import NativeRun, PortableRun
from shotglass_export.to_onnx.folder import write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_beside(tmp_path)
    return tmp_path


def save(folder: Path, what: Any) -> Path:
    torch.save(what, folder / "ckpt.pt")
    return folder / "ckpt.pt"


def furthest(model: NanoGpt, path: Path, folder: Path) -> float:
    """The largest difference in a logit between the module and our graphs."""
    read = read_pickled(path)
    write_folder(read, folder / "made", tolerances=LOOSE)
    ids = np.random.default_rng(0).integers(0, read.config.vocabulary, 40)
    with torch.no_grad():
        expected = model(torch.tensor(ids)).numpy()
    portable = PortableRun(folder / "made" / "portable.onnx", read.config)
    native = NativeRun(folder / "made" / "native-fp32.onnx")
    found = [portable.logits(ids), portable.logits(ids, list(range(41))), native.logits(ids)]
    return max(float(np.abs(logits - expected).max()) for logits in found)


@pytest.mark.parametrize("bias", [True, False])
def test_a_nanogpt_computes_what_its_module_computes(folder, bias):
    model = random_model(bias=bias)
    path = save(folder, nano_state(model, "_orig_mod."))
    assert read_pickled(path).config.tied
    assert furthest(model, path, folder) <= 1e-4


def test_a_mingpt_s_bare_state_takes_its_heads_from_config_json(folder):
    model = random_model(tied=False, gelu="tanh")
    mask = {"transformer.h.0.attn.bias": torch.ones(1, 1, 64, 64)}
    path = save(folder, model.state_dict() | mask)
    with pytest.raises(ImportFailed, match="does not say how many heads"):
        read_pickled(path)
    (folder / "config.json").write_text('{"model": {"model_type": "gpt-nano", "n_head": null}}')
    assert not read_pickled(path).config.tied
    assert furthest(model, path, folder) <= 1e-4


def test_a_vocabulary_padded_for_speed_keeps_its_rows(folder):
    read = read_pickled(save(folder, nano_state(random_model(vocabulary=384))))
    assert read.config.vocabulary == 384
    assert len(read.tokenizer["model"]["vocab"]) == 331
    assert (read.card.start_id, read.card.stop_ids) == (0, (0,))


def test_it_is_read_in_a_confined_process(folder):
    path = save(folder, nano_state(random_model()))
    with read_isolated("torch", path, folder / "scratch") as read:
        expected = read_pickled(path)
        assert (read.config, read.card) == (expected.config, expected.card)
        for name, array in expected.weights.items():
            assert np.array_equal(read.weights[name], array)


def test_a_model_of_characters_takes_meta_json(tmp_path):
    text = "\n !,.abcdefghijklmnopqrstuvwxyzABC"
    ids = {character: id for id, character in enumerate(text)}
    path = save(tmp_path, nano_state(random_model(vocabulary=len(text))))
    (tmp_path / "meta.pkl").write_bytes(b"cos\nsystem\n(S'exit 1'\ntR.")
    with pytest.raises(ImportFailed, match=r"meta\.pkl is a pickle.* is never read"):
        read_pickled(path)
    (tmp_path / "meta.json").write_text(json.dumps({"stoi": ids}))
    (tmp_path / "tokenizer.json").write_text(json.dumps(read_pickled(path).tokenizer))
    tokenizer = Tokenizer.load(tmp_path / "tokenizer.json")
    assert tokenizer.encode("a cab!\n") == [ids[character] for character in "a cab!\n"]
    assert tokenizer.decode(range(len(text))) == text
    assert tokenizer.unspelled("a cab!") is None
    assert tokenizer.unspelled("a cab: 7é") == ":"


class Deed:
    """What a pickle with code does when it is loaded without care."""

    def __reduce__(self) -> Any:
        return (open, ("written-by-a-pickle", "w"))


def expanded() -> torch.Tensor:
    return torch.zeros(1).expand(331, 24)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda s: s | {"optimizer": Deed()}, "code of a file is never run"),
        (lambda s: s["model"] | {"transformer.wpe.weight": 3}, "is no plain tensor"),
        (lambda s: [s], "holds no dictionary"),
        (lambda s: {"model": s["model"]}, "lacks the state or the model_args"),
        (lambda s: s | {"model_args": {"n_head": 5}}, "A width of 24 cannot be shared by 5 heads"),
        (lambda s: s | {"model_args": {}}, "heads is None"),
        (
            lambda s: s | {"model": s["model"] | {"transformer.wte.weight": expanded()}},
            "come back to the same place",
        ),
        (
            lambda s: s | {"model": s["model"] | {"transformer.ln_f.weight": torch.zeros(25)}},
            r"ln_f\.weight has the shape \(25,\)",
        ),
        (
            lambda s: (
                s | {"model": s["model"] | {"transformer.wte.weight": torch.zeros(331, 24).long()}}
            ),
            "is stored as torch.int64",
        ),
        (lambda s: s | {"model": s["model"] | {"extra": torch.zeros(2)}}, "such as extra"),
        (lambda s: s | {"model": {}}, r"has no matrix transformer\.wte\.weight"),
    ],
)
def test_what_is_no_such_model_is_refused_with_a_sentence(folder, monkeypatch, spoil, sentence):
    monkeypatch.chdir(folder)
    path = save(folder, spoil(nano_state(random_model())))
    with pytest.raises(ImportFailed, match=sentence):
        read_pickled(path)
    assert not (folder / "written-by-a-pickle").exists()


def test_a_pickle_from_before_zips_is_refused(folder):
    torch.save({"a": torch.zeros(2)}, folder / "old.pt", _use_new_zipfile_serialization=False)
    with pytest.raises(ImportFailed, match=r"from before torch 1\.6 are saved again"):
        read_pickled(folder / "old.pt")


def test_without_a_tokenizer_it_says_what_to_put_there(tmp_path):
    path = save(tmp_path, nano_state(random_model()))
    with pytest.raises(ImportFailed, match=r"put tokenizer\.json beside it, or GPT-2's"):
        read_pickled(path)


def test_without_torch_it_says_what_to_install(folder, monkeypatch):
    path = save(folder, nano_state(random_model()))
    hidden = folder / "hidden" / "torch"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("raise ModuleNotFoundError('No module named torch')")
    monkeypatch.setenv("PYTHONPATH", str(folder / "hidden"))
    with (
        pytest.raises(ImportFailed, match=r"pip install 'shotglass\[train\]'"),
        read_isolated("torch", path, folder / "scratch"),
    ):
        pass

"""Changes inside the explain graphs of tiny random models of every kind, and of those that ship,
against the numpy reference and torch's hooks; without changes, every bit is as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from support.models.stored import stored_weights
from support.models.tiny import tiny_checkpoint, write_whole
from support.references import reference

from shotglass.architecture import ModelConfig
from shotglass.contract import explain_outputs
from shotglass.engine.library import BUNDLED, Library, ModelFolder
from shotglass.engine.runtime.explain_graph import Capture
from shotglass.engine.runtime.graph_edits.inputs_and_outputs import prune
from shotglass.engine.runtime.graph_edits.intervened_graph import (
    has_middle,
    head_outputs,
    intervened,
)
from shotglass.engine.runtime.interventions import (
    NO_INTERVENTIONS,
    Interventions,
    ablated,
    hidden_spans,
)
from shotglass.engine.runtime.session import MappedSession
from shotglass.engine.runtime.token_changes import EdgeCut, ResidualPatch, ResidualShift
from shotglass_export.models import build
from shotglass_export.models.layers import Sight

torch.set_num_threads(1)
IDS = [17, 3, 300, 0, 45, 45, 210, 9, 128, 77, 5]
S = len(IDS)
SPANS = [(2, 4), (5, 6)]
HOUSE = [manifest.id for manifest in Library([BUNDLED]).manifests()]


@dataclass(frozen=True)
class Subject:
    """A model folder with its weights."""

    folder: ModelFolder
    weights: dict[str, Any]

    @property
    def config(self) -> ModelConfig:
        return self.folder.manifest.architecture

    @property
    def graph(self) -> bytes:
        return (self.folder.path / "explain.onnx").read_bytes()

    def run(self, names: list[str], changes: Interventions = NO_INTERVENTIONS) -> dict[str, Any]:
        rows = list(range(S)) if "lens" in names else []
        return Capture(self.folder, threads=1).run(IDS, names, rows, changes)

    def torch(self) -> Any:
        model = build(self.config).eval()
        model.load_state_dict({name: torch.tensor(array) for name, array in self.weights.items()})
        return model


@pytest.fixture
def subject(model: Any) -> Subject:
    return Subject(ModelFolder.open(model.folder), model.checkpoint.weights)


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    checkpoint, folder = tiny_checkpoint("bert"), tmp_path_factory.mktemp("models") / "bert"
    write_whole(checkpoint, folder, add=())
    return Subject(ModelFolder.open(folder), checkpoint.weights)


def shown(config: ModelConfig) -> list[str]:
    return [spec.name for spec in explain_outputs(config)]


def given(config: ModelConfig) -> list[str]:
    return [spec.name for spec in head_outputs(config)]


def every_change(config: ModelConfig) -> Interventions:
    """All of them at once: a bias of any numbers and hidden tokens, heads that are scaled, ablated,
    replaced by a mean and left alone, states of the stream replaced and shifted, edges cut."""
    random = np.random.default_rng(len(config.windows))
    bias = random.standard_normal((S, S)).astype(np.float32) + hidden_spans(S, SPANS)
    scale = ablated(config, [(0, 0), (config.layers - 1, 1)])
    scale[-1, 0] = 0.7
    mean = random.standard_normal((config.layers, config.heads, config.head_size))
    patches = [ResidualPatch(1, 4, random.standard_normal(config.width))]
    shifts = [
        ResidualShift(0, random.standard_normal(config.width), tokens=(1, 7)),
        ResidualShift(1, random.standard_normal(config.width), start=3),
    ]
    if has_middle(config):
        patches.append(ResidualPatch(0, 6, random.standard_normal(config.width), middle=True))
        shifts.append(ResidualShift(0, random.standard_normal(config.width), middle=True))
    cuts = (EdgeCut((1, 2), (3, 8, 2)), EdgeCut((7,), layer=1), EdgeCut((0,), (9,), 1, 1))
    return Interventions(bias, scale, mean.astype(np.float32), tuple(patches), tuple(shifts), cuts)


def before_shifts_and_cuts(changes: Interventions) -> Interventions:
    """What torch is given hooks for here: one state, heads, and SPANS hidden."""
    return replace(
        changes,
        attention_bias=hidden_spans(S, SPANS),
        patches=changes.patches[:1],
        shifts=(),
        cuts=(),
    )


def agree(subject: Subject, changes: Interventions) -> None:
    names = [*shown(subject.config), *given(subject.config)]
    found = subject.run(names, changes)
    truth = reference.trace(subject.config, subject.weights, IDS, changes)
    found = {name: array if name == "lens" else array[0] for name, array in found.items()}
    assert set(found) == set(names) == set(truth)
    for name, array in found.items():
        scale = max(1, np.abs(truth[name]).max())
        assert np.abs(array - truth[name]).max() <= 1e-5 * scale, name


def test_all_changes_at_once_equal_the_reference_in_every_output(subject: Subject) -> None:
    agree(subject, every_change(subject.config))


@pytest.mark.parametrize("kind", ["attention_bias", "head_scale", "patches", "shifts", "cuts"])
def test_each_change_alone_equals_the_reference(models: Any, kind: str) -> None:
    for name in ("llama", "gpt3"):
        subject = Subject(ModelFolder.open(models[name].folder), models[name].checkpoint.weights)
        changes = every_change(subject.config)
        agree(subject, replace(NO_INTERVENTIONS, **{kind: getattr(changes, kind)}))


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_a_state_can_be_replaced_before_the_first_layer_and_after_the_last(
    models: Any, layer: int
) -> None:
    for name in ("llama", "gpt1"):
        subject = Subject(ModelFolder.open(models[name].folder), models[name].checkpoint.weights)
        state = np.linspace(-2, 2, subject.config.width)
        agree(subject, Interventions(patches=(ResidualPatch(layer, S - 1, state),)))


def test_a_masked_model_is_changed_as_well(bert: Subject) -> None:
    agree(bert, every_change(bert.config))
    torch_agrees(bert)


# --- torch's hooks ---


def test_torch_s_hooks_give_the_same_logits(subject: Subject) -> None:
    torch_agrees(subject)


def torch_agrees(subject: Subject) -> None:
    """Heads at their output map, a state behind its block, and attention where hidden tokens are
    cut out of what may be seen: a forward pass without them."""
    changes = before_shifts_and_cuts(every_change(subject.config))
    found = subject.run(["logits"], changes)["logits"][0]
    model = subject.torch()
    plain = subject.run(["logits"])["logits"][0]
    with torch.no_grad(), hooked(model, changes):
        expected = model(torch.tensor([IDS]))[0].numpy()
    scale = max(1, np.abs(expected).max())
    assert np.abs(found - expected).max() <= 1e-5 * scale
    assert np.abs(plain - expected).max() > 0.1 * scale


@contextmanager
def hooked(model: Any, changes: Interventions) -> Iterator[None]:
    """``model`` with these changes, and SPANS hidden; its first block must not be patched."""
    scale, mean, patch = changes.head_scale, changes.head_mean, changes.patches[0]
    with ExitStack() as stack:
        for index, block in enumerate(model.layers):
            sight = block.attention.sight
            block.attention.sight = Screened(sight.window, sight.bidirectional)
            hook = block.attention.output.register_forward_pre_hook(
                scaled(scale[index], mean[index])
            )
            stack.callback(hook.remove)
        behind = model.layers[patch.layer - 1]
        stack.callback(behind.register_forward_hook(patched(patch)).remove)
        yield


class Screened(Sight):
    """Who sees whom, without the tokens of SPANS for those outside their span."""

    def mask(self, rows: slice, columns: slice, device: torch.device) -> torch.Tensor:
        mask = super().mask(rows, columns, device)
        for row in range(rows.start, rows.stop):
            for start, end in SPANS:
                if not start <= row < end:
                    mask[row - rows.start, start:end] = False
        return mask


def scaled(scale: Any, mean: Any) -> Any:
    def hook(_module: Any, args: tuple[torch.Tensor]) -> tuple[torch.Tensor]:
        heads = args[0].unflatten(2, mean.shape)
        share = torch.tensor(scale)[:, None]
        return ((share * heads + (1 - share) * torch.tensor(mean)).flatten(2),)

    return hook


def patched(patch: ResidualPatch) -> Any:
    def hook(_module: Any, _args: Any, output: torch.Tensor) -> torch.Tensor:
        output = output.clone()
        output[0, patch.token] = torch.tensor(patch.state, dtype=torch.float32)
        return output

    return hook


# --- bits ---


def bits_stay(subject: Subject) -> None:
    """Asked without changes, and with changes that change nothing, every output has the bits that
    the graph file alone gives in onnxruntime."""
    config = subject.config
    ones = np.ones((config.layers, config.heads))
    mean = every_change(config).head_mean
    neutral = [
        NO_INTERVENTIONS,
        Interventions(head_scale=ones),
        Interventions(np.zeros((S, S)), ones, mean),
    ]
    for names in (["logits"], shown(config)):
        alone = without_us(subject, names)
        for changes in neutral:
            found = subject.run(names, changes)
            assert all(np.array_equal(found[name], alone[name]) for name in names)


def without_us(subject: Subject, names: list[str]) -> dict[str, Any]:
    """As the runtime ran an explain graph before anything could be changed in it."""
    rows = np.arange(S if "lens" in names else 0)
    feeds = {"input_ids": np.array([IDS]), "lens_rows": rows}
    model = prune(subject.graph, names)
    return MappedSession(model, "explain.onnx", subject.folder.path, threads=1).run(feeds)


def test_without_changes_no_bit_changes(subject: Subject) -> None:
    bits_stay(subject)


def test_without_changes_no_bit_of_a_masked_model_changes(bert: Subject) -> None:
    bits_stay(bert)


@pytest.mark.parametrize("id", HOUSE)
def test_models_that_ship_can_be_changed_and_without_changes_no_bit_changes(id: str) -> None:
    folder = Library([BUNDLED]).folder(id)
    subject = Subject(folder, stored_weights(folder.path, folder.manifest))
    bits_stay(subject)
    torch_agrees(subject)


def test_a_head_of_scale_1_keeps_its_bits_beside_one_that_is_ablated(subject: Subject) -> None:
    config = subject.config
    plain = subject.run(["heads.0"])["heads.0"]
    found = subject.run(["heads.0"], Interventions(head_scale=ablated(config, [(0, 1)])))["heads.0"]
    assert not found[0, 1].any()
    plain[0, 1] = 0
    assert np.array_equal(found, plain)


def test_a_state_that_is_replaced_by_itself_changes_nothing(subject: Subject) -> None:
    plain = subject.run(["logits", "hidden_states.1"])
    patch = ResidualPatch(1, 4, plain["hidden_states.1"][0, 4])
    found = subject.run(["logits", "hidden_states.1"], Interventions(patches=(patch,)))
    assert np.array_equal(found["hidden_states.1"], plain["hidden_states.1"])
    np.testing.assert_allclose(found["logits"], plain["logits"], atol=1e-5)


def test_the_changed_graph_is_valid_onnx(subject: Subject, tmp_path: Path) -> None:
    changes = every_change(subject.config).feeds(subject.config, S)
    model = intervened(subject.graph, subject.config, changes)
    path = subject.folder.path / "changed.onnx"  # beside its weights
    path.write_bytes(model)
    try:
        onnx.checker.check_model(str(path), full_check=True)
    finally:
        path.unlink()

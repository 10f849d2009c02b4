"""Interventions beside transformers' own models with torch's hooks: states replaced and steered,
heads off, attention cut, in a whole text and token by token while a text is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
import torch
from support.models.stored import stored_weights
from support.models.tiny import write_whole
from support.models.tiny_hf import FAMILIES, Maker, write_checkpoint
from support.models.tiny_hf_later import LATER
from support.torch_models import torch_llama

from shotglass.decoding import DecodingSettings
from shotglass.engine import ExplainOptions, Library, default_roots
from shotglass.engine.interventions.changes import (
    Change,
    HeadOff,
    PromptState,
    StateDifference,
    StatePatch,
    Steering,
)
from shotglass.engine.interventions.resolving import resolve
from shotglass.engine.runtime.token_changes import Place
from shotglass.engine.tasks import Runner
from shotglass.engine.tasks.inside.stream_parts import AttentionEdge
from shotglass.events import Token
from shotglass_export.importers.hf import read_hf_folder

torch.set_num_threads(1)
MOST = 1e-4  # in a logit
PROMPT, OTHER, THIRD = "the bath of", "a cab had", "the the head"
WRITTEN = 5
Hook = Callable[..., Any]


@dataclass(frozen=True)
class Family:
    """Where transformers keeps a model's layers, in each what its heads are put into, what gives
    the values, and the norm before that, and the norm at the end."""

    layers: str
    heads: str
    values: str
    norm: str = "input_layernorm"
    final: str = "model.norm"


LLAMA = Family("model.layers", "self_attn.o_proj", "self_attn.v_proj")
HOOKED: Mapping[str, Family] = {
    "gpt2": Family("transformer.h", "attn.c_proj", "attn.c_attn", "ln_1", "transformer.ln_f"),
    "llama": LLAMA,
    "qwen2": LLAMA,
    "gpt_neox": Family(
        "gpt_neox.layers", "attention.dense", "attention.query_key_value",
        final="gpt_neox.final_layer_norm",
    ),
    "phi": replace(LLAMA, heads="self_attn.dense", final="model.final_layernorm"),
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """Our model and theirs, in double precision. ``layer``: what is changed."""

    ours: Runner
    theirs: Any
    family: Family
    layer: int = 1

    @property
    def layers(self) -> Any:
        return self.theirs.get_submodule(self.family.layers)

    def logits(self, ids: Sequence[int]) -> Any:
        with torch.no_grad():
            return self.theirs(torch.tensor([ids]), use_cache=False).logits[0].numpy()

    def state(self, text: str, layer: int, token: int) -> torch.Tensor:
        """What a layer of theirs reads at a token."""
        seen: list[torch.Tensor] = []
        hook = self.layers[layer].register_forward_pre_hook(
            lambda _, args, kwargs: seen.append((args or [kwargs["hidden_states"]])[0]),
            with_kwargs=True,
        )
        self.logits(self.ours.encode(text))
        hook.remove()
        return seen[0][0, token].clone()


@pytest.fixture(scope="module", params=HOOKED)
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    root, name = tmp_path_factory.mktemp("hooked"), request.param
    makers: Mapping[str, Maker] = {**FAMILIES, **LATER}
    seeds = range(20, 60)  # until one has at least two layers
    for seed in seeds:
        written = write_checkpoint(root / "hf", name, seed, maker=makers[name])
        checkpoint = read_hf_folder(written.folder)
        if checkpoint.config.layers > 1 and checkpoint.config.heads > 1:
            break
    write_whole(checkpoint, root / "models" / "hooked", add=())
    ours = Runner.open(Library([root / "models"]).folder("hooked"), threads=1)
    yield Pair(ours, written.model.double(), HOOKED[name])
    ours.close()


@contextmanager
def reading(layer: Any, change: Callable[[torch.Tensor], torch.Tensor]) -> Iterator[None]:
    """A layer reads what ``change`` makes of the stream."""

    def hook(_module: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if args:
            return (change(args[0].clone()), *args[1:]), kwargs
        return args, kwargs | {"hidden_states": change(kwargs["hidden_states"].clone())}

    handle = layer.register_forward_pre_hook(hook, with_kwargs=True)
    yield
    handle.remove()


def require_equal(
    pair: Pair, changes: Sequence[Change], hooked: Callable[[], Any], least: float = 1e-2
) -> None:
    """Whole, in two parts, and token by token."""
    ids = pair.ours.encode(PROMPT)
    interventions = resolve(pair.ours, changes, ids)
    whole = pair.ours.capture.run(ids, ["logits"], interventions=interventions)["logits"][0]
    continuation = [7, 3, 11]
    parts = pair.ours.logits(ids, continuation, changes)
    plain = pair.logits([*ids, *continuation])
    with hooked():
        expected, further = pair.logits(ids), pair.logits([*ids, *continuation])
    assert np.abs(whole - expected).max() <= MOST
    assert np.abs(parts.logits - further[-1]).max() <= MOST
    assert np.abs(plain - further).max() > least


def test_a_state_of_another_prompt_in_its_place(pair: Pair) -> None:
    state, tokens = pair.state(OTHER, pair.layer, -1), len(pair.ours.encode(PROMPT))

    def patched(stream: torch.Tensor) -> torch.Tensor:
        if stream.shape[1] >= tokens:
            stream[0, tokens - 2] = state
        return stream

    change = StatePatch(Place(pair.layer), -2, PromptState(OTHER, -1))
    require_equal(pair, [change], lambda: reading(pair.layers[pair.layer], patched))


def test_a_vector_of_numbers_in_the_place_of_a_state(pair: Pair) -> None:
    vector = np.linspace(-2, 2, pair.ours.manifest.architecture.width)

    def patched(stream: torch.Tensor) -> torch.Tensor:
        stream[0, 0] = torch.tensor(vector)
        return stream

    change = StatePatch(Place(0), 0, vector.tolist())
    require_equal(pair, [change], lambda: reading(pair.layers[0], patched))


def test_a_steering_vector_at_all_later_tokens(pair: Pair) -> None:
    added = 3 * (pair.state(OTHER, pair.layer, -1) - pair.state(THIRD, pair.layer, -1))

    def steered(stream: torch.Tensor) -> torch.Tensor:
        stream[0, 1:] += added
        return stream

    vector = StateDifference(PromptState(OTHER, -1), PromptState(THIRD, -1))
    change = Steering(Place(pair.layer), vector, 3.0, start=1)
    require_equal(pair, [change], lambda: reading(pair.layers[pair.layer], steered))


def test_heads_that_give_nothing_or_their_mean(pair: Pair) -> None:
    config, ids = pair.ours.manifest.architecture, pair.ours.encode(PROMPT)
    size = config.head_size
    projection = pair.layers[pair.layer].get_submodule(pair.family.heads)
    seen: list[torch.Tensor] = []
    handle = projection.register_forward_pre_hook(lambda _, args: seen.append(args[0]))
    pair.logits(ids)
    handle.remove()
    mean = seen[0][0, :, size : 2 * size].mean(dim=0)

    def without(_module: Any, args: tuple[torch.Tensor]) -> tuple[torch.Tensor]:
        heads = args[0].clone()
        heads[..., :size] = 0
        heads[..., size : 2 * size] = mean
        return (heads,)

    changes = [HeadOff(pair.layer, 0), HeadOff(pair.layer, 1, "mean")]

    @contextmanager
    def hooked() -> Iterator[None]:
        with ExitStack() as stack:
            stack.callback(projection.register_forward_pre_hook(without).remove)
            yield

    require_equal(pair, changes, hooked, least=1e-3)


def test_what_is_written_while_it_is_steered(pair: Pair) -> None:
    """Greedy, token by token, over the cache; theirs reads the whole text anew each time."""
    ids = pair.ours.encode(PROMPT)
    added = 5 * (pair.state(OTHER, pair.layer, -1) - pair.state(THIRD, pair.layer, -1))
    vector = StateDifference(PromptState(OTHER, -1), PromptState(THIRD, -1))
    settings = DecodingSettings(temperature=0, max_tokens=WRITTEN)
    changes = [Steering(Place(pair.layer), vector, 5.0)]
    events = pair.ours.generate(PROMPT, settings, changes)
    tokens = [event for event in events if isinstance(event, Token)]

    text = list(ids)
    with reading(pair.layers[pair.layer], lambda stream: stream + added):
        for token in tokens:
            logits = torch.tensor(pair.logits(text)[-1])
            logprobs = torch.log_softmax(logits, 0)
            assert token.id == int(logits.argmax())
            assert token.logprob == pytest.approx(float(logprobs[token.id]), abs=MOST)
            text.append(token.id)
    assert tokens


# --- from the answer back ---


def held(norm: Any, state: torch.Tensor, part: torch.Tensor) -> torch.Tensor:
    """What a part of ``state`` becomes in a norm that divides by what the whole of it asks."""
    if isinstance(norm, torch.nn.LayerNorm):
        size = (state.var(unbiased=False) + norm.eps).sqrt()
        return (part - part.mean()) / size * norm.weight
    return part / (state.square().mean() + norm.variance_epsilon).sqrt() * norm.weight


class Insides:
    """Of one text: ``states`` (L+1, S, D), ``attentions`` (L, H, S, S) and ``mixed`` (L, S, H*d),
    what all heads give, as hooks see them."""

    def __init__(self, pair: Pair, ids: Sequence[int]) -> None:
        self.pair, self.config = pair, pair.ours.manifest.architecture
        pair.theirs.set_attn_implementation("eager")
        states: list[torch.Tensor] = []
        mixed: list[torch.Tensor] = []
        with ExitStack() as stack:
            for layer in pair.layers:
                heads = layer.get_submodule(pair.family.heads)
                norm = layer.get_submodule(pair.family.norm)
                for module, into in ((heads, mixed), (norm, states)):
                    hook = lambda _, args, into=into: into.append(args[0][0])  # noqa: E731
                    stack.callback(module.register_forward_pre_hook(hook).remove)
            final = pair.theirs.get_submodule(pair.family.final)
            hook = lambda _, args: states.append(args[0][0])  # noqa: E731
            stack.callback(final.register_forward_pre_hook(hook).remove)
            answer = pair.theirs(torch.tensor([ids]), use_cache=False, output_attentions=True)
        self.final, self.states, self.mixed = final, states, mixed
        self.attentions = [attention[0] for attention in answer.attentions]

    def written(self, layer: int, head: int, vector: torch.Tensor) -> torch.Tensor:
        """(D,): what a head writes that gives ``vector`` (d,)."""
        given = torch.zeros(self.config.query_width).double()
        given[head * len(vector) : (head + 1) * len(vector)] = vector
        module = self.pair.layers[layer].get_submodule(self.pair.family.heads)
        return module(given[None])[0] - module(torch.zeros_like(given)[None])[0]

    def value(self, layer: int, head: int, part: torch.Tensor) -> torch.Tensor:
        """(d,): what a head makes of a part of what its layer reads."""
        size, heads = self.config.head_size, self.config.heads
        module = self.pair.layers[layer].get_submodule(self.pair.family.values)
        made = module(part[None])[0] - module(torch.zeros_like(part)[None])[0]
        if len(made) == 3 * heads * size:
            by_head = self.pair.family.values.endswith("query_key_value")
            made = made.reshape(heads, 3, size)[:, 2] if by_head else made.reshape(3, -1)[2]
        groups = made.reshape(-1, size)
        return groups[head // (heads // len(groups))]


@torch.no_grad()
def test_the_way_back_from_the_answer_through_a_head(pair: Pair) -> None:
    """What each head of earlier layers, and the embedding, wrote into the token that a head read,
    and what the head made of it for the logit, in theirs: part by part."""
    ids, config = pair.ours.encode(PROMPT), pair.ours.manifest.architecture
    row, target, layer = len(ids) - 1, 7, config.layers - 1
    options = ExplainOptions(surprisal=False, attribution=row, target=target, sources=500)
    first = pair.ours.explain(PROMPT, options).attribution
    assert first is not None
    edge = next(s for s in first.sources if s.layer == layer and s.token < row)
    place = AttentionEdge(edge.layer, edge.head, edge.token)
    parts = pair.ours.explain(PROMPT, replace(options, through=(place,))).attribution
    assert parts is not None
    inside, norm = Insides(pair, ids), pair.layers[layer].get_submodule(pair.family.norm)
    out = pair.theirs.get_output_embeddings().weight[target]

    def to_logit(part: torch.Tensor) -> float:
        return float(held(inside.final, inside.states[-1][row], part) @ out)

    def brought(part: torch.Tensor) -> float:
        read = held(norm, inside.states[layer][edge.token], part)
        value = inside.value(layer, edge.head, read)
        share = inside.attentions[layer][edge.head, row, edge.token]
        return to_logit(inside.written(layer, edge.head, share * value))

    worst, size = 0.0, config.head_size
    for i, heads in enumerate(inside.mixed):
        for head in range(config.heads):
            own = slice(head * size, (head + 1) * size)
            direct = to_logit(inside.written(i, head, heads[row, own]))
            worst = max(worst, abs(direct - first.heads[i][head]))
            if i < layer:
                behind = brought(inside.written(i, head, heads[edge.token, own]))
                worst = max(worst, abs(behind - parts.heads[i][head]))
    worst = max(worst, abs(brought(inside.states[0][edge.token]) - parts.embedding))
    print(f"the way back: {worst:.1e} in a logit, of {edge.added:.2g} that {edge} brought")
    assert worst <= MOST
    assert edge.attention > 1e-3


# --- the model that ships ---


@pytest.fixture(scope="module")
def smollm2() -> Iterator[Pair]:
    """Changed in the middle. A state of one prompt that is put before layer 1 of another makes
    numbers so large that torch's own single precision is 4e-4 from its double precision there."""
    folder = Library(default_roots()).folder("smollm2-135m")
    theirs = torch_llama(folder.manifest.architecture, stored_weights(folder.path, folder.manifest))
    theirs.set_attn_implementation("eager")
    ours = Runner.open(folder, threads=2)
    yield Pair(ours, theirs.double(), HOOKED["llama"], 12)
    ours.close()


@pytest.mark.slow
def test_smollm2_is_patched_and_steered_as_by_hooks(smollm2: Pair) -> None:
    test_a_state_of_another_prompt_in_its_place(smollm2)
    test_a_steering_vector_at_all_later_tokens(smollm2)
    test_heads_that_give_nothing_or_their_mean(smollm2)
    test_what_is_written_while_it_is_steered(smollm2)
    test_the_way_back_from_the_answer_through_a_head(smollm2)

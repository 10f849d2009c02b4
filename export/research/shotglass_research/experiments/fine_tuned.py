"""The house network in torch, pre-trained or drawn anew, and its fine-tuning on labelled texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from shotglass.architecture import ModelConfig
from shotglass_export.checkpoint import Weights
from shotglass_export.data.folder import END, open_tokenizer
from shotglass_export.formats.source import Source
from shotglass_export.places import default_models

from .result import Data

if TYPE_CHECKING:
    from shotglass_export.models.fine_tuning import Labelled, Marks, TaskHead
    from shotglass_export.models.transformer import Transformer

HOUSE = "house-prose"
MARKS = 3  # <s>, $ and <e>, tokens of their own behind the vocabulary
AT_ONCE = 64  # texts that are read at a time
DECAY = 0.01  # GPT-1, section 4.1
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class House:
    """The model that ships, as a file of weights."""

    config: ModelConfig
    weights: Weights
    tokenizer: Tokenizer
    data: Data

    @classmethod
    def open(cls) -> House:
        """Raises ModelNotFound, ModelFolderError."""
        from shotglass.engine import Library, default_roots

        library = Library((default_models(), *default_roots()))
        source = Source.open(library.folder(HOUSE).path)
        about = source.manifest
        file = next(name for name in about.files if name.startswith("weights"))
        data = Data(about.name, about.files[file].sha256, about.licence, f"model {HOUSE}")
        return cls(source.config, source.weights, open_tokenizer(source.tokenizer), data)

    @property
    def marks(self) -> Marks:
        from shotglass_export.models.fine_tuning import Marks

        first = self.config.vocabulary
        return Marks(first, first + 1, first + 2)

    def network(self, *, pretrained: bool) -> Transformer:
        """With vectors for the three marks, drawn from torch's random numbers as all others are
        where it is not pre-trained. They come last: mark i is token ``vocabulary + i``."""
        import torch

        from shotglass_export.models import build

        known = self.config.vocabulary
        network = build(replace(self.config, vocabulary=known + MARKS))
        for name, weight in network.named_parameters() if pretrained else ():
            read = torch.from_numpy(np.array(self.weights[name], np.float32))
            with torch.no_grad():
                weight[: len(read)] = read
        return network


@dataclass(frozen=True)
class Plan:
    """How to fine-tune: ``epochs`` over the examples in batches of ``rows``; the rate rises over
    the first tenth of the steps and then falls to nothing in a line. ``together``: how many
    examples in a row belong together, such as twins, and stay in one batch."""

    rate: float
    epochs: int
    together: int = 1
    rows: int = 16

    def steps(self, examples: int) -> int:
        return self.epochs * -(-examples // self.rows)

    def share_of_rate(self, step: int, steps: int) -> float:
        warm = max(1, steps // 10)
        return min((step + 1) / warm, (steps - step) / max(1, steps - warm))


def fine_tune(
    network: Transformer, head: TaskHead, examples: Labelled, plan: Plan, seed: int, weight: float
) -> None:
    """``weight`` is lambda: how much the language model's loss on the same texts counts."""
    import torch

    from shotglass_export.models.fine_tuning import fine_tuning_losses, task_loss

    parameters = [*network.parameters(), *head.parameters()]
    optimiser = torch.optim.AdamW(parameters, plan.rate, weight_decay=DECAY, fused=True)
    steps = plan.steps(len(examples.labels))
    for step, rows in enumerate(_batches(len(examples.labels), plan, seed)):
        batch = part_of(examples, rows)
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * plan.share_of_rate(step, steps)
        optimiser.zero_grad()
        if weight:
            loss = fine_tuning_losses(network, head, batch).total(weight)
        else:
            loss = task_loss(network, head, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()


def predicted(network: Transformer, head: TaskHead, examples: Labelled) -> list[int]:
    """The likeliest class of each example."""
    import torch

    from shotglass_export.models.fine_tuning import last_states

    found: list[int] = []
    with torch.no_grad():
        for rows in _in_turn(len(examples.labels)):
            scores = head(last_states(network, part_of(examples, rows))[1])
            found += scores.argmax(1).tolist()
    return found


def surprisals(network: Transformer, texts: Sequence[Sequence[int]]) -> list[Floats]:
    """-log p of each token of each text, in nats; each text stands after a document's end."""
    import torch
    from torch.nn.functional import cross_entropy
    from torch.nn.utils.rnn import pad_sequence

    found: list[Floats] = []
    with torch.no_grad():
        for rows in _in_turn(len(texts)):
            some = [torch.tensor([END, *texts[row]]) for row in rows]
            ids = pad_sequence(some, batch_first=True)
            logits = network(ids[:, :-1]).transpose(1, 2)
            nats = cross_entropy(logits, ids[:, 1:], reduction="none").numpy()
            found += [row[: len(one) - 1] for row, one in zip(nats, some, strict=True)]
    return found


def states_by_layer(network: Transformer, texts: Sequence[Sequence[int]]) -> Floats:
    """(L + 1, 2, N, D): after the embedding and after each block, the mean over a text's tokens and
    the state at its last. Before each text the network reads the token that ends a document."""
    import torch
    from torch.nn.utils.rnn import pad_sequence

    found = []
    with torch.no_grad():
        for rows in _in_turn(len(texts)):
            some = [torch.tensor([END, *texts[row]]) for row in rows]
            lengths = torch.tensor([len(ids) for ids in some])
            layers = _streams(network, pad_sequence(some, batch_first=True))
            found.append(np.stack([_read(layer, lengths) for layer in layers]))
    return np.concatenate(found, axis=2)


def part_of(examples: Labelled, rows: Sequence[int]) -> Labelled:
    """Some examples, without padding that none of them needs."""
    at = np.asarray(rows)
    lengths = examples.lengths[at]
    return replace(
        examples,
        ids=examples.ids[at][:, :, : int(lengths.max())],
        lengths=lengths,
        labels=examples.labels[at],
    )


def _streams(network: Transformer, ids: Any) -> Iterator[Any]:
    x = network.embed(ids)
    yield x
    for block in network.layers:
        x = block(x, network.rotary)
        yield x


def _read(states: Any, lengths: Any) -> Floats:
    import torch

    place = torch.arange(states.shape[1])
    inside = ((place > 0) & (place < lengths[:, None])).float()[:, :, None]
    mean = (states * inside).sum(1) / inside.sum(1)
    last = states[torch.arange(len(states)), lengths - 1]
    read: Floats = torch.stack([mean, last]).numpy()
    return read


def _batches(count: int, plan: Plan, seed: int) -> Iterator[list[int]]:
    """Every example once an epoch, in an order of the seed's."""
    generator = np.random.default_rng(seed)
    groups = np.arange(count).reshape(-1, plan.together)
    for _ in range(plan.epochs):
        order = generator.permutation(groups).ravel().tolist()
        for first in range(0, count, plan.rows):
            yield order[first : first + plan.rows]


def _in_turn(count: int) -> Iterator[range]:
    for first in range(0, count, AT_ONCE):
        yield range(first, min(first + AT_ONCE, count))

"""Two hundred texts of a model, none picked, beside held-out text and an n-gram model's.

A text begins where a document begins and ends where one ends, or is cut at a fixed number of
tokens; temperature 1, the whole distribution.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from shotglass.contract import TOKENIZER
from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine
from shotglass.engine.batching.messages import Ended
from shotglass.engine.batching.sequence import Job
from shotglass.engine.strategies import sampling as strategy
from shotglass.engine.tasks.task_events import running
from shotglass.text import Tokenizer
from shotglass_export.data.folder import DataFolder, Offsets, Tokens
from shotglass_export.evaluation.bits_per_byte import opening
from shotglass_export.progress import Report

from ..answers import digest_of
from ..record import markdown
from .cached_model import CachedModel
from .kneser_ney import KneserNey
from .text_figures import copied, distinct, known, load_dictionary, repeated, words_of

N, LENGTH, SEED = 200, 200, 1
SHOWN = 3  # texts that go into the record, the first ones
AT_ONCE = 8  # samples of one request
SEEDS = 1 << 20  # of requests that one seed stands for
COLUMNS = (
    ("repeated_8", "8-grams repeated"),
    ("distinct_1", "distinct-1"),
    ("distinct_2", "distinct-2"),
    ("in_dictionary", "words in the dictionary"),
    ("copied_8", "8-grams copied"),
)


@dataclass(frozen=True)
class Sampling:
    """``n`` texts of at most ``length`` tokens."""

    n: int = N
    length: int = LENGTH
    seed: int = SEED


def sample_figures(
    evaluated: CachedModel, folder: DataFolder, five_gram: KneserNey, sampling: Sampling
) -> dict[str, Any]:
    """The record: which texts, and the same figures for the model's, held-out ones, the n-gram's.

    Raises MissingExtra where no dictionary is found.
    """
    tokenizer = Tokenizer.load(folder.path / TOKENIZER)
    heaps = {
        "model": list(_of_model(evaluated, sampling)),
        "held-out": list(_of_held_out(folder, tokenizer, sampling)),
        "five-gram": list(_of_n_grams(five_gram, tokenizer, sampling, evaluated.report)),
    }
    report = evaluated.report
    report("Looking for copies", 0.0)
    return {
        "length": sampling.length,
        "temperature": 1.0,
        "seed": sampling.seed,
        **_figures(heaps, _training_texts(folder, tokenizer)),
    }


def samples_table(data: Mapping[str, Any]) -> str:
    """The record as Markdown."""
    rows = [
        [heap["of"], str(heap["texts"]), f"{heap['words']:,}"]
        + [f"{100 * heap[key]:.2f}" for key, _ in COLUMNS]
        for heap in data["heaps"]
    ]
    note = (
        f"At most {data['length']} tokens each, temperature {data['temperature']:g}, seed "
        f"{data['seed']}. Percent; distinct over the first {data['words_compared']:,} words. "
        f"Dictionary: {data['dictionary']}."
    )
    head = ["texts of", "n", "words", *(name for _, name in COLUMNS)]
    return "\n".join([*markdown(head, rows), "", note])


def _figures(heaps: dict[str, list[str]], training: Iterator[str]) -> dict[str, Any]:
    dictionary = load_dictionary()
    words = {of: [words_of(text) for text in texts] for of, texts in heaps.items()}
    shares = copied(list(words.values()), training)
    flat = {of: [word for text in texts for word in text] for of, texts in words.items()}
    compared = min(map(len, flat.values()))
    return {
        "dictionary": dictionary.name,
        "words_compared": compared,
        "heaps": [
            {
                "of": of,
                "texts": len(texts),
                "words": len(flat[of]),
                "repeated_8": repeated(words[of]),
                "distinct_1": distinct(flat[of][:compared], 1),
                "distinct_2": distinct(flat[of][:compared], 2),
                "in_dictionary": known(words[of], dictionary),
                "copied_8": share,
                "first": texts[:SHOWN],
            }
            for (of, texts), share in zip(heaps.items(), shares, strict=True)
        ],
    }


def _of_model(evaluated: CachedModel, sampling: Sampling) -> Iterator[str]:
    for first in range(0, sampling.n, AT_ONCE):
        settings = DecodingSettings(
            max_tokens=min(sampling.length, evaluated.context - 1),
            temperature=1.0,
            n=min(AT_ONCE, sampling.n - first),
            seed=sampling.seed * SEEDS + first,
        )
        key = digest_of(evaluated.measured.digest, "samples", asdict(settings))
        if key not in evaluated.texts:
            with evaluated.working("samples", 0) as (engine, named):
                evaluated.texts.keep({key: _drawn(engine, settings)})
                evaluated.report(named, first / sampling.n)
        yield from evaluated.texts[key]


def _drawn(engine: Engine, settings: DecodingSettings) -> list[str]:
    job = Job([[opening(engine.manifest)]], strategy.Sampling(settings))
    with running(engine, job) as messages:
        ended = [message for message in messages if isinstance(message, Ended)]
    return [message.text for message in sorted(ended, key=lambda message: message.sample)]


def _of_held_out(folder: DataFolder, tokenizer: Tokenizer, sampling: Sampling) -> Iterator[str]:
    """Documents of all sources, each as likely as any other, cut as samples are."""
    documents = [
        document
        for held in folder.held.values()
        for document in _documents(held.tokens, held.offsets)
    ]
    chosen = np.random.default_rng(sampling.seed).permutation(len(documents))[: sampling.n]
    for place in chosen:
        yield tokenizer.decode(documents[place][: sampling.length].tolist())


def _of_n_grams(
    model: KneserNey, tokenizer: Tokenizer, sampling: Sampling, report: Report
) -> Iterator[str]:
    for number in range(sampling.n):
        report("Sampling the n-gram model", number / sampling.n)
        rng = np.random.default_rng((sampling.seed, number))
        yield tokenizer.decode(model.sample(sampling.length, rng))


def _training_texts(folder: DataFolder, tokenizer: Tokenizer) -> Iterator[str]:
    for document in _documents(folder.train, folder.offsets):
        yield tokenizer.decode(document.tolist())


def _documents(tokens: Tokens, offsets: Offsets) -> Iterator[Tokens]:
    """Without the END of each."""
    for start, stop in zip(offsets[:-1], offsets[1:], strict=True):
        yield tokens[start : stop - 1]

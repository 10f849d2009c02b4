"""How long a mask takes: forty small schemas, written by a model's own vocabulary at random.

    python -m outer.bench.masks [MODEL ...]

Prints the median, the 95th percentile and the longest, in milliseconds, of finding which tokens are
allowed and following the one that is taken; and of compiling a schema, the confined trial included.
"""

from __future__ import annotations

import sys
from time import perf_counter

import numpy as np
from support.inputs.small_schemas import SMALL_SCHEMAS

from shotglass.decoding import Constraint
from shotglass.engine import Library, default_roots
from shotglass.engine.strategies.grammars import Grammars
from shotglass.text import Tokenizer

MOST = 80  # tokens of a text


def measured(model: str) -> None:
    folder = Library(default_roots()).folder(model)
    tokenizer = Tokenizer.load(folder.path / "tokenizer.json")
    vocabulary = folder.manifest.architecture.vocabulary
    grammars = Grammars(tokenizer, vocabulary, folder.manifest.stop_ids)
    grammars.compile(Constraint("regex", "a"))  # the process of the trial starts
    random, steps, compiling = np.random.default_rng(0), [], []
    for schema in SMALL_SCHEMAS:
        began = perf_counter()
        matcher = grammars.compile(Constraint.of_schema(schema)).matcher()
        compiling.append(perf_counter() - began)
        for _ in range(MOST):
            began = perf_counter()
            allowed = matcher.allowed()
            asked = perf_counter() - began
            id = int(random.choice(np.flatnonzero(allowed)))
            if id in folder.manifest.stop_ids:
                break
            began = perf_counter()
            matcher.advance(id)
            steps.append(asked + perf_counter() - began)
    for name, seconds in (("a token", steps), ("compiling", compiling)):
        median, late, most = (1000 * np.quantile(seconds, share) for share in (0.5, 0.95, 1))
        print(
            f"{model} ({vocabulary:,} tokens), {name}: {median:.3f} ms median, {late:.3f} ms 95 %, "
            f"{most:.3f} ms longest of {len(seconds)}"
        )


if __name__ == "__main__":
    for name in sys.argv[1:] or ["house-gpt2", "smollm2-135m"]:
        measured(name)

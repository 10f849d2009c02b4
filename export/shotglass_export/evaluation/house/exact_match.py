"""What a model writes by itself after a prompt: greedy text up to where an answer ends."""

from __future__ import annotations

from collections.abc import Sequence

from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine
from shotglass.engine.batching.messages import Ended
from shotglass.engine.batching.sequence import Job
from shotglass.engine.strategies.sampling import Sampling
from shotglass.engine.tasks.run import running

from ...data.episodes import Question, render
from ..answer_file import digest_of
from .cached_model import Asker

STOP = "\n"  # every template ends an answer with a line break, some with two
TOKENS = 16  # no answer is longer
BATCH = 64  # prompts handed to the engine at once


def said_right(asker: Asker, questions: Sequence[Question], k: int, stage: str) -> list[bool]:
    """Whether the text is the expected output, to the letter. The questions must fit."""
    keys = {_key(asker, question, k): question for question in questions}
    missing = [(key, question) for key, question in keys.items() if key not in asker.texts]
    for start in range(0, len(missing), BATCH):
        batch = dict(missing[start : start + BATCH])
        with asker.working(stage, 0) as (engine, named):
            texts = _continued(engine, list(batch.values()), k)
            asker.texts.keep(dict(zip(batch, texts, strict=True)))
            asker.report(named, (start + len(batch)) / len(missing))
    return [
        asker.texts[_key(asker, question, k)] == question.query.output for question in questions
    ]


def _key(asker: Asker, question: Question, k: int) -> str:
    return digest_of(asker.measured.digest, render(question, k), STOP, TOKENS)


def _continued(engine: Engine, questions: Sequence[Question], k: int) -> list[str]:
    prompts = [engine.encode(render(question, k)) for question in questions]
    settings = DecodingSettings(max_tokens=TOKENS, temperature=0, stop=(STOP,))
    texts = [""] * len(prompts)
    with running(engine, Job(prompts, Sampling(settings))) as messages:
        for message in messages:
            if isinstance(message, Ended):
                texts[message.prompt] = message.text
    return texts

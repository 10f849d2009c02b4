"""A thousand prompts, each alone and all in company: the same bits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library
from shotglass.engine.batching.messages import Ended, Prefilled
from shotglass.engine.batching.sequence import Job
from shotglass.engine.strategies.sampling import Sampling
from shotglass.engine.strategies.scoring import Scoring

PROMPTS, JOBS, MOST = 1000, 25, 80  # tokens of a prompt, at most


def prompts(vocabulary: int, random: Random) -> list[list[int]]:
    """Of all lengths; some begin alike, as examples do."""
    beginnings = [random.choices(range(vocabulary), k=size) for size in (3, 20, 47)]
    made = []
    for _ in range(PROMPTS):
        own = random.choices(range(vocabulary), k=random.randint(1, MOST - 47))
        made.append([*random.choice([[], *beginnings]), *own])
    return made


def job(ids: Sequence[Sequence[int]], place: int, labels: Sequence[Sequence[int]]) -> Job:
    """By its place it is only scored, or a text of one or several tokens is written after each."""
    if place % 3 == 0:
        return Job(ids, Scoring(), [labels] * len(ids))
    settings = DecodingSettings(max_tokens=1 if place % 3 == 1 else 6, temperature=1.0, seed=place)
    return Job(ids, Sampling(settings), [labels] * len(ids))


def answers(engine: Engine, jobs: Sequence[Job]) -> list[list[tuple[object, ...]]]:
    """What every job says of each of its prompts."""
    for each in jobs:
        engine.submit(each)
    read = []
    for each in jobs:
        lines: list[tuple[object, ...]] = []
        for message in iter(each.read, None):
            if isinstance(message, Prefilled):
                bits = message.prediction.logits.tobytes()
                lines.append((message.prompt, bits, message.label_logprobs))
            elif isinstance(message, Ended):
                lines.append((message.prompt, b"", message.text))
        read.append(sorted(lines, key=lambda line: line[:2]))
    return read


@pytest.mark.parametrize("name", ["tiny-llama", "tiny-gpt2"])
def test_a_thousand_prompts_are_answered_alike_alone_and_in_company(
    tiny_root: Path, name: str
) -> None:
    folder, random = Library([tiny_root]).folder(name), Random(20261129)
    engine = Engine.open(folder, threads=1, context=MOST + 32, queue=2 * PROMPTS)
    alone = Engine.open(folder, threads=1, context=MOST + 32, prefix_room=0)
    alone._scheduler._session.several_prompts = False
    vocabulary = engine.manifest.architecture.vocabulary
    all_ids = prompts(vocabulary, random)
    labels = [random.choices(range(vocabulary), k=size) for size in (1, 2, 2, 5)]
    each = PROMPTS // JOBS
    groups = [all_ids[at : at + each] for at in range(0, PROMPTS, each)]
    company = answers(engine, [job(ids, place, labels) for place, ids in enumerate(groups)])
    for place, (ids, together) in enumerate(zip(groups, company, strict=True)):
        for number, prompt in enumerate(ids):
            (lines,) = answers(alone, [job([prompt], place, labels)])
            own = [line[1:] for line in together if line[0] == number]
            assert own == [line[1:] for line in lines], f"job {place}, prompt {number}"
    engine.close()
    alone.close()

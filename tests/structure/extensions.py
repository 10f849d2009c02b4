"""Small extensions of Shotglass, each as docs/architecture.md says that it is made.

An extension is new files and edits of lines that exist. ``apply`` makes it in a copy of the tree;
``Extension.touched`` is held against what the document names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DOCUMENT = "docs/architecture.md"
BASES = (
    "backend/shotglass/",
    "export/shotglass_export/",
    "export/research/shotglass_research/",
    "web/src/",
    "",
)


@dataclass(frozen=True)
class Extension:
    """``section``: the heading of its list. ``files``: new ones with their text, by path from the
    root. ``edits``: by path, a text that stands there once and what is to stand after it.
    ``generated``: what a command of the list writes anew."""

    section: str
    files: Mapping[str, str] = field(default_factory=dict)
    edits: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    generated: tuple[str, ...] = ()

    @property
    def touched(self) -> set[str]:
        return {*self.files, *self.edits, *self.generated}


def apply(extension: Extension, root: Path) -> None:
    """Raises AssertionError where an edit's place is not there exactly once."""
    for name, text in extension.files.items():
        path = root / name
        assert not path.exists(), f"{name} is there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for name, edits in extension.edits.items():
        text = (root / name).read_text("utf-8")
        for place, addition in edits:
            assert text.count(place) == 1, f"{name} holds {place!r} {text.count(place)} times"
            text = text.replace(place, place + addition)
        (root / name).write_text(text, "utf-8")


def named(document: str, section: str) -> set[str]:
    """The paths of the numbered list under the heading ``### section``, as written."""
    found = re.search(rf"^### {section}\n(.*?)^(?:Tests:|### |## )", document, re.DOTALL | re.M)
    assert found is not None, f"{DOCUMENT} has no section {section!r}"
    spans = re.findall(r"`([^`\n]+)`", found[1])
    return {span for span in spans if re.fullmatch(r"[\w./-]+(?:\.\w+|/)", span)}


def unnamed(touched: set[str], names: set[str]) -> set[str]:
    """Those of ``touched`` that are neither named nor in a folder that is named."""
    whole = {base + name for base in BASES for name in names}
    folders = tuple(name for name in whole if name.endswith("/") and name not in BASES)
    return {path for path in touched if path not in whole and not path.startswith(folders)}


_TOP_A_PY = '''

def top_a(left: Left, a: float) -> int:
    """Tokens whose probability is at least ``a`` times the square of the likeliest one's."""
    return max(1, int(np.count_nonzero(left.weights >= a / left.mass)))
'''
_TOP_A_TS = """/** How many tokens reach `a` times the square of the likeliest one's probability. */
function squared({ weights, cumulative }: Weighted, count: number, a: number): number {
  const least = a / (cumulative[count - 1] ?? 1);
  return Math.max(
    1,
    firstPlace(weights, count, (weight) => weight < least),
  );
}

"""
FILTER = Extension(
    "A logits filter",
    edits={
        "backend/shotglass/decoding/filters.py": (
            ("    return int(np.count_nonzero(left.weights >= p))\n", _TOP_A_PY),
            (
                '    Filter("min_p", 0, min_p, ordered=False),\n',
                '    Filter("top_a", 0, top_a),\n',
            ),
        ),
        "backend/shotglass/decoding/settings.py": (
            (
                "    logit_bias: LogitBias = ()\n",
                '    top_a: float = _knob(0.0, Bound(0, 1), "Draw from tokens of so much.")\n',
            ),
        ),
        "backend/shotglass/lab/prompts.py": (("    min_p: float\n", "    top_a: float\n"),),
        "web/src/core/decoding/filters.ts": (
            (
                '  { name: "min_p", off: 0, keep: nearLikeliest },\n',
                '  { name: "top_a", off: 0, keep: squared },\n',
            ),
            ("  return counts as Record<FilterName, number>;\n}\n\n", _TOP_A_TS),
        ),
        "web/src/features/decode/filters/words.en.ts": (
            ('  min_p: "Min-p",\n', '  top_a: "Top-a",\n'),
            ("  min_p: (p: string) => `Min-p ${p}`,\n", "  top_a: (a: string) => a,\n"),
            ('min_p: "under min-p"', ', top_a: "under top-a"'),
        ),
        "web/src/features/decode/filters/words.zh.ts": (
            ('  min_p: "Min-p",\n', '  top_a: "Top-a",\n'),
            ("  min_p: (p: string) => `Min-p ${p}`,\n", "  top_a: (a: string) => a,\n"),
            ('min_p: "低于 min-p"', ', top_a: "低于 top-a"'),
        ),
    },
)

STRATEGY = Extension(
    "A strategy",
    files={
        "backend/shotglass/engine/strategies/second_best.py": '''\
"""Second best: the likeliest token is never taken."""

from __future__ import annotations

from ...decoding import Prediction, without
from ..batching.sequence import TokenSequence
from ..batching.strategy import DecodingContext
from .sampling import Sampling


class SecondBest(Sampling):
    def take(
        self, sequence: TokenSequence, prediction: Prediction, context: DecodingContext
    ) -> bool:
        rest = without(prediction, [int(prediction.logits.argmax())])
        return super().take(sequence, rest, context)
''',
        "backend/shotglass/engine/tasks/second_best.py": '''\
"""Continue a prompt by the second-likeliest token each time."""

from __future__ import annotations

from collections.abc import Iterator

from ...decoding import DecodingSettings
from ..batching.messages import Sampled
from ..batching.sequence import Job
from ..model import Engine
from ..strategies.second_best import SecondBest
from .task_events import running


def second_best(engine: Engine, prompt: str, tokens: int) -> Iterator[int]:
    """The ids of the tokens that are taken."""
    settings = DecodingSettings(max_tokens=tokens, temperature=0)
    job = Job(prompts=[engine.encode(prompt)], strategy=SecondBest(settings))
    with running(engine, job) as messages:
        for message in messages:
            if isinstance(message, Sampled):
                yield message.choice.id
''',
    },
)

_WHITE, _BLACK = ("salt", "milk", "chalk", "ice"), ("coal", "tar", "ink", "soot")
_SHOTS = [
    {"input": name, "output": output}
    for pair in zip(_WHITE, _BLACK, strict=True)
    for name, output in zip(pair, (" white", " black"), strict=True)
]
_TASK = {
    "id": "colours",
    "order": 99,
    "model": "house-gpt2",  # one for any model is measured too
    "queries": [{"input": "snow", "expected": {"in turn": " white"}}],
    "prompt": {
        "id": "colours",
        "lang": "en",
        "instruction": "",
        "template": "{input}:{output}\n",
        "shot_sets": {"in turn": _SHOTS},
        "query": {"input": "snow", "expected": " white"},
        "labels": [{"text": " white"}, {"text": " black"}],
    },
}
TASK = Extension(
    "A gallery task",
    files={
        "web/src/gallery/colours/task.json": json.dumps(_TASK, indent=2),
        "web/src/gallery/colours/words.en.json": '{ "title": "Colours", "about": "Of things.", '
        '"differIn": "Order", "sets": { "in turn": "in turn" } }\n',
        "web/src/gallery/colours/words.zh.json": '{ "title": "颜色", "about": "物品的颜色。", '
        '"differIn": "顺序", "sets": { "in turn": "依次" } }\n',
    },
)

_FIGURE = """<script lang="ts">
  // The square of a number as a bar.
  import type { Words } from "./words";

  const { t }: { t: Words } = $props();
</script>

<svg width="120" height="40" role="img" aria-label={t.caption}>
  <rect width="64" height="20" fill="var(--few)" />
</svg>
"""
LESSON = Extension(
    "A lesson with a figure of its own",
    files={
        "web/src/extensions/course/lessons/squares/lesson.en.md": """---
title: Squares
order: 13.5
group: generation
formula: [y = x^2]
symbols: y is the square of x.
sources: [shannon]
figure:
  caption: A square
quiz:
  ask: Which is the square of 3?
  right: greatest
  choices:
    - { say: nine, value: 9 }
    - { say: six, value: 6 }
  because: Three threes are nine.
opposite: A square below zero.
try: See what comes after a number
opens: "#v1/decode?text=Four"
---

A number times itself.
""",
        "web/src/extensions/course/lessons/squares/lesson.zh.md": """---
title: 平方
symbols: y 是 x 的平方。
figure:
  caption: 平方
quiz: { ask: 3 的平方是哪个？, choices: [九, 六], because: 三个三是九。 }
opposite: 出现小于零的平方。
try: 看看一个数后面是什么
---

一个数乘以它自己。
""",
        "web/src/extensions/course/lessons/squares/words.ts": """// What the figure says.

export interface Words {
  caption: string;
}
""",
        "web/src/extensions/course/lessons/squares/Figure.svelte": _FIGURE,
    },
)

EXPERIMENT = Extension(
    "A lesson with an experiment",
    files={
        "export/research/shotglass_research/experiments/background/coins.py": '''\
"""A lesson of the tests: how often a fair coin shows heads."""

from __future__ import annotations

import numpy as np

from ..experiment import Context, Experiment, Findings
from ..points import over_seeds
from ..result import Data, Point, Series


def run(context: Context) -> Findings:
    throws = 10 if context.smoke else 1000
    found = [context.kept(f"seed-{seed}", lambda seed=seed: throw(seed, throws))
             for seed in context.seeds]  # fmt: skip
    points = (Point(1.0, found[0], n=1), over_seeds(float(throws), found))
    return Findings(
        outcome="held" if abs(points[1].y - 0.5) < 0.1 else "null",
        n=throws,
        series=(Series("heads", "throws", "share", points),),
        data=(Data("numpy's generator", "PCG64", "BSD-3-Clause", "pip numpy"),),
    )


def throw(seed: int, throws: int) -> float:
    return float(np.random.default_rng(seed).integers(2, size=throws).mean())


EXPERIMENT = Experiment(
    lesson="coins",
    question="Is the coin fair?",
    hypothesis="Heads are half of all throws.",
    rule="It held if heads are between 40 and 60 percent.",
    null="Anything else.",
    counted="throws",
    seeds=(1, 2, 3),
    minutes=0.1,
    run=run,
    invariant="A share is between 0 and 1.",
    holds=lambda findings: all(0 <= p.y <= 1 for p in findings.series[0].points),
)
''',
        "web/src/extensions/course/lessons/coins/lesson.en.md": """---
title: Coins
order: 15.5 # after those that there are in its group
group: generation
sources: [shannon]
figures:
  heads:
    caption: Heads by throws
    kind: curves
    series: [heads]
    log: true
    x: throws
    y: heads in percent
names:
  heads: heads
quiz:
  ask: How often is it heads?
  right: nearest
  to: heads[1000]
  choices:
    - { say: half of the time, value: 0.5 }
    - { say: always, value: 1 }
  because: A coin has two sides.
experiment:
  held: It is fair.
  refuted: It is not.
  null: It may be.
opposite: Far more heads than tails.
try: Throw one
opens: "#v1/decode?text=Heads+or"
---

A coin shows heads or tails.

Of {n} throws {heads[1000] percent} were heads.
""",
        "web/src/extensions/course/lessons/coins/lesson.zh.md": """---
title: 硬币
figures:
  heads:
    caption: 正面与次数
    x: 次数
    y: 正面（百分比）
names:
  heads: 正面
quiz: { ask: 多久出现一次正面？, choices: [一半, 总是], because: 硬币有两面。 }
experiment:
  question: 硬币公平吗？
  hypothesis: 正面占一半。
  rule: 正面在百分之四十到六十之间就算成立。
  counted: 次
  held: 公平。
  refuted: 不公平。
  null: 说不准。
opposite: 正面远多于反面。
try: 掷一次
---

硬币有正反两面。

{n} 次里有 {heads[1000] percent} 是正面。
""",
    },
    generated=(
        "web/src/extensions/course/lessons/coins/result.json",
    ),  # by `shotglass experiment coins`
)

ALL = (FILTER, TASK, LESSON, STRATEGY, EXPERIMENT)

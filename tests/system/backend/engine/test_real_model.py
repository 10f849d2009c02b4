"""The promises of the engine kept by the real model too."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from shotglass.decoding import DecodingSettings
from shotglass.engine import (
    Engine,
    ExplainOptions,
    Library,
    default_roots,
    explain,
    generate,
    score,
    score_each,
)
from shotglass.events import Token

pytestmark = pytest.mark.slow

PROMPTS = ["The capital of France is", "hot -> cold\ntall -> short\nfast ->", "1 2 3 " * 60]
SETTINGS = DecodingSettings(max_tokens=32, n=2, seed=5, temperature=1.0, top_p=0.95)


@pytest.fixture(scope="module", params=["int8", "fp32"])
def real(request: pytest.FixtureRequest) -> Iterator[Engine]:
    folder = Library(default_roots()).folder("smollm2-135m")
    opened = Engine.open(folder, precision=request.param)
    yield opened
    opened.close()


def tokens(engine: Engine, prompt: str) -> list[Token]:
    found = [e for e in generate(engine, prompt, SETTINGS) if isinstance(e, Token)]
    return sorted(found, key=lambda token: (token.sample, token.index))


@pytest.mark.parametrize("prompt", PROMPTS)
def test_bits_do_not_depend_on_company_on_the_real_model(real: Engine, prompt: str) -> None:
    alone = tokens(real, prompt)
    others = [
        threading.Thread(target=tokens, args=(real, f"Story number {i}: " + "once " * i))
        for i in range(7)
    ]

    for thread in others:
        thread.start()
    beside = tokens(real, prompt)
    for thread in others:
        thread.join()

    assert beside == alone


def test_looking_inside_meanwhile_changes_no_bit_on_the_real_model(real: Engine) -> None:
    alone, over = tokens(real, PROMPTS[1]), threading.Event()
    looked = []

    def look() -> None:
        while not over.is_set():
            looked.append(
                explain(real, PROMPTS[2], ExplainOptions(layers=(7,), thumbnails=True, lens=3))
            )

    thread = threading.Thread(target=look)
    thread.start()
    while not looked:
        assert tokens(real, PROMPTS[1]) == alone
    over.set()
    thread.join()

    assert tokens(real, PROMPTS[1]) == alone


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/self/status")
def test_looking_inside_keeps_no_memory(real: Engine) -> None:
    wanted = ExplainOptions(layers=(29,), thumbnails=True, lens=3)
    explain(real, PROMPTS[2], wanted)  # what onnxruntime and the allocator keep for good
    before = anonymous_bytes()
    for _ in range(5):
        explain(real, PROMPTS[2], wanted)

    kept = anonymous_bytes() - before
    print(f"kept after five looks at {len(real.encode(PROMPTS[2]))} tokens: {kept / 1e6:.0f} MB")
    assert kept < 48e6  # of 540 MB of weights and 300 MB that each look needs


def anonymous_bytes() -> int:
    """Memory that is this process's own, not a file's."""
    status = Path("/proc/self/status").read_text()
    return 1024 * int(next(line.split()[1] for line in status.splitlines() if "RssAnon" in line))


def test_prompts_that_begin_alike_score_as_each_alone_on_the_real_model(real: Engine) -> None:
    shots = "hot -> cold\ntall -> short\nold -> young\nrich -> poor\n"
    asked = [
        (f"{shots}{word} ->", [" slow", f" {word.upper()}"]) for word in ("fast", "big", "gloomy")
    ]

    assert list(score_each(real, asked)) == [score(real, *one) for one in asked]

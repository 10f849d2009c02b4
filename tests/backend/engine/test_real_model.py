"""The promises of the engine kept by the real model too."""

import threading
from collections.abc import Iterator

import pytest

from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library, default_roots, generate
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

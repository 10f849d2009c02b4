"""The slot pool in a device's memory, tried on onnxruntime's own memory of the host: what it does
there is what it does on a GPU, but for the name of the device."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.models.tiny import Family, tiny_config, write_tiny_folder

from shotglass.decoding import BeamSettings, DecodingSettings
from shotglass.engine import Engine, Library, beam, generate, next_logits, score
from shotglass.engine.runtime.device import Device, cuda_fault, has_cuda
from shotglass.engine.runtime.kv_cache import DevicePool, HostPool, SlotPool
from shotglass.events import Event, Start

CONFIG = tiny_config("llama", context=32)
SLOTS = 4
FAMILIES: tuple[Family, ...] = ("llama", "gpt1", "gpt2", "gpt3")
Maker = Callable[..., SlotPool]
HOST: Maker = partial(HostPool, dtype=np.float16)
DEVICE: Maker = partial(DevicePool, device=Device("cpu"))
LONG = "Review: good\nSentiment: Positive\n\nQ: fast -> slow, big -> small\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("half")
    for family in FAMILIES:
        write_tiny_folder(root, family, family, 4, add=["fp16"])
    return root


@pytest.fixture(params=FAMILIES)
def family(request: pytest.FixtureRequest) -> Family:
    return request.param


@contextmanager
def opened(root: Path, family: Family, make: Maker) -> Iterator[Engine]:
    """The engine as ``provider="cuda"`` opens it, over another pool than a GPU's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shotglass.engine.loading.resolve_provider", lambda *_: "cuda")
        patch.setattr("shotglass.engine.loading.pool_maker", lambda _: make)
        engine = Engine.open(Library([root]).folder(family), slots=8, threads=1)
    try:
        yield engine
    finally:
        engine.close()


def told(events: Iterator[Event]) -> list[Event]:
    """All that does not depend on the clock."""
    kept = [event for event in events if not isinstance(event, Start)]
    return [event for event in kept if type(event).__name__ != "End"]


def everything(engine: Engine) -> list[object]:
    """Rows that leave at different steps, a prompt that goes on from an earlier one, a beam whose
    hypotheses take each other's place, labels, and logits."""
    drawn = DecodingSettings(max_tokens=20, n=7, seed=2, temperature=1.5, stop=("e",))
    search = BeamSettings(width=4, n=4, max_tokens=12)
    return [
        told(generate(engine, LONG + "the", drawn)),
        told(generate(engine, LONG + "the cat", drawn)),
        told(generate(engine, "the", DecodingSettings(max_tokens=30, temperature=0))),
        told(beam(engine, LONG + "a", search)),
        score(engine, LONG, ["the red house", " sat on", "q"]).labels,
        next_logits(engine, LONG).logits.tobytes(),
    ]


def test_generation_over_it_is_generation_over_numpy_bit_for_bit(
    root: Path, family: Family
) -> None:
    with opened(root, family, HOST) as host, opened(root, family, DEVICE) as device:
        assert device.manifest.graphs["native-fp16"].file == "native-fp16.onnx"
        assert everything(device) == everything(host)
        for engine in (host, device):
            assert engine._scheduler._prefill.prefixes.hits >= 2
        assert device.checked == host.checked
        assert device.checked.bit_stable


@st.composite
def copies(draw: st.DrawFn) -> tuple[int, int, int, int]:
    tokens = draw(st.integers(0, CONFIG.context))
    return draw(st.integers(0, 3)), draw(st.integers(0, 3)), tokens, draw(st.integers(0, tokens))


def filled(make: Maker) -> SlotPool:
    pool = make(CONFIG, SLOTS, CONFIG.context)
    random = np.random.default_rng(1)
    shape = (CONFIG.kv_heads, CONFIG.context, CONFIG.head_size)
    for slot in range(SLOTS):
        buffers = [random.standard_normal(shape).astype(np.float16) for _ in range(4)]
        pool.write(slot, buffers, CONFIG.context)
    return pool


def contents(pool: SlotPool) -> list[bytes]:
    return [b.tobytes() for slot in range(SLOTS) for b in pool.read(slot, CONFIG.context)]


@given(st.lists(copies(), max_size=5), st.integers(0, CONFIG.context), st.integers(0, 3))
def test_copies_touch_exactly_what_numpys_do(
    made: list[tuple[int, int, int, int]], tokens: int, slot: int
) -> None:
    host, device = filled(HOST), filled(DEVICE)
    for copy in made:
        host.copy(*copy)
        device.copy(*copy)
    assert contents(device) == contents(host)
    kept = host.read(slot, tokens)
    for one, other in zip(device.read(slot, tokens), kept, strict=True):
        assert np.array_equal(one, other)
    for pool in (host, device):
        pool.write((slot + 1) % SLOTS, kept, tokens // 2)
    assert contents(device) == contents(host)


def test_it_begins_with_zeros_and_says_what_a_token_takes() -> None:
    pool = DEVICE(CONFIG, SLOTS, CONFIG.context)
    assert set(b"".join(contents(pool))) == {0}
    assert pool.bytes_per_token == HOST(CONFIG, 1, 2).bytes_per_token == 2 * 2 * 2 * 16 * 2


def test_neighbouring_slots_lie_one_after_the_other() -> None:
    pool = DEVICE(CONFIG, SLOTS, CONFIG.context)
    (_, all_slots), (_, two) = next(pool.buffers(0, SLOTS)), next(pool.buffers(1, 2))
    assert two.address - all_slots.address == 2 * CONFIG.kv_heads * CONFIG.context * 16
    assert two.shape == (2, CONFIG.kv_heads, CONFIG.context, 16)


@pytest.mark.skipif(
    not has_cuda() or bool(cuda_fault()), reason="there is no GPU that CUDA reaches"
)
def test_on_a_gpu_it_says_what_the_cpu_says(root: Path, family: Family) -> None:
    folder = Library([root]).folder(family)
    exact = Engine.open(folder, slots=2, precision="fp32", threads=1)
    gpu = Engine.open(folder, slots=2, provider="cuda", threads=1)
    near, truth = (next_logits(engine, LONG).logits for engine in (gpu, exact))
    assert np.abs(near - truth).max() < 0.05
    gpu.close()
    exact.close()

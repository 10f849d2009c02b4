"""The floor of the benches counts each matrix once."""

from __future__ import annotations

from math import prod

from outer.bench.floor import FLOAT, bytes_read
from support.models.tiny import tiny_config

from shotglass.architecture import weight_shapes


def test_a_token_reads_every_matrix_and_the_cache() -> None:
    config = tiny_config("llama")
    assert config.tied
    matrices = [shape for shape in weight_shapes(config).values() if len(shape) == 2]
    weights = FLOAT * sum(map(prod, matrices))
    assert bytes_read(config, 0)["fp32"] == weights
    assert bytes_read(config, 7)["fp32"] == weights + 7 * config.kv_bytes_per_token()

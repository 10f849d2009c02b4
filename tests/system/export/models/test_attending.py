"""Attention in blocks of rows is attention, whatever the mask and however long the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from shotglass_export.models.layers import ROWS, Sight, attend, by_rows, fused

SIGHTS = [Sight(), Sight(bidirectional=True)] + [
    Sight(window) for window in (1, 5, ROWS - 1, ROWS, ROWS + 1, 10**6)
]


def gradients(
    way: Callable[..., Tensor], length: int, sight: Sight, dtype: torch.dtype
) -> list[Tensor]:
    """What a way of attending makes, and the gradients of query, key and value; scores up to 20."""
    torch.manual_seed(length)
    size = (1, 2, length, 16)
    parts = [(torch.randn(size) * scale).to(dtype).requires_grad_() for scale in (3, 2, 1)]
    towards = torch.randn(size).to(dtype)
    mixed = way(*parts, sight)
    mixed.backward(towards)
    return [mixed.detach(), *(part.grad for part in parts if part.grad is not None)]


@pytest.mark.parametrize("sight", SIGHTS, ids=str)
@pytest.mark.parametrize("length", [1, 2, ROWS - 1, ROWS, ROWS + 1, 2 * ROWS + 44])
def test_rows_and_the_fused_kernel_agree_forward_and_backward(length: int, sight: Sight) -> None:
    rows, whole = (gradients(way, length, sight, torch.float64) for way in (by_rows, fused))
    assert len(rows) == len(whole) == 4
    for ours, theirs in zip(rows, whole, strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-12, rtol=1e-10)


@pytest.mark.parametrize("sight", [Sight(), Sight(ROWS + 7), Sight(bidirectional=True)], ids=str)
def test_in_half_precision_rows_err_at_most_twice_as_much_as_the_fused_kernel(sight: Sight) -> None:
    exact = gradients(fused, 300, sight, torch.float64)

    def errors(way: Callable[..., Tensor]) -> list[float]:
        half = gradients(way, 300, sight, torch.bfloat16)
        pairs = zip(half, exact, strict=True)
        return [float((h.double() - e).norm() / e.norm()) for h, e in pairs]

    for ours, theirs in zip(errors(by_rows), errors(fused), strict=True):
        assert ours < 2 * theirs  # scores are rounded to bf16 on the way


def test_on_another_device_the_fused_kernel_attends() -> None:
    parts = [torch.empty(1, 2, 3, 4, device="meta") for _ in range(3)]
    assert attend(parts[0], parts[1], parts[2], Sight(2)).shape == (1, 2, 3, 4)

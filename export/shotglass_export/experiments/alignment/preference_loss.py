"""The loss of direct preference optimisation on a frozen reference (Rafailov et al. 2023)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    from ...models.transformer import Transformer


def dpo_loss(
    preferred: Tensor,
    rejected: Tensor,
    reference_preferred: Tensor,
    reference_rejected: Tensor,
    beta: float,
) -> Tensor:
    """Equation 7, the mean over pairs: ``-log sigmoid(beta ((log p_w - log r_w) - (log p_l -
    log r_l)))``. Log-probabilities (N,) of whole continuations, in nats, of the policy p and of the
    reference r; w is the preferred one."""
    from torch.nn.functional import logsigmoid

    gained = (preferred - reference_preferred) - (rejected - reference_rejected)
    return -logsigmoid(beta * gained).mean()


def continuation_log_probability(network: Transformer, ids: Tensor, prompt: int) -> Tensor:
    """ids (N, S) int64 -> (N,) nats: log p of the tokens from place ``prompt`` on, given those
    before them."""
    logits = network(ids[:, :-1])[:, prompt - 1 :]
    spread = logits.log_softmax(-1)
    found: Tensor = spread.gather(2, ids[:, prompt:, None]).squeeze(2).sum(1)
    return found

"""A model whose induction heads are known: two layers of attention without feed-forward parts,
trained on random tokens that come again. The second half of such a text can be told only by looking
for the earlier occurrence, which takes a head that looks one token back and one above it that
copies (Olsson et al. 2022, arXiv:2209.11895)."""

from __future__ import annotations

from typing import Any

import torch
from support.models.tiny import tiny_config

from shotglass.architecture import ModelConfig
from shotglass_export.models import build

CONFIG: ModelConfig = tiny_config(
    "llama", width=64, heads=4, kv_heads=4, head_size=16, ffn_width=8, tied=False, context=128
)
LEARNT = 0.4  # nats a token of the second half; chance is log 331 = 5.8


def repeated(rows: int, period: int, random: torch.Generator) -> torch.Tensor:
    """(rows, 2 * period) token ids, the second half as the first; id 0 ends a text."""
    half = torch.randint(1, CONFIG.vocabulary, (rows, period), generator=random)
    return torch.cat([half, half], dim=1)


def copy_loss(model: Any, ids: torch.Tensor) -> torch.Tensor:
    """Of the tokens that could be copied: those behind a token that was there before."""
    period = ids.shape[1] // 2
    logits = model(ids)[:, period:-1]
    return torch.nn.functional.cross_entropy(logits.flatten(0, 1), ids[:, period + 1 :].flatten())


def trained(seed: int = 0, most_steps: int = 3000) -> Any:
    """Until it copies; its feed-forward parts give 0 throughout. Raises AssertionError where it
    has not learnt to after ``most_steps``."""
    torch.manual_seed(seed)
    model = build(CONFIG)
    for name, weight in model.named_parameters():
        if ".ffn.down" in name:
            weight.requires_grad_(False).zero_()
    random = torch.Generator().manual_seed(seed)
    parts = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(parts, lr=3e-3, weight_decay=0.0)
    recent = 6.0
    for _ in range(most_steps):
        period = int(torch.randint(4, 33, (), generator=random))
        loss = copy_loss(model, repeated(64, period, random))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        recent = 0.95 * recent + 0.05 * loss.item()
        if recent < LEARNT:
            return model.eval()
    raise AssertionError(f"{recent:.2f} nats a token after {most_steps} steps")


def loss_without(model: Any, ids: torch.Tensor, heads: list[tuple[int, int]]) -> float:
    """The copy loss with these heads (layer, head) giving 0, by torch's hooks alone."""
    hooks = []
    for layer, block in enumerate(model.layers):
        off = [head for at, head in heads if at == layer]

        def silence(_module: Any, args: Any, off: list[int] = off) -> Any:
            given = args[0].clone().unflatten(2, (CONFIG.heads, CONFIG.head_size))
            given[:, :, off] = 0
            return (given.flatten(2),)

        hooks.append(block.attention.output.register_forward_pre_hook(silence))
    with torch.no_grad():
        loss = copy_loss(model, ids).item()
    for hook in hooks:
        hook.remove()
    return loss

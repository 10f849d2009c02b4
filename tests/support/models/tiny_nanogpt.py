"""Tiny checkpoints as nanoGPT and minGPT save them: the module's names, torch's zip of a pickle."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from support.models.tiny import tiny_tokenizer_text
from torch import nn


class NanoGpt(nn.Module):
    """The module of those checkpoints restated: pre-norm blocks over learned positions."""

    def __init__(
        self,
        vocabulary: int = 331,
        context: int = 64,
        layers: int = 2,
        width: int = 24,
        heads: int = 3,
        bias: bool = True,
        tied: bool = True,
        gelu: str = "none",
    ) -> None:
        super().__init__()
        self.heads, self.gelu = heads, gelu
        blocks = [
            nn.ModuleDict(
                {
                    "ln_1": nn.LayerNorm(width, bias=bias),
                    "attn": nn.ModuleDict(
                        {
                            "c_attn": nn.Linear(width, 3 * width, bias=bias),
                            "c_proj": nn.Linear(width, width, bias=bias),
                        }
                    ),
                    "ln_2": nn.LayerNorm(width, bias=bias),
                    "mlp": nn.ModuleDict(
                        {
                            "c_fc": nn.Linear(width, 4 * width, bias=bias),
                            "c_proj": nn.Linear(4 * width, width, bias=bias),
                        }
                    ),
                }
            )
            for _ in range(layers)
        ]
        self.transformer = nn.ModuleDict(
            {
                "wte": nn.Embedding(vocabulary, width),
                "wpe": nn.Embedding(context, width),
                "h": nn.ModuleList(blocks),
                "ln_f": nn.LayerNorm(width, bias=bias),
            }
        )
        self.lm_head = nn.Linear(width, vocabulary, bias=False)
        if tied:
            self.lm_head.weight = self.transformer["wte"].weight

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """(S,) -> (S, V)"""
        parts = self.transformer
        x = parts["wte"](ids) + parts["wpe"](torch.arange(len(ids)))
        for block in parts["h"]:
            x = x + self.attend(block["attn"], block["ln_1"](x))
            inner = block["mlp"]["c_fc"](block["ln_2"](x))
            x = x + block["mlp"]["c_proj"](nn.functional.gelu(inner, approximate=self.gelu))
        return self.lm_head(parts["ln_f"](x))

    def attend(self, part: nn.ModuleDict, x: torch.Tensor) -> torch.Tensor:
        length, width = x.shape
        split = part["c_attn"](x).view(length, 3, self.heads, width // self.heads)
        query, key, value = split.permute(1, 2, 0, 3)
        scores = query @ key.mT / (width // self.heads) ** 0.5
        hidden = torch.ones(length, length, dtype=torch.bool).triu(1)
        mixed = scores.masked_fill(hidden, -torch.inf).softmax(-1) @ value
        return part["c_proj"](mixed.transpose(0, 1).reshape(length, width))


def random_model(**shape: Any) -> NanoGpt:
    torch.manual_seed(0)
    model = NanoGpt(**shape).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.2)
    return model


def nano_state(model: NanoGpt, prefix: str = "") -> dict[str, Any]:
    """As train.py saves it; torch.compile puts ``prefix`` before every name."""
    wte, wpe = model.transformer["wte"].weight, model.transformer["wpe"].weight
    return {
        "model": {prefix + name: tensor for name, tensor in model.state_dict().items()},
        "optimizer": {"state": {}, "param_groups": []},
        "model_args": {
            "n_layer": len(model.transformer["h"]), "n_head": model.heads,
            "n_embd": wte.shape[1], "block_size": len(wpe), "vocab_size": len(wte),
            "bias": model.lm_head.bias is not None, "dropout": 0.0,
        },
        "iter_num": 10, "best_val_loss": torch.tensor(1.5), "config": {"dataset": "tiny"},
    }  # fmt: skip


def write_beside(folder: Path) -> None:
    """The tiny tokenizer as GPT-2's two files."""
    model = json.loads(tiny_tokenizer_text())["model"]
    (folder / "vocab.json").write_text(json.dumps(model["vocab"]))
    merges = "\n".join(" ".join(pair) for pair in model["merges"])
    (folder / "merges.txt").write_text(f"#version: 0.2\n{merges}\n")

"""The memory that a run needs, said before it begins; a run is refused where there is not as
much."""

from __future__ import annotations

import os
from pathlib import Path

import torch

from shotglass.architecture import ModelConfig, weight_shapes
from shotglass.errors import TrainingFailed

from ...recipe import Recipe
from ...tuning import LINEARS, LoraRecipe
from ..machine import Machine
from ..runs.metrics import say

PROGRAM = 450 << 20  # bytes: Python, torch, the compiler's and the allocator's own
PUBLISHING = 19  # bytes a parameter, as SmolLM2 took when it was merged, written and checked
_MEMINFO = Path("/proc/meminfo")
_GROUP = Path("/sys/fs/cgroup")


def require_memory(recipe: Recipe, config: ModelConfig, machine: Machine) -> None:
    """Says what the run needs. Raises TrainingFailed where that is more than there is."""
    need, room = needed(recipe, config, machine), available(machine.device)
    if machine.first:
        there = "" if room is None else f" of the {_gigabytes(room)} that are free"
        say(f"{recipe.name} needs about {_gigabytes(need)}{there}.")
    if room is not None and need > room:
        ways = ["a smaller training.batch", "a shorter training.length"]
        if recipe.training.lora is None:
            ways.append("an adapter: lora = { rank = 8, alpha = 16 }")
        raise TrainingFailed(
            f"{recipe.name} needs about {_gigabytes(need)} of memory, and {_gigabytes(room)} are "
            f"free: close other programs, or take {', '.join(ways)}."
        )


def needed(recipe: Recipe, config: ModelConfig, machine: Machine) -> int:
    """Bytes at the peak, about: of the program, of weights (fp32, and in bf16 a copy), of what
    learns (gradient and two moments), and of the states that a step remembers for its way back, by
    the shapes of a Llama's layer. SmolLM2-135M, all of it, 8 rows of 18 tokens: 3.2 GB, and 2.9
    were measured; its adapter: 1.6 and 1.6. A run that is published needs what an import does."""
    training, c = recipe.training, config
    bf16 = machine.usable(training.precision) == "bf16"
    learns = c.parameters if training.lora is None else adapter_size(c, training.lora)
    weights = c.parameters * (6 if bf16 else 4) + learns * 12

    rows, length = -(-training.batch // machine.processes), training.length
    tokens, size = rows * length, 2 if bf16 else 4
    feed = (4 if c.gated else 2) * c.ffn_width * size
    layer = tokens * (12 * c.width * 4 + (3 * c.query_width + 2 * c.kv_width) * size + feed)
    scores = rows * c.heads * length * length * (4 + 2 * size)
    logits = tokens * c.vocabulary * (4 + 4 + size)
    step = int(PROGRAM + weights + c.layers * (layer + scores) + logits)
    return max(step, PROGRAM + PUBLISHING * c.parameters) if recipe.publish else step


def adapter_size(config: ModelConfig, lora: LoraRecipe) -> int:
    """Parameters of an adapter: rank (in + out) of each linear that it is on."""
    stems = tuple(f".{LINEARS[name]}.weight" for name in lora.on)
    shapes = (shape for name, shape in weight_shapes(config).items() if name.endswith(stems))
    return sum(lora.rank * sum(shape) for shape in shapes)


def available(device: torch.device) -> int | None:
    """Bytes that may still be taken; None where the system does not say. Of a container it is what
    the container may take."""
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[0]
    try:
        lines = dict(line.split(":") for line in _MEMINFO.read_text("ascii").splitlines())
        free = int(lines["MemAvailable"].split()[0]) << 10
    except (OSError, ValueError, KeyError):
        pages = "SC_PHYS_PAGES" in getattr(os, "sysconf_names", {})
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if pages else None
    try:
        limit = int((_GROUP / "memory.max").read_text("ascii"))
        taken = int((_GROUP / "memory.current").read_text("ascii"))
    except (OSError, ValueError):  # no limit is the word "max"
        return free
    return min(free, max(0, limit - taken))


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB"

"""The learning rate over a run: warm up, stay, decay (WSD).

Linear warm-up, constant, then the 1 - sqrt cooldown of Hagele et al. 2024, "Scaling Laws and
Compute-Optimal Training Beyond Fixed Training Durations", equation 2.
"""

from __future__ import annotations

from math import sqrt

from ..recipe import TrainingRecipe


def learning_rate(recipe: TrainingRecipe, step: int) -> float:
    """Of step ``step``, counted from 0; never 0, so that no step is in vain."""
    warm = round(recipe.warmup * recipe.steps)
    if step < warm:
        return recipe.learning_rate * (step + 1) / warm
    cooled = step - cooldown_begin(recipe)
    if cooled < 0:
        return recipe.learning_rate
    return recipe.learning_rate * (1 - sqrt(cooled / (recipe.steps - step + cooled)))


def cooldown_begin(recipe: TrainingRecipe) -> int:
    """The first step of the cooldown; the number of steps if there is none."""
    return recipe.steps - round(recipe.cooldown * recipe.steps)

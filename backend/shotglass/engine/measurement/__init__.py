"""Measuring a task: the plan, its conditions and their prompts, the figures, the record."""

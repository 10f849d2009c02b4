"""LoRA adapters: peft folders read, written, and merged into a model's weights; no torch."""

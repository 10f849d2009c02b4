"""Layouts of the Hugging Face Hub: ONNX files, or weights for PyTorch, beside a config.json."""

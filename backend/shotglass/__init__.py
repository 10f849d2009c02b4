"""The runtime: prompts in, explained tokens out. numpy, onnxruntime and flask; never torch."""

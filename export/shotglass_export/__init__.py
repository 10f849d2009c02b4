"""From weights to ONNX, and from text to weights. The runtime never imports this."""

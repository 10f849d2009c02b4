"""Model graphs written node by node with the onnx package."""

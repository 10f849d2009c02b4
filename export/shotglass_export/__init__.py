"""The exporter: from weights to ONNX, and from text to weights. The runtime never imports it."""

import shotglass as shotglass  # first: it keeps onnxruntime from reporting to its makers

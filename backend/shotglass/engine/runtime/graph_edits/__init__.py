"""ONNX graphs changed before they are loaded, as protobuf messages."""

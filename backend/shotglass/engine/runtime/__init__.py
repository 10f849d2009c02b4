"""Runs graphs: onnxruntime sessions, KV caches, devices and the files that they are loaded from."""

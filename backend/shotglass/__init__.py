"""The runtime: prompts in, explained tokens out. numpy, onnxruntime and flask; never torch."""

import os

# onnxruntime 1.32 reports to its makers unless this is set before it is first imported: it writes
# a device id, graph names and error texts into the user's cache and looks up their server's name.
# Shotglass works offline and tells nobody anything. This is the one place that every process of
# ours passes first (server, commands, exporter, confined processes), and the only change that this
# code ever makes to the environment: a setting of the start, made on import and never after it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

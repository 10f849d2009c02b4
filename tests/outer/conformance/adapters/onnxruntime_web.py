"""onnxruntime-web in Chromium: WebAssembly on the processor."""

import json

from browser import PACKAGES, Chromium
from protocol import serve

NAME = "onnxruntime-web"


def versions(chromium: Chromium) -> dict[str, str]:
    package = json.loads((PACKAGES / NAME / "package.json").read_text("utf-8"))
    return {NAME: package["version"], "Chromium": chromium.version.split(".")[0]}


if __name__ == "__main__":
    chromium = Chromium("onnxruntime_web.mjs", build="ort.wasm.bundle.min.mjs", provider="wasm")
    serve(versions(chromium), chromium.measure)

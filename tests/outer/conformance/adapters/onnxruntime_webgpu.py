"""onnxruntime-web in Chromium: WebGPU, where the browser finds an adapter, in software too."""

from browser import Chromium
from onnxruntime_web import versions
from protocol import serve

FLAGS = ("--enable-unsafe-webgpu", "--enable-features=Vulkan", "--use-webgpu-adapter=swiftshader")

if __name__ == "__main__":
    build = "ort.webgpu.bundle.min.mjs"
    chromium = Chromium("onnxruntime_web.mjs", *FLAGS, build=build, provider="webgpu")
    serve(versions(chromium), chromium.measure)

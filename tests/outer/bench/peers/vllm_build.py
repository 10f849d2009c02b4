"""Takes audio out of vLLM's environment: its processors' build asks for torchaudio, which has no
build beside the torch that it pins, and fails where it is there and cannot be loaded.

    python vllm_build.py FOLDER
"""

from __future__ import annotations

import subprocess
import sys

if __name__ == "__main__":
    uninstall = [sys.executable, "-m", "pip", "uninstall", "--yes", "--quiet"]
    subprocess.run([*uninstall, "torchaudio", "torchcodec"], check=True)

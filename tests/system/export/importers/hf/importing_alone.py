"""Imports checkpoint folders in a process in which torch and transformers cannot be imported.

python importing_alone.py FOLDER_OF_FOLDERS FOLDER_OF_MODELS
"""

from __future__ import annotations

import sys
from pathlib import Path

BARRED = ("torch", "transformers")
sys.modules.update(dict.fromkeys(BARRED))  # an import of what is None raises ImportError

from shotglass_export.importers.hf import read_hf_folder  # noqa: E402  after the bar
from shotglass_export.to_onnx.checks.parity import Tolerances  # noqa: E402
from shotglass_export.to_onnx.folder import write_folder  # noqa: E402

# Random weights predict nothing worth agreeing on.
LOOSE = Tolerances(mean_kl=0.5, top1=0.0)


def main(folders: Path, models: Path) -> None:
    for folder in sorted(folders.iterdir()):
        write_folder(read_hf_folder(folder), models / folder.name, tolerances=LOOSE)
    assert not any(sys.modules[name] for name in BARRED)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""C# over onnxruntime where there is no .NET: Debian's Mono, and Microsoft's own C# binding.

.NET and NuGet are on no registry that this project installs from. The sources of the binding are
also in an npm package for Unity, with the library; Mono's compiler knows C# 7, and what they have
of later versions (a handful of shorter spellings) is written out for it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from outer.bench.peers.venvs import NotInstalled, command

from .environments import CONFORMANCE

PACKAGE = "com.github.asus4.onnxruntime@0.4.9"
# C# 8 and 9 as C# 7 says it. The names of locals differ, and when they are disposed of.
_OLDER = (
    (r"\busing var\b", "var"),
    (r"\bstatic (\w+ =>)", r"\1"),
    (r": unmanaged\b", ": struct"),
    (r"([\w.]+) is not null\b", r"\1 != null"),
    (r"([\w.]+) is null\b", r"\1 == null"),
    (r"([\w.]+) is not (\w+)\)", r"!(\1 is \2))"),
    (r"(\w+<\w+>) (\w+) = new\(", r"\1 \2 = new \1("),
    (r"(\w+)\.Span\[(\w+)\] = ([\w.]+);", r"{ var span = \1.Span; span[\2] = \3; }"),
    (r"(\w+\[0\]) = (\w+\[1\]) = (\w+);", r"\1 = \3; \2 = \3;"),
)


def compile_program(source: Path, into: Path) -> Path:
    """The program and the binding, as ``into/<name>.exe``, with onnxruntime's library beside it.

    Raises NotInstalled with what npm or the compiler says."""
    package = _package()
    binding = into / "binding"
    binding.mkdir()
    for path in (package / "Runtime").rglob("*.cs"):
        if path.parent.name != "Training":
            text = path.read_text("utf-8-sig")
            for newer, older in _OLDER:
                text = re.sub(newer, older, text)
            (binding / path.name).write_text(text, "utf-8")
    shutil.copy(package / "Plugins" / "Linux" / "x64" / "libonnxruntime.so", into)
    made = into / f"{source.stem}.exe"
    flags = ("-langversion:latest", "-unsafe", "-define:NETSTANDARD2_0", f"-out:{made}")
    command("mcs", *flags, source, *sorted(binding.glob("*.cs")))
    return made


def _package() -> Path:
    """Unpacked, once. Raises NotInstalled."""
    folder = CONFORMANCE / "unity"
    if (mark := folder / "unpacked").is_file() and mark.read_text() == PACKAGE:
        return folder / "package"
    if (npm := shutil.which("npm")) is None:
        raise NotInstalled("npm is not here: install Node.js 20 or newer.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command(npm, "pack", "--silent", "--pack-destination", folder, PACKAGE)
    [archive] = folder.glob("*.tgz")
    command("tar", "-xzf", archive, "-C", folder)
    archive.unlink()
    mark.write_text(PACKAGE)
    return folder / "package"

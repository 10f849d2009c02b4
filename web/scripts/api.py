"""Writes ``web/src/core/api/api.gen.ts``: what the page shares with the server (``make api``).

The schemas of /openapi.json become types, and the schema of a run stands in
``web/src/core/runFile/schema.gen.ts``. Values become the bounds of the settings, because the
page checks what is typed into a field, and the limits of a prompt with the sentences that refuse
one, because the page renders prompts itself.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shotglass.prompting.refusals import LIMITS, REFUSALS
from shotglass.run_file.form import shape
from shotglass.server.app import document

SCRIPT = Path(__file__).with_name("api.js")
FILE = Path(__file__).parents[1] / "src/core/api/api.gen.ts"
RUNS = Path(__file__).parents[1] / "src/core/runFile/schema.gen.ts"
BOUNDED = ("SettingsBody", "BeamSettingsBody")
BOUNDS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")


def made() -> str:
    """The text of the file. Needs node and the page's packages."""
    schemas = document()["components"]["schemas"]
    constants = {
        "LIMITS": {name: limits(schemas[name]) for name in BOUNDED},
        "PROMPT_LIMITS": LIMITS,
        "PROMPT_REFUSALS": REFUSALS,
    }
    given = json.dumps({"schemas": schemas, "constants": constants})
    command = ["node", str(SCRIPT)]
    return subprocess.run(command, input=given, capture_output=True, check=True, text=True).stdout


def runs() -> str:
    """The text of the file that holds the schema of a run."""
    schema = json.dumps(shape().schema, indent=2)
    return (
        "// Made from backend/shotglass/run_file/schema.json by `make api`; change that instead.\n"
        '\nimport type { Schema } from "./shape";\n\n'
        f"export const SCHEMA: Schema = {schema};\n"
    )


def limits(schema: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Of each number field its bounds, and whether it is a whole number."""
    return {
        name: {key: field[key] for key in BOUNDS if key in field}
        | {"whole": field.get("type") == "integer"}
        for name, field in schema["properties"].items()
        if any(key in field for key in BOUNDS)
    }


if __name__ == "__main__":
    for file, text in ((FILE, made()), (RUNS, runs())):
        # A page that is being edited loads anew otherwise.
        if not file.exists() or text != file.read_text(encoding="utf-8"):
            file.write_text(text, encoding="utf-8")

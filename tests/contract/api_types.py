"""Writes ``web/src/core/api/api.gen.ts``: the types and bounds of /openapi.json for the page.

Run ``make api``, or in tests/ ``python -m contract.api_types``. Every schema of the document
becomes a TypeScript type of the same name; the bounds of the settings become values, because the
page checks what is typed into a field. A field that has a default may be absent, in what is sent
and in recordings from before the field existed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shotglass.server.app import document

FILE = Path(__file__).parents[2] / "web/src/core/api/api.gen.ts"
BOUNDED = ("SettingsBody", "BeamSettingsBody")
LIMITS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
SIMPLE = {
    "string": "string",
    "boolean": "boolean",
    "null": "null",
    "integer": "number",
    "number": "number",
}
HEAD = "// Made from /openapi.json by `make api`; change the server's types instead.\n"

Schema = Mapping[str, Any]


def made() -> str:
    """The exact text of the file."""
    schemas = document()["components"]["schemas"]
    types = [_exported(name, schemas[name]) for name in sorted(schemas)]
    limits = "".join(f"  {name}: {{\n{_limits(schemas[name])}  }},\n" for name in BOUNDED)
    return "\n".join([HEAD, *types, f"export const LIMITS = {{\n{limits}}} as const;\n"])


def _exported(name: str, schema: Schema) -> str:
    return f"{_comment(schema, '')}export type {name} = {type_of(schema)};\n"


def type_of(schema: Schema, indent: str = "") -> str:
    """The TypeScript type of a JSON schema. Raises ValueError for one that is not known here."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(map(json.dumps, schema["enum"]))
    for keyword, joint in (("anyOf", " | "), ("oneOf", " | "), ("allOf", " & ")):
        if keyword in schema:
            return joint.join(type_of(part, indent) for part in schema[keyword])
    kind = schema.get("type")
    if isinstance(kind, list):
        return " | ".join(type_of({**schema, "type": one}, indent) for one in kind)
    if kind == "array":
        return _array(schema, indent)
    if kind == "object":
        return _object(schema, indent)
    if kind in SIMPLE:
        return SIMPLE[kind]
    if not set(schema) - {"title", "description", "default"}:
        return "unknown"
    raise ValueError(f"No TypeScript type is known for the schema {dict(schema)}; add it here.")


def _array(schema: Schema, indent: str) -> str:
    if "prefixItems" in schema:
        return f"[{', '.join(type_of(item, indent) for item in schema['prefixItems'])}]"
    item = type_of(schema.get("items", {}), indent)
    return f"({item})[]" if " | " in item or " & " in item else f"{item}[]"


def _object(schema: Schema, indent: str) -> str:
    fields = schema.get("properties")
    if fields is None:
        values = schema.get("additionalProperties")
        known = values if isinstance(values, Mapping) else {}
        return f"Record<string, {type_of(known, indent)}>"
    inner, required = f"{indent}  ", schema.get("required", ())
    lines = [
        f"{_comment(field, inner)}{inner}{name}{'' if name in required else '?'}: "
        f"{type_of(field, inner)};\n"
        for name, field in fields.items()
    ]
    return "{\n" + "".join(lines) + indent + "}"


def _comment(schema: Schema, indent: str) -> str:
    text = schema.get("description")
    if not text:
        return ""
    lines = [f"{indent} * {line}".rstrip() for line in text.replace("``", "`").splitlines()]
    return "\n".join([f"{indent}/**", *lines, f"{indent} */\n"])


def _limits(schema: Schema) -> str:
    """A line a number field: its limits, and whether it is a whole number."""
    lines = []
    for name, field in schema["properties"].items():
        limits = [f"{limit}: {json.dumps(field[limit])}" for limit in LIMITS if limit in field]
        whole = f"whole: {json.dumps(field.get('type') == 'integer')}"
        if limits:
            lines.append(f"    {name}: {{ {', '.join([*limits, whole])} }},\n")
    return "".join(lines)


if __name__ == "__main__":
    FILE.write_text(made(), encoding="utf-8")

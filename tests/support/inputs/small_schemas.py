"""Forty JSON schemas that a model of any size can finish: every text is bounded, every list short.

The idea is JSONSchemaBench's (Geng et al. 2025): of an engine that holds answers to a schema, which
share of real answers does another program find valid?
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

NAME: Schema = {"type": "string", "maxLength": 8}
WHOLE: Schema = {"type": "integer", "minimum": 0, "maximum": 99}


def closed(required: bool = True, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties) if required else [],
        "additionalProperties": False,
    }


def listed(items: Schema, least: int = 1, most: int = 3) -> Schema:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


TREE: Schema = closed(name=NAME, left={"anyOf": [{"type": "null"}, closed(name=NAME)]})

SMALL_SCHEMAS: list[Schema] = [
    {"type": "boolean"},
    {"type": "null"},
    WHOLE,
    {"type": "integer", "minimum": -5, "maximum": 5},
    {"type": "integer", "exclusiveMinimum": 10, "exclusiveMaximum": 20},
    {"type": "integer", "minimum": 0, "maximum": 100, "multipleOf": 5},
    {"type": "number", "minimum": 0, "maximum": 1, "multipleOf": 0.25},
    NAME,
    {"type": "string", "minLength": 3, "maxLength": 3},
    {"type": "string", "pattern": "^[a-z]{2,5}$"},
    {"type": "string", "pattern": "^(red|green|blue)-[0-9]{1,2}$"},
    {"type": "string", "format": "date"},
    {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
    {"type": "string", "format": "ipv4"},
    {"type": "string", "format": "uuid"},
    {"enum": ["positive", "negative", "neutral"]},
    {"enum": [1, "one", None, True, [1], {"one": 1}]},
    {"const": "nothing else"},
    {"const": {"a": [1, 2, {"b": None}]}},
    {"type": ["boolean", "null"]},
    {"anyOf": [WHOLE, {"type": "boolean"}]},
    {"anyOf": [closed(kind={"const": "a"}, size=WHOLE), closed(kind={"const": "b"}, name=NAME)]},
    {"allOf": [{"type": "integer", "minimum": 3}, {"maximum": 9}]},
    listed(WHOLE),
    listed({"type": "boolean"}, 2, 2),
    listed({"enum": ["x", "y"]}, 0, 2),
    listed(listed(WHOLE, 1, 2), 1, 2),
    {"type": "array", "prefixItems": [WHOLE, NAME], "items": False, "minItems": 2},
    closed(name=NAME),
    closed(name=NAME, age=WHOLE),
    closed(False, name=NAME, age=WHOLE),
    closed(label={"enum": ["spam", "ham"]}, sure={"type": "boolean"}),
    closed(point=closed(x=WHOLE, y=WHOLE)),
    closed(tags=listed(NAME, 1, 2), done={"type": "boolean"}),
    closed(people=listed(closed(name=NAME, age=WHOLE), 1, 2)),
    closed(name={"type": "string", "const": 'with "quotes" and \\'}),
    closed(**{"two words": WHOLE, "ümlaut": {"const": "ä"}}),
    {"$defs": {"point": closed(x=WHOLE)}, **closed(a={"$ref": "#/$defs/point"})},
    TREE,
    closed(title=NAME, year={"type": "integer", "minimum": 1900, "maximum": 2030}, price=WHOLE),
]

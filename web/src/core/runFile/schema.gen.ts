// Made from backend/shotglass/run_file/schema.json by `make api`; change that instead.

import type { Schema } from "./shape";

export const SCHEMA: Schema = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "A run of Shotglass as a file",
  "description": "A file ending in .shotglass holds one such object as UTF-8 JSON of at most 5,000,000 bytes.",
  "discriminator": {
    "propertyName": "view"
  },
  "oneOf": [
    {
      "$ref": "#/$defs/compare"
    },
    {
      "$ref": "#/$defs/prompt"
    },
    {
      "$ref": "#/$defs/decode"
    },
    {
      "$ref": "#/$defs/fill"
    },
    {
      "$ref": "#/$defs/measure"
    },
    {
      "$ref": "#/$defs/inside"
    },
    {
      "$ref": "#/$defs/lessons"
    }
  ],
  "$defs": {
    "text": {
      "type": "string",
      "maxLength": 1000000
    },
    "name": {
      "type": "string",
      "maxLength": 300
    },
    "id": {
      "type": "integer",
      "minimum": 0,
      "maximum": 2147483648
    },
    "count": {
      "type": "integer",
      "minimum": 0,
      "maximum": 20000
    },
    "share": {
      "type": "number",
      "minimum": -1e-06,
      "maximum": 1.000001
    },
    "nats": {
      "type": "number",
      "minimum": -1000000.0,
      "maximum": 1e-06
    },
    "flag": {
      "type": "boolean"
    },
    "form": {
      "anyOf": [
        {
          "const": 1
        },
        {
          "const": 2
        }
      ]
    },
    "place": {
      "type": "integer",
      "minimum": -20000,
      "maximum": 20000
    },
    "places": {
      "type": "array",
      "items": {
        "$ref": "#/$defs/place"
      },
      "maxItems": 20000,
      "minItems": 1
    },
    "vector": {
      "type": "array",
      "items": {
        "type": "number",
        "minimum": -1000000000.0,
        "maximum": 1000000000.0
      },
      "maxItems": 65536,
      "minItems": 1
    },
    "point": {
      "type": "string",
      "maxLength": 100,
      "pattern": "^blocks[.][0-9]{1,4}[.]hook_resid_mid$",
      "examples": [
        "blocks.5.hook_resid_mid"
      ]
    },
    "head_off": {
      "type": "object",
      "required": [
        "kind",
        "layer",
        "head",
        "by",
        "over"
      ],
      "properties": {
        "kind": {
          "const": "head"
        },
        "layer": {
          "$ref": "#/$defs/count"
        },
        "head": {
          "$ref": "#/$defs/count"
        },
        "by": {
          "enum": [
            "zero",
            "mean"
          ]
        },
        "over": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/text"
          },
          "maxItems": 16
        }
      },
      "additionalProperties": false
    },
    "attention_cut": {
      "type": "object",
      "required": [
        "kind",
        "to"
      ],
      "properties": {
        "kind": {
          "const": "attention"
        },
        "layer": {
          "$ref": "#/$defs/count"
        },
        "head": {
          "$ref": "#/$defs/count"
        },
        "from": {
          "$ref": "#/$defs/places"
        },
        "to": {
          "$ref": "#/$defs/places"
        }
      },
      "additionalProperties": false
    },
    "patch": {
      "type": "object",
      "required": [
        "kind",
        "token"
      ],
      "properties": {
        "kind": {
          "const": "patch"
        },
        "token": {
          "$ref": "#/$defs/place"
        },
        "layer": {
          "$ref": "#/$defs/count"
        },
        "point": {
          "$ref": "#/$defs/point"
        },
        "prompt": {
          "$ref": "#/$defs/text"
        },
        "source": {
          "$ref": "#/$defs/place"
        },
        "vector": {
          "$ref": "#/$defs/vector"
        }
      },
      "additionalProperties": false
    },
    "steer": {
      "type": "object",
      "required": [
        "kind",
        "scale"
      ],
      "properties": {
        "kind": {
          "const": "steer"
        },
        "scale": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        },
        "layer": {
          "$ref": "#/$defs/count"
        },
        "point": {
          "$ref": "#/$defs/point"
        },
        "prompt": {
          "$ref": "#/$defs/text"
        },
        "minus": {
          "$ref": "#/$defs/text"
        },
        "token": {
          "$ref": "#/$defs/place"
        },
        "vector": {
          "$ref": "#/$defs/vector"
        },
        "tokens": {
          "$ref": "#/$defs/places"
        },
        "start": {
          "$ref": "#/$defs/place"
        }
      },
      "additionalProperties": false
    },
    "intervention": {
      "discriminator": {
        "propertyName": "kind"
      },
      "oneOf": [
        {
          "$ref": "#/$defs/head_off"
        },
        {
          "$ref": "#/$defs/attention_cut"
        },
        {
          "$ref": "#/$defs/patch"
        },
        {
          "$ref": "#/$defs/steer"
        }
      ]
    },
    "interventions": {
      "type": "array",
      "items": {
        "$ref": "#/$defs/intervention"
      },
      "maxItems": 1024
    },
    "shot": {
      "type": "object",
      "required": [
        "input",
        "output"
      ],
      "properties": {
        "input": {
          "$ref": "#/$defs/text"
        },
        "output": {
          "$ref": "#/$defs/text"
        },
        "reasoning": {
          "$ref": "#/$defs/text"
        }
      },
      "additionalProperties": false
    },
    "settings": {
      "type": "object",
      "required": [
        "max_tokens",
        "temperature",
        "top_k",
        "top_p",
        "n",
        "seed"
      ],
      "properties": {
        "max_tokens": {
          "type": "integer",
          "minimum": 1,
          "maximum": 4096
        },
        "temperature": {
          "type": "number",
          "minimum": 0,
          "maximum": 5
        },
        "top_k": {
          "type": "integer",
          "minimum": 0,
          "maximum": 1000000
        },
        "top_p": {
          "type": "number",
          "exclusiveMinimum": 0,
          "maximum": 1
        },
        "n": {
          "type": "integer",
          "minimum": 1,
          "maximum": 8
        },
        "seed": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        },
        "min_p": {
          "type": "number",
          "minimum": 0,
          "maximum": 1
        },
        "repetition_penalty": {
          "type": "number",
          "exclusiveMinimum": 0,
          "maximum": 100
        },
        "presence_penalty": {
          "type": "number",
          "minimum": -2,
          "maximum": 2
        },
        "frequency_penalty": {
          "type": "number",
          "minimum": -2,
          "maximum": 2
        },
        "stop": {
          "type": "array",
          "items": {
            "type": "string",
            "maxLength": 200
          },
          "maxItems": 16
        },
        "logit_bias": {
          "type": "object",
          "additionalProperties": {
            "type": "number",
            "minimum": -100,
            "maximum": 100
          },
          "maxProperties": 1024
        },
        "constraint": {
          "$ref": "#/$defs/constraint"
        }
      },
      "additionalProperties": false
    },
    "model": {
      "type": "object",
      "required": [
        "id",
        "name",
        "digest",
        "where",
        "precision"
      ],
      "properties": {
        "id": {
          "type": "string",
          "maxLength": 64,
          "pattern": "^[a-z0-9][a-z0-9._-]{0,63}$",
          "examples": [
            "smollm2-135m"
          ]
        },
        "name": {
          "$ref": "#/$defs/name"
        },
        "digest": {
          "anyOf": [
            {
              "type": "string",
              "maxLength": 100,
              "pattern": "^[0-9a-f]{64}$",
              "examples": [
                "a3b1... (64 hexadecimal digits)"
              ]
            },
            {
              "type": "null"
            }
          ]
        },
        "where": {
          "enum": [
            "computer",
            "browser"
          ]
        },
        "precision": {
          "enum": [
            "fp32",
            "int8",
            "fp16",
            "web"
          ]
        }
      },
      "additionalProperties": false
    },
    "models": {
      "type": "array",
      "items": {
        "$ref": "#/$defs/model"
      },
      "maxItems": 2,
      "minItems": 1
    },
    "alternative": {
      "type": "object",
      "required": [
        "id",
        "text",
        "p"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/id"
        },
        "text": {
          "$ref": "#/$defs/name"
        },
        "p": {
          "$ref": "#/$defs/share"
        }
      },
      "additionalProperties": false
    },
    "distribution": {
      "type": "object",
      "required": [
        "alternatives",
        "rest",
        "rest_tokens",
        "entropy"
      ],
      "properties": {
        "alternatives": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/alternative"
          },
          "maxItems": 100
        },
        "rest": {
          "$ref": "#/$defs/share"
        },
        "rest_tokens": {
          "$ref": "#/$defs/id"
        },
        "entropy": {
          "type": "number",
          "minimum": 0,
          "maximum": 1000000.0
        }
      },
      "additionalProperties": false
    },
    "piece": {
      "type": "object",
      "required": [
        "id",
        "text",
        "start",
        "end"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/id"
        },
        "text": {
          "$ref": "#/$defs/name"
        },
        "start": {
          "type": "integer",
          "minimum": 0,
          "maximum": 1000000
        },
        "end": {
          "type": "integer",
          "minimum": 0,
          "maximum": 1000000
        },
        "part": {
          "anyOf": [
            {
              "type": "integer",
              "minimum": 0,
              "maximum": 1000000
            },
            {
              "type": "null"
            }
          ]
        },
        "special": {
          "$ref": "#/$defs/flag"
        }
      },
      "additionalProperties": false
    },
    "span": {
      "type": "object",
      "required": [
        "part",
        "start",
        "end",
        "shot",
        "field"
      ],
      "properties": {
        "part": {
          "$ref": "#/$defs/name"
        },
        "start": {
          "type": "integer",
          "minimum": 0,
          "maximum": 1000000
        },
        "end": {
          "type": "integer",
          "minimum": 0,
          "maximum": 1000000
        },
        "shot": {
          "anyOf": [
            {
              "$ref": "#/$defs/count"
            },
            {
              "type": "null"
            }
          ]
        },
        "field": {
          "anyOf": [
            {
              "$ref": "#/$defs/name"
            },
            {
              "type": "null"
            }
          ]
        }
      },
      "additionalProperties": false
    },
    "start": {
      "type": "object",
      "required": [
        "type",
        "lane",
        "model",
        "prompt",
        "spans",
        "tokens",
        "context",
        "samples"
      ],
      "properties": {
        "type": {
          "const": "start"
        },
        "lane": {
          "$ref": "#/$defs/name"
        },
        "model": {
          "$ref": "#/$defs/name"
        },
        "prompt": {
          "$ref": "#/$defs/text"
        },
        "spans": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/span"
          },
          "maxItems": 5000
        },
        "tokens": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/piece"
          },
          "maxItems": 20000
        },
        "context": {
          "type": "integer",
          "minimum": 1,
          "maximum": 10000000
        },
        "samples": {
          "type": "integer",
          "minimum": 0,
          "maximum": 8
        }
      },
      "additionalProperties": false
    },
    "label": {
      "type": "object",
      "required": [
        "text",
        "ids",
        "logprob",
        "p",
        "share"
      ],
      "properties": {
        "text": {
          "$ref": "#/$defs/name"
        },
        "ids": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/id"
          },
          "maxItems": 1000
        },
        "logprob": {
          "$ref": "#/$defs/nats"
        },
        "p": {
          "$ref": "#/$defs/share"
        },
        "share": {
          "$ref": "#/$defs/share"
        }
      },
      "additionalProperties": false
    },
    "spread": {
      "type": "array",
      "items": {
        "$ref": "#/$defs/share"
      },
      "maxItems": 2,
      "minItems": 2
    },
    "score": {
      "type": "object",
      "required": [
        "type",
        "lane",
        "labels",
        "mass",
        "next",
        "boundary_moved"
      ],
      "properties": {
        "type": {
          "const": "score"
        },
        "lane": {
          "$ref": "#/$defs/name"
        },
        "labels": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/label"
          },
          "maxItems": 64
        },
        "mass": {
          "$ref": "#/$defs/share"
        },
        "next": {
          "$ref": "#/$defs/distribution"
        },
        "boundary_moved": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/name"
          },
          "maxItems": 64
        },
        "sample": {
          "anyOf": [
            {
              "type": "integer",
              "minimum": 0,
              "maximum": 7
            },
            {
              "type": "null"
            }
          ]
        },
        "reasoning": {
          "anyOf": [
            {
              "$ref": "#/$defs/text"
            },
            {
              "type": "null"
            }
          ]
        },
        "forced": {
          "$ref": "#/$defs/flag"
        },
        "samples": {
          "type": "integer",
          "minimum": 1,
          "maximum": 8
        },
        "spread": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/spread"
          },
          "maxItems": 65
        }
      },
      "additionalProperties": false
    },
    "token": {
      "type": "object",
      "required": [
        "type",
        "lane",
        "sample",
        "index",
        "id",
        "piece",
        "text",
        "logprob",
        "rank",
        "distribution",
        "survivors",
        "draw"
      ],
      "properties": {
        "type": {
          "const": "token"
        },
        "lane": {
          "$ref": "#/$defs/name"
        },
        "sample": {
          "type": "integer",
          "minimum": 0,
          "maximum": 7
        },
        "index": {
          "$ref": "#/$defs/count"
        },
        "id": {
          "$ref": "#/$defs/id"
        },
        "piece": {
          "$ref": "#/$defs/name"
        },
        "text": {
          "$ref": "#/$defs/text"
        },
        "logprob": {
          "$ref": "#/$defs/nats"
        },
        "rank": {
          "$ref": "#/$defs/id"
        },
        "distribution": {
          "$ref": "#/$defs/distribution"
        },
        "survivors": {
          "type": "object",
          "additionalProperties": {
            "$ref": "#/$defs/id"
          },
          "maxProperties": 10
        },
        "draw": {
          "anyOf": [
            {
              "$ref": "#/$defs/share"
            },
            {
              "type": "null"
            }
          ]
        },
        "removed_mass": {
          "anyOf": [
            {
              "$ref": "#/$defs/share"
            },
            {
              "type": "null"
            }
          ]
        },
        "forbidden": {
          "anyOf": [
            {
              "type": "array",
              "maxItems": 64,
              "items": {
                "$ref": "#/$defs/id"
              }
            },
            {
              "type": "null"
            }
          ]
        }
      },
      "additionalProperties": false
    },
    "reason": {
      "enum": [
        "stop_token",
        "stop_text",
        "length",
        "cancelled"
      ]
    },
    "done": {
      "type": "object",
      "required": [
        "type",
        "lane",
        "sample",
        "reason",
        "text",
        "tokens"
      ],
      "properties": {
        "type": {
          "const": "done"
        },
        "lane": {
          "$ref": "#/$defs/name"
        },
        "sample": {
          "type": "integer",
          "minimum": 0,
          "maximum": 7
        },
        "reason": {
          "$ref": "#/$defs/reason"
        },
        "text": {
          "$ref": "#/$defs/text"
        },
        "tokens": {
          "$ref": "#/$defs/count"
        },
        "removed_nats": {
          "anyOf": [
            {
              "type": "number",
              "minimum": -1e-06,
              "maximum": 1000000.0
            },
            {
              "type": "null"
            }
          ]
        }
      },
      "additionalProperties": false
    },
    "event": {
      "discriminator": {
        "propertyName": "type"
      },
      "oneOf": [
        {
          "$ref": "#/$defs/start"
        },
        {
          "$ref": "#/$defs/score"
        },
        {
          "$ref": "#/$defs/token"
        },
        {
          "$ref": "#/$defs/done"
        }
      ]
    },
    "lane": {
      "type": "object",
      "required": [
        "model",
        "id",
        "shot_set",
        "shots",
        "reasoning",
        "settings",
        "events"
      ],
      "properties": {
        "model": {
          "type": "integer",
          "minimum": 0,
          "maximum": 1
        },
        "id": {
          "$ref": "#/$defs/name"
        },
        "shot_set": {
          "anyOf": [
            {
              "$ref": "#/$defs/name"
            },
            {
              "type": "null"
            }
          ]
        },
        "shots": {
          "type": "array",
          "items": {
            "type": "integer",
            "minimum": 0,
            "maximum": 999
          },
          "maxItems": 100
        },
        "reasoning": {
          "$ref": "#/$defs/flag"
        },
        "settings": {
          "$ref": "#/$defs/settings"
        },
        "events": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/event"
          },
          "maxItems": 50000,
          "minItems": 1
        }
      },
      "additionalProperties": false
    },
    "prompt_object": {
      "type": "object",
      "required": [
        "template",
        "query"
      ],
      "properties": {
        "template": {
          "$ref": "#/$defs/text"
        },
        "query": {
          "type": "object",
          "required": [
            "input"
          ],
          "properties": {
            "input": {
              "$ref": "#/$defs/text"
            },
            "expected": {
              "$ref": "#/$defs/text"
            }
          },
          "additionalProperties": false
        },
        "instruction": {
          "$ref": "#/$defs/text"
        },
        "shot_sets": {
          "type": "object",
          "additionalProperties": {
            "type": "array",
            "items": {
              "$ref": "#/$defs/shot"
            },
            "maxItems": 1000
          },
          "maxProperties": 100
        },
        "labels": {
          "type": "array",
          "items": {
            "type": "object",
            "required": [
              "text"
            ],
            "properties": {
              "text": {
                "$ref": "#/$defs/name"
              },
              "name": {
                "$ref": "#/$defs/name"
              }
            },
            "additionalProperties": false
          },
          "maxItems": 64
        },
        "readout": {
          "enum": [
            "labels",
            "text"
          ]
        },
        "items": {
          "type": "array",
          "items": {
            "type": "object",
            "required": [
              "input",
              "expected"
            ],
            "properties": {
              "input": {
                "$ref": "#/$defs/text"
              },
              "expected": {
                "$ref": "#/$defs/text"
              }
            },
            "additionalProperties": false
          },
          "maxItems": 2000
        },
        "stop": {
          "type": "array",
          "items": {
            "type": "string",
            "maxLength": 200
          },
          "maxItems": 16
        },
        "id": {
          "$ref": "#/$defs/name"
        },
        "lang": {
          "$ref": "#/$defs/name"
        }
      },
      "additionalProperties": false
    },
    "made": {
      "type": "string",
      "maxLength": 100,
      "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?Z$",
      "examples": [
        "2026-11-29T12:00:00.000Z"
      ]
    },
    "version": {
      "type": "string",
      "maxLength": 100
    },
    "constraint": {
      "type": "object",
      "required": [
        "kind",
        "source"
      ],
      "properties": {
        "kind": {
          "enum": [
            "json_schema",
            "regex",
            "grammar"
          ]
        },
        "source": {
          "type": "string",
          "maxLength": 65536
        },
        "prefix": {
          "type": "string",
          "maxLength": 65536
        }
      },
      "additionalProperties": false
    },
    "turn": {
      "type": "object",
      "required": [
        "role",
        "content"
      ],
      "properties": {
        "role": {
          "enum": [
            "system",
            "user",
            "assistant"
          ]
        },
        "content": {
          "$ref": "#/$defs/text"
        }
      },
      "additionalProperties": false
    },
    "column": {
      "type": "object",
      "required": [
        "model",
        "prompt",
        "settings"
      ],
      "properties": {
        "model": {
          "type": "integer",
          "minimum": 0,
          "maximum": 1
        },
        "prompt": {
          "$ref": "#/$defs/text"
        },
        "ids": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/id"
          },
          "maxItems": 20000
        },
        "settings": {
          "$ref": "#/$defs/settings"
        },
        "interventions": {
          "$ref": "#/$defs/interventions"
        },
        "chat": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/turn"
          },
          "maxItems": 201
        }
      },
      "additionalProperties": false
    },
    "source": {
      "type": "object",
      "required": [
        "prompt",
        "settings"
      ],
      "properties": {
        "prompt": {
          "$ref": "#/$defs/text"
        },
        "ids": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/id"
          },
          "maxItems": 20000
        },
        "settings": {
          "$ref": "#/$defs/settings"
        },
        "interventions": {
          "$ref": "#/$defs/interventions"
        }
      },
      "additionalProperties": false
    },
    "token_part": {
      "type": "object",
      "required": [
        "kind",
        "source",
        "token",
        "chosen"
      ],
      "properties": {
        "kind": {
          "const": "token"
        },
        "source": {
          "$ref": "#/$defs/count"
        },
        "token": {
          "$ref": "#/$defs/token"
        },
        "chosen": {
          "$ref": "#/$defs/flag"
        }
      },
      "additionalProperties": false
    },
    "typed_part": {
      "type": "object",
      "required": [
        "kind",
        "text"
      ],
      "properties": {
        "kind": {
          "const": "typed"
        },
        "text": {
          "$ref": "#/$defs/text"
        }
      },
      "additionalProperties": false
    },
    "part": {
      "discriminator": {
        "propertyName": "kind"
      },
      "oneOf": [
        {
          "$ref": "#/$defs/token_part"
        },
        {
          "$ref": "#/$defs/typed_part"
        }
      ]
    },
    "sample": {
      "type": "object",
      "required": [
        "parts",
        "reason"
      ],
      "properties": {
        "parts": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/part"
          },
          "maxItems": 20000
        },
        "reason": {
          "anyOf": [
            {
              "$ref": "#/$defs/reason"
            },
            {
              "type": "null"
            }
          ]
        }
      },
      "additionalProperties": false
    },
    "written": {
      "type": "object",
      "required": [
        "sources",
        "samples"
      ],
      "properties": {
        "sources": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/source"
          },
          "maxItems": 20000
        },
        "samples": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/sample"
          },
          "maxItems": 8
        }
      },
      "additionalProperties": false
    },
    "compare": {
      "type": "object",
      "required": [
        "shotglass_run",
        "view",
        "made",
        "shotglass",
        "models",
        "question",
        "settings",
        "results"
      ],
      "properties": {
        "shotglass_run": {
          "$ref": "#/$defs/form"
        },
        "view": {
          "const": "compare"
        },
        "made": {
          "$ref": "#/$defs/made"
        },
        "shotglass": {
          "$ref": "#/$defs/version"
        },
        "models": {
          "$ref": "#/$defs/models"
        },
        "question": {
          "type": "object",
          "required": [
            "prompt",
            "task",
            "set",
            "k",
            "one_shot",
            "pinned",
            "truths"
          ],
          "properties": {
            "prompt": {
              "$ref": "#/$defs/prompt_object"
            },
            "task": {
              "anyOf": [
                {
                  "$ref": "#/$defs/name"
                },
                {
                  "type": "null"
                }
              ]
            },
            "set": {
              "$ref": "#/$defs/name"
            },
            "k": {
              "type": "integer",
              "minimum": 0,
              "maximum": 1000
            },
            "one_shot": {
              "type": "integer",
              "minimum": 0,
              "maximum": 999
            },
            "pinned": {
              "$ref": "#/$defs/flag"
            },
            "truths": {
              "type": "object",
              "additionalProperties": {
                "type": "object",
                "additionalProperties": {
                  "$ref": "#/$defs/text"
                },
                "maxProperties": 1000
              },
              "maxProperties": 100
            },
            "interventions": {
              "$ref": "#/$defs/interventions"
            }
          },
          "additionalProperties": false
        },
        "settings": {
          "$ref": "#/$defs/settings"
        },
        "results": {
          "type": "object",
          "required": [
            "lanes"
          ],
          "properties": {
            "lanes": {
              "type": "array",
              "items": {
                "$ref": "#/$defs/lane"
              },
              "maxItems": 64,
              "minItems": 1
            }
          },
          "additionalProperties": false
        }
      },
      "additionalProperties": false
    },
    "prompt": {
      "type": "object",
      "required": [
        "shotglass_run",
        "view",
        "made",
        "shotglass",
        "models",
        "question",
        "results"
      ],
      "properties": {
        "shotglass_run": {
          "$ref": "#/$defs/form"
        },
        "view": {
          "const": "prompt"
        },
        "made": {
          "$ref": "#/$defs/made"
        },
        "shotglass": {
          "$ref": "#/$defs/version"
        },
        "models": {
          "$ref": "#/$defs/models"
        },
        "question": {
          "type": "object",
          "required": [
            "columns"
          ],
          "properties": {
            "columns": {
              "type": "array",
              "items": {
                "$ref": "#/$defs/column"
              },
              "maxItems": 2,
              "minItems": 1
            }
          },
          "additionalProperties": false
        },
        "results": {
          "type": "object",
          "required": [
            "columns"
          ],
          "properties": {
            "columns": {
              "type": "array",
              "items": {
                "$ref": "#/$defs/written"
              },
              "maxItems": 2,
              "minItems": 1
            }
          },
          "additionalProperties": false
        }
      },
      "additionalProperties": false
    },
    "candidate": {
      "type": "object",
      "required": [
        "text",
        "id",
        "logprob",
        "p",
        "rank"
      ],
      "properties": {
        "text": {
          "$ref": "#/$defs/name"
        },
        "id": {
          "$ref": "#/$defs/id"
        },
        "logprob": {
          "$ref": "#/$defs/nats"
        },
        "p": {
          "$ref": "#/$defs/share"
        },
        "rank": {
          "$ref": "#/$defs/id"
        }
      },
      "additionalProperties": false
    },
    "gap": {
      "type": "object",
      "required": [
        "token",
        "start",
        "end",
        "distribution",
        "candidates"
      ],
      "properties": {
        "token": {
          "$ref": "#/$defs/count"
        },
        "start": {
          "type": "integer",
          "minimum": 0,
          "maximum": 1000000
        },
        "end": {
          "type": "integer",
          "minimum": 0,
          "maximum": 1000000
        },
        "distribution": {
          "$ref": "#/$defs/distribution"
        },
        "candidates": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/candidate"
          },
          "maxItems": 100
        }
      },
      "additionalProperties": false
    },
    "filled": {
      "type": "object",
      "required": [
        "text",
        "tokens",
        "gaps"
      ],
      "properties": {
        "text": {
          "$ref": "#/$defs/text"
        },
        "tokens": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/piece"
          },
          "maxItems": 20000
        },
        "gaps": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/gap"
          },
          "maxItems": 1000
        }
      },
      "additionalProperties": false
    },
    "left": {
      "type": "object",
      "required": [
        "left",
        "next"
      ],
      "properties": {
        "left": {
          "$ref": "#/$defs/text"
        },
        "next": {
          "type": "array",
          "items": {
            "type": "object",
            "required": [
              "text",
              "p"
            ],
            "properties": {
              "text": {
                "$ref": "#/$defs/name"
              },
              "p": {
                "$ref": "#/$defs/share"
              }
            },
            "additionalProperties": false
          },
          "maxItems": 1000
        }
      },
      "additionalProperties": false
    },
    "fill": {
      "type": "object",
      "required": [
        "shotglass_run",
        "view",
        "made",
        "shotglass",
        "models",
        "question",
        "results"
      ],
      "properties": {
        "shotglass_run": {
          "$ref": "#/$defs/form"
        },
        "view": {
          "const": "fill"
        },
        "made": {
          "$ref": "#/$defs/made"
        },
        "shotglass": {
          "$ref": "#/$defs/version"
        },
        "models": {
          "$ref": "#/$defs/models"
        },
        "question": {
          "type": "object",
          "required": [
            "text"
          ],
          "properties": {
            "text": {
              "$ref": "#/$defs/text"
            }
          },
          "additionalProperties": false
        },
        "results": {
          "type": "object",
          "required": [
            "filled",
            "left"
          ],
          "properties": {
            "filled": {
              "$ref": "#/$defs/filled"
            },
            "left": {
              "type": "array",
              "items": {
                "$ref": "#/$defs/left"
              },
              "maxItems": 100
            }
          },
          "additionalProperties": false
        }
      },
      "additionalProperties": false
    },
    "address": {
      "type": "string",
      "maxLength": 1000000
    },
    "array": {
      "type": "object",
      "required": [
        "shape",
        "data"
      ],
      "properties": {
        "shape": {
          "type": "array",
          "items": {
            "type": "integer",
            "minimum": 0,
            "maximum": 10000000
          },
          "maxItems": 4,
          "minItems": 1
        },
        "data": {
          "type": "string",
          "maxLength": 5000000,
          "pattern": "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
          "examples": [
            "AACAPw== (float32, little-endian, in base64)"
          ]
        }
      },
      "additionalProperties": false
    },
    "next": {
      "type": "object",
      "required": [
        "prompt",
        "taken",
        "logits",
        "allowed",
        "texts"
      ],
      "properties": {
        "prompt": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/id"
          },
          "maxItems": 20000
        },
        "taken": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/id"
          },
          "maxItems": 20000
        },
        "logits": {
          "$ref": "#/$defs/array"
        },
        "allowed": {
          "anyOf": [
            {
              "$ref": "#/$defs/array"
            },
            {
              "type": "null"
            }
          ]
        },
        "texts": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/name"
          },
          "maxItems": 1000000
        }
      },
      "additionalProperties": false
    },
    "decode": {
      "type": "object",
      "required": [
        "shotglass_run",
        "view",
        "made",
        "shotglass",
        "models",
        "question",
        "results"
      ],
      "properties": {
        "shotglass_run": {
          "$ref": "#/$defs/form"
        },
        "view": {
          "const": "decode"
        },
        "made": {
          "$ref": "#/$defs/made"
        },
        "shotglass": {
          "$ref": "#/$defs/version"
        },
        "models": {
          "$ref": "#/$defs/models"
        },
        "question": {
          "type": "object",
          "required": [
            "address"
          ],
          "properties": {
            "address": {
              "$ref": "#/$defs/address"
            },
            "interventions": {
              "$ref": "#/$defs/interventions"
            }
          },
          "additionalProperties": false
        },
        "results": {
          "type": "object",
          "required": [
            "next"
          ],
          "properties": {
            "next": {
              "$ref": "#/$defs/next"
            }
          },
          "additionalProperties": false
        }
      },
      "additionalProperties": false
    },
    "surprisal": {
      "type": "object",
      "required": [
        "nats",
        "p",
        "rank"
      ],
      "properties": {
        "nats": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        },
        "p": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        },
        "rank": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        }
      },
      "additionalProperties": false
    },
    "lens": {
      "type": "object",
      "required": [
        "row",
        "final",
        "next",
        "layers",
        "after"
      ],
      "properties": {
        "row": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "final": {
          "$ref": "#/$defs/named_token"
        },
        "next": {
          "anyOf": [
            {
              "$ref": "#/$defs/named_token"
            },
            {
              "type": "null"
            }
          ]
        },
        "layers": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/lens_layer"
          },
          "maxItems": 1000000
        },
        "after": {
          "enum": [
            "layer",
            "attention"
          ]
        },
        "kind": {
          "enum": [
            "logit",
            "jacobian"
          ]
        }
      },
      "additionalProperties": false
    },
    "named_token": {
      "type": "object",
      "required": [
        "id",
        "text"
      ],
      "properties": {
        "id": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "text": {
          "$ref": "#/$defs/text"
        }
      },
      "additionalProperties": false
    },
    "lens_layer": {
      "type": "object",
      "required": [
        "layer",
        "top",
        "final",
        "next",
        "entropy"
      ],
      "properties": {
        "layer": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "top": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/alternative"
          },
          "maxItems": 1000000
        },
        "final": {
          "$ref": "#/$defs/standing"
        },
        "next": {
          "anyOf": [
            {
              "$ref": "#/$defs/standing"
            },
            {
              "type": "null"
            }
          ]
        },
        "entropy": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        }
      },
      "additionalProperties": false
    },
    "standing": {
      "type": "object",
      "required": [
        "p",
        "rank"
      ],
      "properties": {
        "p": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        },
        "rank": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        }
      },
      "additionalProperties": false
    },
    "named_array": {
      "type": "object",
      "required": [
        "name",
        "shape",
        "data"
      ],
      "properties": {
        "name": {
          "$ref": "#/$defs/name"
        },
        "shape": {
          "type": "array",
          "items": {
            "type": "integer",
            "minimum": 0,
            "maximum": 10000000
          },
          "maxItems": 4,
          "minItems": 1
        },
        "data": {
          "type": "string",
          "maxLength": 5000000,
          "pattern": "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
          "examples": [
            "AACAPw== (float32, little-endian, in base64)"
          ]
        }
      },
      "additionalProperties": false
    },
    "writes": {
      "type": "object",
      "required": [
        "file",
        "weights",
        "precision"
      ],
      "properties": {
        "file": {
          "$ref": "#/$defs/text"
        },
        "weights": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/text"
          },
          "maxItems": 1000000
        },
        "precision": {
          "$ref": "#/$defs/text"
        }
      },
      "additionalProperties": false
    },
    "explained": {
      "type": "object",
      "required": [
        "model",
        "precision",
        "tokens",
        "layers",
        "heads",
        "head_size",
        "arrays"
      ],
      "properties": {
        "model": {
          "$ref": "#/$defs/name"
        },
        "precision": {
          "$ref": "#/$defs/name"
        },
        "writes": {
          "anyOf": [
            {
              "$ref": "#/$defs/writes"
            },
            {
              "type": "null"
            }
          ]
        },
        "tokens": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/piece"
          },
          "maxItems": 20000
        },
        "layers": {
          "$ref": "#/$defs/count"
        },
        "heads": {
          "$ref": "#/$defs/count"
        },
        "head_size": {
          "$ref": "#/$defs/count"
        },
        "bidirectional": {
          "$ref": "#/$defs/flag"
        },
        "windows": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/count"
          },
          "maxItems": 1024
        },
        "lens": {
          "anyOf": [
            {
              "$ref": "#/$defs/lens"
            },
            {
              "type": "null"
            }
          ]
        },
        "surprisals": {
          "type": "array",
          "items": {
            "anyOf": [
              {
                "$ref": "#/$defs/surprisal"
              },
              {
                "type": "null"
              }
            ]
          },
          "maxItems": 20000
        },
        "arrays": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/named_array"
          },
          "maxItems": 1024
        }
      },
      "additionalProperties": false
    },
    "heads_off": {
      "type": "object",
      "required": [
        "prompt",
        "heads",
        "before",
        "after"
      ],
      "properties": {
        "prompt": {
          "$ref": "#/$defs/text"
        },
        "heads": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/head_place"
          },
          "maxItems": 1024,
          "minItems": 1
        },
        "before": {
          "$ref": "#/$defs/score"
        },
        "after": {
          "$ref": "#/$defs/score"
        }
      },
      "additionalProperties": false
    },
    "inside": {
      "type": "object",
      "required": [
        "shotglass_run",
        "view",
        "made",
        "shotglass",
        "models",
        "question",
        "results"
      ],
      "properties": {
        "shotglass_run": {
          "$ref": "#/$defs/form"
        },
        "view": {
          "const": "inside"
        },
        "made": {
          "$ref": "#/$defs/made"
        },
        "shotglass": {
          "$ref": "#/$defs/version"
        },
        "models": {
          "$ref": "#/$defs/models"
        },
        "question": {
          "type": "object",
          "required": [
            "address",
            "text",
            "spans"
          ],
          "properties": {
            "address": {
              "$ref": "#/$defs/address"
            },
            "text": {
              "$ref": "#/$defs/text"
            },
            "spans": {
              "anyOf": [
                {
                  "type": "array",
                  "items": {
                    "$ref": "#/$defs/span"
                  },
                  "maxItems": 5000
                },
                {
                  "type": "null"
                }
              ]
            },
            "interventions": {
              "$ref": "#/$defs/interventions"
            }
          },
          "additionalProperties": false
        },
        "results": {
          "type": "object",
          "required": [
            "explained",
            "left_out"
          ],
          "properties": {
            "explained": {
              "$ref": "#/$defs/explained"
            },
            "left_out": {
              "type": "array",
              "items": {
                "$ref": "#/$defs/name"
              },
              "maxItems": 4096
            },
            "heads_off": {
              "$ref": "#/$defs/heads_off"
            }
          },
          "additionalProperties": false
        }
      },
      "additionalProperties": false
    },
    "measured_model": {
      "type": "object",
      "required": [
        "id",
        "precision",
        "provider",
        "fingerprint",
        "bit_stable",
        "graph",
        "weights",
        "tokenizer"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/text"
        },
        "precision": {
          "$ref": "#/$defs/text"
        },
        "provider": {
          "$ref": "#/$defs/text"
        },
        "fingerprint": {
          "$ref": "#/$defs/text"
        },
        "bit_stable": {
          "$ref": "#/$defs/flag"
        },
        "graph": {
          "$ref": "#/$defs/text"
        },
        "weights": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/text"
          },
          "maxItems": 1000000
        },
        "tokenizer": {
          "$ref": "#/$defs/text"
        }
      },
      "additionalProperties": false
    },
    "condition": {
      "type": "object",
      "required": [
        "id",
        "k",
        "draw",
        "order",
        "labels",
        "format",
        "template",
        "shots",
        "names"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/text"
        },
        "k": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "draw": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "order": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "labels": {
          "anyOf": [
            {
              "type": "number",
              "minimum": -1000000000.0,
              "maximum": 1000000000.0
            },
            {
              "enum": [
                "names",
                "none"
              ]
            }
          ]
        },
        "format": {
          "$ref": "#/$defs/text"
        },
        "template": {
          "$ref": "#/$defs/text"
        },
        "shots": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/example"
          },
          "maxItems": 1000000
        },
        "names": {
          "type": "array",
          "items": {
            "type": "array",
            "items": {
              "$ref": "#/$defs/text"
            },
            "maxItems": 2,
            "minItems": 2
          },
          "maxItems": 1000000
        }
      },
      "additionalProperties": false
    },
    "example": {
      "type": "object",
      "required": [
        "input",
        "output"
      ],
      "properties": {
        "input": {
          "$ref": "#/$defs/text"
        },
        "output": {
          "$ref": "#/$defs/text"
        }
      },
      "additionalProperties": false
    },
    "readings": {
      "type": "object",
      "required": [
        "items",
        "content_free"
      ],
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "type": "array",
            "items": {
              "type": "number",
              "minimum": -1000000000.0,
              "maximum": 1000000000.0
            },
            "maxItems": 1000000
          },
          "maxItems": 1000000
        },
        "content_free": {
          "type": "array",
          "items": {
            "type": "array",
            "items": {
              "type": "number",
              "minimum": -1000000000.0,
              "maximum": 1000000000.0
            },
            "maxItems": 1000000
          },
          "maxItems": 1000000
        }
      },
      "additionalProperties": false
    },
    "figures": {
      "type": "object",
      "required": [
        "chance",
        "cells",
        "comparisons",
        "calibrations",
        "slopes",
        "spreads"
      ],
      "properties": {
        "chance": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        },
        "cells": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/cell_figures"
          },
          "maxItems": 1000000
        },
        "comparisons": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/comparison"
          },
          "maxItems": 1000000
        },
        "calibrations": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/calibration"
          },
          "maxItems": 1000000
        },
        "slopes": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/label_slope"
          },
          "maxItems": 1000000
        },
        "spreads": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/condition_spread"
          },
          "maxItems": 1000000
        }
      },
      "additionalProperties": false
    },
    "cell_figures": {
      "type": "object",
      "required": [
        "cell",
        "right",
        "form",
        "choice",
        "calibrated",
        "always"
      ],
      "properties": {
        "cell": {
          "$ref": "#/$defs/cell"
        },
        "right": {
          "$ref": "#/$defs/interval"
        },
        "form": {
          "$ref": "#/$defs/interval"
        },
        "choice": {
          "$ref": "#/$defs/interval"
        },
        "calibrated": {
          "anyOf": [
            {
              "$ref": "#/$defs/interval"
            },
            {
              "type": "null"
            }
          ]
        },
        "always": {
          "anyOf": [
            {
              "$ref": "#/$defs/text"
            },
            {
              "type": "null"
            }
          ]
        }
      },
      "additionalProperties": false
    },
    "cell": {
      "type": "object",
      "required": [
        "model",
        "k",
        "labels",
        "format",
        "conditions"
      ],
      "properties": {
        "model": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "k": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "labels": {
          "anyOf": [
            {
              "type": "number",
              "minimum": -1000000000.0,
              "maximum": 1000000000.0
            },
            {
              "enum": [
                "names",
                "none"
              ]
            }
          ]
        },
        "format": {
          "$ref": "#/$defs/text"
        },
        "conditions": {
          "type": "array",
          "items": {
            "type": "integer",
            "minimum": -1,
            "maximum": 1000000000
          },
          "maxItems": 1000000
        }
      },
      "additionalProperties": false
    },
    "interval": {
      "type": "object",
      "required": [
        "value",
        "low",
        "high"
      ],
      "properties": {
        "value": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        },
        "low": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        },
        "high": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        }
      },
      "additionalProperties": false
    },
    "comparison": {
      "type": "object",
      "required": [
        "pair",
        "difference"
      ],
      "properties": {
        "pair": {
          "$ref": "#/$defs/pair"
        },
        "difference": {
          "$ref": "#/$defs/difference"
        }
      },
      "additionalProperties": false
    },
    "pair": {
      "type": "object",
      "required": [
        "factor",
        "before",
        "after"
      ],
      "properties": {
        "factor": {
          "enum": [
            "k",
            "labels",
            "format",
            "model"
          ]
        },
        "before": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "after": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        }
      },
      "additionalProperties": false
    },
    "difference": {
      "type": "object",
      "required": [
        "change",
        "gained",
        "lost",
        "p",
        "holm",
        "answer",
        "level",
        "draws"
      ],
      "properties": {
        "change": {
          "$ref": "#/$defs/interval"
        },
        "gained": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "lost": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "p": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        },
        "holm": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        },
        "answer": {
          "enum": [
            "higher",
            "lower",
            "none as large",
            "not enough"
          ]
        },
        "level": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        },
        "draws": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        }
      },
      "additionalProperties": false
    },
    "calibration": {
      "type": "object",
      "required": [
        "cell",
        "difference"
      ],
      "properties": {
        "cell": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "difference": {
          "$ref": "#/$defs/difference"
        }
      },
      "additionalProperties": false
    },
    "label_slope": {
      "type": "object",
      "required": [
        "cells",
        "slope"
      ],
      "properties": {
        "cells": {
          "type": "array",
          "items": {
            "type": "integer",
            "minimum": -1,
            "maximum": 1000000000
          },
          "maxItems": 1000000
        },
        "slope": {
          "$ref": "#/$defs/interval"
        }
      },
      "additionalProperties": false
    },
    "condition_spread": {
      "type": "object",
      "required": [
        "factor",
        "measure",
        "among",
        "model",
        "spread"
      ],
      "properties": {
        "factor": {
          "enum": [
            "order",
            "draw",
            "format"
          ]
        },
        "measure": {
          "enum": [
            "right",
            "calibrated"
          ]
        },
        "among": {
          "type": "array",
          "items": {
            "type": "integer",
            "minimum": -1,
            "maximum": 1000000000
          },
          "maxItems": 1000000
        },
        "model": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "spread": {
          "$ref": "#/$defs/spread_figures"
        }
      },
      "additionalProperties": false
    },
    "spread_figures": {
      "type": "object",
      "required": [
        "range",
        "deviation",
        "lowest",
        "highest",
        "apart",
        "p",
        "level"
      ],
      "properties": {
        "range": {
          "$ref": "#/$defs/interval"
        },
        "deviation": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        },
        "lowest": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "highest": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "apart": {
          "$ref": "#/$defs/flag"
        },
        "p": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        },
        "level": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        }
      },
      "additionalProperties": false
    },
    "example_figures": {
      "type": "object",
      "required": [
        "n",
        "log_odds",
        "first_token",
        "examples",
        "correlations",
        "readings"
      ],
      "properties": {
        "n": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "log_odds": {
          "$ref": "#/$defs/interval"
        },
        "first_token": {
          "$ref": "#/$defs/interval"
        },
        "examples": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/example_effect"
          },
          "maxItems": 1000000
        },
        "correlations": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/rank_correlation"
          },
          "maxItems": 1000000
        },
        "readings": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/example_readings"
          },
          "maxItems": 1000000
        }
      },
      "additionalProperties": false
    },
    "example_effect": {
      "type": "object",
      "required": [
        "input",
        "output",
        "deleted",
        "hidden",
        "answer_hidden",
        "attention"
      ],
      "properties": {
        "input": {
          "$ref": "#/$defs/text"
        },
        "output": {
          "$ref": "#/$defs/text"
        },
        "deleted": {
          "$ref": "#/$defs/interval"
        },
        "hidden": {
          "$ref": "#/$defs/interval"
        },
        "answer_hidden": {
          "$ref": "#/$defs/interval"
        },
        "attention": {
          "$ref": "#/$defs/interval"
        }
      },
      "additionalProperties": false
    },
    "rank_correlation": {
      "type": "object",
      "required": [
        "one",
        "other",
        "correlation"
      ],
      "properties": {
        "one": {
          "enum": [
            "deleted",
            "hidden",
            "answer_hidden",
            "attention"
          ]
        },
        "other": {
          "enum": [
            "deleted",
            "hidden",
            "answer_hidden",
            "attention"
          ]
        },
        "correlation": {
          "anyOf": [
            {
              "$ref": "#/$defs/interval"
            },
            {
              "type": "null"
            }
          ]
        }
      },
      "additionalProperties": false
    },
    "example_readings": {
      "type": "object",
      "required": [
        "log_odds",
        "first_token",
        "deleted",
        "hidden",
        "answer_hidden",
        "attention"
      ],
      "properties": {
        "log_odds": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        },
        "first_token": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        },
        "deleted": {
          "type": "array",
          "items": {
            "type": "number",
            "minimum": -1000000000.0,
            "maximum": 1000000000.0
          },
          "maxItems": 1000000
        },
        "hidden": {
          "type": "array",
          "items": {
            "type": "number",
            "minimum": -1000000000.0,
            "maximum": 1000000000.0
          },
          "maxItems": 1000000
        },
        "answer_hidden": {
          "type": "array",
          "items": {
            "type": "number",
            "minimum": -1000000000.0,
            "maximum": 1000000000.0
          },
          "maxItems": 1000000
        },
        "attention": {
          "type": "array",
          "items": {
            "type": "number",
            "minimum": -1000000000.0,
            "maximum": 1000000000.0
          },
          "maxItems": 1000000
        }
      },
      "additionalProperties": false
    },
    "head_figures": {
      "type": "object",
      "required": [
        "n",
        "draws",
        "right",
        "form",
        "rankings",
        "ablations",
        "contrasts"
      ],
      "properties": {
        "n": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "draws": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "right": {
          "$ref": "#/$defs/interval"
        },
        "form": {
          "$ref": "#/$defs/interval"
        },
        "rankings": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/ranking"
          },
          "maxItems": 1000000
        },
        "ablations": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/ablation"
          },
          "maxItems": 1000000
        },
        "contrasts": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/contrast"
          },
          "maxItems": 1000000
        }
      },
      "additionalProperties": false
    },
    "ranking": {
      "type": "object",
      "required": [
        "by",
        "heads"
      ],
      "properties": {
        "by": {
          "enum": [
            "answers",
            "prefix",
            "previous"
          ]
        },
        "heads": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/ranked_head"
          },
          "maxItems": 1000000
        }
      },
      "additionalProperties": false
    },
    "ranked_head": {
      "type": "object",
      "required": [
        "layer",
        "head",
        "score"
      ],
      "properties": {
        "layer": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "head": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "score": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        }
      },
      "additionalProperties": false
    },
    "ablation": {
      "type": "object",
      "required": [
        "by",
        "ablating",
        "share",
        "heads",
        "right",
        "form",
        "right_change",
        "form_change"
      ],
      "properties": {
        "by": {
          "anyOf": [
            {
              "enum": [
                "answers",
                "prefix",
                "previous"
              ]
            },
            {
              "const": "random"
            }
          ]
        },
        "ablating": {
          "enum": [
            "zero",
            "mean"
          ]
        },
        "share": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        },
        "heads": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "right": {
          "$ref": "#/$defs/interval"
        },
        "form": {
          "$ref": "#/$defs/interval"
        },
        "right_change": {
          "$ref": "#/$defs/interval"
        },
        "form_change": {
          "$ref": "#/$defs/interval"
        }
      },
      "additionalProperties": false
    },
    "contrast": {
      "type": "object",
      "required": [
        "by",
        "other",
        "ablating",
        "share",
        "right",
        "form"
      ],
      "properties": {
        "by": {
          "anyOf": [
            {
              "enum": [
                "answers",
                "prefix",
                "previous"
              ]
            },
            {
              "const": "random"
            }
          ]
        },
        "other": {
          "anyOf": [
            {
              "enum": [
                "answers",
                "prefix",
                "previous"
              ]
            },
            {
              "const": "random"
            }
          ]
        },
        "ablating": {
          "enum": [
            "zero",
            "mean"
          ]
        },
        "share": {
          "type": "number",
          "minimum": -1000000000.0,
          "maximum": 1000000000.0
        },
        "right": {
          "$ref": "#/$defs/interval"
        },
        "form": {
          "$ref": "#/$defs/interval"
        }
      },
      "additionalProperties": false
    },
    "vector_figures": {
      "type": "object",
      "required": [
        "n",
        "choosing",
        "none",
        "examples",
        "heads",
        "vectors"
      ],
      "properties": {
        "n": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "choosing": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "none": {
          "$ref": "#/$defs/outcome"
        },
        "examples": {
          "$ref": "#/$defs/outcome"
        },
        "heads": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/ranked_head"
          },
          "maxItems": 1000000
        },
        "vectors": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/vector_effect"
          },
          "maxItems": 1000000
        }
      },
      "additionalProperties": false
    },
    "outcome": {
      "type": "object",
      "required": [
        "right",
        "form"
      ],
      "properties": {
        "right": {
          "$ref": "#/$defs/interval"
        },
        "form": {
          "$ref": "#/$defs/interval"
        }
      },
      "additionalProperties": false
    },
    "vector_effect": {
      "type": "object",
      "required": [
        "kind",
        "layers",
        "chosen",
        "from_none_right",
        "from_none_form",
        "from_examples_right",
        "from_examples_form"
      ],
      "properties": {
        "kind": {
          "enum": [
            "function",
            "task"
          ]
        },
        "layers": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/at_layer"
          },
          "maxItems": 1000000
        },
        "chosen": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "from_none_right": {
          "$ref": "#/$defs/interval"
        },
        "from_none_form": {
          "$ref": "#/$defs/interval"
        },
        "from_examples_right": {
          "$ref": "#/$defs/interval"
        },
        "from_examples_form": {
          "$ref": "#/$defs/interval"
        }
      },
      "additionalProperties": false
    },
    "at_layer": {
      "type": "object",
      "required": [
        "layer",
        "choosing",
        "judged"
      ],
      "properties": {
        "layer": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "choosing": {
          "$ref": "#/$defs/outcome"
        },
        "judged": {
          "$ref": "#/$defs/outcome"
        }
      },
      "additionalProperties": false
    },
    "plan_item": {
      "type": "object",
      "required": [
        "input",
        "expected",
        "labels"
      ],
      "properties": {
        "input": {
          "$ref": "#/$defs/text"
        },
        "expected": {
          "$ref": "#/$defs/text"
        },
        "labels": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/text"
          },
          "maxItems": 64
        },
        "id": {
          "$ref": "#/$defs/name"
        }
      },
      "additionalProperties": false
    },
    "labels_kind": {
      "anyOf": [
        {
          "type": "number",
          "minimum": 0,
          "maximum": 1
        },
        {
          "enum": [
            "names",
            "none"
          ]
        }
      ]
    },
    "conditions": {
      "type": "object",
      "required": [
        "k",
        "draws",
        "orders",
        "labels",
        "formats",
        "content_free"
      ],
      "properties": {
        "k": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/count"
          },
          "maxItems": 64
        },
        "draws": {
          "$ref": "#/$defs/count"
        },
        "orders": {
          "$ref": "#/$defs/count"
        },
        "labels": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/labels_kind"
          },
          "maxItems": 16
        },
        "formats": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/text"
          },
          "maxItems": 64
        },
        "content_free": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/text"
          },
          "maxItems": 64
        }
      },
      "additionalProperties": false
    },
    "head_place": {
      "type": "object",
      "required": [
        "layer",
        "head"
      ],
      "properties": {
        "layer": {
          "$ref": "#/$defs/count"
        },
        "head": {
          "$ref": "#/$defs/count"
        }
      },
      "additionalProperties": false
    },
    "plan": {
      "type": "object",
      "required": [
        "model",
        "prompt",
        "items",
        "conditions",
        "other_model",
        "precision",
        "shot_set",
        "pool",
        "seed",
        "difference"
      ],
      "properties": {
        "model": {
          "$ref": "#/$defs/name"
        },
        "prompt": {
          "$ref": "#/$defs/prompt_object"
        },
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/plan_item"
          },
          "maxItems": 100000
        },
        "conditions": {
          "$ref": "#/$defs/conditions"
        },
        "other_model": {
          "anyOf": [
            {
              "$ref": "#/$defs/name"
            },
            {
              "type": "null"
            }
          ]
        },
        "precision": {
          "anyOf": [
            {
              "enum": [
                "fp32",
                "int8"
              ]
            },
            {
              "type": "null"
            }
          ]
        },
        "shot_set": {
          "anyOf": [
            {
              "$ref": "#/$defs/name"
            },
            {
              "type": "null"
            }
          ]
        },
        "pool": {
          "type": "integer",
          "minimum": 0,
          "maximum": 1000000
        },
        "seed": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        },
        "difference": {
          "type": "number",
          "minimum": 0,
          "maximum": 1
        },
        "balanced": {
          "$ref": "#/$defs/flag"
        },
        "heads_off": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/head_place"
          },
          "maxItems": 4096
        }
      },
      "additionalProperties": false
    },
    "measurement_record": {
      "type": "object",
      "required": [
        "record",
        "shotglass",
        "made",
        "plan",
        "questions",
        "answers",
        "models",
        "conditions",
        "prompts",
        "readings",
        "figures"
      ],
      "properties": {
        "record": {
          "const": "shotglass-measurement-1"
        },
        "shotglass": {
          "$ref": "#/$defs/version"
        },
        "made": {
          "$ref": "#/$defs/name"
        },
        "plan": {
          "$ref": "#/$defs/plan"
        },
        "questions": {
          "type": "array",
          "items": {
            "type": "integer",
            "minimum": 0,
            "maximum": 1000000
          },
          "maxItems": 100000
        },
        "answers": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/text"
          },
          "maxItems": 1000
        },
        "models": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/measured_model"
          },
          "maxItems": 2,
          "minItems": 1
        },
        "conditions": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/condition"
          },
          "maxItems": 10000
        },
        "prompts": {
          "type": "array",
          "items": {
            "type": "array",
            "items": {
              "$ref": "#/$defs/name"
            },
            "maxItems": 10000
          },
          "maxItems": 2
        },
        "readings": {
          "type": "array",
          "items": {
            "type": "array",
            "items": {
              "$ref": "#/$defs/readings"
            },
            "maxItems": 10000
          },
          "maxItems": 2
        },
        "figures": {
          "$ref": "#/$defs/figures"
        }
      },
      "additionalProperties": false
    },
    "cause_plan": {
      "type": "object",
      "required": [
        "model",
        "precision",
        "prompt",
        "items",
        "k",
        "shot_set",
        "pool",
        "seed",
        "balanced",
        "questions"
      ],
      "properties": {
        "model": {
          "$ref": "#/$defs/name"
        },
        "precision": {
          "anyOf": [
            {
              "enum": [
                "fp32",
                "int8"
              ]
            },
            {
              "type": "null"
            }
          ]
        },
        "prompt": {
          "$ref": "#/$defs/prompt_object"
        },
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/plan_item"
          },
          "maxItems": 100000
        },
        "k": {
          "$ref": "#/$defs/count"
        },
        "shot_set": {
          "anyOf": [
            {
              "$ref": "#/$defs/name"
            },
            {
              "type": "null"
            }
          ]
        },
        "pool": {
          "type": "integer",
          "minimum": 0,
          "maximum": 1000000
        },
        "seed": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        },
        "balanced": {
          "$ref": "#/$defs/flag"
        },
        "questions": {
          "$ref": "#/$defs/count"
        },
        "draws": {
          "$ref": "#/$defs/count"
        },
        "top": {
          "$ref": "#/$defs/count"
        }
      },
      "additionalProperties": false
    },
    "causes_planned": {
      "type": "object",
      "required": [
        "model",
        "graph",
        "weights",
        "k",
        "fitted",
        "judged",
        "examples",
        "runs",
        "tokens"
      ],
      "properties": {
        "model": {
          "$ref": "#/$defs/text"
        },
        "graph": {
          "$ref": "#/$defs/text"
        },
        "weights": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/text"
          },
          "maxItems": 1000000
        },
        "k": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "fitted": {
          "type": "array",
          "items": {
            "type": "integer",
            "minimum": -1,
            "maximum": 1000000000
          },
          "maxItems": 1000000
        },
        "judged": {
          "type": "array",
          "items": {
            "type": "integer",
            "minimum": -1,
            "maximum": 1000000000
          },
          "maxItems": 1000000
        },
        "examples": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/example"
          },
          "maxItems": 1000000
        },
        "runs": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        },
        "tokens": {
          "type": "integer",
          "minimum": -1,
          "maximum": 1000000000
        }
      },
      "additionalProperties": false
    },
    "example_record": {
      "type": "object",
      "required": [
        "record",
        "shotglass",
        "made",
        "search",
        "plan",
        "planned",
        "figures"
      ],
      "properties": {
        "record": {
          "const": "shotglass-cause-1"
        },
        "shotglass": {
          "$ref": "#/$defs/version"
        },
        "made": {
          "$ref": "#/$defs/name"
        },
        "search": {
          "const": "example"
        },
        "plan": {
          "$ref": "#/$defs/cause_plan"
        },
        "planned": {
          "$ref": "#/$defs/causes_planned"
        },
        "figures": {
          "$ref": "#/$defs/example_figures"
        }
      },
      "additionalProperties": false
    },
    "head_record": {
      "type": "object",
      "required": [
        "record",
        "shotglass",
        "made",
        "search",
        "plan",
        "planned",
        "figures"
      ],
      "properties": {
        "record": {
          "const": "shotglass-cause-1"
        },
        "shotglass": {
          "$ref": "#/$defs/version"
        },
        "made": {
          "$ref": "#/$defs/name"
        },
        "search": {
          "const": "head"
        },
        "plan": {
          "$ref": "#/$defs/cause_plan"
        },
        "planned": {
          "$ref": "#/$defs/causes_planned"
        },
        "figures": {
          "$ref": "#/$defs/head_figures"
        }
      },
      "additionalProperties": false
    },
    "vector_record": {
      "type": "object",
      "required": [
        "record",
        "shotglass",
        "made",
        "search",
        "plan",
        "planned",
        "figures"
      ],
      "properties": {
        "record": {
          "const": "shotglass-cause-1"
        },
        "shotglass": {
          "$ref": "#/$defs/version"
        },
        "made": {
          "$ref": "#/$defs/name"
        },
        "search": {
          "const": "vector"
        },
        "plan": {
          "$ref": "#/$defs/cause_plan"
        },
        "planned": {
          "$ref": "#/$defs/causes_planned"
        },
        "figures": {
          "$ref": "#/$defs/vector_figures"
        }
      },
      "additionalProperties": false
    },
    "measured": {
      "discriminator": {
        "propertyName": "kind"
      },
      "oneOf": [
        {
          "$ref": "#/$defs/measured_plan"
        },
        {
          "$ref": "#/$defs/found_example"
        },
        {
          "$ref": "#/$defs/found_head"
        },
        {
          "$ref": "#/$defs/found_vector"
        }
      ]
    },
    "measured_plan": {
      "type": "object",
      "required": [
        "kind",
        "record"
      ],
      "properties": {
        "kind": {
          "const": "measurement"
        },
        "record": {
          "$ref": "#/$defs/measurement_record"
        }
      },
      "additionalProperties": false
    },
    "found_example": {
      "type": "object",
      "required": [
        "kind",
        "record"
      ],
      "properties": {
        "kind": {
          "const": "example"
        },
        "record": {
          "$ref": "#/$defs/example_record"
        }
      },
      "additionalProperties": false
    },
    "found_head": {
      "type": "object",
      "required": [
        "kind",
        "record"
      ],
      "properties": {
        "kind": {
          "const": "head"
        },
        "record": {
          "$ref": "#/$defs/head_record"
        }
      },
      "additionalProperties": false
    },
    "found_vector": {
      "type": "object",
      "required": [
        "kind",
        "record"
      ],
      "properties": {
        "kind": {
          "const": "vector"
        },
        "record": {
          "$ref": "#/$defs/vector_record"
        }
      },
      "additionalProperties": false
    },
    "measure": {
      "type": "object",
      "required": [
        "shotglass_run",
        "view",
        "made",
        "shotglass",
        "models",
        "question",
        "results"
      ],
      "properties": {
        "shotglass_run": {
          "$ref": "#/$defs/form"
        },
        "view": {
          "const": "measure"
        },
        "made": {
          "$ref": "#/$defs/made"
        },
        "shotglass": {
          "$ref": "#/$defs/version"
        },
        "models": {
          "$ref": "#/$defs/models"
        },
        "question": {
          "type": "object",
          "required": [
            "address"
          ],
          "properties": {
            "address": {
              "$ref": "#/$defs/address"
            }
          },
          "additionalProperties": false
        },
        "results": {
          "$ref": "#/$defs/measured"
        }
      },
      "additionalProperties": false
    },
    "lessons": {
      "type": "object",
      "required": [
        "shotglass_run",
        "view",
        "made",
        "shotglass",
        "models",
        "question",
        "results"
      ],
      "properties": {
        "shotglass_run": {
          "$ref": "#/$defs/form"
        },
        "view": {
          "const": "lessons"
        },
        "made": {
          "$ref": "#/$defs/made"
        },
        "shotglass": {
          "$ref": "#/$defs/version"
        },
        "models": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/model"
          },
          "maxItems": 2
        },
        "question": {
          "type": "object",
          "required": [
            "address"
          ],
          "properties": {
            "address": {
              "$ref": "#/$defs/address"
            }
          },
          "additionalProperties": false
        },
        "results": {
          "type": "object",
          "required": [],
          "properties": {},
          "additionalProperties": false
        }
      },
      "additionalProperties": false
    }
  }
};

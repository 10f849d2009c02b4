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
    "prompt": {
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
          "$ref": "#/$defs/name"
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
          "const": 1
        },
        "view": {
          "const": "compare"
        },
        "made": {
          "type": "string",
          "maxLength": 100,
          "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?Z$",
          "examples": [
            "2026-11-29T12:00:00.000Z"
          ]
        },
        "shotglass": {
          "type": "string",
          "maxLength": 100
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
              "$ref": "#/$defs/prompt"
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
    }
  }
};

"""A run of each view as a file, written by hand; ``runs_cases`` mutates them."""

from __future__ import annotations

import base64
import json
import struct
from typing import Any

from contract import measurement_cases

SHOTS = [{"input": "hot", "output": " cold"}, {"input": "热", "output": " 冷"}]
SETTINGS = {"max_tokens": 2, "temperature": 0.8, "top_k": 0, "top_p": 1, "n": 1, "seed": 7}
MODEL = {
    "id": "toy",
    "name": "Toy",
    "digest": "ab" * 32,
    "where": "computer",
    "precision": "fp32",
}


def runs() -> dict[str, dict[str, Any]]:
    """By view."""
    return {
        "compare": compared(),
        "prompt": _head("prompt") | _written(),
        "decode": _head("decode") | _next(),
        "fill": _head("fill") | _filled(),
        "measure": _head("measure") | _measured(),
        "inside": _head("inside") | {"shotglass_run": 2} | _inside(),
        "lessons": _head("lessons") | {"question": {"address": "lesson=shots"}, "results": {}},
    }


def _head(view: str) -> dict[str, Any]:
    return {
        "shotglass_run": 1,
        "view": view,
        "made": "2026-11-30T12:00:00.000Z",
        "shotglass": "0.1.0",
        "models": [MODEL],
    }


def compared() -> dict[str, Any]:
    return _head("compare") | {
        "question": {
            "prompt": {
                "template": "{input} ->{output}\n",
                "shot_sets": {"opposites": SHOTS},
                "query": {"input": "tall", "expected": " short"},
                "labels": [{"text": " short"}, {"text": " tall"}],
                "readout": "labels",
                "stop": ["\n"],
            },
            "task": None,
            "set": "opposites",
            "k": 2,
            "one_shot": 0,
            "pinned": False,
            "truths": {},
        },
        "settings": dict(SETTINGS),
        "results": {"lanes": [_lane("zero", []), _lane("few", [0, 1])]},
    }


def _lane(id: str, shots: list[int]) -> dict[str, Any]:
    texts = ["hot -> cold\n", "热 -> 冷\n"]
    prompt = "".join(texts[at] for at in shots) + "tall ->"
    events = [
        {
            "type": "start",
            "lane": id,
            "model": "toy",
            "prompt": prompt,
            "spans": [_span(prompt)],
            "tokens": [_piece(prompt)],
            "context": 128,
            "samples": 1,
        },
        {
            "type": "score",
            "lane": id,
            "labels": [
                {"text": " short", "ids": [9], "logprob": -0.5, "p": 0.6065306597, "share": 0.75},
                {"text": " tall", "ids": [8], "logprob": -1.6, "p": 0.2018965180, "share": 0.25},
            ],
            "mass": 0.8084271777,
            "next": _distribution(),
            "boundary_moved": [],
            "sample": None,
        },
        _token(id, 0, 9, " short"),
        _token(id, 1, 2, "\n"),
        {
            "type": "done",
            "lane": id,
            "sample": 0,
            "reason": "stop_text",
            "text": " short",
            "tokens": 2,
        },
    ]
    shot_set = "opposites" if shots else None
    lane = {"model": 0, "id": id, "shot_set": shot_set, "shots": shots, "reasoning": False}
    return {**lane, "settings": dict(SETTINGS), "events": events}


def _span(prompt: str) -> dict[str, Any]:
    return {"part": "query", "start": 0, "end": len(prompt), "shot": None, "field": None}


def _piece(prompt: str) -> dict[str, Any]:
    return {"id": 4, "text": "tall ->", "start": 0, "end": len(prompt)}


def _token(lane: str, index: int, id: int, text: str) -> dict[str, Any]:
    return {
        "type": "token",
        "lane": lane,
        "sample": 0,
        "index": index,
        "id": id,
        "piece": text,
        "text": text,
        "logprob": -0.5 - index,
        "rank": 0,
        "distribution": _distribution(),
        "survivors": {"top_k": 10},
        "draw": 0.25,
    }


def _distribution() -> dict[str, Any]:
    alternatives = [{"id": 9, "text": " short", "p": 0.6}, {"id": 8, "text": " tall", "p": 0.2}]
    return {"alternatives": alternatives, "rest": 0.2, "rest_tokens": 8, "entropy": 1.1}


def _written() -> dict[str, Any]:
    """A conversation that is held to a form, and a text whose end a person wrote."""
    constraint = {"kind": "regex", "source": "[a-z ]+", "prefix": ""}
    held = SETTINGS | {"constraint": constraint, "logit_bias": {"9": -2.5}}
    turns = [{"role": "user", "content": "tall?"}]
    parts = [
        {"kind": "token", "source": 0, "token": _token("", 0, 9, " short"), "chosen": False},
        {"kind": "token", "source": 0, "token": _token("", 1, 2, "\n"), "chosen": False},
    ]
    chat = {"prompt": "<user>tall?", "ids": [4, 5], "settings": held}
    text = {"prompt": "tall ->", "settings": dict(SETTINGS)}
    typed = [parts[0], {"kind": "typed", "text": " and small"}]
    return {
        "question": {"columns": [{"model": 0, **chat, "chat": turns}, {"model": 0, **text}]},
        "results": {
            "columns": [
                {"sources": [chat], "samples": [{"parts": parts, "reason": "stop_token"}]},
                {"sources": [text], "samples": [{"parts": typed, "reason": None}]},
            ]
        },
    }


def _next() -> dict[str, Any]:
    texts = [" short", " tall", " <b>"]
    following = {
        "prompt": [4],
        "taken": [0],
        "logits": _floats([3], [1.5, 0.5, -2.0]),
        "allowed": _floats([3], [1.0, 1.0, 0.0]),
        "texts": texts,
    }
    return {"question": {"address": "text=tall&take=+short"}, "results": {"next": following}}


def _filled() -> dict[str, Any]:
    text = "A [MASK] day."
    gap = {"token": 1, "start": 2, "end": 8, "distribution": _distribution(), "candidates": []}
    left = {"left": "A ", "next": [{"text": " short", "p": 0.3}]}
    filled = {"text": text, "tokens": [_piece(text)], "gaps": [gap]}
    return {"question": {"text": text}, "results": {"filled": filled, "left": [left]}}


def _measured() -> dict[str, Any]:
    (record, *_) = measurement_cases.make()["records"]
    return {
        "models": [MODEL | {"id": "tiny"}],
        "question": {"address": "question=examples"},
        "results": {"kind": "measurement", "record": json.loads(record["record"])},
    }


def _inside() -> dict[str, Any]:
    standing = {"p": 0.5, "rank": 1}
    row = {"layer": 1, "top": [{"id": 9, "text": " short", "p": 0.6}], "entropy": 1.0}
    named = {"id": 9, "text": " short"}
    lens = {"row": 0, "final": named, "next": None, "after": "layer"}
    lens |= {"layers": [row | {"final": standing, "next": None}]}
    explained = {
        "model": "toy",
        "precision": "fp32",
        "layers": 1,
        "heads": 2,
        "head_size": 4,
        "bidirectional": False,
        "windows": [0],
        "tokens": [_piece("tall ->")],
        "lens": lens,
        "surprisals": [None],
        "arrays": [
            {"name": "thumbnails", **_floats([1, 2, 1, 1], [1.0, 1.0])},
            {"name": "attentions.0", **_floats([2, 1, 1], [1.0, 1.0])},
        ],
    }
    question = {"address": "text=tall+-%3E", "text": "tall ->", "spans": None}
    question |= {"interventions": _interventions()}
    results = {"explained": explained, "left_out": ["scores.0"], "heads_off": _heads_off()}
    return {"question": question, "results": results}


def _interventions() -> list[dict[str, Any]]:
    """One of each kind."""
    return [
        {"kind": "head", "layer": 0, "head": 1, "by": "mean", "over": ["tall"]},
        {"kind": "attention", "layer": 0, "from": [-1], "to": [0]},
        {"kind": "patch", "layer": 1, "token": 0, "prompt": "short ->", "source": 0},
        {"kind": "steer", "point": "blocks.0.hook_resid_mid", "scale": 2.5, "vector": [0.5, -1.0]},
    ]


def _heads_off() -> dict[str, Any]:
    score = compared()["results"]["lanes"][0]["events"][1]
    heads = [{"layer": 0, "head": 1}]
    return {"prompt": "tall ->", "heads": heads, "before": score, "after": score}


def _floats(shape: list[int], values: list[float]) -> dict[str, Any]:
    data = base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()
    return {"shape": shape, "data": data}

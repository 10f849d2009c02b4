"""The cases of measurement.json: records as they are written, with the table of their readings.

All texts are put together here by hand, so that Python and TypeScript have to come to the same
bytes from the same plan and readings. Readings are texts, since their digits are what is tested.
"""

from __future__ import annotations

import json
import math
from typing import Any

COLUMNS = (
    "model,precision,condition,k,draw,order,example_answers,format,template,item,id,input,expected,"
    "says,right,form,choice,calibrated,answers,names,logprobs\r\n"
)
MODEL = (
    '{"id":"tiny","precision":"fp32","provider":"cpu","fingerprint":"fp_1","bit_stable":true,'
    '"graph":"g","weights":["w"],"tokenizer":"t"}'
)
FIGURES = (
    '{"chance":0.5,"cells":[{"cell":{"model":0,"k":1,"labels":%s,"format":"own","conditions":[0]},'
    '"right":{"value":0.5,"low":3.5e-8,"high":1},"form":{"value":1e-7,"low":0,"high":0.000001},'
    '"choice":{"value":0.25,"low":0.1,"high":0.4},"calibrated":null,"always":null}],'
    '"comparisons":[],"calibrations":[],"slopes":[],"spreads":[]}'
)
MADE = "2026-11-29T12:00:00.000Z"
READINGS = (  # a row an item: no digit lost, none added, and numbers that are written in two ways
    ("-0.5", "-1.5"),
    ("-30", "-1e-7"),
    ("-12345.678901234567", "-0.00001"),
)


def make() -> dict[str, Any]:
    return {
        "records": [_awkward(), _named(), _with_heads_off()],
        "causes": [_cause(name) for name in CAUSES],
    }


def _awkward() -> dict[str, str]:
    """Texts that a table has to take care of, and answers that only the items and examples name."""
    template = "Q: {input}\nA:{output}\n\n"
    items: list[Item] = [
        ('say, "ü"\n', " mat", [], "q-7"),
        ("=1+1", " dog", []),
        ("- no", " mat", [" cow", " mat"]),
    ]
    rows = [
        [
            "q-7",
            '"say, ""ü""\n"',
            " mat",
            " dog",
            "0",
            *_measures(0, 1),
            "",
            '"["" dog"","" mat""]"',
        ],
        ["", "'=1+1", " dog", " mat", "0", *_measures(1, 0), "", '"["" dog"","" mat""]"'],
        ["", "'- no", " mat", " mat", "1", *_measures(2, 1), "", '"["" cow"","" mat""]"'],
    ]
    return {
        "record": _record(template, [" dog", " mat"], items, 1, []),
        "csv": _csv(f'1,own,"{template}"', rows, ""),
    }


def _named() -> dict[str, str]:
    """Answers that are read by names, and calibrated."""
    template = "{input} ->{output}\n"
    items: list[Item] = [(text, " dog", []) for text in "xyz"]
    answers = '"["" dog"","" mat""]"'
    rows = [
        ["", "x", " dog", " dog", "1", *_measures(0, 0), "1", answers],
        ["", "y", " dog", " mat", "0", *_measures(1, 0), "0", answers],
        ["", "z", " dog", " mat", "0", *_measures(2, 0), "0", answers],
    ]
    names = [[" dog", " foo"], [" mat", " bar"]]
    return {
        "record": _record(template, [" dog", " mat"], items, "names", names),
        "csv": _csv(f'names,own,"{template}"', rows, '"["" foo"","" bar""]"'),
    }


def _with_heads_off() -> dict[str, str]:
    """A column more, and a key of the plan after all others."""
    plain = _named()
    head, *rows = plain["csv"].rstrip("\r\n").split("\r\n")
    lines = [f"{head},heads_off", *(f"{row},1.2 0.3" for row in rows), ""]
    off = '"difference":0.1,"heads_off":[{"layer":1,"head":2},{"layer":0,"head":3}]}'
    record = plain["record"].replace('"difference":0.1}', off)
    return {"record": record, "csv": "\r\n".join(lines)}


Item = tuple[Any, ...]  # input, expected, labels and perhaps an id
NAMES = ("input", "expected", "labels", "id")


def _record(
    template: str, answers: list[str], items: list[Item], labels: object, names: list[list[str]]
) -> str:
    shot = {"input": "one", "output": answers[0]}
    listed = {"labels": [{"text": one} for one in answers]} if names else {}
    prompt = {
        "instruction": "", "template": template, "shot_sets": {"main": [shot]},
        "query": {"input": "fast"}, **listed, "readout": "labels",
    }  # fmt: skip
    free = ["N/A"] if names else []
    plan = {
        "model": "tiny", "prompt": prompt,
        "items": [dict(zip(NAMES, item, strict=False)) for item in items],
        "conditions": {"k": [1], "draws": 1, "orders": 1, "labels": [labels], "formats": ["own"],
                       "content_free": free},
        "other_model": None, "precision": None, "shot_set": "main", "pool": 0, "seed": 0,
        "difference": 0.1,
    }  # fmt: skip
    shown = dict(map(tuple, names)).get(answers[0], answers[0])  # type: ignore[arg-type]
    condition = {
        "id": "k=1", "k": 1, "draw": 0, "order": 0, "labels": labels, "format": "own",
        "template": template, "shots": [{"input": "one", "output": shown}], "names": names,
    }  # fmt: skip
    rows = ",".join(f"[{one},{other}]" for one, other in READINGS)
    readings = f'{{"items":[{rows}],"content_free":{"[[-1,-0.5]]" if names else "[]"}}}'
    return (
        f'{{"record":"shotglass-measurement-1","shotglass":"1.0","made":"{MADE}","plan":{_json(plan)},'
        f'"questions":[0,1,2],"answers":{_json(answers)},"models":[{MODEL}],'
        f'"conditions":[{_json(condition)}],"prompts":[["0"]],"readings":[[{readings}]],'
        f'"figures":{FIGURES % _json(labels)}}}\n'
    )


INTERVAL = '{"value":0.5,"low":0.25,"high":0.75}'
OUTCOME = f'"right":{INTERVAL},"form":{INTERVAL}'
CAUSES = {  # what each is asked beside the plan, and figures: the least that the schema takes
    "example": (
        "",
        f'"log_odds":{INTERVAL},"first_token":{INTERVAL},"examples":[],"correlations":[],'
        '"readings":[]',
    ),
    "head": (',"draws":3', f'"draws":3,{OUTCOME},"rankings":[],"ablations":[],"contrasts":[]'),
    "vector": (
        ',"top":1',
        f'"choosing":1,"none":{{{OUTCOME}}},"examples":{{{OUTCOME}}},'
        '"heads":[{"layer":0,"head":1,"score":1e-7}],"vectors":[]',
    ),
}


def _cause(name: str) -> str:
    """A search for causes, whose record has the items and examples that it used."""
    own, figures = CAUSES[name]
    prompt = {
        "instruction": "", "template": "{input} ->{output}\n", "shot_sets": {},
        "query": {"input": "fast"}, "readout": "labels",
    }  # fmt: skip
    rows = [(text, " dog" if text < "c" else " mat") for text in "abcd"]
    items = [{"input": text, "expected": answer, "labels": []} for text, answer in rows]
    plan = (
        f'{{"model":"tiny","precision":null,"prompt":{_json(prompt)},"items":{_json(items)},"k":1,'
        f'"shot_set":null,"pool":1,"seed":0,"balanced":true,"questions":2{own}}}'
    )
    planned = (
        '{"model":"tiny","graph":"g","weights":["w"],"k":1,"fitted":[0],"judged":[1,2],'
        '"examples":[{"input":"d","output":" mat"}],"runs":7,"tokens":70}'
    )
    return (
        f'{{"record":"shotglass-cause-1","shotglass":"1.0","made":"{MADE}","search":"{name}",'
        f'"plan":{plan},"planned":{planned},"figures":{{"n":2,{figures}}}}}\n'
    )


def _csv(condition: str, rows: list[list[str]], names: str) -> str:
    lines = [
        f'tiny,fp32,k=1,1,1,1,{condition},{number},{",".join(row)},{names},"[{one},{other}]"\r\n'
        for number, (row, (one, other)) in enumerate(zip(rows, READINGS, strict=True), 1)
    ]
    return COLUMNS + "".join(lines)


def _measures(at: int, answer: int) -> list[str]:
    """Form and choice with six digits."""
    sizes = [math.exp(float(text)) for text in READINGS[at]]
    return [_six(sum(sizes)), _six(sizes[answer] / sum(sizes))]


def _six(value: float) -> str:
    return f"{value:.6g}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

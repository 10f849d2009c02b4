"""The cases of prompting.json: prompts, and by hand the stretches that their texts consist of."""

from __future__ import annotations

from typing import Any

ARROW = "{input} ->{output}\n"
REVIEW = "Review: {input}\nSentiment:{output}\n\n"
REASONED = "Q: {input}\nA:{reasoning}\nSo:{output}\n\n"
OPPOSITES = [{"input": "hot", "output": " cold"}, {"input": "tall", "output": " short"}]

# Stretches: (part, shot, field, text). The text of a case is their texts in a row.
INSTRUCTION, BLANK = "instruction", ("separator", None, None, "\n\n")


def make() -> dict[str, list[Any]]:
    return {"renders": _renders(), "errors": _errors()}


def prompt(template: str = ARROW, query: str = "fast", **more: Any) -> dict[str, Any]:
    return {"template": template, "query": {"input": query}, **more}


def lane(*shots: int, of: str | None = "a") -> dict[str, Any]:
    return {"id": "lane", "shot_set": of, "shots": list(shots)}


ZERO = lane(of=None)


def reasoning(lane: dict[str, Any]) -> dict[str, Any]:
    return {**lane, "reasoning": True}


def instruction(text: str) -> list[Any]:
    return [(INSTRUCTION, None, None, text), BLANK]


def arrow_shot(place: int, input: str, output: str) -> list[Any]:
    return [
        ("shot", place, "input", input),
        ("shot", place, "template", " ->"),
        ("shot", place, "output", output),
        ("separator", place, "template", "\n"),
    ]


def arrow_query(input: str) -> list[Any]:
    return [("query", None, "input", input), ("query", None, "template", " ->")]


def review_shot(place: int, input: str, output: str) -> list[Any]:
    return [
        ("shot", place, "template", "Review: "),
        ("shot", place, "input", input),
        ("shot", place, "template", "\nSentiment:"),
        ("shot", place, "output", output),
        ("separator", place, "template", "\n\n"),
    ]


def review_query(input: str) -> list[Any]:
    return [
        ("query", None, "template", "Review: "),
        ("query", None, "input", input),
        ("query", None, "template", "\nSentiment:"),
    ]


def reasoned_query(input: str) -> list[Any]:
    return [
        ("query", None, "template", "Q: "),
        ("query", None, "input", input),
        ("query", None, "template", "\nA:"),
    ]


def _renders() -> list[dict[str, Any]]:
    sets = {"a": OPPOSITES, "b": [{"input": "old", "output": " older"}]}
    say = "Give the opposite."
    film = {"a": [{"input": "Good.", "output": " Positive"}]}
    apples = [{"input": "1 + 1?", "reasoning": " One and one.", "output": " 2"}]
    chinese = {"a": [{"input": "树", "output": " tree"}]}
    emoji = {"a": [{"input": "👍🏽", "output": " 🙂"}, {"input": "𝔘", "output": " U"}]}
    spoken = {"a": [{"input": "x", "output": " y", "reasoning": "unused here"}]}
    empty = {"a": [{"input": "", "output": ""}]}
    return [
        _render("zero-shot", prompt(), ZERO, arrow_query("fast"), ["\n"]),
        _render(
            "zero-shot with an instruction",
            prompt(instruction=say),
            ZERO,
            instruction(say) + arrow_query("fast"),
            ["\n"],
        ),
        _render(
            "an empty instruction is none",
            prompt(instruction=""),
            ZERO,
            arrow_query("fast"),
            ["\n"],
        ),
        _render(
            "a lane that names its set and shows nothing",
            prompt(shot_sets=sets),
            lane(),
            arrow_query("fast"),
            ["\n"],
        ),
        _render(
            "one shot",
            prompt(shot_sets=sets),
            lane(0),
            arrow_shot(0, "hot", " cold") + arrow_query("fast"),
            ["\n"],
        ),
        _render(
            "one shot, the other one",
            prompt(shot_sets=sets),
            lane(1),
            arrow_shot(0, "tall", " short") + arrow_query("fast"),
            ["\n"],
        ),
        _render(
            "two shots with an instruction",
            prompt(instruction=say, shot_sets=sets),
            lane(0, 1),
            instruction(say)
            + arrow_shot(0, "hot", " cold")
            + arrow_shot(1, "tall", " short")
            + arrow_query("fast"),
            ["\n"],
        ),
        _render(
            "shots in the order that the lane says",
            prompt(shot_sets=sets),
            lane(1, 0),
            arrow_shot(0, "tall", " short") + arrow_shot(1, "hot", " cold") + arrow_query("fast"),
            ["\n"],
        ),
        _render(
            "the same shot twice",
            prompt(shot_sets=sets),
            lane(0, 0),
            arrow_shot(0, "hot", " cold") + arrow_shot(1, "hot", " cold") + arrow_query("fast"),
            ["\n"],
        ),
        _render(
            "another set",
            prompt(shot_sets=sets),
            lane(0, of="b"),
            arrow_shot(0, "old", " older") + arrow_query("fast"),
            ["\n"],
        ),
        _render(
            "text before the input",
            prompt(REVIEW, "Bad.", shot_sets=film),
            lane(0),
            review_shot(0, "Good.", " Positive") + review_query("Bad."),
            ["\n\n"],
        ),
        _render(
            "a question up to its reasoning",
            prompt(REASONED, "2 + 2?"),
            reasoning(ZERO),
            reasoned_query("2 + 2?"),
            ["\n\n"],
        ),
        _render(
            "a shot with reasoning",
            prompt(REASONED, "2 + 2?", shot_sets={"a": apples}),
            reasoning(lane(0)),
            [
                ("shot", 0, "template", "Q: "),
                ("shot", 0, "input", "1 + 1?"),
                ("shot", 0, "template", "\nA:"),
                ("shot", 0, "reasoning", " One and one."),
                ("shot", 0, "template", "\nSo:"),
                ("shot", 0, "output", " 2"),
                ("separator", 0, "template", "\n\n"),
                *reasoned_query("2 + 2?"),
            ],
            ["\n\n"],
        ),
        _render(
            "without reasoning nothing stands in its place and all else stays",
            prompt(REASONED, "2 + 2?", shot_sets={"a": apples}),
            lane(0),
            [
                ("shot", 0, "template", "Q: "),
                ("shot", 0, "input", "1 + 1?"),
                ("shot", 0, "template", "\nA:"),
                ("shot", 0, "template", "\nSo:"),
                ("shot", 0, "output", " 2"),
                ("separator", 0, "template", "\n\n"),
                *reasoned_query("2 + 2?"),
                ("query", None, "template", "\nSo:"),
            ],
            ["\n\n"],
        ),
        _render(
            "reasoning right after the question",
            prompt("{input}{reasoning}\nA:{output}\n", "2 + 2?", shot_sets={"a": apples}),
            reasoning(lane(0)),
            [
                ("shot", 0, "input", "1 + 1?"),
                ("shot", 0, "reasoning", " One and one."),
                ("shot", 0, "template", "\nA:"),
                ("shot", 0, "output", " 2"),
                ("separator", 0, "template", "\n"),
                ("query", None, "input", "2 + 2?"),
            ],
            ["\n"],
        ),
        _render(
            "a question that ends in a space before what would end a reasoning",
            prompt("{input}{reasoning}\nA:{output}", "x "),
            ZERO,
            [("query", None, "input", "x "), ("query", None, "template", "\nA:")],
            [],
        ),
        _render(
            "reasoning that the template does not show",
            prompt(shot_sets=spoken),
            lane(0),
            arrow_shot(0, "x", " y") + arrow_query("fast"),
            ["\n"],
        ),
        _render(
            "escaped braces",
            prompt('{{"text": "{input}", "label":{output}}}\n', "hi"),
            ZERO,
            [
                ("query", None, "template", '{"text": "'),
                ("query", None, "input", "hi"),
                ("query", None, "template", '", "label":'),
            ],
            ["}\n"],
        ),
        _render(
            "a field's name in escaped braces",
            prompt("{{input}} {input}:{output}", "x"),
            ZERO,
            [
                ("query", None, "template", "{input} "),
                ("query", None, "input", "x"),
                ("query", None, "template", ":"),
            ],
            [],
        ),
        _render(
            "braces around a field",
            prompt("{{{input}}}{output}", "x"),
            ZERO,
            [
                ("query", None, "template", "{"),
                ("query", None, "input", "x"),
                ("query", None, "template", "}"),
            ],
            [],
        ),
        _render(
            "braces in values are plain text",
            prompt(query="{output} {{", instruction="Use {input}."),
            ZERO,
            instruction("Use {input}.") + arrow_query("{output} {{"),
            ["\n"],
        ),
        _render(
            "Chinese",
            prompt(query="水", instruction="把中文翻译成英文。", shot_sets=chinese),
            lane(0),
            instruction("把中文翻译成英文。") + arrow_shot(0, "树", " tree") + arrow_query("水"),
            ["\n"],
        ),
        _render(
            "a Chinese template",
            prompt("评论：{input}\n情感：{output}\n", "很好看"),
            ZERO,
            [
                ("query", None, "template", "评论："),
                ("query", None, "input", "很好看"),
                ("query", None, "template", "\n情感："),
            ],
            ["\n"],
        ),
        _render(
            "characters beyond the BMP count once",
            prompt(query="👨‍👩‍👧", instruction="🎉", shot_sets=emoji),
            lane(0, 1),
            instruction("🎉")
            + arrow_shot(0, "👍🏽", " 🙂")
            + arrow_shot(1, "𝔘", " U")
            + arrow_query("👨‍👩‍👧"),
            ["\n"],
        ),
        _render(
            "combining marks stay as they are",
            prompt(query="e\u0301\u00e9"),
            ZERO,
            arrow_query("e\u0301\u00e9"),
            ["\n"],
        ),
        _render(
            "special-token strings are plain text",
            prompt(query="<|im_end|>"),
            ZERO,
            arrow_query("<|im_end|>"),
            ["\n"],
        ),
        _render(
            "nothing is left of empty stretches",
            prompt("{input}{output}", "", shot_sets=empty),
            lane(0),
            [],
            [],
        ),
        _render(
            "an empty question",
            prompt(query=""),
            ZERO,
            [("query", None, "template", " ->")],
            ["\n"],
        ),
        _render(
            "a line break may end the prompt",
            prompt("{input}\n{output}\n---\n", "x"),
            ZERO,
            [("query", None, "input", "x"), ("query", None, "template", "\n")],
            ["\n---\n"],
        ),
        _render(
            "a question that ends in a space before text",
            prompt(query="fast "),
            ZERO,
            arrow_query("fast "),
            ["\n"],
        ),
        _render(
            "stop strings of its own",
            prompt(stop=["\n", "END"]),
            ZERO,
            arrow_query("fast"),
            ["\n", "END"],
        ),
        _render("no stop strings at all", prompt(stop=[]), ZERO, arrow_query("fast"), []),
        _render("a null stop is the default", prompt(stop=None), ZERO, arrow_query("fast"), ["\n"]),
        _render(
            "everything a prompt can have",
            {
                "id": "opposites",
                "lang": "en",
                "instruction": say,
                "template": ARROW,
                "shot_sets": sets,
                "query": {"input": "fast", "expected": " slow"},
                "labels": [{"text": " slow", "name": "slow"}, {"text": " fast"}],
                "readout": "text",
                "items": [{"input": "up", "expected": " down"}],
                "stop": ["\n"],
            },
            lane(0),
            instruction(say) + arrow_shot(0, "hot", " cold") + arrow_query("fast"),
            ["\n"],
        ),
    ]


def _render(
    name: str, prompt: dict[str, Any], lane: dict[str, Any], stretches: list[Any], stops: list[str]
) -> dict[str, Any]:
    spans, end = [], 0
    for part, shot, field, text in stretches:
        start, end = end, end + len(text)
        spans.append({"part": part, "start": start, "end": end, "shot": shot, "field": field})
    whole = "".join(text for *_, text in stretches)
    return {
        "name": name, "prompt": prompt, "lane": lane, "text": whole, "spans": spans, "stops": stops
    }  # fmt: skip


def _errors() -> list[dict[str, Any]]:
    template, stop = "/prompt/template", "/prompt/stop"
    sets = {"a": OPPOSITES}
    no_reason = {"x/y~z": OPPOSITES}
    unfinished = {"a": [{"input": "hot"}]}
    return [
        _error("no object", [], "/prompt"),
        _error("null", None, "/prompt"),
        _error("an unknown field", prompt(tempalte="x"), "/prompt/tempalte", unknown=True),
        _error("no template", {"query": {"input": "x"}}, template),
        _error("a template that is a number", prompt(3), template),  # type: ignore[arg-type]
        _error("no fields", prompt("hello"), template),
        _error("no output", prompt("{input}:"), template),
        _error("no input", prompt("Say:{output}"), template),
        _error("output before input", prompt("{output}{input}"), template),
        _error("input twice", prompt("{input}{input}{output}"), template),
        _error("output twice", prompt("{input}:{output}{output}"), template),
        _error("reasoning after output", prompt("{input}:{output}{reasoning}"), template),
        _error("reasoning before input", prompt("{reasoning}{input}:{output}"), template),
        _error("an unknown field in braces", prompt("{input} {answer}:{output}"), template),
        _error("a space inside braces", prompt("{ input }:{output}"), template),
        _error("an opening brace alone", prompt("{input} { :{output}"), template),
        _error("a closing brace alone", prompt("{input} } :{output}"), template),
        _error("empty braces", prompt("{input} {}:{output}"), template),
        _error("an open end", prompt("{input}:{output} {inp"), template),
        _error("a space before the output", prompt("{input} -> {output}\n"), template),
        _error("a space before the reasoning", prompt("{input}: {reasoning}.{output}"), template),
        _error("a space after the reasoning", prompt("{input}:{reasoning} so {output}"), template),
        _error("a question that ends in a space", prompt("{input}{output}", "x "), QUERY),
        _error("an empty question after a space", prompt("Say {input}{output}", ""), QUERY),
        _error("no query", {"template": ARROW}, "/prompt/query"),
        _error("a query without input", {"template": ARROW, "query": {}}, QUERY),
        _error(
            "an unknown field of the query",
            {"template": ARROW, "query": {"input": "x", "output": "y"}},
            "/prompt/query/output",
            unknown=True,
        ),
        _error("an instruction that is a list", prompt(instruction=["x"]), "/prompt/instruction"),
        _error("shot sets that are a list", prompt(shot_sets=[]), "/prompt/shot_sets"),
        _error("a shot set that is a text", prompt(shot_sets={"a": "x"}), "/prompt/shot_sets/a"),
        _error(
            "a shot without output", prompt(shot_sets=unfinished), "/prompt/shot_sets/a/0/output"
        ),
        _error(
            "a shot without the reasoning that the template shows",
            prompt(REASONED, shot_sets=no_reason),
            "/prompt/shot_sets/x~1y~0z/0/reasoning",
        ),
        _error(
            "a reasoning lane of a template without reasoning",
            prompt(),
            "/lane/reasoning",
            reasoning(ZERO),
        ),
        _error(
            "nothing that would end the reasoning",
            prompt("{input}:{reasoning}{output}\n"),
            template,
            reasoning(ZERO),
        ),
        _error(
            "an end of the reasoning too long to stop at",
            prompt("{input}:{reasoning}" + "-" * 201 + "{output}"),
            template,
            reasoning(ZERO),
        ),
        _error(
            "a question that ends in a space where the reasoning would begin",
            prompt("{input}{reasoning}\nA:{output}", "x "),
            QUERY,
            reasoning(ZERO),
        ),
        _error("labels that are null", prompt(labels=None), "/prompt/labels"),
        _error("an empty label", prompt(labels=[{"text": ""}]), "/prompt/labels/0/text"),
        _error(
            "a label twice",
            prompt(labels=[{"text": " a"}, {"text": " b"}, {"text": " a"}]),
            "/prompt/labels/2/text",
        ),
        _error(
            "too many labels",
            prompt(labels=[{"text": f" {n}"} for n in range(65)]),
            "/prompt/labels",
        ),
        _error("an unknown readout", prompt(readout="logits"), "/prompt/readout"),
        _error("an item without its answer", prompt(items=[{"input": "x"}]), ITEM),
        _error("an empty stop string", prompt(stop=["\n", ""]), f"{stop}/1"),
        _error("a stop string of 201 emoji", prompt(stop=["🙂" * 201]), f"{stop}/0"),
        _error("too many stop strings", prompt(stop=["x"] * 17), stop),
        _error("a tail too long to stop at", prompt("{input}:{output}" + "-" * 201), template),
        _error("a set that is not there", prompt(), "/lane/shot_set", lane(0)),
        _error("shots without a set", prompt(shot_sets=sets), "/lane/shot_set", lane(0, of=None)),
        _error("a shot that is not there", prompt(shot_sets=sets), "/lane/shots/1", lane(0, 2)),
        _error("a shot below zero", prompt(shot_sets=sets), "/lane/shots/0", lane(-1)),
    ]


QUERY = "/prompt/query/input"
ITEM = "/prompt/items/0/expected"


def _error(
    name: str, prompt: Any, pointer: str, lane: dict[str, Any] = ZERO, unknown: bool = False
) -> dict[str, Any]:
    code = "unknown_parameter" if unknown else "invalid_parameter"
    return {"name": name, "prompt": prompt, "lane": lane, "pointer": pointer, "code": code}

"""The cases of prompting.json: prompts, and by hand the stretches that their texts consist of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

ARROW = "{input} ->{output}\n"
REVIEW = "Review: {input}\nSentiment:{output}\n\n"
REASONED = "Q: {input}\nA:{reasoning}\nSo:{output}\n\n"
OPPOSITES = [{"input": "hot", "output": " cold"}, {"input": "tall", "output": " short"}]

# Stretches: (part, shot, field, text). The text of a case is their texts in a row.
Stretches = list[tuple[str, int | None, str | None, str]]


def make() -> dict[str, list[Any]]:
    return {"renders": _renders(), "errors": _errors()}


def prompt(template: str = ARROW, query: str = "fast", **more: Any) -> dict[str, Any]:
    return {"template": template, "query": {"input": query}, **more}


def lane(*shots: int, of: str | None = "a", **more: Any) -> dict[str, Any]:
    return {"id": "lane", "shot_set": of, "shots": list(shots), **more}


ZERO, REASONING = lane(of=None), lane(of=None, reasoning=True)


def instruction(text: str) -> Stretches:
    return [("instruction", None, None, text), ("separator", None, None, "\n\n")]


def shot(place: int, *stretches: tuple[str, str], end: str) -> Stretches:
    """``stretches``: of which field, and its text; ``end`` is what follows the shot."""
    own: Stretches = [("shot", place, field, text) for field, text in stretches]
    return [*own, ("separator", place, "template", end)]


def query(*stretches: tuple[str, str]) -> Stretches:
    return [("query", None, field, text) for field, text in stretches]


def input(text: str) -> tuple[str, str]:
    return "input", text


def output(text: str) -> tuple[str, str]:
    return "output", text


def fixed(text: str) -> tuple[str, str]:
    """What the template itself says."""
    return "template", text


def arrow_shot(place: int, asked: str, answer: str) -> Stretches:
    return shot(place, input(asked), fixed(" ->"), output(answer), end="\n")


def arrow_query(asked: str) -> Stretches:
    return query(input(asked), fixed(" ->"))


def _renders() -> list[dict[str, Any]]:
    return [*_arrows(), *_templates(), *_reasonings(), *_texts(), *_stops()]


SETS = {"a": OPPOSITES, "b": [{"input": "old", "output": " older"}]}
SAY = "Give the opposite."
HOT, TALL, FAST = (
    arrow_shot(0, "hot", " cold"),
    arrow_shot(0, "tall", " short"),
    arrow_query("fast"),
)


def _arrows() -> list[dict[str, Any]]:
    sets, again = prompt(shot_sets=SETS), arrow_shot(1, "hot", " cold")
    both = prompt(instruction=SAY, shot_sets=SETS)
    short = arrow_shot(1, "tall", " short")
    old = arrow_shot(0, "old", " older")
    return [
        _render("zero-shot", FAST, prompt()),
        _render("zero-shot with an instruction", instruction(SAY) + FAST, prompt(instruction=SAY)),
        _render("an empty instruction is none", FAST, prompt(instruction="")),
        _render("a lane that names its set and shows nothing", FAST, sets, lane()),
        _render("one shot", HOT + FAST, sets, lane(0)),
        _render("one shot, the other one", TALL + FAST, sets, lane(1)),
        _render(
            "two shots with an instruction", instruction(SAY) + HOT + short + FAST, both, lane(0, 1)
        ),
        _render("shots in the order that the lane says", TALL + again + FAST, sets, lane(1, 0)),
        _render("the same shot twice", HOT + again + FAST, sets, lane(0, 0)),
        _render("another set", old + FAST, sets, lane(0, of="b")),
    ]


def _templates() -> list[dict[str, Any]]:
    film = {"a": [{"input": "Good.", "output": " Positive"}]}
    review, mood = fixed("Review: "), fixed("\nSentiment:")
    good = shot(0, review, input("Good."), mood, output(" Positive"), end="\n\n")
    object_, label = fixed('{"text": "'), fixed('", "label":')
    marks = prompt(query="{output} {{", instruction="Use {input}.")
    empty = {"a": [{"input": "", "output": ""}]}
    return [
        _render(
            "text before the input",
            good + query(review, input("Bad."), mood),
            prompt(REVIEW, "Bad.", shot_sets=film),
            lane(0),
            ["\n\n"],
        ),
        _render(
            "escaped braces",
            query(object_, input("hi"), label),
            prompt('{{"text": "{input}", "label":{output}}}\n', "hi"),
            stops=["}\n"],
        ),
        _render(
            "a field's name in escaped braces",
            query(fixed("{input} "), input("x"), fixed(":")),
            prompt("{{input}} {input}:{output}", "x"),
            stops=[],
        ),
        _render(
            "braces around a field",
            query(fixed("{"), input("x"), fixed("}")),
            prompt("{{{input}}}{output}", "x"),
            stops=[],
        ),
        _render(
            "braces in values are plain text",
            instruction("Use {input}.") + arrow_query("{output} {{"),
            marks,
        ),
        _render(
            "nothing is left of empty stretches",
            [],
            prompt("{input}{output}", "", shot_sets=empty),
            lane(0),
            [],
        ),
    ]


def _reasonings() -> list[dict[str, Any]]:
    apples = {"a": [{"input": "1 + 1?", "reasoning": " One and one.", "output": " 2"}]}
    sum_, so = prompt(REASONED, "2 + 2?", shot_sets=apples), fixed("\nSo:")
    asked = fixed("Q: "), input("2 + 2?"), fixed("\nA:")
    shown = fixed("Q: "), input("1 + 1?"), fixed("\nA:")
    thought = ("reasoning", " One and one.")
    direct = prompt("{input}{reasoning}\nA:{output}\n", "2 + 2?", shot_sets=apples)
    spoken = {"a": [{"input": "x", "output": " y", "reasoning": "unused here"}]}
    whole, two = lane(0, reasoning=True), output(" 2")
    return [
        _render(
            "a question up to its reasoning",
            query(*asked),
            prompt(REASONED, "2 + 2?"),
            REASONING,
            ["\n\n"],
        ),
        _render(
            "a shot with reasoning",
            shot(0, *shown, thought, so, two, end="\n\n") + query(*asked),
            sum_,
            whole,
            ["\n\n"],
        ),
        _render(
            "without reasoning nothing stands in its place and all else stays",
            shot(0, *shown, so, two, end="\n\n") + query(*asked, so),
            sum_,
            lane(0),
            ["\n\n"],
        ),
        _render(
            "reasoning right after the question",
            shot(0, input("1 + 1?"), thought, fixed("\nA:"), two, end="\n")
            + query(input("2 + 2?")),
            direct,
            whole,
        ),
        _render(
            "a question that ends in a space before what would end a reasoning",
            query(input("x "), fixed("\nA:")),
            prompt("{input}{reasoning}\nA:{output}", "x "),
            stops=[],
        ),
        _render(
            "reasoning that the template does not show",
            arrow_shot(0, "x", " y") + FAST,
            prompt(shot_sets=spoken),
            lane(0),
        ),
    ]


def _texts() -> list[dict[str, Any]]:
    tree, say = {"a": [{"input": "树", "output": " tree"}]}, "把中文翻译成英文。"
    emoji = {"a": [{"input": "👍🏽", "output": " 🙂"}, {"input": "𝔘", "output": " U"}]}
    thumb, letter = arrow_shot(0, "👍🏽", " 🙂"), arrow_shot(1, "𝔘", " U")
    return [
        _render(
            "Chinese",
            instruction(say) + arrow_shot(0, "树", " tree") + arrow_query("水"),
            prompt(query="水", instruction=say, shot_sets=tree),
            lane(0),
        ),
        _render(
            "a Chinese template",
            query(fixed("评论："), input("很好看"), fixed("\n情感：")),
            prompt("评论：{input}\n情感：{output}\n", "很好看"),
        ),
        _render(
            "characters beyond the BMP count once",
            instruction("🎉") + thumb + letter + arrow_query("👨‍👩‍👧"),
            prompt(query="👨‍👩‍👧", instruction="🎉", shot_sets=emoji),
            lane(0, 1),
        ),
        *(
            _render(name, arrow_query(text), prompt(query=text))
            for name, text in (
                ("combining marks stay as they are", "e\u0301\u00e9"),
                ("special-token strings are plain text", "<|im_end|>"),
                ("a question that ends in a space before text", "fast "),
            )
        ),
        _render("an empty question", query(fixed(" ->")), prompt(query="")),
        _render(
            "a line break may end the prompt",
            query(input("x"), fixed("\n")),
            prompt("{input}\n{output}\n---\n", "x"),
            stops=["\n---\n"],
        ),
    ]


def _stops() -> list[dict[str, Any]]:
    every = {
        "id": "opposites", "lang": "en", "instruction": SAY, "template": ARROW, "shot_sets": SETS,
        "query": {"input": "fast", "expected": " slow"},
        "labels": [{"text": " slow", "name": "slow"}, {"text": " fast"}], "readout": "text",
        "items": [{"input": "up", "expected": " down"}], "stop": ["\n"],
    }  # fmt: skip
    return [
        _render("stop strings of its own", FAST, prompt(stop=["\n", "END"]), stops=["\n", "END"]),
        _render("no stop strings at all", FAST, prompt(stop=[]), stops=[]),
        _render("a null stop is the default", FAST, prompt(stop=None)),
        _render("everything a prompt can have", instruction(SAY) + HOT + FAST, every, lane(0)),
    ]


def _render(
    name: str,
    stretches: Stretches,
    prompt: dict[str, Any],
    lane: dict[str, Any] = ZERO,
    stops: Sequence[str] = ("\n",),
) -> dict[str, Any]:
    spans, end = [], 0
    for part, shot, field, text in stretches:
        start, end = end, end + len(text)
        spans.append({"part": part, "start": start, "end": end, "shot": shot, "field": field})
    whole = "".join(text for *_, text in stretches)
    return {
        "name": name, "prompt": prompt, "lane": lane, "text": whole, "spans": spans,
        "stops": list(stops),
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
            REASONING,
        ),
        _error(
            "nothing that would end the reasoning",
            prompt("{input}:{reasoning}{output}\n"),
            template,
            REASONING,
        ),
        _error(
            "an end of the reasoning too long to stop at",
            prompt("{input}:{reasoning}" + "-" * 201 + "{output}"),
            template,
            REASONING,
        ),
        _error(
            "a question that ends in a space where the reasoning would begin",
            prompt("{input}{reasoning}\nA:{output}", "x "),
            QUERY,
            REASONING,
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

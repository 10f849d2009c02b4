"""Rendering by its laws, over random prompts; the golden file has the examples."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.errors import InvalidRequest
from shotglass.prompting import Lane, Prompt, Query, Shot, check_lanes, render

TEXT = st.text(max_size=8)
SHOTS = st.lists(st.builds(Shot, TEXT, TEXT, TEXT), max_size=4).map(tuple)
LITERAL = st.text("ab:\n🙂{}", max_size=4).map(lambda t: t.replace("{", "{{").replace("}", "}}"))


@st.composite
def prompts(draw: st.DrawFn) -> Prompt:
    reasoning = draw(st.sampled_from(["", "{reasoning}:"]))
    opening, bridge, tail = draw(LITERAL), draw(LITERAL) + ">", draw(LITERAL)
    return Prompt(
        instruction=draw(TEXT),
        template=f"{opening}{{input}}{bridge}{reasoning}{{output}}{tail}",
        shot_sets={"a": draw(SHOTS)},
        query=Query(draw(TEXT)),
    )


@given(prompt=prompts(), data=st.data())
def test_spans_tile_the_text_exactly(prompt: Prompt, data: st.DataObject) -> None:
    rendered = render(prompt, _lane(prompt, data))
    at = 0
    for span in rendered.spans:
        assert span.start == at < span.end
        at = span.end
    assert at == len(rendered.text)


@given(prompt=prompts(), data=st.data())
def test_spans_of_fields_hold_their_values(prompt: Prompt, data: st.DataObject) -> None:
    lane = _lane(prompt, data)
    rendered = render(prompt, lane)
    for span in rendered.spans:
        text = rendered.text[span.start : span.end]
        if span.part == "instruction":
            assert text == prompt.instruction
        elif span.part == "query" and span.field == "input":
            assert text == prompt.query.input
        elif span.shot is not None and span.field not in ("template", None):
            assert text == getattr(prompt.shot_sets["a"][lane.shots[span.shot]], span.field)


@given(prompt=prompts(), data=st.data())
def test_lanes_differ_in_their_shots_only(prompt: Prompt, data: st.DataObject) -> None:
    lane = _lane(prompt, data)
    zero = render(prompt, Lane("zero", reasoning=lane.reasoning)).text
    few = render(prompt, lane).text
    start = f"{prompt.instruction}\n\n" if prompt.instruction else ""
    assert zero.startswith(start)
    assert few.startswith(start)
    assert few.endswith(zero.removeprefix(start))


@given(prompt=prompts())
def test_the_prompt_never_ends_in_a_space(prompt: Prompt) -> None:
    for reasoning in {False, prompt.parsed.reasons}:
        assert not render(prompt, Lane("zero", reasoning=reasoning)).text.endswith(" ")


@given(prompt=prompts(), data=st.data())
def test_without_reasoning_the_text_is_that_of_empty_reasonings(
    prompt: Prompt, data: st.DataObject
) -> None:
    lane = replace(_lane(prompt, data), reasoning=False)
    silent = replace(prompt, template=prompt.template.replace("{reasoning}", ""))
    assert render(prompt, lane).text == render(silent, lane).text


@given(prompt=prompts())
def test_the_default_stop_is_what_follows_the_output(prompt: Prompt) -> None:
    tail = prompt.template.split("{output}")[1].replace("{{", "{").replace("}}", "}")
    assert prompt.stops == ((tail,) if tail else ())


PLAIN = Prompt(template="{input}:{output}", shot_sets={"a": (Shot("x", " y"),)}, query=Query("q"))


@pytest.mark.parametrize(
    ("lanes", "pointer"),
    [
        ([], "/lanes"),
        ([Lane(str(i)) for i in range(17)], "/lanes"),
        ([Lane("")], "/lanes/0/id"),
        ([Lane("a"), Lane("a")], "/lanes/1/id"),
        ([Lane("a"), Lane("b", "c")], "/lanes/1/shot_set"),
        ([Lane("a"), Lane("b", "a", (0, 1))], "/lanes/1/shots/1"),
        ([Lane("a"), Lane("b", reasoning=True)], "/lanes/1/reasoning"),
    ],
)
def test_lanes_that_cannot_be_compared_are_refused(lanes: list[Lane], pointer: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        check_lanes(PLAIN, lanes)
    assert caught.value.pointer == pointer


def test_lanes_that_can_be_compared_pass() -> None:
    check_lanes(PLAIN, [Lane("zero"), Lane("one", "a", (0,)), Lane("none of a", "a")])


def _lane(prompt: Prompt, data: st.DataObject) -> Lane:
    count = len(prompt.shot_sets["a"])
    places = st.lists(st.integers(0, count - 1), max_size=4) if count else st.just([])
    reasoning = prompt.parsed.reasons and data.draw(st.booleans())
    return Lane("few", "a", tuple(data.draw(places)), reasoning)

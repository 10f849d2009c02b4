"""The tools of an agent over a tiny model: their numbers are those of the Python API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.models.tiny import write_tiny_folder

import shotglass as sg
from shotglass.extensions.mcp.models import HELD, InstalledModels
from shotglass.extensions.mcp.tools import GivenExample, GivenRow, ToolLimits, Tools

EXAMPLES = [GivenExample(input="hot", output=" cold"), GivenExample(input="tall", output=" short")]
ROWS = [GivenRow(input=f"the {at}", expected=" cat" if at % 2 else " dog") for at in range(8)]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    for seed, id in enumerate(("tiny-a", "tiny-b", "tiny-c")):
        write_tiny_folder(root, id, "llama", seed)
    return root


@pytest.fixture(scope="module")
def model(root: Path) -> Iterator[sg.Model]:
    with sg.load(root / "tiny-a") as model:
        yield model


@pytest.fixture(scope="module")
def tools(root: Path) -> Iterator[Tools]:
    with InstalledModels((root,), "tiny-a") as models:
        yield Tools(models, None, ToolLimits())


def test_models_are_listed_as_they_are_installed(tools: Tools) -> None:
    assert [each.id for each in tools.list_models()] == ["tiny-a", "tiny-b", "tiny-c"]


def test_one_question_is_compared_after_each_number_of_examples(
    tools: Tools, model: sg.Model
) -> None:
    compared = tools.compare("fast", EXAMPLES, counts=[0, 1, 2, 8], max_tokens=3)
    prompt = sg.Prompt(
        template="{input} ->{output}\n",
        shot_sets={"any": (sg.Shot("hot", " cold"), sg.Shot("tall", " short"))},
        query=sg.Query("fast"),
    )
    expected = model.compare(prompt, shots=[0, 1, 2], max_tokens=3, temperature=0, seed=0)

    assert [lane.examples for lane in compared.lanes] == [0, 1, 2]
    for lane, own in zip(compared.lanes, expected.lanes, strict=True):
        assert own.score is not None
        assert lane.score is not None
        assert (lane.prompt, lane.text, lane.problem) == (own.prompt, own.text, None)
        assert [each.p for each in lane.score.answers] == [each.p for each in own.score.labels]


def test_a_prompt_that_is_too_long_has_its_problem_and_the_others_their_answers(
    tools: Tools,
) -> None:
    long = [GivenExample(input="word " * 40, output=" cold")] * 16
    compared = tools.compare("fast", long, counts=[0, 16], max_tokens=1)

    assert compared.lanes[0].problem is None
    assert "context" in str(compared.lanes[1].problem)


def test_what_is_shown_and_the_rest_are_all_of_the_vocabulary(tools: Tools) -> None:
    score = tools.score("the cat", [" a", " b"]).score

    assert sum(each.p for each in score.next) + score.rest == pytest.approx(1)
    assert score.mass == pytest.approx(sum(each.p for each in score.answers))


def test_heads_are_switched_off_beside_the_same_without(tools: Tools, model: sg.Model) -> None:
    scored = tools.score("the cat", [" a", " b"], heads_off=[[0, 0], [1, 1]])
    changes = [sg.head_off(0, 0), sg.head_off(1, 1)]

    assert scored.without_heads is not None
    for answered, given in ((scored.score, []), (scored.without_heads, changes)):
        own = model.score("the cat", [" a", " b"], interventions=given)
        assert [each.logprob for each in answered.answers] == [each.logprob for each in own.labels]


def test_a_named_answer_is_followed_through_the_layers_to_its_probability(
    tools: Tools, model: sg.Model
) -> None:
    answer = model.logits("the cat").top(3)[2]["text"]
    explained = tools.explain("the cat", answer, sources=4)
    (label,) = model.score("the cat", [answer]).labels

    assert explained.answer == answer
    assert explained.tokens == [token.text for token in model.tokens("the cat").tokens]
    assert explained.layers[-1].p_of_answer == pytest.approx(label.p, rel=1e-4)
    assert explained.layers[-1].rank_of_answer == 3
    assert len(explained.sources or ()) == 4


def test_without_an_answer_the_likeliest_is_explained(tools: Tools, model: sg.Model) -> None:
    explained = tools.explain("the cat")

    assert explained.answer == model.logits("the cat").top(1)[0]["text"]
    assert explained.layers[-1].rank_of_answer == 1


def test_an_answer_of_several_tokens_is_refused_with_its_pieces(tools: Tools) -> None:
    with pytest.raises(sg.errors.InvalidRequest, match="one token that follows"):
        tools.explain("the cat", "qzx vjk")


def test_a_measurement_is_that_of_the_python_api(tools: Tools, model: sg.Model) -> None:
    measured = tools.measure(ROWS, counts=[0, 2], examples_from=4, seed=3)
    conditions = sg.Conditions(k=(0, 2), content_free=())
    items = [{"input": row.input, "expected": row.expected} for row in ROWS]
    expected = model.measure(items, "{input} ->{output}\n", conditions, pool=4, seed=3)

    assert measured.questions == 4
    assert measured.sentences == str(expected).splitlines()
    assert [cell["right"] for cell in measured.cells] == [row["right"] for row in expected.rows()]


def test_a_measurement_that_would_take_too_long_is_refused_before_it_begins(root: Path) -> None:
    with InstalledModels((root,), "tiny-a") as models:
        tools = Tools(models, None, ToolLimits(most_seconds=0))
        with pytest.raises(sg.errors.InvalidRequest, match="give fewer rows, counts or draws"):
            tools.measure(ROWS, counts=[0, 2], examples_from=4)


@pytest.mark.parametrize("id", ["../tiny-a", "/etc/passwd", "tiny-a/", "TINY-A", ""])
def test_an_id_is_no_path(id: str, root: Path) -> None:
    with InstalledModels((root / "none",)) as models:
        tools = Tools(models, None, ToolLimits())
        with pytest.raises(sg.errors.ModelNotFound):
            tools.score("the", [" a"], model=id)


def test_as_many_models_are_held_as_there_is_room_for(root: Path) -> None:
    with InstalledModels((root,)) as models:
        first = models.model("tiny-a")
        for id in ("tiny-b", "tiny-a", "tiny-c", "tiny-a"):
            models.model(id)
        assert models.model("tiny-a") is first
        second = models.model("tiny-b")
        models.model("tiny-c"), models.model("tiny-a")
        assert HELD == 2
        with pytest.raises(sg.errors.NotReady):
            second.score("the", [" a"])


def test_saved_runs_are_read_by_their_names_alone(
    root: Path, model: sg.Model, tmp_path: Path
) -> None:
    folder = tmp_path / "records"
    folder.mkdir()
    (tmp_path / "secret.json").write_text("{}")
    (folder / "link.json").symlink_to(tmp_path / "secret.json")
    (folder / "bad.json").write_text('{"plan": 3}')
    prompt = {"template": "{input}:{output}\n", "query": {"input": "a"}, "labels": [{"text": " b"}]}
    model.compare(prompt, max_tokens=1, temperature=0).save(folder / "one.shotglass")
    items = [{"input": row.input, "expected": row.expected} for row in ROWS]
    measured = model.measure(items, "{input}:{output}\n", sg.Conditions(k=(0,), content_free=()))
    measured.save(folder / "two.json")
    with InstalledModels((root,)) as models:
        tools = Tools(models, folder, ToolLimits())

        assert tools.list_records().names == ["bad.json", "one.shotglass", "two.json"]
        one, two = tools.read_record("one.shotglass"), tools.read_record("two.json")
        assert (one.view, one.models, one.rows[0]["label"]) == ("compare", ["tiny-a"], " b")
        assert two.sentences == str(measured).splitlines()
        for name in ("../secret.json", "link.json", str(folder / "two.json"), "none.json"):
            with pytest.raises(sg.errors.NotFound, match="There are: bad.json, one.shotglass"):
                tools.read_record(name)
        with pytest.raises(sg.errors.ShotglassError):
            tools.read_record("bad.json")


def test_every_answer_is_plain_json(tools: Tools) -> None:
    from dataclasses import asdict

    answers = [
        tools.compare("fast", EXAMPLES, counts=[1], max_tokens=1),
        tools.explain("the cat", sources=2),
        tools.measure(ROWS, counts=[0], examples_from=0),
    ]
    for answer in answers:
        json.dumps(asdict(answer), allow_nan=False)

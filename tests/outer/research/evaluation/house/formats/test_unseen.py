"""A model in templates that it was not trained on, from one end to the other, on a tiny one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.house.small_house import small_lexicon, write_small_data
from support.models.tiny import write_tiny_folder

from shotglass.engine import Engine, Library
from shotglass.engine.library import sha256
from shotglass.statistics import wilson
from shotglass_export.data.episodes.template import (
    DENSE,
    HELD_OUT,
    TRAINED,
    UNSEEN,
    parts,
)
from shotglass_research.cli import evaluate
from shotglass_research.evaluation.house.formats.unseen import (
    FAMILIES,
    NAMES,
    NOUNS,
    OF_LEXICON,
    OTHER,
    OWN,
    cell_of,
    draw_unseen,
    templates_of,
    was_trained,
    with_other_names,
    with_other_nouns,
)
from shotglass_research.evaluation.house.questions import draw_questions
from shotglass_research.evaluation.house.table import render_unseen

EVERY = [template for wording in UNSEEN for template in templates_of(wording)]
QUERIES = 8


def test_there_are_at_least_eight_in_families_and_none_twice() -> None:
    assert len(EVERY) >= 8
    assert len(set(EVERY)) == len(EVERY)
    assert set(UNSEEN) >= {"sentence", "separator", "field", "order", "quotes"}


@pytest.mark.parametrize("template", EVERY)
def test_no_episode_and_no_question_of_the_card_is_written_so(template: str) -> None:
    assert not was_trained(template)


@pytest.mark.parametrize("template", [*TRAINED, *HELD_OUT, DENSE, "Q: {input}\nA: {output}\n"])
def test_one_that_an_episode_is_written_by_is_known_as_such(template: str) -> None:
    assert was_trained(template)


@pytest.mark.parametrize("template", EVERY)
def test_the_answer_stands_last_and_something_ends_it(template: str) -> None:
    _, between, behind = parts(template)

    assert template.count("{input}") == template.count("{output}") == 1
    assert between
    assert behind


def test_the_card_s_own_are_the_trained_and_the_kept() -> None:
    assert set(templates_of(OWN)) == {*TRAINED, *HELD_OUT}


def test_a_noun_or_a_name_that_the_lexicon_has_is_left_out() -> None:
    lexicon = small_lexicon()
    words = {"train": ["wug"], "held": ["zorp"]}
    lexicon = replace(lexicon, labels={"words": words, "invented": lexicon.labels["invented"]})
    kind, *others = lexicon.groups
    animals = {"train": ["zebra"], "held": ["swan"]}
    kind = replace(kind, classes={**kind.classes, "animal": animals})
    lexicon = replace(lexicon, groups=(kind, *others))

    nouns = with_other_nouns(lexicon).groups[0].classes
    names = with_other_names(lexicon).labels

    assert {*NOUNS["animal"].split()} - {*nouns["animal"]["held"]} == {"zebra", "swan"}
    for pool in names.values():
        assert {*NAMES.split()} - {*pool["held"]} == {"wug", "zorp"}
        assert pool["train"] == []


def test_nouns_and_names_are_listed_once() -> None:
    nouns = " ".join(NOUNS.values()).split()

    assert len(set(nouns)) == len(nouns)
    assert len(set(NAMES.split())) == len(NAMES.split())


def test_the_questions_are_the_card_s_and_the_template_alone_differs() -> None:
    lexicon = small_lexicon()
    askings = [one for one in draw_unseen(lexicon, QUERIES) if one.words == one.names == OF_LEXICON]

    assert len(askings) == len(FAMILIES) * (1 + len(UNSEEN))
    for asking in askings:
        card = draw_questions(lexicon, asking.family, QUERIES).judged
        pairs = list(zip(asking.questions, card, strict=True))
        assert all((ours.shots, ours.query) == (its.shots, its.query) for ours, its in pairs)
        if asking.wording == OWN:
            assert asking.questions == card
        else:
            assert {q.template for q in asking.questions} <= set(templates_of(asking.wording))


def test_other_nouns_and_names_are_in_no_lexicon() -> None:
    lexicon = small_lexicon()
    known = set(lexicon.vocabulary())
    others = [one for one in draw_unseen(lexicon, QUERIES) if OTHER in (one.words, one.names)]

    assert [(one.words, one.names) for one in others] == [
        (OTHER, OF_LEXICON), (OF_LEXICON, OTHER), (OTHER, OTHER),
    ]  # fmt: skip
    for one in others:
        inputs = {shot.input for q in one.questions for shot in (*q.shots, q.query)}
        names = {name.strip() for q in one.questions for name in q.labels}
        assert bool(inputs & known) is (one.words == OF_LEXICON)
        pools = lexicon.labels["invented"]["held"] + lexicon.labels["words"]["held"]
        assert bool(names & set(pools)) is (one.names == OF_LEXICON)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("unseen")
    write_tiny_folder(root / "models", "tiny", "llama", 1, context=512)
    write_small_data(root / "data" / "small")
    return root


@pytest.fixture(scope="module")
def arguments(root: Path) -> list[object]:
    return [
        "tiny", "--models", root / "models", "--data", root / "data" / "small", "--queries",
        QUERIES, "--answers", root / "answers",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def done(root: Path, arguments: list[object]) -> tuple[Result, dict]:
    result = run("--unseen", *arguments, "--out", root / "first.json")
    assert result.exit_code == 0, result.output
    return result, json.loads((root / "first.json").read_text())


def run(*arguments: object) -> Result:
    return CliRunner().invoke(evaluate, [str(argument) for argument in arguments])


def test_a_record_has_a_cell_of_every_family_in_every_wording(done) -> None:
    result, data = done

    assert data["ks"] == [0, 8]
    for family in FAMILIES:
        for wording in (OWN, *UNSEEN):
            cell = cell_of(data, family, wording)
            assert cell["n"] == QUERIES
            for at in cell["by_k"]:
                expected = wilson(at["right"], QUERIES)
                assert at["choice"][1:] == [round(expected.low, 4), round(expected.high, 4)]
            assert sum(at["n"] for at in cell["by_template"]) <= QUERIES
    assert cell_of(data, "kind", OWN, OTHER, OTHER)["n"] == QUERIES
    with pytest.raises(KeyError, match="no cell of"):
        cell_of(data, "recall", OWN)
    assert render_unseen(data) in result.stdout


def test_a_second_run_says_the_same_without_any_model(
    done, root: Path, arguments: list[object], monkeypatch
) -> None:
    monkeypatch.setattr(Engine, "open", None)

    again = run(*arguments, "--unseen", "--out", root / "second.json")

    assert again.exit_code == 0, again.output
    assert json.loads((root / "second.json").read_text()) == done[1]


def test_it_goes_into_the_evaluation_that_is_there_and_outlives_a_newer_one(
    done, root: Path, arguments: list[object]
) -> None:
    refused = run("--unseen", *arguments, "--write")
    assert "has no evaluation.json of these weights" in str(refused.exception)
    usual = [*arguments, "--family", "affix", "--samples", 0, "--write"]
    assert run(*usual).exit_code == 0
    assert run("--unseen", *arguments, "--write").exit_code == 0
    assert run(*usual).exit_code == 0

    folder = Library([root / "models"]).folder("tiny")
    record = folder.file("evaluation.json")
    data = json.loads(record.read_text())
    assert data["unseen"] == done[1]
    assert [one["family"] for one in data["families"]] == ["affix"]
    assert folder.manifest.files["evaluation.json"].sha256 == sha256(record)

"""What is known of a checkpoint folder's model: licence, languages, its ends, its chat template."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from support.models.tiny_hf import write_checkpoint

from shotglass.errors import ImportFailed
from shotglass_export.checkpoint import Card
from shotglass_export.importers.hf import read_hf_folder


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_checkpoint(tmp_path_factory.mktemp("original"), "llama", 5).folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "Some-Llama"))


def card(folder: Path, **files: Any) -> Card:
    """The card of the folder with more files; what is no text is written as JSON."""
    for name, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / name.replace("__", ".")).write_text(text)
    return read_hf_folder(folder).card


def test_a_folder_that_says_little(folder):
    found = card(folder)
    assert found.name == "Some-Llama"
    assert found.licence == "not stated in the folder"
    assert found.languages == ()
    assert found.chat_template is None
    assert (found.start_id, found.stop_ids) == (1, (2,))


def test_provenance_has_the_digest_of_every_file_that_was_read(folder):
    found = card(folder, tokenizer_config__json={}, notes__md="not read")
    assert found.provenance["folder"] == "Some-Llama"
    assert found.provenance["model_type"] == "llama"
    assert found.provenance["tensor_types"].keys() == {"F32"}
    names = {"config.json", "generation_config.json", "model.safetensors", "tokenizer.json"}
    assert found.provenance["files"].keys() == names | {"tokenizer_config.json"}
    for name, digest in found.provenance["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize(
    ("front", "licence", "languages"),
    [
        ("license: apache-2.0\nlanguage: en\n", "apache-2.0", ("en",)),
        ("language:\n- en\n- 'no'\nlicense: \"mit\"\n", "mit", ("en", "no")),
        ("tags:\n- license: x\nlanguage: [de, fr]\n", "not stated in the folder", ("de", "fr")),
        ("license_name: own\n", "not stated in the folder", ()),
    ],
)
def test_a_readme_s_front_matter_tells_licence_and_languages(folder, front, licence, languages):
    found = card(folder, README__md=f"---\n{front}---\n# A model\nlicense: not this\n")
    assert (found.licence, found.languages) == (licence, languages)


def test_a_licence_below_the_front_matter_is_not_one(folder):
    assert card(folder, README__md="# A model\n---\nlicense: mit\n---\n").licence.startswith("not")


@pytest.mark.parametrize(
    ("generation", "start", "stops"),
    [
        ({"bos_token_id": 5, "eos_token_id": [9, 7, 9]}, 5, (9, 7)),
        ({"eos_token_id": 7}, 1, (7,)),
        ({"bos_token_id": 99_999, "eos_token_id": [99_999, 7]}, 1, (7,)),
        ({}, 1, (2,)),
    ],
)
def test_ends_are_those_of_generation_before_the_model_s(folder, generation, start, stops):
    plain = json.loads((folder / "tokenizer.json").read_text()) | {"post_processor": None}
    found = card(folder, generation_config__json=generation, tokenizer__json=plain)
    assert (found.start_id, found.stop_ids) == (start, stops)
    assert (found.end_id, found.adds_start) == (stops[0], False)


def test_the_start_token_is_the_one_that_the_tokenizer_puts_before_a_text(folder):
    found = card(folder, generation_config__json={"bos_token_id": 5})
    assert (found.start_id, found.adds_start) == (1, True)


@pytest.mark.parametrize("file", ["tokenizer_config__json", "special_tokens_map__json"])
def test_the_end_token_is_the_tokenizer_s_own_and_first_among_the_stops(folder, file):
    files = {file: {"eos_token": "</s>"}, "generation_config__json": {"eos_token_id": [1, 2, 0]}}
    found = card(folder, **files)
    assert (found.end_id, found.stop_ids) == (2, (2, 1, 0))


def test_ends_that_only_the_tokenizer_names(folder):
    config = json.loads((folder / "config.json").read_text())
    config |= {"bos_token_id": None, "eos_token_id": None}
    named = {"bos_token": "<s>", "eos_token": {"content": "</s>"}, "add_bos_token": True}
    (folder / "generation_config.json").unlink()
    found = card(folder, config__json=config, tokenizer_config__json=named)
    assert (found.start_id, found.stop_ids) == (1, (2,))


def test_ends_that_are_no_numbers_are_refused(folder):
    with pytest.raises(ImportFailed, match="eos_token_id is 'end'; a whole number, or a list"):
        card(folder, generation_config__json={"eos_token_id": "end"})


@pytest.mark.parametrize(
    "files",
    [
        {"chat_template__jinja": "the template"},
        {"tokenizer_config__json": {"chat_template": "the template"}},
        {
            "tokenizer_config__json": {
                "chat_template": [
                    {"name": "tools", "template": "other"},
                    {"name": "default", "template": "the template"},
                ]
            }
        },
        {"chat_template__jinja": "the template", "tokenizer_config__json": {"chat_template": "x"}},
    ],
)
def test_a_chat_template_is_found_wherever_it_is(folder, files):
    assert card(folder, **files).chat_template == "the template"


def test_a_masked_model_says_what_marks_a_gap(tmp_path):
    found = card(write_checkpoint(tmp_path, "bert", 5).folder)
    assert found.notes == ("It fills gaps, which are marked by [MASK], and writes no text.",)
    assert (found.start_id, found.stop_ids) == (None, ())


def test_a_model_whose_prompts_begin_with_a_token_says_so(folder):
    assert card(folder).notes == (
        "Prompts begin with the start token <s>, which its tokenizer puts before every text.",
    )
    plain = json.loads((folder / "tokenizer.json").read_text()) | {"post_processor": None}
    assert card(folder, tokenizer__json=plain).notes == ()


def test_a_tokenizer_that_also_ends_its_texts_says_that_prompts_do_not(folder):
    tokenizer = json.loads((folder / "tokenizer.json").read_text())
    step = tokenizer["post_processor"]
    step["single"].append({"SpecialToken": {"id": "</s>", "type_id": 0}})
    step["special_tokens"]["</s>"] = {"id": "</s>", "ids": [2], "tokens": ["</s>"]}
    found = card(folder, tokenizer__json=tokenizer)
    assert found.adds_start
    assert "an end token behind a text" in found.notes[1]

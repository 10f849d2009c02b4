"""A folder's own tokens begin and end a text here as they do in transformers."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.models.tiny import END, LOOSE, manifest_of
from support.models.tiny_hf import write_checkpoint
from transformers import AutoTokenizer, GPT2Tokenizer

from shotglass.engine.chat_templates import ChatTemplates
from shotglass.engine.conversation import Conversation
from shotglass.server.compat.messages import Message
from shotglass.text import PromptTokens, Tokenizer
from shotglass_export.formats.export import export_model
from shotglass_export.importers.hf import read_hf_folder
from shotglass_export.to_onnx.folder import write_folder

TEXTS = ["the cat", " the", "The end of a bed, the end.", "x\n\nthe"]
TEMPLATE = (
    "{{ bos_token }}{% for m in messages %}[{{ m['role'] }}{% if m.name %} {{ m.name }}{% endif %}]"
    "{{ m['content'] }}{{ eos_token }}{% endfor %}"
    "{% if add_generation_prompt %}[assistant]{% endif %}"
)
TALK = [
    {"role": "user", "name": "Ann", "content": "the cat"},
    {"role": "assistant", "content": "sat"},
    {"role": "user", "content": "hi"},
]


def named(folder: Path, **more: Any) -> Path:
    """The folder as one whose tokenizer has names for its ends, and a chat template."""
    said = {"tokenizer_class": "PreTrainedTokenizerFast", "chat_template": TEMPLATE} | more
    (folder / "tokenizer_config.json").write_text(json.dumps(said))
    return folder


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its tokenizer puts <s> before a text; stop ids are given out of order."""
    folder = write_checkpoint(tmp_path_factory.mktemp("original"), "llama", 5).folder
    (folder / "generation_config.json").write_text('{"eos_token_id": [0, 2]}')
    return named(folder, bos_token="<s>", eos_token="</s>")


@pytest.fixture(scope="module")
def imported(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "tiny"
    write_folder(read_hf_folder(original), folder, tolerances=LOOSE)
    return folder


def read(folder: Path) -> tuple[Any, Tokenizer]:
    return manifest_of(folder), Tokenizer.load(folder / "tokenizer.json")


@pytest.mark.parametrize("text", TEXTS)
def test_a_prompt_is_what_transformers_makes_of_the_text(original, imported, text):
    manifest, tokenizer = read(imported)
    theirs = AutoTokenizer.from_pretrained(original)
    assert PromptTokens.of(tokenizer, manifest).encode(text) == theirs(text)["input_ids"]
    assert theirs(text)["input_ids"][0] == manifest.start_id


@pytest.mark.parametrize("text", TEXTS)
def test_a_prompt_without_a_start_token_has_none_there_either(original, tmp_path, text):
    folder = Path(shutil.copytree(original, tmp_path / "plain"))
    path = folder / "tokenizer.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"post_processor": None}))
    checkpoint = read_hf_folder(folder)
    made = tmp_path / "tokenizer.json"
    made.write_text(json.dumps(checkpoint.tokenizer))
    assert not checkpoint.card.adds_start
    theirs = AutoTokenizer.from_pretrained(folder)
    assert Tokenizer.load(made).encode(text) == theirs(text)["input_ids"]


def test_older_files_that_ask_for_a_start_token_get_it(tmp_path):
    folder = write_checkpoint(tmp_path, "gpt2", 5).folder
    said = {"bos_token": END, "eos_token": END, "add_bos_token": True}
    (folder / "tokenizer_config.json").write_text(json.dumps(said))
    checkpoint = read_hf_folder(folder)
    (tmp_path / "tokenizer.json").write_text(json.dumps(checkpoint.tokenizer))
    ours = Tokenizer.load(tmp_path / "tokenizer.json")
    theirs = GPT2Tokenizer.from_pretrained(folder)("the cat")["input_ids"]
    assert checkpoint.card.adds_start
    assert [checkpoint.card.start_id, *ours.encode("the cat")] == theirs


def test_a_chat_is_written_as_transformers_writes_it(original, imported):
    manifest, tokenizer = read(imported)
    theirs = AutoTokenizer.from_pretrained(original)
    text = theirs.apply_chat_template(TALK, tokenize=False, add_generation_prompt=True)
    assert text == "<s>[user Ann]the cat</s>[assistant]sat</s>[user]hi</s>[assistant]"
    messages = [Message(**message) for message in TALK]
    with closing(ChatTemplates()) as templates:
        assert Conversation(messages, tokenizer, manifest, templates).ids() == tokenizer.parse(text)


@pytest.mark.parametrize("format", ["hf", "genai"])
def test_exports_name_the_source_s_own_end_token(imported, tmp_path, format):
    export_model(imported, format, None, tmp_path / "out", tolerances=LOOSE)
    said = json.loads((tmp_path / "out" / "tokenizer_config.json").read_text())
    assert (said["bos_token"], said["eos_token"], said["pad_token"]) == ("<s>", "</s>", "</s>")
    file, key = ("config.json", None) if format == "hf" else ("genai_config.json", "model")
    config = json.loads((tmp_path / "out" / file).read_text())
    config = config[key] if key else config
    assert config["eos_token_id"] == [2, 0]
    theirs = AutoTokenizer.from_pretrained(tmp_path / "out")
    manifest, tokenizer = read(imported)
    assert theirs("the cat")["input_ids"] == PromptTokens.of(tokenizer, manifest).encode("the cat")
    written = theirs.apply_chat_template(TALK, tokenize=False, add_generation_prompt=True)
    assert written == "<s>[user Ann]the cat</s>[assistant]sat</s>[user]hi</s>[assistant]"

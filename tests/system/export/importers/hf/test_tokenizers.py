"""Tokenizers of checkpoint folders give the ids that transformers' own classes give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import tokenizers
import transformers
from support.models.tiny_hf import write_tokenizer

from shotglass.errors import ImportFailed
from shotglass.text import Tokenizer
from shotglass_export.importers.gguf.tokenizer import put_before
from shotglass_export.importers.hf.folder import Folder
from shotglass_export.importers.hf.tokenizer import read_tokenizer

TEXTS = [
    "",
    "the cat",
    "The Cats of a bed, the end.",
    " the  the\n\nthe",
    "é 你好 🙂 naïve",
    "bed.\tdeaf<unk>[MASK]",
]
CLASSES = {
    "openai-gpt": transformers.OpenAIGPTTokenizer,
    "gpt2": transformers.GPT2Tokenizer,
    "bert": transformers.BertTokenizer,
    "llama": transformers.PreTrainedTokenizerFast,
    "qwen2": transformers.PreTrainedTokenizerFast,
}


def read(folder: Path, family: str, vocabulary: int = 1000) -> tuple[dict[str, Any], Tokenizer]:
    content = read_tokenizer(Folder(folder), family, vocabulary)
    return content, Tokenizer(tokenizers.Tokenizer.from_str(json.dumps(content)))


@pytest.fixture(params=CLASSES)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    write_tokenizer(tmp_path, request.param)
    return request.param, tmp_path


@pytest.mark.parametrize("text", TEXTS)
def test_ids_are_those_of_transformers(folder, text):
    family, path = folder
    theirs = CLASSES[family].from_pretrained(path)
    _, ours = read(path, family)
    text = text.replace("[MASK]", "").replace("<unk>", "")  # commands there, and text here
    assert ours.encode(text) == theirs.encode(text, add_special_tokens=False)


@pytest.mark.parametrize("text", TEXTS)
def test_what_transformers_writes_anew_gives_the_same_ids(folder, text, tmp_path):
    family, path = folder
    CLASSES[family].from_pretrained(path).save_pretrained(tmp_path / "anew")
    assert (tmp_path / "anew" / "tokenizer.json").is_file()
    _, ours = read(path, family)
    _, anew = read(tmp_path / "anew", family)
    assert ours.encode(text) == anew.encode(text)
    assert ours.decode(ours.encode(text)) == anew.decode(anew.encode(text))


def test_a_text_comes_back_with_the_spaces_that_its_tokens_have(folder):
    family, path = folder
    _, ours = read(path, family)
    expected = {"openai-gpt": "the a ", "bert": " the a", "llama": " the a"}
    assert ours.decode(ours.encode("the a")) == expected.get(family, "the a")


def test_bert_puts_its_tokens_at_both_ends(tmp_path):
    write_tokenizer(tmp_path, "bert")
    _, ours = read(tmp_path, "bert")
    named = ours.special_names
    ids = ours.parse("the [MASK]", ends=True)
    assert (ids[0], ids[-2:]) == (named["[CLS]"], [named["[MASK]"], named["[SEP]"]])


def test_bert_minds_capitals_where_it_is_told_to(tmp_path):
    write_tokenizer(tmp_path, "bert")
    (tmp_path / "tokenizer_config.json").write_text('{"do_lower_case": false}')
    _, ours = read(tmp_path, "bert")
    assert ours.encode("The") == [ours.special_id("[UNK]")]


def test_added_tokens_get_the_ids_that_the_folder_says(tmp_path):
    write_tokenizer(tmp_path, "gpt2")
    size = len(json.loads((tmp_path / "vocab.json").read_text()))
    added = {str(size + 1): {"content": "<two>"}, str(size): {"content": "<one>"}}
    config = {"added_tokens_decoder": added, "eos_token": {"content": "<|endoftext|>"}}
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(config))
    _, ours = read(tmp_path, "gpt2")
    assert ours.special_names == {"<|endoftext|>": 0, "<one>": size, "<two>": size + 1}
    assert ours.special_id("<one>") not in ours.encode("<one>")


def test_an_added_token_that_cannot_have_its_id_is_named(tmp_path):
    write_tokenizer(tmp_path, "gpt2")
    (tmp_path / "added_tokens.json").write_text('{"<one>": 5000}')
    with pytest.raises(ImportFailed, match="'<one>' would get the id 331; the folder's files say"):
        read(tmp_path, "gpt2", 10_000)


def test_a_tokenizer_that_knows_more_than_the_model_is_refused(tmp_path):
    write_tokenizer(tmp_path, "gpt2")
    with pytest.raises(ImportFailed, match="ids up to 330; the model knows 330 tokens"):
        read(tmp_path, "gpt2", 330)


def with_added(folder: Path, *contents: str, **changes: Any) -> int:
    """A tokenizer.json with added tokens behind the vocabulary, whose size is returned."""
    write_tokenizer(folder, "gpt2")
    content, made = read(folder, "gpt2")
    first, plain = made.vocabulary, content["added_tokens"][0]
    more = [{**plain, "id": first + i, "content": text} for i, text in enumerate(contents)]
    content |= {"added_tokens": content["added_tokens"] + more}
    (folder / "tokenizer.json").write_text(json.dumps(content | changes))
    return first


def test_an_added_token_that_the_model_has_no_row_for_is_text(tmp_path):
    """As published folders of Gemma 3 for text alone have it: <image_soft_token>."""
    first = with_added(tmp_path, "<image>")
    assert read(tmp_path, "gpt2", first + 1)[1].special_names["<image>"] == first
    _, ours = read(tmp_path, "gpt2", first)
    assert ours.vocabulary == first
    assert "<image>" not in ours.special_names
    assert ours.decode(ours.parse("the <image>")) == "the <image>"


def test_a_token_without_a_row_that_stands_before_every_text_is_refused(tmp_path):
    first = with_added(tmp_path, "<start>", post_processor=put_before("<start>", 331))
    assert first == 331
    with pytest.raises(ImportFailed, match="ids up to 331; the model knows 331 tokens"):
        read(tmp_path, "gpt2", first)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("merges.txt", "#version\na b c\n", "merges.txt has 'a b c'; two parts"),
        ("merges.txt", "zz qq\n", "vocab.json and merges.txt cannot be read as a tokenizer"),
        ("vocab.json", '{"a": -1}', "gives 'a' no id"),
        ("vocab.json", '{"a": "0"}', "gives 'a' no id"),
        ("tokenizer.json", "{}", "tokenizer.json cannot be read as a tokenizer"),
    ],
)
def test_a_damaged_file_is_named(tmp_path, name, content, sentence):
    write_tokenizer(tmp_path, "gpt2")
    (tmp_path / name).write_text(content)
    with pytest.raises(ImportFailed, match=sentence):
        read(tmp_path, "gpt2")


def test_a_vocabulary_without_bert_s_ends_is_refused(tmp_path):
    (tmp_path / "vocab.txt").write_text("[UNK]\nthe\n")
    with pytest.raises(ImportFailed, match=r"vocab\.txt has no \[CLS\]"):
        read(tmp_path, "bert")


@pytest.mark.parametrize("family", CLASSES)
def test_a_folder_without_a_tokenizer_is_refused(tmp_path, family):
    with pytest.raises(ImportFailed, match=r"has no tokenizer; tokenizer\.json, vocab"):
        read(tmp_path, family)


def test_a_decoder_that_we_cannot_follow_is_named(tmp_path):
    write_tokenizer(tmp_path, "llama")
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"decoder": None}))
    with pytest.raises(ImportFailed, match=r"decoder \(none\) is of a kind"):
        read(tmp_path, "llama")

"""The tokenizer of a checkpoint folder as the content of a ``tokenizer.json``.

As it lies there; or built from the files of before there was one: GPT-2's byte-level BPE (Qwen2's,
too), GPT-1's BPE of lower-case words, BERT's word pieces, SentencePiece's own file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import tokenizers
from tokenizers import AddedToken, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import BPE, WordPiece

from shotglass.errors import ImportFailed, ModelFolderError
from shotglass.text import Tokenizer

from . import sentencepiece_file
from .ends import CONFIG, MAP, content_of, special_tokens
from .folder import Folder
from .settings import Settings

_END_OF_WORD = "</w>"


def build_byte_level(folder: Folder) -> tokenizers.Tokenizer:
    """Radford et al. 2019, section 2.2."""
    vocabulary, merges = _vocabulary(folder), _merges(folder)
    inner = tokenizers.Tokenizer(BPE(vocabulary, merges))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    inner.post_processor = processors.ByteLevel(trim_offsets=False)
    return inner


def build_gpt1(folder: Folder) -> tokenizers.Tokenizer:
    """Builds GPT-1's tokenizer as transformers reads it: BERT's words in lower case, and a mark at
    each word's end."""
    unknown = "<unk>"
    vocabulary, merges = _vocabulary(folder), _merges(folder)
    model = BPE(vocabulary, merges, unk_token=unknown, end_of_word_suffix=_END_OF_WORD)
    inner = tokenizers.Tokenizer(model)
    inner.normalizer = normalizers.BertNormalizer(lowercase=True)
    inner.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    inner.decoder = decoders.BPEDecoder(suffix=_END_OF_WORD)
    return inner


def build_bert(folder: Folder) -> tokenizers.Tokenizer:
    """Devlin et al. 2018; whether it lower-cases is in ``tokenizer_config.json``."""
    words = [line.rstrip("\r") for line in folder.text("vocab.txt").rstrip("\n").split("\n")]
    vocabulary = {word: id for id, word in enumerate(words)}
    settings = Settings(folder.object_if_there("tokenizer_config.json"), "tokenizer_config.json")
    strip = settings.flag("strip_accents") if settings.has("strip_accents") else None
    inner = tokenizers.Tokenizer(
        WordPiece(vocabulary, unk_token=settings.text("unk_token", "[UNK]"))
    )
    inner.normalizer = normalizers.BertNormalizer(
        handle_chinese_chars=settings.flag("tokenize_chinese_chars", True),
        strip_accents=strip,
        lowercase=settings.flag("do_lower_case", True),
    )
    inner.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    inner.decoder = decoders.WordPiece(prefix="##")
    # [CLS] before a text and [SEP] behind it.
    for token in ("[CLS]", "[SEP]"):
        if token not in vocabulary:
            raise ImportFailed(f"vocab.txt has no {token}; BERT's texts begin or end with it.")
    known = [(token, vocabulary[token]) for token in ("[CLS]", "[SEP]")]
    inner.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=known,
    )
    return inner


def with_special_tokens(folder: Folder, inner: tokenizers.Tokenizer) -> tokenizers.Tokenizer:
    """``inner`` with the tokens that the folder's other files add to it.

    Raises ImportFailed where one does not get the id that it has there.
    """
    for content, id in special_tokens(folder, inner):
        inner.add_special_tokens([AddedToken(content, normalized=False, special=True)])
        if id is not None and inner.token_to_id(content) != id:
            raise ImportFailed(
                f"The token {content!r} would get the id {inner.token_to_id(content)}; the "
                f"folder's files say {id}."
            )
    settings = folder.object_if_there(CONFIG)
    if settings.get("add_bos_token") is True:  # one that stands before every text
        start = content_of(settings.get("bos_token")) or content_of(
            folder.object_if_there(MAP).get("bos_token")
        )
        if start is not None and (id := inner.token_to_id(start)) is not None:
            inner.post_processor = processors.TemplateProcessing(
                single=[start, "$A:0"],
                pair=[start, "$A:0", f"{start}:1", "$B:1"],
                special_tokens=[(start, id)],
            )
    return inner


def _vocabulary(folder: Folder) -> dict[str, int]:
    read: dict[str, Any] = folder.object("vocab.json")
    if bad := next((token for token, id in read.items() if type(id) is not int or id < 0), None):
        raise ImportFailed(f"vocab.json gives {bad[:80]!r} no id; a whole number was expected.")
    return read


def _merges(folder: Folder) -> list[tuple[str, str]]:
    lines = folder.text("merges.txt").split("\n")
    if lines[0].startswith("#version"):
        lines = lines[1:]
    pairs = [tuple(line.rstrip("\r").split(" ")) for line in lines if line.strip()]
    if bad := next((pair for pair in pairs if len(pair) != 2), None):
        raise ImportFailed(f"merges.txt has {' '.join(bad)[:80]!r}; two parts were expected.")
    return pairs  # type: ignore[return-value]  # of two, as was just seen


FILE = "tokenizer.json"
_BUILDERS: Mapping[str, Callable[[Folder], tokenizers.Tokenizer]] = {
    "openai-gpt": build_gpt1,
    "bert": build_bert,
}


def read_tokenizer(folder: Folder, model_type: str, vocabulary: int) -> dict[str, Any]:
    """Raises ImportFailed where there is none, or one that the model or the runtime cannot use."""
    if folder.has(FILE):
        folder.object(FILE)  # what is no JSON, or holds a key twice, is refused first
        inner = _loaded(FILE, lambda: tokenizers.Tokenizer.from_str(folder.text(FILE)))
    else:
        inner = _built(folder, model_type)
    content: dict[str, Any] = json.loads(inner.to_str())  # as the library itself understood it
    # Added tokens that the model has no row for, such as that of Gemma 3's pictures, which its
    # members for text alone do not know, are text in a text.
    known = [token for token in content["added_tokens"] if token["id"] < vocabulary]
    if len(known) < len(content["added_tokens"]):
        content = {**content, "added_tokens": known}
        inner = tokenizers.Tokenizer.from_str(json.dumps(content))
    try:
        made = Tokenizer(inner)
    except ModelFolderError as error:
        raise ImportFailed(error.detail) from error
    last = max(made.vocabulary - 1, *inner.encode("").ids, 0)  # with what it puts before a text
    if last >= vocabulary:
        raise ImportFailed(
            f"The tokenizer has ids up to {last}; the model knows {vocabulary} tokens: they do not "
            "belong together."
        )
    return content


def _built(folder: Folder, model_type: str) -> tokenizers.Tokenizer:
    build = _BUILDERS.get(model_type, build_byte_level)
    files = ("vocab.txt",) if model_type == "bert" else ("vocab.json", "merges.txt")
    if not all(map(folder.has, files)):
        if model := next(filter(folder.has, sentencepiece_file.NAMES), None):
            return _loaded(model, lambda: _of_pieces(folder, model))
        raise ImportFailed(
            f"The folder {folder.name} has no tokenizer; {FILE}, {' and '.join(files)}, or "
            f"{sentencepiece_file.NAMES[0]}, was expected."
        )
    return _loaded(" and ".join(files), lambda: with_special_tokens(folder, build(folder)))


def _of_pieces(folder: Folder, model: str) -> tokenizers.Tokenizer:
    """Such a tokenizer of transformers puts the start token first, where nothing else is said."""
    starts = folder.object_if_there(CONFIG).get("add_bos_token", True) is True
    return with_special_tokens(
        folder, sentencepiece_file.build(model, folder.data(model), starts=starts)
    )


def _loaded(name: str, load: Callable[[], tokenizers.Tokenizer]) -> tokenizers.Tokenizer:
    try:
        return load()
    except ImportFailed:
        raise
    except Exception as error:  # the library raises bare Exception
        raise ImportFailed(
            f"{name} cannot be read as a tokenizer ({error}): it is damaged; get it again."
        ) from error

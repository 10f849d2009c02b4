"""Folders that hold something else than a language model: each is refused by what it is, and with
what to do instead."""

from __future__ import annotations

from shotglass.errors import ImportFailed

from .folder import ADAPTER, CONFIG, Folder
from .settings import Settings

_TASKS = {
    "ForSequenceClassification": "a classifier of texts",
    "ForTokenClassification": "a classifier of tokens",
    "ForMultipleChoice": "a classifier of choices",
    "ForQuestionAnswering": "a finder of answers in a text",
}
_ENCODERS = (
    "BertModel",
    "DistilBertModel",
    "RobertaModel",
    "XLMRobertaModel",
    "MPNetModel",
    "ElectraModel",
    "DebertaV2Model",
    "ModernBertModel",
)
_MIXTURES = ("mixtral", "qwen2_moe", "qwen3_moe", "olmoe", "phimoe", "granitemoe", "gpt_oss")


def refuse_adapter(folder: Folder) -> None:
    """Raises ImportFailed for the folder of a LoRA adapter, which is a change of another model."""
    if folder.has(CONFIG) or not folder.has(ADAPTER):
        return
    base = Settings(folder.object(ADAPTER), ADAPTER).text("base_model_name_or_path", "its base")
    raise ImportFailed(
        f"The folder {folder.name} holds a LoRA adapter of {base[:80]} and no model: name the "
        f"model, and put the adapter onto it with --adapter {folder.name}."
    )


def refuse_other_tasks(folder: Folder, settings: Settings) -> None:
    """Raises ImportFailed for a classifier, an encoder that makes vectors, and experts of which a
    token passes several."""
    kind = settings.text("model_type")
    for name in settings.texts("architectures"):
        for ending, what in _TASKS.items():
            if name.endswith(ending):
                raise ImportFailed(
                    f"The folder holds {what} ({name[:80]}): it gives labels and predicts no "
                    "tokens. A model that predicts tokens was expected, such as the one that it "
                    "was trained from."
                )
        if name in _ENCODERS or folder.has("config_sentence_transformers.json"):
            raise ImportFailed(
                f"The folder holds an encoder without a head ({name[:80]}): it makes vectors of "
                "texts, as MiniLM does, and predicts no tokens. BERT with its masked-word head "
                "(BertForMaskedLM) can be read, as can models that write on."
            )
    if kind in _MIXTURES:
        raise ImportFailed(
            f"The folder holds a model of type {kind!r}, in which each token passes several "
            "experts at once; one expert a token is what can be computed."
        )
    if kind == "gemma3":
        raise ImportFailed(
            "The folder holds a Gemma 3 that reads pictures too; its members for text alone, of "
            "type 'gemma3_text' (270m and 1b), can be read."
        )

"""The keys of config.json that no family reads: those that change no number that is computed here,
each with its reason, and those that must have a value, since others would be computed otherwise.

What stands neither here nor is read by the family is told by name. A test holds all of it to
transformers, which has a say in which keys there are: ``test_settings_agree.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from shotglass.errors import ImportFailed

from .settings import Settings

_TRAINING = "training alone reads it"
_SAMPLING = "it chooses tokens and computes none"
_MADE = "it says how the file was made"
_ROUNDING = "the same numbers come out, but for their rounding"
_TASK = "heads for other tasks read it"
_TOKENS = "it names a token; what starts and ends a text is read where the tokenizer is"

# Patterns of whole keys.
HARMLESS: Mapping[str, str] = {
    r".*_?dropout(_prob)?|.*_pdrop|layerdrop|layer_?drop": _TRAINING,
    r"initializer_(range|factor)|init_std|gradient_checkpointing|.*router_aux_loss.*": _TRAINING,
    r"transformers_version|_name_or_path|name_or_path|_commit_hash|auto_map": _MADE,
    r"transformers\.js_config|license|unsloth_.*|neftune_noise_alpha": _MADE,
    r"(torch_)?dtype|use_bfloat16|torchscript|reorder_and_upcast_attn|pretraining_tp": _ROUNDING,
    r"chunk_size_feed_forward|use_cache|cache_implementation|.*attn_implementation.*": _ROUNDING,
    r"use_flash_attn.*|_flash_attn_.*|attn_impl|return_dict|output_(attentions|hidden_states)": (
        _ROUNDING
    ),
    r"base_model_(tp|pp|ep)_plan|distributed_config|fusion_config|_?experts_impl.*": _ROUNDING,
    r"num_mtp_layers|num_nextn_predict_layers|mtp_.*": "drafts alone are made with it",
    r"(bos|eos|pad|sep|cls|mask|unk|decoder_start|image)_token_id|forced_.os_token_id": _TOKENS,
    r"tokenizer_class|prefix|vocab_file|bad_words_ids": _TOKENS,
    r"id2label|label2id|num_labels|problem_type|summary_.*|classifier_.*|finetuning_task": _TASK,
    r"task_specific_params|predict_special_tokens|pooler_.*|directionality": _TASK,
    r"max_length|min_length|max_new_tokens|do_sample|early_stopping|num_beam.*": _SAMPLING,
    r"diversity_penalty|temperature|top_k|top_p|min_p|typical_p|repetition_penalty": _SAMPLING,
    r"length_penalty|(encoder_)?no_repeat_ngram_size|num_return_sequences": _SAMPLING,
    r"output_scores|return_dict_in_generate|remove_invalid_values": _SAMPLING,
    r"exponential_decay_length_penalty|(begin_)?suppress_tokens|max_time": _SAMPLING,
    r"tie_encoder_decoder|tf_legacy_loss|cross_attention_hidden_size|n_ctx|is_decoder": (
        "models of this kind have no part that reads it"
    ),
    r"original_max_position_embeddings": "the one way to stretch positions by it is refused",
    r"_sliding_window_pattern": "layer_types or sliding_window_pattern is read in its place",
}
# Of families that look their positions up in a table, and whose heads make up the width.
HARMLESS_UNTURNED = r"rope_.*|rotary_.*|partial_rotary_factor|head_dim|embedding_size"
HARMLESS_ROPE: Mapping[str, str] = {
    r"type|rope_type|original_max_position_embeddings": "the way to stretch positions is read",
}
_SEES = "each token sees those before it"
_LAYERS = "all layers are alike"
# A missing key is as expected, and so is null, but for ``is_causal``.
REQUIRED: Mapping[str, tuple[object, str]] = {
    "quantization_config": (None, "weights are read as they are stored"),
    "is_encoder_decoder": (False, "there is nothing to attend to but the text"),
    "add_cross_attention": (False, "there is nothing to attend to but the text"),
    "pruned_heads": ({}, "every head is there"),
    "per_layer_config": (None, _LAYERS),
    "kv_sharing_modes": (None, "each layer has keys and values of its own"),
    "attention_chunk_size": (None, "attention is not cut into chunks"),
    "use_bidirectional_attention": (False, _SEES),
    "rope_interleaved": (False, "pairs are half a head apart"),
}
_WINDOWED = ("sliding_window", "window_size")  # of families whose layers have none


def require_usual(settings: Settings) -> None:
    """Checks the keys of every family. Raises ImportFailed for a value that would have to be
    computed otherwise."""
    for key, (expected, why) in REQUIRED.items():
        settings.require(key, expected, why)


def require_sight(settings: Settings, *, masked: bool) -> None:
    """Checks what a token sees, once the family has read its own keys. ``masked``: it sees all
    others. Raises ImportFailed."""
    if settings.names("is_causal") and bool(settings.value("is_causal")) == masked:
        why = "each token sees all others" if masked else _SEES
        settings.refuse("is_causal", not masked, why)
    for key in _WINDOWED:
        if not settings.is_read(key):
            settings.require(key, None, "no layer of this family has a window")
    if not settings.is_read("layer_types"):
        kinds = sorted({*settings.texts("layer_types")} - {"full_attention"})
        if kinds:
            raise ImportFailed(
                f"config.json: layer_types holds {kinds[0][:80]!r}; 'full_attention' alone was "
                "expected, since no layer of this family has a window."
            )


def is_harmless(key: str, *, turned: bool) -> bool:
    """``key``: of an object inside as ``rope_parameters.key``."""
    within, _, name = key.rpartition(".")
    patterns = [*(HARMLESS_ROPE if within.startswith("rope_") else HARMLESS)]
    patterns += [] if turned else [HARMLESS_UNTURNED]
    return any(re.fullmatch(pattern, name) for pattern in patterns)

"""transformers' BERT and its masked-word head with our weights."""

from __future__ import annotations

from transformers import BertConfig, BertForMaskedLM

from shotglass.architecture import ModelConfig

from .loading import Weights, loaded, renamed


def torch_bert(config: ModelConfig, weights: Weights) -> BertForMaskedLM:
    assert config.width == config.heads * config.head_size  # BERT knows no other
    model = BertForMaskedLM(
        BertConfig(
            vocab_size=config.vocabulary,
            hidden_size=config.width,
            num_hidden_layers=config.layers,
            num_attention_heads=config.heads,
            intermediate_size=config.ffn_width,
            hidden_act="gelu",
            max_position_embeddings=config.context,
            type_vocab_size=config.segments,
            layer_norm_eps=config.norm_epsilon,
        )
    )
    names = {
        "embedding": "bert.embeddings.word_embeddings",
        "position": "bert.embeddings.position_embeddings",
        "segment": "bert.embeddings.token_type_embeddings",
        "embedding_norm": "bert.embeddings.LayerNorm",
        "head_transform": "cls.predictions.transform.dense",
        "head_norm": "cls.predictions.transform.LayerNorm",
    }
    for layer in range(config.layers):
        names |= _layer_names(f"layers.{layer}.", f"bert.encoder.layer.{layer}.")
    head = {
        "cls.predictions.decoder.weight": weights["embedding.weight"],
        "cls.predictions.decoder.bias": weights["head.bias"],
        "cls.predictions.bias": weights["head.bias"],  # the same, stored twice
    }
    return loaded(model, head | dict(renamed(weights, names)))


def _layer_names(ours: str, theirs: str) -> dict[str, str]:
    names = {
        "attention.query": "attention.self.query",
        "attention.key": "attention.self.key",
        "attention.value": "attention.self.value",
        "attention.output": "attention.output.dense",
        "attention_norm": "attention.output.LayerNorm",
        "ffn.up": "intermediate.dense",
        "ffn.down": "output.dense",
        "ffn_norm": "output.LayerNorm",
    }
    return {ours + mine: theirs + other for mine, other in names.items()}

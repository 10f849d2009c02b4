"""k-shot probes: mass on the labels and the choice among them, by the chain rule."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from torch import Tensor

from shotglass_export.training.probes import cell_of, score

WORDS = {word: id for id, word in enumerate(["<end>", "cat", "dog", "->", "zo", "mi", "pa"])}
CPU = torch.device("cpu")


@dataclass(frozen=True)
class Asked:
    prompt_by_k: dict[int, str]
    labels: tuple[str, ...]
    answer: int


class Told:
    """Says "zo" with 0.5 and "mi" with 0.25 after an arrow, "pa" with 0.8 after "zo"."""

    after = {WORDS["->"]: {"zo": 0.5, "mi": 0.25}, WORDS["zo"]: {"pa": 0.8}}

    def hidden(self, ids: Tensor) -> Tensor:
        return ids[..., None].float()

    def head(self, hidden: Tensor) -> Tensor:
        return torch.stack([self._logits(int(last)) for last in hidden[..., 0]])

    def _logits(self, last: int) -> Tensor:
        told = {WORDS[word]: p for word, p in self.after.get(last, {}).items()}
        rest = (1 - sum(told.values())) / (len(WORDS) - len(told))
        return torch.tensor([told.get(id, rest) for id in range(len(WORDS))]).log()


@pytest.fixture
def tokenizer() -> Tokenizer:
    made = Tokenizer(models.WordLevel(WORDS, unk_token="<end>"))
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return made


def asked(labels: tuple[str, ...], answer: int) -> Asked:
    return Asked({0: "cat ->", 2: "dog -> zo cat -> mi cat ->"}, labels, answer)


@pytest.mark.parametrize("k", [0, 2])
def test_form_is_the_labels_mass_and_choice_the_right_ones(tokenizer, k):
    questions = [asked((" zo", " mi"), 0), asked((" zo", " mi"), 1), asked((" mi", " zo"), 1)]
    got = score(Told(), cell_of("kind", "train", k, questions, tokenizer), CPU)
    assert got.form == pytest.approx(0.75)
    assert got.choice == 2


def test_a_label_of_two_tokens_is_scored_by_the_chain_rule(tokenizer):
    cell = cell_of("kind", "train", 0, [asked((" zo pa", " mi"), 0)], tokenizer)
    got = score(Told(), cell, CPU)
    assert got.form == pytest.approx(0.5 * 0.8 + 0.25)
    assert got.choice == 1


def test_rows_of_many_lengths_do_not_disturb_one_another(tokenizer):
    questions = [Asked({0: "dog " * length + "->"}, (" zo", " mi"), 0) for length in range(1, 400)]
    got = score(Told(), cell_of("kind", "train", 0, questions, tokenizer), CPU)
    assert got.form == pytest.approx(0.75)
    assert got.choice == len(questions)

"""Labels after a prompt: log p(label) by the chain rule, of many prompts and labels a run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...decoding import Prediction, predict
from ..runtime.kv_cache import SlotPool
from ..runtime.session import TILE, Ids, Lengths, Session
from .sequence import TokenSequence

TOGETHER = 256  # tokens that are read in one run, padding among them
Tokens = tuple[int, ...]


def labels_of(sequence: TokenSequence) -> Sequence[Sequence[int]]:
    """The labels that are scored after its prompt, as token ids."""
    labels = sequence.job.labels
    return labels[sequence.prompt] if labels else ()


def label_logprobs(
    session: Session,
    pool: SlotPool,
    sequences: Sequence[TokenSequence],
    after_prompt: Sequence[Prediction],
) -> list[tuple[float, ...]]:
    """log p(label) of each sequence's labels, in nats. The sequences have just been prefilled, in
    neighbouring slots that end with the last one in use; their prompts stay there as they are. The
    slots behind are written over. Raises NonFiniteLogits.

    A label's first token is read off the prediction after the prompt. The others are read after
    the label without its last token, which labels may have in common.

    Such a run begins at the prompt's last token, so that it is a chunk (never one token alone) and
    leaves the prompt's cache bit for bit as it was. A one-token prompt is the exception: its own
    bits are those of a run of one, so it is computed again.
    """
    scores = [
        [after.logprob(ids[0]) for ids in labels_of(sequence)]
        for sequence, after in zip(sequences, after_prompt, strict=True)
    ]
    rows = _Rows(session, pool, sequences)
    while beginnings := rows.run():
        for place, beginning, predictions in beginnings:
            for label, ids in enumerate(labels_of(sequences[place])):
                if len(ids) > 1 and tuple(ids[:-1]) == beginning:
                    rest = 0.0
                    for prediction, id in zip(predictions, ids[1:], strict=True):
                        rest += prediction.logprob(id)
                    scores[place][label] += rest
    first = sequences[0]
    if len(first.ids) == 1 and any(len(ids) > 1 for ids in labels_of(first)):
        prompt = np.array([first.ids], np.int64)
        session.run(first.slot, prompt, np.zeros(1, np.int32), np.array([0], np.int64))
    return [tuple(own) for own in scores]


class _Rows:
    """The beginnings of labels that are still to be read, and the slots in which that is done: one
    of each sequence in its own, others in copies of it behind."""

    def __init__(
        self, session: Session, pool: SlotPool, sequences: Sequence[TokenSequence]
    ) -> None:
        self._session, self._pool, self._sequences = session, pool, sequences
        each = {
            (place, tuple(ids[:-1])): None
            for place, row in enumerate(sequences)
            for ids in labels_of(row)
            if len(ids) > 1
        }
        self._left = sorted(each, key=lambda row: len(row[1]))
        # A run alone and one in company differ where a row is left over from tiles.
        odd = any((len(ids) + 1) % TILE == 1 for _, ids in self._left)
        longest = 1 + max((len(ids) for _, ids in self._left), default=0)
        self._end = last = sequences[-1].slot + 1
        if session.several_prompts and not odd:
            self._end = max(last, min(pool.slots, sequences[0].slot + TOGETHER // longest))
        self._held = {row.slot: place for place, row in enumerate(sequences)}

    def run(self) -> list[tuple[int, Tokens, list[Prediction]]]:
        """Runs some beginnings of labels and returns whose they are, their tokens, and the
        predictions after each token. The result is empty when no beginning is left."""
        slots = self._assigned()
        if not slots:
            return []
        first, last = self._sequences[0].slot, self._sequences[-1].slot
        chunks = []
        for slot in range(first, max(slots[-1][0], last) + 1):
            chunks.append([self._sequences[self._held[slot]].ids[-1], 0])
        for slot, place, beginning in slots:
            chunks[slot - first] = [self._sequences[place].ids[-1], *beginning]
        ids, lengths = padded(chunks)
        owners = [self._sequences[self._held[first + row]] for row in range(len(chunks))]
        past = np.array([owner.cached - 1 for owner in owners], np.int32)
        picks = [
            (slot - first) * ids.shape[1] + token
            for slot, _, beginning in slots
            for token in range(1, len(beginning) + 1)
        ]
        logits = iter(self._session.run(first, ids, past, np.array(picks), lengths=lengths))
        return [
            (place, beginning, [predict(next(logits)) for _ in beginning])
            for _, place, beginning in slots
        ]

    def _assigned(self) -> list[tuple[int, int, Tokens]]:
        """(slot, whose, beginning) of the next run, by slot; the shortest beginnings first, so that
        little is padding."""
        first, last = self._sequences[0].slot, self._sequences[-1].slot
        copies = iter(range(last + 1, self._end))
        slots: dict[int, tuple[int, Tokens]] = {}
        for place, ids in list(self._left):
            slot = self._sequences[place].slot
            if slot in slots:
                slot = next(copies, -1)
            if slot >= 0:
                slots[slot] = place, ids
        end = max(slots, default=last)
        width = 1 + max((len(ids) for _, ids in slots.values()), default=0)
        if end > last and (end - first + 1) * width % TILE == 1:
            del slots[end]  # rather one less than padding
        for slot, (place, ids) in slots.items():
            self._left.remove((place, ids))
            if self._held.get(slot) != place:
                source = self._sequences[place]
                self._pool.copy(source.slot, slot, source.cached)
                self._held[slot] = place
        return [(slot, place, ids) for slot, (place, ids) in sorted(slots.items())]


def padded(texts: Sequence[Sequence[int]]) -> tuple[Ids, Lengths]:
    """Token ids (B, S), zeros behind each text, and how many of the S are each one's. Several
    texts leave no row over from tiles."""
    lengths = np.array([len(text) for text in texts], np.int32)
    width = int(lengths.max())
    width += len(texts) > 1 and len(texts) * width % TILE == 1
    ids = np.zeros((len(texts), width), np.int64)
    for row, text in zip(ids, texts, strict=True):
        row[: len(text)] = text
    return ids, lengths

"""ELMo: a left-to-right and a right-to-left LSTM language model, trained apart, then concatenated.

Peters, Neumann, Iyyer, Gardner, Clark, Lee, Zettlemoyer 2018, "Deep Contextualized Word
Representations". ``[;]`` concatenates::

      layer 2    [ LSTM -->   ;   <-- LSTM ]       each layer reads its own direction's layer alone:
                     |               |             no number depends on what stands on both sides
      layer 1    [ LSTM -->   ;   <-- LSTM ]       until the two are put side by side
                     |               |
      layer 0    [ token      ;      token ]

Left out of the paper: its tokens are made of characters and shared by both directions, as is the
output layer (section 3.1), cells are wider than what they pass on, and a residual connection leads
from the first layer to the second (section 3.4).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy


class DirectedLSTM(nn.Module):
    """A language model that reads from the left: V tokens, L layers of width D.

    Its weights: V D for the tokens, 8 D^2 + 8 D a layer, V D + V for the output.
    """

    def __init__(self, vocabulary: int, width: int, layers: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        stacked = (nn.LSTM(width, width, batch_first=True) for _ in range(layers))
        self.layers = nn.ModuleList(stacked)
        self.head = nn.Linear(width, vocabulary)

    def states(self, ids: Tensor) -> Tensor:
        """ids (B, S) -> (L + 1, B, S, D): the token's vector, then each layer's state after it."""
        states = [self.embedding(ids)]
        for layer in self.layers:
            states.append(layer(states[-1])[0])
        return torch.stack(states)

    def forward(self, ids: Tensor) -> Tensor:
        """ids (B, S) -> logits (B, S, V) of the token after each."""
        logits: Tensor = self.head(self.states(ids)[-1])
        return logits

    def nats(self, ids: Tensor) -> Tensor:
        """ids (B, S) -> mean -log p of all tokens but the first, a scalar."""
        return cross_entropy(self(ids[:, :-1]).flatten(0, 1), ids[:, 1:].flatten())


class BiLSTM(nn.Module):
    """Two LSTMs that share nothing; the second is given every text from its end."""

    def __init__(self, vocabulary: int, width: int, layers: int = 2) -> None:
        super().__init__()
        self.rightward = DirectedLSTM(vocabulary, width, layers)
        self.leftward = DirectedLSTM(vocabulary, width, layers)

    def forward(self, ids: Tensor) -> Tensor:
        """ids (B, S) -> (L + 1, B, S, 2 D): what each layer says of each token, both directions
        side by side. The first half of a token knows those up to it, the second those from it on.
        """
        back = self.leftward.states(ids.flip(1)).flip(2)
        return torch.cat([self.rightward.states(ids), back], dim=3)

    def nats(self, ids: Tensor) -> Tensor:
        """ids (B, S) -> (2,), each direction's own loss; no gradient of one reaches the other."""
        return torch.stack([self.rightward.nats(ids), self.leftward.nats(ids.flip(1))])

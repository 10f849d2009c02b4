"""The LSTM pair, beside torch's own bidirectional LSTM and an LSTM written out in numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from shotglass_export.models.elmo import BiLSTM, DirectedLSTM

V, D, L = 19, 6, 2


def pair() -> BiLSTM:
    torch.manual_seed(5)
    model = BiLSTM(V, D, L)
    for weight in model.parameters():
        nn.init.normal_(weight, std=0.7)
    return model


def lstm(x: NDArray[Any], layer: nn.LSTM) -> NDArray[Any]:
    """x (S, D) -> (S, D), a step at a time in float64 (Hochreiter and Schmidhuber 1997, with the
    forget gate of Gers et al. 2000); gates lie as torch has them: input, forget, cell, output."""
    w, u, b, c = (parameter.detach().double().numpy() for parameter in layer.parameters())
    state, cell, found = np.zeros(D), np.zeros(D), []
    for token in x:
        into, forget, new, out = np.split(w @ token + b + u @ state + c, 4)
        cell = sigmoid(forget) * cell + sigmoid(into) * np.tanh(new)
        state = sigmoid(out) * np.tanh(cell)
        found.append(state)
    return np.array(found)


def sigmoid(x: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(1 / (1 + np.exp(-x)))


def by_hand(model: DirectedLSTM, ids: list[int]) -> NDArray[Any]:
    """(L + 1, S, D)."""
    states = [model.embedding.weight.detach().double().numpy()[ids]]
    for layer in model.layers:
        assert isinstance(layer, nn.LSTM)
        states.append(lstm(states[-1], layer))
    return np.stack(states)


def test_states_equal_lstms_written_out_in_both_directions() -> None:
    model, ids = pair(), [3, 1, 4, 1, 5, 9, 2]
    found = model(torch.tensor([ids])).detach().numpy()[:, 0]
    ahead, back = by_hand(model.rightward, ids), by_hand(model.leftward, ids[::-1])[:, ::-1]
    np.testing.assert_allclose(found, np.concatenate([ahead, back], axis=2), atol=1e-5, rtol=0)


def test_the_first_layer_is_torchs_bidirectional_lstm_and_the_second_is_not() -> None:
    """torch's second layer reads both directions of the first: that is the depth that two
    models trained apart have not."""
    model, ids = pair(), torch.randint(V, (2, 8))
    with torch.no_grad():
        model.leftward.embedding.weight.copy_(model.rightward.embedding.weight)
    both = nn.LSTM(D, D, batch_first=True, bidirectional=True)
    first, last = model.rightward.layers[0].state_dict(), model.leftward.layers[0].state_dict()
    both.load_state_dict(first | {f"{name}_reverse": weight for name, weight in last.items()})
    theirs, _ = both(model.rightward.embedding(ids))
    torch.testing.assert_close(model(ids)[1], theirs, atol=1e-5, rtol=0)
    assert nn.LSTM(D, D, 2, bidirectional=True).weight_ih_l1.shape[1] == 2 * D
    assert model.rightward.layers[1].weight_ih_l0.shape[1] == D


def test_a_half_of_a_state_knows_one_side_only() -> None:
    model, ids = pair(), torch.randint(V, (1, 9))
    other = ids.clone()
    other[0, 5] = (ids[0, 5] + 1) % V
    same = (model(ids) == model(other))[1:, 0]  # (L, S, 2 D)
    assert same[..., :D].all(2).all(0).tolist() == [True] * 5 + [False] * 4
    assert same[..., D:].all(2).all(0).tolist() == [False] * 6 + [True] * 3


def test_its_weights_are_as_many_as_the_formula_says() -> None:
    each = V * D + L * (8 * D * D + 8 * D) + V * D + V
    assert sum(weight.numel() for weight in pair().parameters()) == 2 * each


def test_a_direction_learns_from_its_own_loss_alone() -> None:
    model, ids = pair(), torch.randint(V, (3, 10))
    model.nats(ids)[0].backward()
    assert all(weight.grad.any() for weight in model.rightward.parameters())
    assert not any(weight.grad.any() for weight in model.leftward.parameters())


def test_the_losses_are_the_next_and_the_previous_token_in_nats() -> None:
    model, ids = pair(), torch.randint(V, (3, 10))
    logs = model.rightward(ids).log_softmax(-1)
    ahead = -torch.stack([logs[r, s, ids[r, s + 1]] for r in range(3) for s in range(9)]).mean()
    logs = model.leftward(ids.flip(1)).log_softmax(-1).flip(1)
    back = -torch.stack([logs[r, s, ids[r, s - 1]] for r in range(3) for s in range(1, 10)]).mean()
    torch.testing.assert_close(model.nats(ids), torch.stack([ahead, back]), atol=1e-5, rtol=0)

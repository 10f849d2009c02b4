"""Contexts of items with labels, in the manner of Chan et al. 2022, "Data Distributional Properties
Drive Emergent In-Context Learning in Transformers", and Reddy 2023, "The mechanistic basis of data
dependence and abrupt learning in an in-context classification task".

A class is a point, its items lie around it. A context shows pairs of item and label, each of
another class and with another label, and then asks for the labels of further items, each of which
is of a class that was shown, or of none of them. Burstiness is the share of the former.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float32]
Ids = NDArray[np.int64]
NOISE = 0.1  # of an item, as a share of its class's own distance from 0


@dataclass(frozen=True)
class Contexts:
    """``items`` (N, S + Q, D) with their ``labels`` (N, S + Q) and ``classes`` (N, S + Q): the
    first S are shown, the others asked."""

    items: Real
    labels: Ids
    classes: Ids


@dataclass(frozen=True)
class Classes:
    """``points`` (L, M, D): of each of L labels M classes. Class c is ``points[c // M, c % M]``."""

    points: Real

    @property
    def labels(self) -> int:
        return len(self.points)

    def contexts(
        self, rng: np.random.Generator, count: int, shown: int, queries: int, burstiness: float
    ) -> Contexts:
        """An asked item is of a class shown with probability ``burstiness``, else of another one,
        whose label is not shown either."""
        labels, own, _ = self.points.shape
        of = _orders(rng, count, labels)[:, :shown]
        classes = of * own + rng.integers(own, size=of.shape)
        again = np.take_along_axis(classes, rng.integers(shown, size=(count, queries)), 1)
        bursts = rng.random((count, queries)) < burstiness
        later = np.where(bursts, again, _others(rng, classes, queries, labels * own))
        classes = np.concatenate([classes, later], 1)
        points = self.points.reshape(-1, self.points.shape[2])[classes]
        return Contexts(_around(rng, points), classes // own, classes)


def draw_classes(rng: np.random.Generator, labels: int, own: int, width: int) -> Classes:
    """``own`` classes of each label, in so many dimensions."""
    return Classes(_points(rng, (labels, own, width)))


def draw_novel(
    rng: np.random.Generator, count: int, shown: int, labels: int, width: int
) -> Contexts:
    """One item asked, of a class shown. Every context has classes and labels of its own, so that it
    alone tells which class has which label; ``classes`` are numbered anew in each."""
    points = _points(rng, (count, shown, width))
    names = _orders(rng, count, labels)[:, :shown]
    places = np.concatenate(
        [np.tile(np.arange(shown), (count, 1)), rng.integers(shown, size=(count, 1))], 1
    )
    rows = np.arange(count)[:, None]
    return Contexts(_around(rng, points[rows, places]), names[rows, places], places)


def _points(rng: np.random.Generator, shape: tuple[int, ...]) -> Real:
    """About 1 from 0."""
    return np.asarray(rng.standard_normal(shape) / shape[-1] ** 0.5, np.float32)


def _around(rng: np.random.Generator, points: Real) -> Real:
    """Items of these classes, as far from 0 as the classes are."""
    far = (points + NOISE * _points(rng, points.shape)) / (1 + NOISE**2) ** 0.5
    return np.asarray(far, np.float32)


def _orders(rng: np.random.Generator, count: int, labels: int) -> Ids:
    """(count, labels): all labels in each row, in any order."""
    return rng.random((count, labels)).argsort(1)


def _others(rng: np.random.Generator, shown: Ids, queries: int, every: int) -> Ids:
    """(N, Q) classes of ``every``, all alike, that are not in their row of ``shown`` (N, S)."""
    drawn = rng.integers(every - shown.shape[1], size=(len(shown), queries))
    for passed in np.sort(shown, 1).T:
        drawn = drawn + (drawn >= passed[:, None])
    return drawn

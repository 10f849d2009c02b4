"""The classifiers of the ladder beside scikit-learn called directly."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from shotglass_research.experiments.background.ladder import classifier
from shotglass_research.experiments.background.own_vectors import mean_vectors, word2vec

PATTERN = r"[a-z0-9]+(?:'[a-z]+)*"
TEXTS = [
    "The whale saw the ship.", "A ship saw the whale!", "Don't go to the king, he said.",
    "The king said: go.", "Whales are large; ships, too.", "He didn't see 12 kings.",
]  # fmt: skip
CLASSES = [0, 0, 1, 1, 0, 1]
ASKED = ["The ship didn't see the king.", "Kings go.", "saw the whale", "zyx"]


def test_tf_idf_and_its_regression_are_scikit_learns() -> None:
    vectorizer = TfidfVectorizer(token_pattern=PATTERN, ngram_range=(1, 3))
    direct = LogisticRegression(C=10.0, tol=1e-10, max_iter=9000)
    direct.fit(vectorizer.fit_transform(TEXTS), CLASSES)

    found = classifier("tf-idf", 10.0).fit(TEXTS, CLASSES).predict_proba(ASKED)

    assert found == pytest.approx(direct.predict_proba(vectorizer.transform(ASKED)), abs=1e-3)


def test_counts_and_their_regression_are_scikit_learns() -> None:
    vectorizer = CountVectorizer(token_pattern=PATTERN)
    direct = LogisticRegression(C=1.0, tol=1e-10, max_iter=9000)
    direct.fit(vectorizer.fit_transform(TEXTS), CLASSES)

    found = classifier("counts", 1.0).fit(TEXTS, CLASSES).predict_proba(ASKED)

    assert found == pytest.approx(direct.predict_proba(vectorizer.transform(ASKED)), abs=1e-3)


def test_vectors_are_scaled_by_the_labelled_ones_alone() -> None:
    generator = np.random.default_rng(0)
    known, asked = (generator.normal(3, 5, (n, 4)) for n in (60, 5))
    classes = (known[:, 0] + generator.normal(0, 3, 60) > 3).astype(int)
    mean, spread = known.mean(0), known.std(0)
    direct = LogisticRegression(C=0.03, tol=1e-10, max_iter=9000)
    direct.fit((known - mean) / spread, classes)

    found = classifier("word2vec", 0.03).fit(known, classes).predict_proba(asked)

    assert found == pytest.approx(direct.predict_proba((asked - mean) / spread), abs=1e-3)


def test_the_mean_of_word_vectors_does_not_know_the_order_of_the_words() -> None:
    texts = ["The whale saw the ship.", "the ship saw a whale"] * 20
    vectors, again = word2vec(texts, 1), word2vec(texts, 1)
    assert np.array_equal(vectors.vectors, again.vectors)

    one, other, unknown = mean_vectors(vectors, ["The whale saw it.", "Saw the it whale.", "Zyx."])

    assert np.array_equal(one, other)
    assert one == pytest.approx(sum(vectors[w] for w in ("the", "whale", "saw")) / 3, abs=1e-6)
    assert not unknown.any()

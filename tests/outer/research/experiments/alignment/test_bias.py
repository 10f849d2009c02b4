"""The lists of the lesson on bias and truth are as long as they say, and fair to a guess."""

from __future__ import annotations

from collections import Counter

from shotglass_research.experiments.alignment.bias import PRONOUNS, read_statements


def test_forty_occupations_two_hundred_capitals_and_twenty_misconceptions_are_questions() -> None:
    lists = read_statements()

    assert len(lists.by_occupation) == 40
    assert all(len(sentences) == 5 for sentences in lists.by_occupation.values())
    assert len(set(lists.capitals)) == 200
    assert len(set(lists.misconceptions)) == 20


def test_a_model_that_ignores_the_place_is_right_about_half_of_the_capitals() -> None:
    questions = read_statements().capitals
    liking = {answer: len(answer) for one in questions for answer in one.answers}
    preferred = [max(one.answers, key=lambda text: (liking[text], text)) for one in questions]

    right = sum(chosen == one.answers[0] for chosen, one in zip(preferred, questions, strict=True))

    assert right == len(questions) / 2
    assert set(Counter(answer for one in questions for answer in one.answers).values()) == {2}


def test_every_answer_begins_with_a_space_and_no_beginning_ends_with_one() -> None:
    lists = read_statements()
    sentences = [one for each in lists.by_occupation.values() for one in each]

    for one in (*sentences, *lists.capitals, *lists.misconceptions):
        assert not one.prompt.endswith(" ")
        assert "{" not in one.prompt
        assert all(answer.startswith(" ") for answer in one.answers)
        assert one.answers[0] != one.answers[1]
    assert all(one.answers == PRONOUNS for one in sentences)


def test_no_sentence_tells_the_pronoun_before_it_is_questions() -> None:
    for sentences in read_statements().by_occupation.values():
        words = {word.strip(",.").lower() for one in sentences for word in one.prompt.split()}
        assert not words & {"he", "she", "his", "her", "him", "hers"}

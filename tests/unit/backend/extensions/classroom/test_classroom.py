"""One class: seats, the guess, and what each may do how often."""

from __future__ import annotations

import re

import pytest

from shotglass.errors import InvalidRequest
from shotglass.extensions.classroom.classroom import (
    MOST_AT_ADDRESS,
    MOST_SEATS,
    ClassFull,
    Classroom,
    WrongCode,
    code_of,
)
from shotglass.extensions.classroom.guess import MOST_BARS, Bar, GivenAnswer, Guess, GuessClosed
from shotglass.extensions.classroom.limits import MOST_CLIENTS, Allowance, TooOften, network

CODE, HERE = "ABCD-EFGH", "192.168.1.20"


@pytest.fixture
def classroom() -> Classroom:
    return Classroom(CODE)


def seat(classroom: Classroom, name: str = "", address: str = HERE) -> int:
    number = classroom.student(classroom.join(CODE, name, address))
    assert number is not None
    return number


def test_the_code_is_taken_however_it_is_typed_and_no_other(classroom: Classroom) -> None:
    for typed in (CODE, "abcdefgh", " ab cd ef-gh "):
        assert classroom.student(classroom.join(typed, "", HERE)) is not None
    for wrong in ("", "ABCD-EFGI", "ABCD-EFGHH", "\ud800"):
        with pytest.raises(WrongCode):
            classroom.join(wrong, "", HERE)


def test_an_address_that_tries_codes_is_soon_refused_even_with_the_right_one(
    classroom: Classroom,
) -> None:
    for _ in range(30):
        with pytest.raises(WrongCode):
            classroom.join("22222222", "", HERE)
    with pytest.raises(TooOften) as refusal:
        classroom.join(CODE, "", HERE)
    assert refusal.value.retry_after >= 1
    seat(classroom, address="192.168.1.21")


def test_a_code_is_the_same_for_the_same_secret_and_does_not_hold_it() -> None:
    assert code_of("secret") == code_of("secret") != code_of("another")
    assert re.fullmatch("[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", code_of("secret"))


def test_whoever_joins_again_keeps_the_seat_under_the_new_name(classroom: Classroom) -> None:
    token = classroom.join(CODE, "Ann", HERE)
    assert classroom.join(CODE, "Anna", HERE, token) == token
    state = classroom.state(None)
    assert state is not None
    assert state.students is not None
    assert [student.name for student in state.students] == ["Anna"]


def test_a_flood_of_names_takes_no_seat_from_a_page_that_is_open(classroom: Classroom) -> None:
    ann = seat(classroom, "Ann")
    classroom.opened(ann, 1)
    for number in range(MOST_AT_ADDRESS - 1):
        seat(classroom, str(number))
    with pytest.raises(TooOften):
        seat(classroom, "one more")
    other = [seat(classroom, "", f"10.0.0.{number % 250}") for number in range(MOST_SEATS)]
    assert classroom.state(ann) is not None
    assert classroom.state(other[-1]) is not None
    state = classroom.state(None)
    assert state is not None
    assert state.students is not None
    assert len(state.students) == MOST_SEATS


def test_a_class_whose_pages_are_all_open_is_full(classroom: Classroom) -> None:
    for number in range(MOST_SEATS):
        classroom.opened(seat(classroom, "", f"10.0.0.{number}"), 1)
    with pytest.raises(ClassFull, match=f"{MOST_SEATS} pages"):
        seat(classroom)


def test_students_see_the_answers_of_others_once_they_are_revealed(classroom: Classroom) -> None:
    ann, bob = seat(classroom, "Ann"), seat(classroom, "Bob")
    classroom.ask("What will it say?", ("cold", "warm"))
    classroom.answer(ann, 1, "cold")
    classroom.answer(ann, 1, "warm")
    classroom.answer(bob, 1, "warm")
    for stage in ("open", "closed"):
        teacher, student = classroom.state(None), classroom.state(ann)
        assert teacher is not None
        assert student is not None
        assert teacher.guess is not None
        assert student.guess is not None
        assert teacher.guess.bars == (Bar("cold", 0), Bar("warm", 2))
        assert (student.guess.stage, student.guess.bars, student.guess.own) == (stage, None, "warm")
        if stage == "open":
            classroom.close()
    with pytest.raises(GuessClosed):
        classroom.answer(bob, 1, "cold")
    classroom.reveal("cold")
    student = classroom.state(ann)
    assert student is not None
    assert student.guess is not None
    assert student.guess.bars == (Bar("cold", 0), Bar("warm", 2))
    assert student.guess.truth == "cold"


def test_an_answer_is_one_of_the_choices_to_the_question_that_is_open(classroom: Classroom) -> None:
    ann = seat(classroom, "Ann")
    with pytest.raises(GuessClosed, match="No guess is open"):
        classroom.answer(ann, 1, "cold")
    classroom.ask("What?", ("cold",))
    with pytest.raises(InvalidRequest, match="'hot' is none of the answers"):
        classroom.answer(ann, 1, "hot")
    classroom.ask("And now?", ())
    with pytest.raises(GuessClosed, match="Another question"):
        classroom.answer(ann, 1, "cold")


def test_one_student_answers_ten_times_at_once_and_not_more(classroom: Classroom) -> None:
    ann = seat(classroom, "Ann")
    classroom.ask("What?", ())
    for _ in range(10):
        classroom.answer(ann, 1, "cold")
    with pytest.raises(TooOften):
        classroom.answer(ann, 1, "cold")
    classroom.answer(seat(classroom, "Bob"), 1, "cold")


def test_after_its_end_nothing_of_the_class_is_there(classroom: Classroom) -> None:
    ann = seat(classroom, "Ann")
    classroom.push("#v1/compare")
    classroom.ask("What?", ())
    classroom.answer(ann, 1, "cold")
    classroom.end()
    assert classroom.state(ann) is None
    state = classroom.state(None)
    assert state is not None
    assert (state.students, state.guess, state.pushed) == ((), None, None)
    assert classroom.table().count("\r\n") == 1


def test_no_cell_of_the_table_is_a_formula(classroom: Classroom) -> None:
    bad = seat(classroom, "=1+1")
    classroom.ask("@What, then?", ())
    classroom.answer(bad, 1, "+cmd")
    classroom.reveal("-1")
    assert classroom.table().splitlines()[1] == "1,\"'@What, then?\",1,'=1+1,'+cmd,'-1"


def test_answers_in_own_words_are_counted_the_most_frequent_first_and_the_rest_together() -> None:
    given = tuple(GivenAnswer(n, "", f"word {n % (MOST_BARS + 3)}") for n in range(40))
    bars = Guess(1, "?", (), answers=given).bars
    assert len(bars) == MOST_BARS + 1
    assert sum(bar.count for bar in bars) == 40
    assert bars[-1].answer == ""
    counts = [bar.count for bar in bars[:-1]]
    assert counts == sorted(counts, reverse=True)


def test_an_allowance_fills_up_again_with_time() -> None:
    now = [0.0]
    allowance = Allowance(2, 0.5, lambda: now[0])
    allowance.take("a")
    allowance.take("a")
    with pytest.raises(TooOften):
        allowance.take("a")
    now[0] = 2.0
    allowance.take("a")
    allowance.take("b")


def test_more_clients_than_are_counted_share_one_allowance() -> None:
    now = [0.0]
    allowance = Allowance(2, 1.0, lambda: now[0])
    for number in range(MOST_CLIENTS):
        allowance.take(str(number))
    allowance.take("new")
    allowance.take("newer")
    with pytest.raises(TooOften):
        allowance.take("newest")
    now[0] = 100.0  # the others have all their tries again
    allowance.take("newest")


def test_one_machine_is_one_client_by_all_of_its_ipv6_addresses() -> None:
    assert network("2001:db8::1") == network("2001:db8::ffff:1") != network("2001:db8:0:1::1")
    assert network("192.168.1.20") == "192.168.1.20"
    assert network("") == ""


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("10.0.0.1", "10.0.0.1"), ("::ffff:10.0.0.1", "10.0.0.1"), ("::ffff:a00:2", "10.0.0.2"),
        ("2001:db8::5:6", "2001:db8::/64"), ("unix socket", "unix socket"),
    ],
)  # fmt: skip
def test_an_ipv4_client_is_one_and_a_machine_with_ipv6_is_its_network(
    address: str, client: str
) -> None:
    assert network(address) == client

"""``POST /api/v1/rows`` reads questions with answers, or says in both languages why it cannot."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.servers.http_answers import is_problem

from shotglass.server.app import create_app
from shotglass.server.config import ServerConfig


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(ServerConfig(roots=(), static=Path("none"))).test_client()


def rows(client: FlaskClient, **body: Any) -> Any:
    answer = client.post("/api/v1/rows", json=body)
    assert answer.status_code == 200, answer.get_data()
    return answer.get_json()


def refused(client: FlaskClient, **body: Any) -> Any:
    answer = rows(client, **body)
    assert (answer["read"], answer["notes"]) == (None, [])
    return answer["faults"]


def test_rows_are_items_with_the_columns_that_were_guessed(client: FlaskClient) -> None:
    answer = rows(client, text="text,label\nhot,cold\n\nbig,small\nhot,cold\nold,COLD\n")
    assert answer["faults"] == []
    assert answer["text"] is None
    read = answer["read"]
    assert read["columns"] == {"input": "text", "expected": "label", "labels": None, "id": None}
    assert read["names"] == ["text", "label"]
    assert read["header"] is True
    assert read["items"][0] == {
        "row": 2, "input": "hot", "expected": "cold", "labels": [], "id": "",
    }  # fmt: skip
    assert [note["en"] for note in answer["notes"]] == [
        "The answer COLD differs from cold in case only: row 6; they are counted as two answers.",
        "Empty, left out: row 3",
        "Asked before with the same answer, left out: row 5",
    ]
    assert [note["zh"] for note in answer["notes"]] == [
        "答案 COLD 与 cold 只有大小写不同（第 6 行）；它们按两个答案计。",
        "空行，未采用：第 3 行",
        "问题和答案都与前面的相同，未采用：第 5 行",
    ]


def test_a_person_says_which_column_is_which_and_what_the_first_row_is(client: FlaskClient) -> None:
    table = "a,b,c\nhot,cold,1\nbig,small,2\n"
    (fault,) = refused(client, text=table, header=True)
    assert (fault["columns"], fault["first"]) == (["a", "b", "c"], None)
    assert fault["detail"] == {
        "en": "The columns are a, b, c, and none of them is plainly the question (input): name one "
        "so, or choose it here.",
        "zh": "列名是 a、b、c，看不出哪一列是问题（input）：请给那一列改名，或在这里选出那一列。",
    }
    read = rows(client, text=table, header=True, columns={"input": "b", "expected": "c"})["read"]
    assert [item["input"] for item in read["items"]] == ["cold", "small"]
    (fault,) = refused(client, text="hot,cold,1,x\nbig,small,2,y\n")
    assert fault["first"] == ["hot", "cold", "1", "x"]


def test_a_file_is_read_in_its_encoding_and_its_text_comes_back(client: FlaskClient) -> None:
    text = "text,label\nné,ja\nà,nein\n"
    data = b64encode(text.encode("latin-1")).decode()
    (fault,) = refused(client, data=data)
    assert (fault["row"], fault["detail"]["en"]) == (
        2,
        "Row 2 is not UTF-8 text; save the file as UTF-8 (or UTF-16 with its mark), or choose the "
        "encoding that it has.",
    )
    answer = rows(client, data=data, encoding="windows-1252")
    assert answer["text"] == text
    assert [item["input"] for item in answer["read"]["items"]] == ["né", "à"]


def test_each_row_that_cannot_be_read_is_told(client: FlaskClient) -> None:
    text = "input,expected\n" + "a,b,c\n" * 12
    faults = refused(client, text=text)
    assert [fault["row"] for fault in faults] == [*range(2, 12), None]
    assert faults[-1]["detail"] == {
        "en": "2 more rows cannot be read.",
        "zh": "另有 2 行也无法读取。",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("".join(f"q{n}\ta{n % 2}\n" for n in range(1001)), "There are 1,001 rows; 1,000 at most"),
        ("a,b\n" * 100_001, "There are 100,001 rows"),
        ("".join(f"q{n}\ta{n}\n" for n in range(65)), "The rows have 65 different answers; 64 at"),
        ("a\tx\nb\tx", "All rows expect the same answer"),
        ("", "There is no row with a question"),
    ],
)
def test_what_cannot_be_measured_is_refused(client: FlaskClient, text: str, words: str) -> None:
    (fault,) = refused(client, text=text)
    assert fault["detail"]["en"].startswith(words)
    assert fault["row"] is None


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/text"),
        ({"text": "", "data": ""}, "/text"),
        ({"data": "?"}, "/data"),
        ({"text": "", "encoding": "latin-9"}, "/encoding"),
        ({"text": "", "columns": {"question": "a"}}, "/columns/question"),
        ({"text": "a" * 4_000_001}, "/text"),
    ],
)
def test_a_body_that_is_none_is_a_problem(
    client: FlaskClient, body: dict[str, Any], pointer: str
) -> None:
    problem = is_problem(client.post("/api/v1/rows", json=body), 400)
    assert problem["errors"][0]["pointer"] == pointer

"""What a request asks of the version of a file: RFC 9110, section 13."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from support.servers.http_answers import is_problem

FILE = "/api/v1/models/fake/files/weights.fp32.bin"
ARCHIVE = "/api/v1/models/fake/download/portable"
VOCABULARY = "/api/v1/models/fake/vocabulary"
SHAPES = "/api/v1/shapes"
PAGE = "/assets/index-abc.js"
OTHER = '"other"'
FIRST = {"Range": "bytes=0-9"}
AHEAD, AGO = "Fri, 01 Jan 2100 00:00:00 GMT", "Sat, 01 Jan 2000 00:00:00 GMT"


def etag(client: FlaskClient, path: str) -> str:
    return str(client.get(path).headers["ETag"])


@pytest.mark.parametrize("path", [FILE, ARCHIVE])
def test_if_none_match_is_asked_before_a_range(client: FlaskClient, path: str) -> None:
    known = etag(client, path)
    for wanted in (known, f"W/{known}", "*", f"{OTHER}, {known}"):
        answer = client.get(path, headers=FIRST | {"If-None-Match": wanted})
        assert (answer.status_code, answer.get_data()) == (304, b"")
    assert client.get(path, headers=FIRST | {"If-None-Match": OTHER}).status_code == 206


@pytest.mark.parametrize("path", [FILE, ARCHIVE, VOCABULARY, SHAPES, PAGE])
def test_if_match_with_another_version_is_a_412(client: FlaskClient, path: str) -> None:
    known = etag(client, path)
    for other in (OTHER, f"W/{known}", f"{OTHER}, W/{known}"):
        problem = is_problem(client.get(path, headers={"If-Match": other}), 412)
        assert problem["error"]["code"] == "precondition_failed"
    for same in (known, "*", f"{OTHER}, {known}"):
        assert client.get(path, headers={"If-Match": same}).status_code == 200
    both = {"If-Match": OTHER, "If-None-Match": known}
    assert client.get(path, headers=both).status_code == 412


@pytest.mark.parametrize("path", [FILE, ARCHIVE])
def test_if_range_wants_the_very_same_bytes(client: FlaskClient, path: str) -> None:
    known = etag(client, path)
    assert client.get(path, headers=FIRST | {"If-Range": known}).status_code == 206
    for other in (f"W/{known}", OTHER, AHEAD, AGO, "*", ""):
        answer = client.get(path, headers=FIRST | {"If-Range": other})
        assert answer.status_code == 200, other
        assert len(answer.get_data()) > 10


def test_dates_count_where_no_tag_is_given(client: FlaskClient) -> None:
    assert client.get(FILE, headers={"If-Modified-Since": AHEAD}).status_code == 304
    assert client.get(FILE, headers={"If-Modified-Since": AGO}).status_code == 200
    assert client.get(FILE, headers={"If-Unmodified-Since": AGO}).status_code == 412
    assert client.get(FILE, headers={"If-Unmodified-Since": AHEAD}).status_code == 200
    both = {"If-Modified-Since": AHEAD, "If-None-Match": OTHER}
    assert client.get(FILE, headers=both).status_code == 200
    same = client.get(
        FILE, headers={"If-Modified-Since": client.get(FILE).headers["Last-Modified"]}
    )
    assert same.status_code == 304

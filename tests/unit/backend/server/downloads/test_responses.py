"""How many files are sent at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from support.servers.http_answers import is_problem

from shotglass.server.app import create_app
from shotglass.server.config import ServerConfig
from shotglass.server.services import Services

FILE = "/api/v1/models/fake/files/weights.fp32.bin"
ARCHIVE = "/api/v1/models/fake/download/portable"


@pytest.fixture
def few(config: ServerConfig, services: Services) -> FlaskClient:
    """Sends two at once; its answers are closed by the test."""
    config = replace(config, downloads=2)
    return create_app(config, replace(services, config=config)).test_client()


@pytest.mark.parametrize("path", [FILE, ARCHIVE])
@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=10-"}])
def test_one_more_than_may_be_sent_at_once_is_a_429(
    few: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    sending = [few.get(path, headers=headers) for _ in range(2)]
    for other in (FILE, ARCHIVE):
        refused = few.get(other)
        assert is_problem(refused, 429)["error"]["code"] == "queue_full"
        assert refused.headers["Retry-After"]
    sending[0].close()
    again = few.get(path, headers=headers)
    assert again.status_code in (200, 206)
    again.close()
    sending[1].close()


def test_what_sends_nothing_is_not_counted(few: FlaskClient) -> None:
    tag = few.get(FILE, buffered=True).headers["ETag"]
    for _ in range(4):
        assert few.head(FILE, buffered=True).status_code == 200
        kept = few.get(FILE, headers={"If-None-Match": tag}, buffered=True)
        assert kept.status_code == 304
        assert few.get(FILE, headers={"Range": "bytes=99999-"}).status_code == 416
        assert few.get("/api/v1/models/fake/files/nothing").status_code == 404
    answers = [few.get(FILE) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    for answer in answers:
        answer.close()

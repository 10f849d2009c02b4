"""The shapes table over HTTP: published and installed rows, kept until they change."""

from flask.testing import FlaskClient


def test_the_table_holds_what_was_published_and_what_is_installed(client: FlaskClient) -> None:
    rows = {row["id"]: row for row in client.get("/api/v1/shapes").get_json()["shapes"]}
    assert rows["gpt-2-small"]["parameters"] == 124_439_808
    assert rows["gpt-4"]["parameters"] is None
    assert rows["fake"]["installed"]
    assert rows["fake"]["parameters"] == sum(rows["fake"]["parts"].values())
    assert rows["gap"]["kv_bytes"] is None


def test_the_table_is_sent_once_and_then_known_by_its_etag(client: FlaskClient) -> None:
    first = client.get("/api/v1/shapes")
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get("/api/v1/shapes", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_no_model_is_loaded_for_the_table(client: FlaskClient) -> None:
    client.get("/api/v1/shapes")
    models = client.get("/api/v1/models").get_json()["models"]
    assert {model["status"] for model in models} == {"idle"}

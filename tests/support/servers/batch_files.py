"""Files of batches: their lines, and a test client that uploads them and begins batches."""

from __future__ import annotations

import io
import json
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

HI = {"model": "fake", "prompt": "hi", "seed": 1}
URL = "/v1/completions"
FORM = "multipart/form-data"


def line(id: str, url: str = URL, **body: Any) -> dict[str, Any]:
    return {"custom_id": id, "method": "POST", "url": url, "body": HI | body}


def jsonl(*lines: Any) -> bytes:
    return "".join(json.dumps(each) + "\n" for each in lines).encode()


def upload(client: FlaskClient, data: bytes) -> Any:
    form = {"purpose": "batch", "file": FileStorage(io.BytesIO(data), "in.jsonl")}
    boundary, body = encode_multipart(form)
    return client.post("/v1/files", data=body, content_type=f"{FORM}; boundary={boundary}")


def create(client: FlaskClient, data: bytes, endpoint: str = URL, **more: Any) -> Any:
    file = upload(client, data).get_json()["id"]
    body = {"input_file_id": file, "endpoint": endpoint, "completion_window": "24h"}
    return client.post("/v1/batches", json=body | more)


def lines_in(client: FlaskClient, id: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in client.get(f"/v1/files/{id}/content").data.splitlines()]

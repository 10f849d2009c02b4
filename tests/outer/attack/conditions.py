"""What requests ask of a file's version (RFC 9110, section 13), over a real socket."""

from __future__ import annotations

from collections.abc import Iterator

from outer.attack.place import Place, Try, held

FILE = "/api/v1/models/big/files/weights.fp32.bin"
ARCHIVE = "/api/v1/models/big/download/portable"
PART = {"Range": "bytes=0-9"}
LONG_AGO, FAR_AHEAD = "Sat, 01 Jan 2000 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"


def attack(place: Place) -> Iterator[Try]:
    with place.serving() as target:
        for path in (FILE, ARCHIVE):
            etag = target.ask(path, "HEAD").headers["etag"]
            for headers, expected in _cases(etag):
                answer = target.ask(path, **headers)
                body = len(answer.body) == (10 if expected == 206 else len(answer.body))
                status = answer.status == expected and body
                yield held(f"{path} {headers}", status, f"{answer.status} for {expected}")
        dated = ({"If_Unmodified_Since": LONG_AGO}, 412), ({"If_Modified_Since": FAR_AHEAD}, 304)
        for named, wanted in dated:
            status = target.ask(FILE, **named).status
            yield held(f"{FILE} {named}", status == wanted, f"{status} for {wanted}")


def _cases(etag: str) -> Iterator[tuple[dict[str, str], int]]:
    weak = f"W/{etag}"
    yield PART, 206
    yield PART | {"If_Range": etag}, 206
    yield PART | {"If_Range": weak}, 200
    yield PART | {"If_Range": '"other"'}, 200
    yield PART | {"If_Range": FAR_AHEAD}, 200
    yield PART | {"If_None_Match": etag}, 304
    yield PART | {"If_None_Match": weak}, 304
    yield PART | {"If_None_Match": "*"}, 304
    yield PART | {"If_None_Match": '"other"'}, 206
    yield PART | {"If_Match": etag}, 206
    yield PART | {"If_Match": '"other"'}, 412
    yield PART | {"If_Match": weak}, 412
    yield PART | {"If_Match": f'"other", {etag}'}, 206
    yield {"If_Match": '"other"'}, 412
    yield {"If_Match": "*", "If_None_Match": etag}, 304
    yield {"If_Match": '"other"', "If_None_Match": etag}, 412
    yield {"Range": "bytes=99999999999-"}, 416
    yield {"Range": "bytes=99999999999-", "If_None_Match": etag}, 304

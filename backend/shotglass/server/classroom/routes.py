"""Routes of a class: joining it, its stream, and what its teacher does.

Whoever has the server's key is the teacher; a student has the cookie of a seat
(``server/security.py`` tells them apart).
"""

from __future__ import annotations

import io

from flask import Blueprint, Response, request

from ...errors import NotFound, ShotglassError
from ..config import ServerConfig
from ..host_names import EVERYWHERE, HOST, LOOPBACK
from ..openapi import STREAM, TEXT, described, object_of, stream_of
from ..problems import request_id
from ..responses import json_reply
from ..schemas import parse
from ..security import CLASS, STUDENT, ForTheTeacher, own_address, seat_of, with_seat
from ..services import Services
from ..streaming.run import Run, client
from ..streaming.sse import HEARTBEAT, event_stream
from .classroom import Classroom
from .pages import (
    AnswerBody,
    ClassStream,
    EmptyBody,
    GuessBody,
    JoinBody,
    PushBody,
    RevealBody,
    Watching,
)
from .state import ClassState

SCHEMAS = {"Joined": object_of({"status": TEXT})}


class NoClass(NotFound):
    code, title = "no_class", "There is no class here"


class ForStudents(ShotglassError):
    code, title, status = "for_students", "Only students do this", 403


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint(CLASS, __name__, url_prefix="/api/v1/class")
    _add_students(routes, services)
    _add_stages(routes, services)
    _add_downloads(routes, services)
    return routes


def _add_students(routes: Blueprint, services: Services) -> None:
    config = services.config

    @routes.post("/join")
    @described("joinClass", "Take a seat", "Joined", body=JoinBody, components=SCHEMAS)
    def join() -> Response:
        classroom, body = _classroom(services), parse(JoinBody, request.get_data())
        address, seat = request.remote_addr or "", seat_of(request, config)
        token = classroom.join(body.code, body.name, address, seat)
        return with_seat(json_reply({"status": "joined"}), token, request, config)

    @routes.get("/events")
    @described(
        "classEvents", "What its pages show", {STREAM: stream_of("ClassState")}, types=(ClassState,)
    )
    def events() -> Response:
        classroom, student = _classroom(services), request.environ.get(STUDENT)
        services.admission.refuse_when_draining()
        address = None if student else f"{shared_address(config)}#v1/class"
        run = Run(
            lambda _: Watching(classroom, student, address),
            services.class_pages,
            client(),
            config.heartbeat,
        )
        return event_stream(ClassStream(run, HEARTBEAT, request_id()))

    @routes.post("/answer")
    @described("answerGuess", "Say what will come out", "Joined", body=AnswerBody)
    def answer() -> Response:
        classroom, body = _classroom(services), parse(AnswerBody, request.get_data())
        student = request.environ.get(STUDENT)
        if student is None:
            raise ForStudents("Join the class in another browser, with its code, to answer.")
        classroom.answer(student, body.guess, body.answer)
        return _done()


def _add_stages(routes: Blueprint, services: Services) -> None:
    @routes.post("/push")
    @described("pushAddress", "Send everybody to a view", "Joined", body=PushBody)
    def push() -> Response:
        _taught(services).push(parse(PushBody, request.get_data()).address)
        return _done()

    @routes.post("/guess")
    @described("openGuess", "Ask the class for a guess", "Joined", body=GuessBody)
    def guess() -> Response:
        classroom, body = _taught(services), parse(GuessBody, request.get_data())
        classroom.ask(body.question, tuple(dict.fromkeys(body.choices)))
        return _done()

    @routes.post("/close")
    @described("closeGuess", "Take no more answers", "Joined", body=EmptyBody)
    def close() -> Response:
        parse(EmptyBody, request.get_data())
        _taught(services).close()
        return _done()

    @routes.post("/reveal")
    @described("revealGuess", "Show everybody all answers", "Joined", body=RevealBody)
    def reveal() -> Response:
        _taught(services).reveal(parse(RevealBody, request.get_data()).truth)
        return _done()

    @routes.post("/end")
    @described("endClass", "Forget everybody and everything", "Joined", body=EmptyBody)
    def end() -> Response:
        parse(EmptyBody, request.get_data())
        _taught(services).end()
        return _done()


def _add_downloads(routes: Blueprint, services: Services) -> None:
    @routes.get("/answers.csv")
    @described("classAnswers", "Every answer", {"text/csv": {}})
    def answers() -> Response:
        headers = {"Content-Disposition": 'attachment; filename="class-answers.csv"'}
        table = _taught(services).table()
        return Response(table, content_type="text/csv; charset=utf-8", headers=headers)

    @routes.get("/code.svg")
    @described("classCode", "The address of the class to scan", {"image/svg+xml": {}})
    def code() -> Response:
        import segno  # which other servers need not load

        classroom, drawn = _taught(services), io.BytesIO()
        address = join_address(shared_address(services.config), classroom.code)
        segno.make(address, error="m", micro=False).save(
            drawn, kind="svg", border=2, scale=4, light="#fff", dark="#000", xmldecl=False
        )
        return Response(drawn.getvalue(), content_type="image/svg+xml")


def join_address(page: str, code: str) -> str:
    """By which a student opens the class; ``page``: the page's address, with its last slash. What
    follows # is sent to no server and stands in no log."""
    return f"{page}#v1/class?code={code}"


def shared_address(config: ServerConfig) -> str:
    """Of the page for others, as far as it is known: a teacher at this machine may have opened it
    by an address that leads nowhere else."""
    if config.allowed_origins:
        return f"{config.allowed_origins[0]}{config.path_prefix}/"
    own = own_address(request, config)
    match = HOST.fullmatch(request.host.lower())
    if match is None or match["name"] not in LOOPBACK or config.host not in EVERYWHERE:
        return own
    port = f":{match['port']}" if match["port"] else ""
    return own.replace(request.host, f"{config.names[0]}{port}", 1)


def _classroom(services: Services) -> Classroom:
    if services.classroom is None:
        raise NoClass("This server was started without one; shotglass serve --class opens it.")
    return services.classroom


def _taught(services: Services) -> Classroom:
    """Where the request is the teacher's. Raises ForTheTeacher."""
    classroom = _classroom(services)
    if STUDENT in request.environ:
        raise ForTheTeacher("Open the teacher's address, which the server printed at its start.")
    return classroom


def _done() -> Response:
    return json_reply({"status": "done"})

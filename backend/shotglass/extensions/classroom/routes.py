"""Routes of a class: joining it, its stream, and what its teacher does.

Whoever has the server's key is the teacher; a student has the cookie of a seat (``guard.py`` tells
them apart).
"""

from __future__ import annotations

import io
from collections.abc import Callable

from flask import Blueprint, Response, request

from ...errors import NotFound, ShotglassError
from ...server.config import ServerConfig
from ...server.host_names import EVERYWHERE, HOST, LOOPBACK
from ...server.openapi import STREAM, TEXT, described, object_of, stream_of
from ...server.problems import request_id
from ...server.responses import json_reply
from ...server.schemas import parse
from ...server.security import own_address, set_cookie
from ...server.services import Services
from ...server.streaming.admission import Admission
from ...server.streaming.live_run import LiveRun, client
from ...server.streaming.sse import HEARTBEAT, event_stream
from .announcement import join_address
from .classroom import Classroom
from .guard import STUDENT, ForTheTeacher, seat_cookie
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

CLASS, PATH = "class", "/api/v1/class"
SCHEMAS = {"Joined": object_of({"status": TEXT})}


Opened = Callable[[], Classroom]


class NoClass(NotFound):
    code, title = "no_class", "There is no class here"


class ForStudents(ShotglassError):
    code, title, status = "for_students", "Only students do this", 403


def blueprint(services: Services, classroom: Classroom | None, pages: Admission) -> Blueprint:
    """``classroom``: None where the server has no class. ``pages`` counts those that watch it."""
    routes = Blueprint(CLASS, __name__, url_prefix=PATH)

    def opened() -> Classroom:
        if classroom is None:
            raise NoClass("This server was started without one; shotglass serve --class opens it.")
        return classroom

    def taught() -> Classroom:
        """Checks that the request is the teacher's. Raises ForTheTeacher."""
        classroom = opened()
        if STUDENT in request.environ:
            raise ForTheTeacher(
                "Open the teacher's address, which the server printed at its start."
            )
        return classroom

    _add_students(routes, services, opened, pages)
    _add_stages(routes, taught)
    _add_downloads(routes, services.config, taught)
    return routes


def _add_students(routes: Blueprint, services: Services, opened: Opened, pages: Admission) -> None:
    config, cookie = services.config, seat_cookie(services)

    @routes.post("/join")
    @described("joinClass", "Take a seat", "Joined", body=JoinBody, components=SCHEMAS)
    def join() -> Response:
        classroom, body = opened(), parse(JoinBody, request.get_data())
        address, seat = request.remote_addr or "", request.cookies.get(cookie, "")
        token = classroom.join(body.code, body.name, address, seat)
        return set_cookie(json_reply({"status": "joined"}), cookie, token, request, config)

    @routes.get("/events")
    @described(
        "classEvents", "What its pages show", {STREAM: stream_of("ClassState")}, types=(ClassState,)
    )
    def events() -> Response:
        classroom, student = opened(), request.environ.get(STUDENT)
        services.admission.refuse_when_draining()
        address = None if student else f"{shared_address(config)}#v1/class"
        run = LiveRun(
            lambda _: Watching(classroom, student, address),
            pages,
            client(),
            config.heartbeat,
        )
        return event_stream(ClassStream(run, HEARTBEAT, request_id()))

    @routes.post("/answer")
    @described("answerGuess", "Say what will come out", "Joined", body=AnswerBody)
    def answer() -> Response:
        classroom, body = opened(), parse(AnswerBody, request.get_data())
        student = request.environ.get(STUDENT)
        if student is None:
            raise ForStudents("Join the class in another browser, with its code, to answer.")
        classroom.answer(student, body.guess, body.answer)
        return _done()


def _add_stages(routes: Blueprint, taught: Opened) -> None:
    @routes.post("/push")
    @described("pushAddress", "Send everybody to a view", "Joined", body=PushBody)
    def push() -> Response:
        taught().push(parse(PushBody, request.get_data()).address)
        return _done()

    @routes.post("/guess")
    @described("openGuess", "Ask the class for a guess", "Joined", body=GuessBody)
    def guess() -> Response:
        classroom, body = taught(), parse(GuessBody, request.get_data())
        classroom.ask(body.question, tuple(dict.fromkeys(body.choices)))
        return _done()

    @routes.post("/close")
    @described("closeGuess", "Take no more answers", "Joined", body=EmptyBody)
    def close() -> Response:
        parse(EmptyBody, request.get_data())
        taught().close()
        return _done()

    @routes.post("/reveal")
    @described("revealGuess", "Show everybody all answers", "Joined", body=RevealBody)
    def reveal() -> Response:
        taught().reveal(parse(RevealBody, request.get_data()).truth)
        return _done()

    @routes.post("/end")
    @described("endClass", "Forget everybody and everything", "Joined", body=EmptyBody)
    def end() -> Response:
        parse(EmptyBody, request.get_data())
        taught().end()
        return _done()


def _add_downloads(routes: Blueprint, config: ServerConfig, taught: Opened) -> None:
    @routes.get("/answers.csv")
    @described("classAnswers", "Every answer", {"text/csv": {}})
    def answers() -> Response:
        headers = {"Content-Disposition": 'attachment; filename="class-answers.csv"'}
        table = taught().table()
        return Response(table, content_type="text/csv; charset=utf-8", headers=headers)

    @routes.get("/code.svg")
    @described("classCode", "The address of the class to scan", {"image/svg+xml": {}})
    def code() -> Response:
        import segno  # which other servers need not load

        classroom, drawn = taught(), io.BytesIO()
        address = join_address(shared_address(config), classroom.code)
        segno.make(address, error="m", micro=False).save(
            drawn, kind="svg", border=2, scale=4, light="#fff", dark="#000", xmldecl=False
        )
        return Response(drawn.getvalue(), content_type="image/svg+xml")


def shared_address(config: ServerConfig) -> str:
    """Returns the page's address for others, as far as it is known: a teacher at this machine may
    have opened it by an address that leads nowhere else."""
    if config.allowed_origins:
        return f"{config.allowed_origins[0]}{config.path_prefix}/"
    own = own_address(request, config)
    match = HOST.fullmatch(request.host.lower())
    if match is None or match["name"] not in LOOPBACK or config.host not in EVERYWHERE:
        return own
    port = f":{match['port']}" if match["port"] else ""
    return own.replace(request.host, f"{config.names[0]}{port}", 1)


def _done() -> Response:
    return json_reply({"status": "done"})

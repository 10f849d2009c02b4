"""The guard of a class, which lets students in without a key, by the cookie of a seat."""

from __future__ import annotations

from flask import Request

from ...errors import InvalidApiKey, ShotglassError
from ...server.security import cookie_name, may_change
from ...server.services import Services
from ...server.streaming.admission import CLIENT, GUEST
from .classroom import Classroom

STUDENT = "shotglass.student"  # in the environment: the number of the seat
JOIN, ANSWER = "class.join", "class.answer"  # endpoints


class NotInClass(InvalidApiKey):
    code, title = "not_in_class", "Join the class first"


class ForTheTeacher(ShotglassError):
    code, title, status = "for_the_teacher", "Only the teacher does this", 403


class ClassGuard:
    """Lets students in, on the routes that the page uses. They change nothing that others see."""

    def __init__(self, classroom: Classroom, services: Services) -> None:
        self._classroom, self._services = classroom, services

    def admit(self, request: Request) -> bool:
        """Raises NotInClass, ForTheTeacher."""
        token = request.cookies.get(seat_cookie(self._services), "")
        student = self._classroom.student(token)
        if student is None:
            if request.endpoint == JOIN:
                return True
            raise NotInClass(
                "This server has a class: join it with its code, or open the teacher's address."
            )
        request.environ |= {STUDENT: student, CLIENT: f"seat {student}", GUEST: True}
        is_own = request.endpoint in (JOIN, ANSWER)
        if not is_own and may_change(request, self._services.parts):
            raise ForTheTeacher(
                "Students look and ask; this would change what everybody sees. Open the teacher's "
                "address, which the server printed at its start."
            )
        return True


def seat_cookie(services: Services) -> str:
    """The name of the cookie that holds the token of a student's seat."""
    return f"{cookie_name(services.config)}-seat"

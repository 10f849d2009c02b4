"""The configuration of a server. Nothing is read from the environment after it has started."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from ..engine.batching.scheduler import QUEUE
from ..engine.model import PREFIX_ROOM, SLOTS
from ..engine.runtime.providers import Provider, require
from ..errors import InvalidRequest
from ..precisions import Precision
from ..training_runs.library import RECORDED
from .host_names import HOST, LOOPBACK, names_of

STATIC = Path(__file__).parent.parent / "static"
KEY = re.compile("[!-~]+")
PREFIX = re.compile("(/[A-Za-z0-9._~-]+)*")
ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?")
# Of options that are texts: the field, the option, its form, and that form in words.
FORMS = (
    (
        "allowed_hosts",
        "--allow-host",
        re.compile(HOST.pattern, HOST.flags | re.IGNORECASE),
        "a name or an address was expected, with or without a port: lab.example, 192.168.1.20, "
        "[fd00::20] or lab.example:8080",
    ),
    (
        "allowed_origins",
        "--allow-origin",
        ORIGIN,
        "an origin was expected, a scheme and a name without a path: https://lab.example or "
        "http://lab.example:8080",
    ),
    (
        "proxies",
        "--proxy",
        re.compile("[0-9.]+|[0-9a-f:]+"),
        "the address of a proxy was expected, such as 127.0.0.1 or fd00::7",
    ),
    (
        "embedders",
        "--allow-embed",
        ORIGIN,
        "an origin was expected, a scheme and a name without a path: https://course.example or "
        "http://localhost:8080",
    ),
    (
        "path_prefix",
        "--path-prefix",
        PREFIX,
        "a path that begins with a slash and ends without one was expected, such as /shot",
    ),
)
EXPORTS_ROOM = 8 << 30
RESERVED_THREADS = 8  # never given to runs, so that health and pages answer under load


@dataclass(frozen=True)
class ServerConfig:
    """``allowed_hosts`` are names we answer to besides loopback and ``host`` (for all addresses of
    the machine: those that it has at the start, and its names): "lab.example" for any port,
    "lab.example:8080" for one. ``allowed_origins`` are those at which others open this server,
    by a proxy or a certificate's name ("https://lab.example"), the best for others first;
    ``proxies`` are addresses of proxies, which say by X-Forwarded-For who asks; pages of the
    origins ``embedders`` may show the page's figures in a frame. ``precision``: what requests that
    ask for none get; None: fp32, and fp16 on a GPU.
    ``slots``: sequences that a model writes at once; ``queue``: how many more may wait for a slot
    before requests are refused. ``prefix_room``: bytes a model may keep of earlier prompts;
    ``prompt_lookup`` as in ``Engine.open``. ``runs`` is the folder of training runs made here,
    ``recorded_runs`` of those that ship with the package. ``exports`` is the folder in which
    exports are kept until ``exports_room`` bytes are full; None: nothing is exported.
    ``path_prefix``: the path under which a larger site has page and API, such as "/shot". With
    ``api_keys`` one of them must be sent (``security.py`` says when); ``page_token`` then opens the
    page. ``certificate`` and ``certificate_key``: PEM files, with which the server speaks TLS.
    ``runs_each``: runs that one client may have at once; None: as many as there are places.
    ``downloads``: files and archives that are sent at once. ``lenient``: fields that OpenAI's
    routes do not know are left out, and named in a header, instead of refused. ``grace`` is how
    long streams may go on after SIGTERM, ``heartbeat`` how long a stream may be silent; both in
    seconds. ``extensions``: the settings of each, by its name.
    """

    roots: tuple[Path, ...]
    host: str = "127.0.0.1"
    port: int = 8000
    context: int = 2048
    precision: Precision | None = None
    provider: Provider = "auto"
    slots: int = SLOTS
    queue: int = QUEUE
    prefix_room: int = PREFIX_ROOM
    prompt_lookup: bool = False
    default_model: str | None = None
    runs: Path | None = None
    recorded_runs: Path = RECORDED
    path_prefix: str = ""
    exports: Path | None = None
    exports_room: int = EXPORTS_ROOM
    allowed_hosts: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    embedders: tuple[str, ...] = ()
    api_keys: tuple[str, ...] = field(default=(), repr=False)
    page_token: str = field(default_factory=partial(token_urlsafe, 32), repr=False)
    certificate: Path | None = None
    certificate_key: Path | None = None
    lenient: bool = False
    runs_each: int | None = None
    downloads: int = 16
    body_limit: int = 1 << 20
    earlier_limit: int = 24 << 20  # of a million earlier readings, two logs, or a file of a batch
    static: Path = STATIC
    threads: int = 48
    heartbeat: float = 10.0
    grace: float = 5.0
    extensions: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65_535:
            raise InvalidRequest(f"The port is {self.port}; 0 to 65535 was expected.")
        require(self.provider, self.precision)
        if self.context < 2:
            raise InvalidRequest(f"The context is {self.context} tokens; at least 2 are needed.")
        if self.slots < 1 or self.queue < 1:
            raise InvalidRequest(
                f"There are {self.slots} slots and a queue of {self.queue} sequences; at least 1 "
                "of each was expected."
            )
        if self.prefix_room < 0:
            raise InvalidRequest(
                f"The prefix cache is {self.prefix_room >> 20} MiB; the least is 0, for none."
            )
        if self.exports_room < 0:
            raise InvalidRequest(
                f"The room for exports is {self.exports_room >> 30} GiB; the least is 0, to keep "
                "but the latest."
            )
        for field_name, option, form, expected in FORMS:
            values = getattr(self, field_name)
            values = (values,) if isinstance(values, str) else values
            if odd := [value for value in values if not form.fullmatch(value)]:
                raise InvalidRequest(f"{option} is {odd[0]!r}; {expected}.")
        if not all(map(KEY.fullmatch, self.api_keys)):
            raise InvalidRequest(
                "An API key is empty or has a character that no header can carry; letters, digits "
                "and signs of ASCII without spaces were expected."
            )
        if self.threads <= RESERVED_THREADS:
            raise InvalidRequest(
                f"{self.threads} threads are too few: {RESERVED_THREADS} are kept for pages and "
                "health, so more than that are needed."
            )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Returns the names by which the machine is reached, as the start prints them, with the
        best for others first."""
        return names_of(self.host)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """Every name we answer to, as a Host header spells it."""
        by_proxy = (origin.partition("//")[2] for origin in self.allowed_origins)
        names = (*LOOPBACK, *self.names, *self.allowed_hosts, *by_proxy)
        return frozenset(name.lower() for name in names)

    @property
    def most_runs(self) -> int:
        return self.threads - RESERVED_THREADS

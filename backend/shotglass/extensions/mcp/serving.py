"""The tools behind the protocol's own SDK, over standard input and output or streamable HTTP."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib.metadata import version
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import ValidationError

from ...errors import ShotglassError
from .tools import Tools

INSTRUCTIONS = (
    "Shotglass runs a small GPT on this machine and opens it: it compares prompts with none, one "
    "and more examples, says how likely each answer is, explains which heads and tokens did it, "
    "and measures with intervals. Numbers are exact (fp32) unless an answer says otherwise. An "
    "answer mostly begins with a space."
)
READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


class _Server(MCPServer[Any]):
    """Arguments that do not fit are refused in one sentence, without the library's own."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            first = error.__cause__.errors()[0]
            place = "/".join(map(str, first["loc"]))
            raise ToolError(f"{name}: {place or 'arguments'}: {first['msg']}.") from error


def mcp_server(tools: Tools) -> MCPServer[Any]:
    """Returns a server of the protocol with the tools; those of records only where a folder is
    open."""
    offered: list[Callable[..., Any]] = [
        tools.list_models,
        tools.compare,
        tools.score,
        tools.explain,
        tools.measure,
    ]
    if tools.records is not None:
        offered += [tools.list_records, tools.read_record]
    return _Server(
        "shotglass",
        title="Shotglass",
        instructions=INSTRUCTIONS,
        version=version("shotglass"),
        tools=[
            _strict(Tool.from_function(_in_sentences(tool), annotations=READS)) for tool in offered
        ],
        log_level="WARNING",
    )


def _strict(tool: Tool) -> Tool:
    """The tool, which refuses arguments that it does not know."""
    arguments = tool.fn_metadata.arg_model
    arguments.model_config["extra"] = "forbid"
    arguments.model_rebuild(force=True)
    tool.parameters = arguments.model_json_schema(by_alias=True)
    return tool


def serve_http(server: MCPServer[Any], host: str, port: int) -> None:
    """Serves at ``http://<host>:<port>/mcp`` until a signal, to those alone who name that host, so
    that no page of another site gets in (DNS rebinding)."""
    names = [f"{name}:{port}" for name in (host, "localhost")]
    server.run(
        "streamable-http",
        host=host,
        port=port,
        stateless_http=True,
        transport_security=TransportSecuritySettings(
            allowed_hosts=names, allowed_origins=[f"http://{name}" for name in names]
        ),
    )


def _in_sentences(tool: Callable[..., Any]) -> Callable[..., Any]:
    """Errors of ours reach the agent in their own words; others are told as a failure alone."""

    @wraps(tool)
    def answered(*args: Any, **named: Any) -> Any:
        try:
            return tool(*args, **named)
        except ShotglassError as error:
            raise ToolError(str(error)) from error

    return answered

"""``shotglass mcp``."""

from __future__ import annotations

from pathlib import Path

import click

from ...errors import MissingExtra
from ...terminal.options import MODEL, models_option, roots_of
from .models import InstalledModels, ServerModels
from .tools import ToolLimits, Tools

HOST = "127.0.0.1"


@click.command("mcp")
@click.option(
    "--model", envvar=MODEL, help="Id of the model that is asked where a call names none."
)
@models_option
@click.option("--server", help="Ask the models of the server at this address, not those here.")
@click.option("--api-key", envvar="SHOTGLASS_API_KEY", help="The key that the server asks for.")
@click.option(
    "--records",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of saved runs and measurements that may be read.",
)
@click.option(
    "--most-seconds",
    type=click.IntRange(1),
    default=ToolLimits.most_seconds,
    show_default=True,
    help="Measurements that would take longer are refused.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help=f"Speak streamable HTTP at http://{HOST}:PORT/mcp.  [default: standard input and output]",
)
def mcp_command(
    model: str | None,
    models: Path | None,
    server: str | None,
    api_key: str | None,
    records: Path | None,
    most_seconds: int,
    port: int | None,
) -> None:
    """Offer the models to an agent by the Model Context Protocol.

    The agent's tools list, compare, score, explain and measure; they write nothing. --records adds
    one that reads saved runs. Needs pip install 'shotglass[mcp]'.
    """
    try:
        from .serving import mcp_server, serve_http
    except ImportError as error:
        raise MissingExtra(
            f"{error.name} is not installed: pip install 'shotglass[mcp]'"
        ) from error
    opened = (
        InstalledModels(roots_of({"models": models}), model)
        if server is None
        else ServerModels(server, api_key, model)
    )
    with opened:
        protocol = mcp_server(Tools(opened, records, ToolLimits(most_seconds)))
        if port is None:
            protocol.run()
        else:
            serve_http(protocol, HOST, port)

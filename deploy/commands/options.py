"""Options that several commands take: where the platform is, and who asks."""

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column

from deploy.client import Client, Person, PlatformError, System

DEFAULT_URL = "http://127.0.0.1:8080"
IDENTIFIER_CHARACTERS = 36
EXIT_REFUSED = 2
"""What was asked is refused or cannot be reached; 1 is a fault of ours, or a job that went wrong."""

Url = Annotated[str, typer.Option("--url", envvar="PRETS_URL", help="Where the platform answers.")]
Login = Annotated[
    str | None, typer.Option("--login", envvar="PRETS_LOGIN", help="Identifier or e-mail of who acts.")
]
Password = Annotated[
    str | None,
    typer.Option(
        "--password", envvar="PRETS_PASSWORD", help="Their password; asked for when absent.", show_envvar=True
    ),
]
ClientId = Annotated[
    str | None,
    typer.Option("--client-id", envvar="PRETS_CLIENT_ID", help="Act as this system of the bank instead."),
]
ClientSecret = Annotated[
    str | None, typer.Option("--client-secret", envvar="PRETS_CLIENT_SECRET", help="The system's secret.")
]

PIPED_WIDTH = 200
console = Console(width=None if sys.stdout.isatty() else PIPED_WIDTH)
"""Where commands print what was asked for; progress and errors go to stderr."""

progress_console = Console(stderr=True)


def identifier(header: str) -> Column:
    """A column of ids: never cut, because the next command needs them."""
    return Column(header, no_wrap=True, min_width=IDENTIFIER_CHARACTERS)


def client(
    url: str,
    login: str | None,
    password: str | None,
    client_id: str | None = None,
    client_secret: str | None = None,
) -> Client:
    """The platform, as the person or the system named by the options; asks for a missing password."""
    if client_id:
        secret = client_secret or typer.prompt(f"Secret of {client_id}", hide_input=True)
        return Client(url, System(client_id, secret))
    if not login:
        raise PlatformError("Say who acts: --login (or PRETS_LOGIN), or --client-id (or PRETS_CLIENT_ID).")
    return Client(url, Person(login, password or typer.prompt(f"Password of {login}", hide_input=True)))

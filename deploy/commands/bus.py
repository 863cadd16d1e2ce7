"""The bus: how queues stand, and what became of messages that nobody could handle."""

import json
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import typer
from rich.table import Table

from deploy.client import Client, PlatformError
from deploy.commands.options import DEFAULT_URL, Login, Password, Url, client, console, identifier
from deploy.platform import SERVICES

app = typer.Typer(help="Queues and dead letters, as an operator.", no_args_is_help=True)
dead_letters = typer.Typer(help="Messages that could not be handled.", no_args_is_help=True)
app.add_typer(dead_letters, name="dead-letters")
LetterId = Annotated[str, typer.Argument(help="The letter, as `list` names it; `all` for every one.")]


@app.command()
def status(url: Url = DEFAULT_URL, login: Login = None, password: Password = None) -> None:
    """Show outbox, inbox and queues of every service; exits 1 while there are dead letters."""
    table = Table(
        "Service",
        "Queue",
        "Ready",
        "Held",
        "Retrying",
        "Dead",
        "Consumers",
        "Published",
        "Unpublished",
        "Received",
    )
    dead = 0
    with client(url, login, password) as platform:
        for service, report in _reports(platform):
            dead += report["dead"]
            for position, queue in enumerate(report["queues"]):
                facts = [queue[name] for name in ("ready", "unacked", "retrying", "dead", "consumers")]
                told = (
                    [report[name] for name in ("published", "unpublished", "received")]
                    if not position
                    else [""] * 3
                )
                table.add_row("" if position else service, queue["name"], *map(_shown, [*facts, *told]))
    console.print(table)
    raise typer.Exit(1 if dead else 0)


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _reports(platform: Client) -> Iterator[tuple[str, dict]]:
    for service in SERVICES:
        yield service, platform.get(f"{service}/operations/bus")


@dead_letters.command("list")
def list_dead_letters(url: Url = DEFAULT_URL, login: Login = None, password: Password = None) -> None:
    """List the dead letters of every service, oldest first."""
    table = Table(identifier("Letter"), "Queue", "Type", "Attempts", "Died", "Reason")
    with client(url, login, password) as platform:
        for service in SERVICES:
            for letter in platform.get(f"{service}/operations/dead-letters"):
                names = ("id", "queue", "type", "attempts", "died_at", "reason")
                table.add_row(*(_shown(letter[name]) for name in names))
    console.print(table if table.row_count else "No dead letters.")


@dead_letters.command()
def show(letter_id: LetterId, url: Url = DEFAULT_URL, login: Login = None, password: Password = None) -> None:
    """Print one dead letter: its content, the reason, and where its handler failed."""
    with client(url, login, password) as platform:
        letter = _found(lambda service: platform.get(f"{service}/operations/dead-letters/{letter_id}"))
    console.print_json(json.dumps(letter))


@dead_letters.command()
def replay(
    letter_id: LetterId, url: Url = DEFAULT_URL, login: Login = None, password: Password = None
) -> None:
    """Send a dead letter, or all, back to its queue, its attempts forgotten."""
    with client(url, login, password) as platform:
        settled = _settle(
            letter_id, lambda service: platform.post(f"{service}/operations/dead-letters/{letter_id}/replay")
        )
    console.print(f"{settled} replayed")


@dead_letters.command()
def discard(
    letter_id: LetterId,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    url: Url = DEFAULT_URL,
    login: Login = None,
    password: Password = None,
) -> None:
    """Drop a dead letter, or all, for good."""
    if not yes:
        typer.confirm(f"Drop {letter_id} for good?", abort=True)
    with client(url, login, password) as platform:
        settled = _settle(
            letter_id, lambda service: platform.delete(f"{service}/operations/dead-letters/{letter_id}")
        )
    console.print(f"{settled} discarded")


def _settle(letter_id: str, ask: Callable[[str], dict]) -> int:
    if letter_id == "all":
        return sum(ask(service)["settled"] for service in SERVICES)
    return _found(ask)["settled"]


def _found(ask: Callable[[str], dict]) -> dict:
    """Ask each service until one knows the letter."""
    refused: PlatformError | None = None
    for service in SERVICES:
        try:
            return ask(service)
        except PlatformError as error:
            if error.status != NOT_FOUND:
                raise
            refused = error
    raise PlatformError("No service has this dead letter.") from refused


NOT_FOUND = 404

"""Revisions: what ran, what runs."""

import time
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import typer
from rich.progress import Progress
from rich.table import Table

from deploy.client import Client
from deploy.commands.options import (
    DEFAULT_URL,
    Login,
    Password,
    Url,
    client,
    console,
    identifier,
    progress_console,
)

POLL_SECONDS = 0.2
app = typer.Typer(help="Revisions of the portfolio.", no_args_is_help=True)


@app.command("list")
def list_revisions(url: Url = DEFAULT_URL, login: Login = None, password: Password = None) -> None:
    """List the revisions, the newest first."""
    table = Table(
        identifier("Revision"), "Index", "Effective", "Value", "State", "Loans", "Revised", "Failed"
    )
    with client(url, login, password) as platform:
        for run in platform.every("lending/revisions"):
            table.add_row(
                run["revision_id"],
                run["index"],
                run["effective_on"],
                percent(run["value_after"]),
                run["state"],
                str(run["loans_read"]),
                str(run["loans_revised"]),
                str(run["loans_failed"]),
            )
    console.print(table)


@app.command()
def watch(
    revision_id: Annotated[UUID, typer.Argument(help="The revision, as `prets revisions list` names it.")],
    url: Url = DEFAULT_URL,
    login: Login = None,
    password: Password = None,
) -> None:
    """Follow a revision to its end; exits 1 if a loan could not be recomputed."""
    with client(url, login, password) as platform:
        run = watch_run(platform, f"lending/revisions/{revision_id}", "Revision")
    unchanged = run["loans_read"] - run["loans_revised"] - run["loans_failed"]
    console.print(f"{run['loans_revised']} revised, {unchanged} unchanged, {run['loans_failed']} failed")
    raise typer.Exit(1 if run["loans_failed"] else 0)


def watch_run(platform: Client, path: str, title: str) -> dict:
    """Poll a revision or a preview with a progress bar until it is completed; returns it."""
    with Progress(console=progress_console, transient=True) as progress:
        task = progress.add_task(title, total=None)
        while True:
            run = platform.get(path)
            progress.update(task, total=run["chunks_total"] or None, completed=run["chunks_done"])
            if run["state"] == "completed":
                return run
            time.sleep(POLL_SECONDS)


def percent(fraction: str | None) -> str:
    """A fraction of 1 as a percentage: "0.017" is 1.70 %."""
    return "" if fraction is None else f"{Decimal(fraction) * 100:.2f} %"

"""Audit trails: whether every line is as it was written."""

from typing import Annotated

import typer
from rich.table import Table

from deploy.commands.options import DEFAULT_URL, Login, Password, Url, client, console

TRAILS = ("identity", "structures", "habilitations")
"""Services that keep a trail; acts of rates and lending are facts of their own, dated and signed for."""

app = typer.Typer(help="Audit trails, as an operator.", no_args_is_help=True)
Noted = Annotated[
    str | None,
    typer.Option("--noted", help="NUMBER:HASH of a line as the logs kept it; the trail must still have it."),
]


@app.callback()
def audit() -> None:
    """Audit trails, as an operator."""


@app.command()
def verify(
    service: Annotated[
        str | None, typer.Argument(help=f"One of {', '.join(TRAILS)}; all when absent.")
    ] = None,
    noted: Noted = None,
    url: Url = DEFAULT_URL,
    login: Login = None,
    password: Password = None,
) -> None:
    """Compute the chain of each trail again; exits 1 where a line was changed, taken out or slipped in."""
    if service is not None and service not in TRAILS:
        raise typer.BadParameter(f"{service} is none of {', '.join(TRAILS)}")
    if noted and not service:
        raise typer.BadParameter("a noted line is one service's: say which")
    table = Table("Service", "Lines", "Last hash", "State")
    broken = False
    with client(url, login, password) as platform:
        for name in [service] if service else TRAILS:
            found = platform.get(f"{name}/acts/verification", **_line(noted))
            broken = broken or not found["intact"]
            state = "intact" if found["intact"] else f"broken at line {found['broken_at']}"
            table.add_row(name, str(found["acts"]), found["head"], state)
    console.print(table)
    raise typer.Exit(1 if broken else 0)


def _line(noted: str | None) -> dict[str, str]:
    if not noted:
        return {}
    number, _, hashed = noted.partition(":")
    return {"number": number, "hash": hashed}

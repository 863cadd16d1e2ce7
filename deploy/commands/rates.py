"""Rates: the official values of the indexes, from the formula to the publication."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from deploy.client import PlatformError
from deploy.commands.options import DEFAULT_URL, Login, Password, Url, client, console
from deploy.commands.revisions import percent, watch_run

app = typer.Typer(help="Official values of the indexes.", no_args_is_help=True)
Index = Annotated[str, typer.Argument(help="livret_a, ldds, lep or inflation.")]
Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="First day in force, as YYYY-MM-DD.")]
FixingId = Annotated[UUID, typer.Argument(help="The fixing, as `prets rates propose` names it.")]
Inputs = Annotated[
    list[str] | None,
    typer.Option(
        "--input", help="An input of the formula, as series=fraction (inflation=0.0088); repeat it."
    ),
]


@app.command()
def history(index: Index = "livret_a") -> None:
    """Print every official value of an index on record, with its source. Asks no server."""
    from services.rates.domain.indexes import index_of
    from services.rates.reference import history as on_record

    code = index_of(index).code
    table = Table("In force from", "Value", "Computed", "Derogation", "Legal reference or source")
    for fixing in on_record():
        if fixing.index == code:
            computed = percent(fixing.computed_value) if fixing.computed_value is not None else ""
            derogation = {True: "yes", False: "no", None: ""}[fixing.derogation]
            reference = fixing.legal_reference or fixing.source
            table.add_row(str(fixing.effective_on), percent(fixing.value), computed, derogation, reference)
    console.print(table)


@app.command()
def compute(index: Index, effective_on: Day, inputs: Inputs = None) -> None:
    """Compute the value that the regime in force gives, step by step, from inputs. Asks no server, writes nothing."""
    from deploy.computations import computation_of

    computed = computation_of(index, effective_on.date(), _inputs(inputs))
    for step in computed.steps:
        console.print(f"  {step.says.said_in('en')}", highlight=False, markup=False)
    console.print(f"[bold]{percent(computed.value)}[/] on {effective_on.date()} ({computed.regime})")


@app.command()
def propose(
    index: Index,
    effective_on: Day,
    value: Annotated[str, typer.Argument(help="As a fraction of 1: 0.015 is 1.50 %.")],
    inputs: Inputs = None,
    derogation: Annotated[
        bool, typer.Option(help="The minister fixes another value than the computed one.")
    ] = False,
    legal_reference: Annotated[str, typer.Option(help="The order that fixes it.")] = "",
    published_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the Journal officiel.")
    ] = None,
    url: Url = DEFAULT_URL,
    login: Login = None,
    password: Password = None,
) -> None:
    """Propose a fixing, as a rates officer; another person approves it."""
    body = {
        "index": index,
        "effective_on": effective_on.date().isoformat(),
        "value": value,
        "derogation": derogation,
        "legal_reference": legal_reference,
        "inputs": _inputs(inputs),
    }
    if published_on:
        body["published_on"] = published_on.date().isoformat()
    with client(url, login, password) as platform:
        fixing = platform.post("rates/fixings", body)
    console.print(f"Proposed: {fixing['fixing_id']}")


@app.command()
def preview(
    fixing_id: FixingId, url: Url = DEFAULT_URL, login: Login = None, password: Password = None
) -> None:
    """Show what a proposed fixing would change, over the whole portfolio, without changing it."""
    with client(url, login, password) as platform:
        fixing = platform.get(f"rates/fixings/{fixing_id}")
        question = {name: fixing[name] for name in ("index", "effective_on", "value")}
        asked = platform.post("lending/previews", question)
        run = watch_run(platform, f"lending/previews/{asked['revision_id']}", "Preview")
        parts = list(platform.every(f"lending/runs/{asked['revision_id']}/parts", by="product"))
    console.print(_preview_table(run, parts))


def _preview_table(run: dict, parts: list[dict]) -> Table:
    title = f"{run['index']} {percent(run['value_before'])} → {percent(run['value_after'])} on {run['effective_on']}"
    table = Table(
        "Product", "Loans", "Revised", "First revised instalments before", "after", "Outstanding", title=title
    )
    for part in [*parts, {**run, "key": "All"}]:
        table.add_row(
            part["key"],
            str(part["loans_read"]),
            str(part["loans_revised"]),
            part["first_revised_instalments_before"],
            part["first_revised_instalments_after"],
            part["outstanding"],
        )
    return table


@app.command()
def approve(
    fixing_id: FixingId, url: Url = DEFAULT_URL, login: Login = None, password: Password = None
) -> None:
    """Approve a proposed fixing, as another person than who proposed it: it is published, and the loans are revised."""
    with client(url, login, password) as platform:
        fixing = platform.post(f"rates/fixings/{fixing_id}/approval")
    console.print(f"Published: {fixing['index']} {percent(fixing['value'])} from {fixing['effective_on']}")


def _inputs(texts: list[str] | None) -> dict[str, str]:
    pairs = [text.partition("=") for text in texts or ()]
    for series, equals, value in pairs:
        if not equals or not value:
            raise PlatformError(
                f"--input {series}{equals}{value}: write series=fraction, such as inflation=0.0088"
            )
    return {series: value for series, _, value in pairs}

"""The summary of the main job, as a terminal shows it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.numbers import format_currency, format_decimal
from rich.console import Console
from rich.table import Table

from deploy.commands.revisions import percent
from deploy.demo import bank


def print_summary(console: Console, summary: dict[str, Any], address: str, data_dir: Path) -> None:
    """Say what the revision changed, what was told to whom, and where to look."""
    run = summary["revision"]
    console.print(
        f"\n[bold]Livret A {percent(run['value_before'])} → {percent(run['value_after'])}[/]"
        f" on {run['effective_on']}: {run['legal_reference']}",
        highlight=False,
    )
    console.print(_facts(summary, data_dir))
    console.print(_seconds(summary["seconds"]))
    console.print(_people(address))
    for problem in summary["problems"]:
        console.print(f"[bold red]Went wrong:[/] {problem}", highlight=False)


def _facts(summary: dict[str, Any], data_dir: Path) -> Table:
    run, messages, bus = summary["revision"], summary["messages"], summary["bus"]
    unchanged = run["loans_read"] - run["loans_revised"] - run["loans_failed"]
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, text in (
        ("Loans read", _count(run["loans_read"])),
        ("  recomputed", _count(run["loans_revised"])),
        ("  unchanged", _count(unchanged)),
        ("Next instalments (still at the old rate)", _change(run, "next_instalments")),
        ("First instalments at the new rate", _change(run, "first_revised_instalments")),
        ("Outstandings", _euros(run["outstanding"])),
        ("E-mails sent", f"{_count(_sent(messages, 'email'))}  → {data_dir}/mails"),
        ("Letters printed", f"{_count(_sent(messages, 'letter'))}  → {data_dir}/letters"),
        (
            "Events published / received / dead",
            " / ".join(_count(bus[n]) for n in ("published", "received", "dead")),
        ),
    ):
        table.add_row(name, text)
    return table


def _sent(messages: dict[str, Any], kind: str) -> int:
    return sum(count["messages"] for count in messages["counts"] if count["kind"] == kind)


def _seconds(seconds: dict[str, float]) -> Table:
    table = Table("Stage", "Seconds", box=None, pad_edge=False)
    for name, taken in seconds.items():
        table.add_row(name, f"{taken:.2f}")
    return table


def _people(address: str) -> Table:
    table = Table(
        "Who can log in", "Rights", title=f"{address}/api — password {bank.DEMONSTRATION_PASSWORD}", box=None
    )
    for member in bank.staff():
        table.add_row(member["email"], ", ".join(member["rights"]))
    return table


def _change(run: dict[str, Any], name: str) -> str:
    before, after = Decimal(run[f"{name}_before"]), Decimal(run[f"{name}_after"])
    return f"{_euros(before)} → {_euros(after)}"


def _euros(amount: str | Decimal) -> str:
    return format_currency(Decimal(amount), "EUR", locale="en")


def _count(number: int) -> str:
    return format_decimal(number, locale="en")

"""`prets`: run the platform, its services and its main job from a terminal."""

import sys

import typer
from rich.console import Console

from deploy.client import PlatformError
from deploy.commands import audit, bank, bus, keys, loans, platform, rates, revisions, structures
from deploy.commands.options import EXIT_REFUSED
from shared.errors import Refusal, problem
from shared.settings import SettingRefused

app = typer.Typer(
    name="prets",
    help="Loans of the savings funds: revised to the cent, told to borrowers and guarantors.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
platform.register(app)
loans.register(app)
app.add_typer(rates.app, name="rates")
app.add_typer(revisions.app, name="revisions")
app.add_typer(loans.app, name="loans")
app.add_typer(bus.app, name="bus")
app.add_typer(bank.app, name="bank")
app.add_typer(structures.app, name="structures")
app.add_typer(audit.app, name="audit")
app.add_typer(keys.app, name="keys")


def main() -> None:
    """Run a command; what it refuses is one clear message on stderr, not a stack trace."""
    errors = Console(stderr=True, soft_wrap=True)
    try:
        app(prog_name="prets")
    except (PlatformError, SettingRefused) as refused:
        errors.print(f"[bold red]Refused:[/] {refused}", markup=True, highlight=False)
        sys.exit(EXIT_REFUSED)
    except Refusal as refusal:
        errors.print(f"[bold red]Refused:[/] {problem(refusal, 'en')['detail']}", highlight=False)
        for error in refusal.field_errors():
            errors.print(f"  {error.field}: {error.english}", highlight=False, markup=False)
        sys.exit(EXIT_REFUSED)

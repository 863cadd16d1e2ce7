"""The register of establishments, from INSEE's stock files."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress

from deploy import platform
from deploy.commands.options import console, progress_console

if TYPE_CHECKING:
    from services.structures.domain.stock import BadRow

app = typer.Typer(help="The register of establishments (SIRENE).", no_args_is_help=True)


@app.callback()
def structures() -> None:
    """The register of establishments (SIRENE)."""


@app.command("import")
def import_stock(
    file: Annotated[
        Path,
        typer.Argument(
            help="StockUniteLegale first, then StockEtablissement: CSV, the ZIP of one, or Parquet.",
            exists=True,
            dir_okay=False,
        ),
    ],
    data: Annotated[
        Path | None,
        typer.Option("--data", help="The folder of the embedded platform, instead of the environment."),
    ] = None,
) -> None:
    """Take a stock file into the register. Stopped and started again, it goes on where it was.

    Runs where the database is reached: STRUCTURES_DATABASE_URL, or --data. A row that cannot be taken is said on
    stderr, with its line, field, value and what is allowed; the others go in, and the exit code is then 1.
    """
    with _service(data).active(), Progress(console=progress_console, transient=True) as progress:
        from services.structures.register.loading import load

        task, refused = progress.add_task(file.name, total=file.stat().st_size), 0

        def tell(rows: int, read: int) -> None:
            progress.update(task, completed=read, description=f"{file.name} {rows:,}")

        def complain(bad: "BadRow") -> None:
            nonlocal refused
            refused += 1
            said = f"{file.name}:{bad.line}: {bad.field}: {bad.value!r}; allowed: {bad.allowed.english}"
            print(said, file=sys.stderr)

        rows = load(file, tell, complain)
    console.print(f"{rows - refused:,} rows taken from {file.name}, {refused:,} refused")
    raise typer.Exit(1 if refused else 0)


def _service(data: Path | None):
    if data is None:
        return platform.create_service("structures")
    here = data.resolve()
    environment = {
        "DATABASE_URL": f"sqlite:///{here}/structures.sqlite",
        "BROKER_URL": f"embedded://{here}/broker.sqlite",
        "TOKEN_KEYS_URL": f"file://{here}/token-keys.json",
    }
    return platform.create_service("structures", platform.settings_for("structures", environment))

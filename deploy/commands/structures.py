"""The register of establishments, from INSEE's stock files."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from deploy import platform
from deploy.commands.options import console, progress_console

app = typer.Typer(help="The register of establishments (SIRENE).", no_args_is_help=True)


@app.callback()
def structures() -> None:
    """The register of establishments (SIRENE)."""


@app.command("import")
def import_stock(
    file: Annotated[
        Path,
        typer.Argument(
            help="StockUniteLegale first, then StockEtablissement: CSV, or the ZIP of one.",
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

    Runs where the database is reached: STRUCTURES_DATABASE_URL, or --data.
    """
    with _service(data).active(), Progress(console=progress_console, transient=True) as progress:
        from services.structures.register.loading import load

        task = progress.add_task(file.name, total=file.stat().st_size)

        def tell(rows: int, read: int) -> None:
            progress.update(task, completed=read, description=f"{file.name} {rows:,}")

        rows = load(file, tell)
    console.print(f"{rows:,} rows taken from {file.name}")


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

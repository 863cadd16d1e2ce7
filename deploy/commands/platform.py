"""Run the platform: all of it in one process, or one service at a time."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from deploy import platform as services
from deploy.commands.options import console

ServiceName = Annotated[str, typer.Argument(help=f"One of {', '.join(services.SERVICES)}.")]
DataDir = Annotated[
    Path, typer.Option("--data", envvar="PRETS_DATA", help="Folder of databases, broker, letters and mails.")
]
Port = Annotated[
    int, typer.Option("--port", envvar="PRETS_PORT", min=1, max=65535, help="Local port to serve on.")
]
Day = Annotated[
    datetime | None,
    typer.Option(
        "--business-date", envvar="BUSINESS_DATE", formats=["%Y-%m-%d"], help="Run the bank as of this day."
    ),
]


Loans = Annotated[
    int,
    typer.Option(
        "--loans",
        envvar="DEMONSTRATION_LOANS",
        min=50,
        max=100_000,
        help="Loan lines of the demonstration bank.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (run, demo, serve, work, migrate, docs):
        app.command()(command)


def run(
    port: Port = 8080, data: DataDir = Path("var"), business_date: Day = None, loans: Loans = 5_000
) -> None:
    """Load the demonstration bank, run the main job, then serve everything until Ctrl-C.

    Started again, it keeps the data and serves at once.
    """
    from deploy.demo.run import run_platform

    raise typer.Exit(run_platform(data, port, _day(business_date), serve_after=True, loans=loans))


def demo(
    port: Port = 8080, data: DataDir = Path("var"), business_date: Day = None, loans: Loans = 5_000
) -> None:
    """Load the demonstration bank, run the main job, print the summary and stop."""
    from deploy.demo.run import run_platform

    raise typer.Exit(run_platform(data, port, _day(business_date), serve_after=False, loans=loans))


def serve(
    service: ServiceName, port: Annotated[int, typer.Option(envvar="PORT", help="Port to serve on.")] = 8000
) -> None:
    """Serve one service over HTTP, settings from the environment (DATABASE_URL, TOKEN_KEYS_URL, …)."""
    from deploy.serve import serve_service

    serve_service(_known(service), port)


def work(service: ServiceName) -> None:
    """Work for one service: its relay, its consumers, its loops. Run as many as the load asks for."""
    from shared.logs import configure_logging
    from shared.memory import keep_freed_memory
    from shared.worker import Worker

    keep_freed_memory()
    made = services.create_service(_known(service))
    configure_logging(made.settings)
    Worker(made).run()


def migrate(
    service: Annotated[str | None, typer.Argument(help="One service; all when absent.")] = None,
) -> None:
    """Bring the database of one service, or of all, to its newest schema, and declare its queues.

    Run it for every service before any worker starts: a fact told while nobody listens is kept aside as unrouted.
    """
    from shared.migrations import migrate as bring_up_to_date
    from shared.operations import declare_queues

    for name in [_known(service)] if service else services.SERVICES:
        made = services.create_service(name)
        applied = bring_up_to_date(made)
        declare_queues(made)
        console.print(f"{name}: {', '.join(applied) if applied else 'up to date'}")


def docs(
    check: Annotated[bool, typer.Option("--check", help="Fail if a document is not current.")] = False,
    pages: Annotated[
        Path | None,
        typer.Option("--pages", help="Write the API reference as pages into this folder instead."),
    ] = None,
) -> None:
    """Write the generated documents: OpenAPI of each service, AsyncAPI, the event map."""
    from deploy.documents import write_documents
    from deploy.documents.offline import offline_services
    from deploy.reference import write_pages

    if pages:
        with offline_services() as made:
            console.print(f"written: {len(write_pages(made, pages))} files in {pages}")
        return
    stale = write_documents(check=check)
    for path in stale:
        console.print(f"{'not current' if check else 'written'}: {path}")
    raise typer.Exit(1 if check and stale else 0)


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _known(service: str) -> str:
    if service not in services.SERVICES:
        raise typer.BadParameter(f"{service} is none of {', '.join(services.SERVICES)}")
    return service

"""Loans: schedules from terms, and loan lines into the portfolio."""

import itertools
import json
import sys
import time
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.progress import Progress

from deploy.client import Client, PlatformError
from deploy.commands.options import (
    DEFAULT_URL,
    EXIT_REFUSED,
    ClientId,
    ClientSecret,
    Login,
    Password,
    Url,
    client,
    console,
    progress_console,
)
from deploy.terms_files import read_terms
from shared.errors import Refusal, problem

LINES_A_REQUEST = 500
POLL_SECONDS = 0.5
app = typer.Typer(help="Loan lines of the portfolio.", no_args_is_help=True)


class Format(StrEnum):
    """What schedules are written as."""

    csv = "csv"
    xlsx = "xlsx"
    pdf = "pdf"


class Language(StrEnum):
    """The language of headings."""

    fr = "fr"
    en = "en"


def register(root: typer.Typer) -> None:
    """Add `prets schedule` to the command line."""
    root.command()(schedule)


def schedule(
    files: Annotated[
        list[Path], typer.Argument(help="Terms in the public JSON format; - reads standard input.")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, in the order of the files.")
    ] = False,
) -> None:
    """Compute schedules from terms, to the cent: CSV rows, or JSON. Nothing is stored and no server is asked.

    The rows of each file stand under a header of their own, or are one JSON object.

    The shortest terms: {"principal": "1000000", "starts_on": "2022-05-01", "instalments": 40,
    "months_between_instalments": 12, "rate": {"kind": "fixed", "value": "0.0275"}}

    Terms on an index without fixings of their own use the official history that the platform ships with.
    A file that is refused is said on stderr, field by field, and the others go on; the exit code is then 2.
    """
    refused = [file for file in files if not _print_schedule(file, as_json)]
    raise typer.Exit(EXIT_REFUSED if refused else 0)


def _print_schedule(file: Path, as_json: bool) -> bool:
    """Print the schedule of a file of terms; whether it could be computed."""
    from deploy.schedules import schedule_of

    try:
        computed = schedule_of(read_terms(file))
    except PlatformError as error:
        print(error, file=sys.stderr)
        return False
    except Refusal as refusal:
        _print_refusal(file, refusal)
        return False
    if as_json:
        print(json.dumps({"file": str(file), "rows": computed.published()}, ensure_ascii=False))
    else:
        sys.stdout.write(computed.csv())
    return True


def _print_refusal(file: Path, refusal: Refusal) -> None:
    """One line a field: the file, the field, what was received, what is allowed."""
    said = problem(refusal, "en")
    for error in said.get("errors", ()):
        value = "missing" if error["value"] is None else json.dumps(error["value"], ensure_ascii=False)
        allowed = error["allowed"]
        allowed = ", ".join(map(str, allowed)) if isinstance(allowed, list) else allowed or error["detail"]
        print(f"{file}: {error['field']}: {value}; allowed: {allowed}", file=sys.stderr)
    if "errors" not in said:
        print(f"{file}: {said['detail']}", file=sys.stderr)


@app.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(help="Loan lines, one JSON object a line.", exists=True, dir_okay=False)
    ],
    url: Url = DEFAULT_URL,
    login: Login = None,
    password: Password = None,
    client_id: ClientId = None,
    client_secret: ClientSecret = None,
) -> None:
    """Take a file of loan lines into the portfolio: the good ones enter, each bad one is reported with its reason."""
    totals = {"accepted": 0, "already_known": 0, "refused": 0}
    count = sum(1 for line in file.open(encoding="utf-8") if line.strip())
    with client(url, login, password, client_id, client_secret) as platform, _progress() as progress:
        task = progress.add_task("Loan lines", total=count)
        for first, lines in _batches(file):
            report = platform.post("lending/imports", lines)
            totals["accepted"] += report["accepted"]
            totals["already_known"] += report["already_known"]
            totals["refused"] += len(report["refused"])
            _print_refused(first, report["refused"])
            progress.advance(task, len(lines))
    console.print(
        f"{totals['accepted']} accepted, {totals['already_known']} already known, {totals['refused']} refused"
    )
    raise typer.Exit(1 if totals["refused"] else 0)


@app.command("export")
def export_file(
    loan_number: Annotated[str | None, typer.Argument(help="A loan line; or else --structure.")] = None,
    structure: Annotated[
        UUID | None, typer.Option("--structure", help="All loans of this structure; pdf is a ZIP.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.csv,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to; of its own name otherwise.")
    ] = None,
    language: Annotated[Language, typer.Option("--language", help="Of the headings.")] = Language.fr,
    url: Url = DEFAULT_URL,
    login: Login = None,
    password: Password = None,
    client_id: ClientId = None,
    client_secret: ClientSecret = None,
) -> None:
    """Write the schedule of a loan, or those of all loans of a structure, to a file."""
    if (loan_number is None) == (structure is None):
        raise PlatformError("Name a loan, or a structure with --structure.")
    headers = {"Accept-Language": language.value}
    with client(url, login, password, client_id, client_secret) as platform:
        if structure:
            path = _written(platform, structure, form, headers)
            file, extension = f"{path}/file", "zip" if form is Format.pdf else form.value
        else:
            file, extension = f"lending/loans/{loan_number}/export?format={form.value}", form.value
        written = output or Path(f"{structure or loan_number}.{extension}")
        written.write_bytes(platform.request("GET", file, headers=headers).content)
    console.print(str(written), highlight=False)


def _written(platform: Client, structure: UUID, form: Format, headers: dict[str, str]) -> str:
    """Order an export and wait until it is written; returns its path, raises PlatformError where it failed."""
    order = {"structure_id": str(structure), "format": form.value}
    path = f"lending/exports/{platform.post('lending/exports', order, headers=headers)['export_id']}"
    with _progress() as progress:
        task = progress.add_task("Loans", total=None)
        while (export := platform.get(path))["state"] in {"waiting", "running"}:
            progress.update(task, total=export["loans_total"] or None, completed=export["loans_done"])
            time.sleep(POLL_SECONDS)
    if export["state"] == "failed":
        raise PlatformError("The export could not be written; lending's log says why.")
    return path


def _progress() -> Progress:
    return Progress(console=progress_console, transient=True)


def _batches(file: Path) -> Iterator[tuple[int, list[Any]]]:
    """Batches of lines, each with the number of its first line in the file."""
    numbered = ((n, line) for n, line in enumerate(file.open(encoding="utf-8"), 1) if line.strip())
    while batch := list(itertools.islice(numbered, LINES_A_REQUEST)):
        yield batch[0][0], [_object(n, line) for n, line in batch]


def _object(number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise PlatformError(f"line {number} is not JSON: {error}") from error


def _print_refused(first: int, refused: list[dict[str, Any]]) -> None:
    for line in refused:
        problem = line["problem"]
        progress_console.print(
            f"line {first + line['line'] - 1} ({line['key'] or 'no number'}): {problem['detail']}",
            highlight=False,
            markup=False,
        )
        for error in problem.get("errors", ()):
            if error["detail"] != problem["detail"]:
                text = f"  {error['field']} = {error['value']!r}: {error['detail']}"
                progress_console.print(text, highlight=False, markup=False)

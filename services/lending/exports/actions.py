"""Exports: one loan at once, a structure by order; a worker writes the file, and removes it after a day."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from io import BytesIO
from itertools import groupby
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.exports.content import COLUMNS, GUARANTOR_COLUMNS, ExportedLoan
from services.lending.exports.guaranteed import at_share
from services.lending.exports.tables import Export
from services.lending.exports.writing import file_type, write_loan, write_structure
from services.lending.portfolio.access import BORROWER, GUARANTOR, let_read_loan, let_read_structure
from services.lending.portfolio.actions import find_loan
from services.lending.portfolio.sharing import guaranteed_by, shares_of
from services.lending.portfolio.store import read_chunk, read_rows
from services.lending.portfolio.tables import Loan, Structure, VisibleChunk
from shared import clock, logs
from shared.auth import Caller
from shared.db import reading, transaction
from shared.errors import Conflict, Language, Missing
from shared.ids import new_id
from shared.service import current_service

KEPT_HOURS = 24
SILENT_SECONDS_MAX = 300
"""A worker that says nothing for so long is taken for dead, and its export is begun again."""
ATTEMPTS_MAX = 3
_RIGHTS = {"borrower": BORROWER, "guarantor": GUARANTOR}
_COLUMNS = {"borrower": COLUMNS, "guarantor": GUARANTOR_COLUMNS}
_log = logs.get_logger(__name__)


class ExportNotReady(Conflict):
    french = "Cet export n'est pas prêt : {state}. Réessayez quand il sera terminé."
    english = "This export is not ready: {state}. Try again when it is completed."


def export_loan(loan_number: str, form: str, language: Language, reader: Caller) -> bytes:
    """The schedule of one loan as a file; raises Missing."""
    with reading() as session:
        loan = find_loan(session, loan_number)
        let_read_loan(session, reader, loan_number, loan.borrower_id)
        borrower = _name(session, loan.borrower_id)
        exported = _exported(loan, borrower, read_rows(session, loan))
    file = BytesIO()
    write_loan(file, form, exported, language, clock.today())
    return file.getvalue()


def order_export(structure_id: UUID, side: str, format: str, language: Language, reader: Caller) -> Export:
    """Have the schedules of all loans that a structure owes, or guarantees, written; a worker takes it up."""
    let_read_structure(reader, _RIGHTS[side], structure_id)
    at = clock.now()
    with transaction() as session:
        export = Export(
            id=new_id(),
            structure_id=structure_id,
            side=side,
            format=format,
            language=language,
            state="waiting",
            attempts=0,
            loans_total=_count(session, side, structure_id),
            loans_done=0,
            requested_by=reader.subject_id,
            requested_at=at,
            touched_at=at,
        )
        session.add(export)
        return export


def find_export(export_id: UUID, reader: Caller) -> Export:
    """An export by its id, for whoever may order it; raises Missing."""
    with reading() as session:
        export = session.get(Export, export_id)
    if export is None:
        raise Missing(field="export_id", value=str(export_id))
    let_read_structure(reader, _RIGHTS[export.side], export.structure_id)
    return export


def export_file(export_id: UUID, reader: Caller) -> tuple[Path, Export]:
    """Where the file of a completed export lies; raises Missing and ExportNotReady."""
    export = find_export(export_id, reader)
    if export.state != "completed":
        raise ExportNotReady(state=export.state, retry_after_seconds=2)
    path = _path(export)
    if not path.exists():
        raise Missing(field="export_id", value=str(export_id))
    return path, export


def write_next_export() -> bool:
    """Write the export that has waited longest, if any; True when there may be another."""
    export = _take()
    if export is None:
        return False
    path = _path(export)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{new_id()}.part")
    try:
        columns = _COLUMNS[export.side]
        write_structure(aside, export.format, _loans(export), export.language, clock.today(), columns)
        aside.replace(path)
    except Exception:  # the next export may be well; this one is tried again until ATTEMPTS_MAX
        _log.exception("export_failed", export_id=str(export.id))
        _move(export, state="failed" if export.attempts >= ATTEMPTS_MAX else "waiting")
    else:
        _move(export, state="completed", completed_at=clock.now())
    finally:
        aside.unlink(missing_ok=True)
    return True


def remove_old_exports() -> None:
    """Forget exports ordered more than a day ago, and remove their files."""
    horizon = clock.now() - timedelta(hours=KEPT_HOURS)
    with transaction() as session:
        old = session.scalars(sa.select(Export).where(Export.requested_at < horizon)).all()
        for export in old:
            session.delete(export)
    for export in old:
        _path(export).unlink(missing_ok=True)


def _take() -> Export | None:
    """The export to write next, now ours: one that waits, or one whose worker went silent."""
    silent = clock.now() - timedelta(seconds=SILENT_SECONDS_MAX)
    abandoned = sa.and_(Export.state == "running", Export.touched_at < silent)
    due = sa.select(Export).where(sa.or_(Export.state == "waiting", abandoned)).order_by(Export.requested_at)
    with reading() as session:
        if session.execute(due.limit(1)).first() is None:
            return None
    with transaction() as session:
        export = session.scalar(due.limit(1).with_for_update(skip_locked=True))
        if export is not None:
            export.state, export.touched_at = "running", clock.now()
            export.attempts += 1
            export.loans_total, export.loans_done = _count(session, export.side, export.structure_id), 0
        return export


def _move(export: Export, **facts: object) -> None:
    with transaction() as session:
        moved = facts | {"touched_at": clock.now()}
        session.execute(sa.update(Export).where(Export.id == export.id).values(**moved))


def _loans(export: Export) -> Iterator[ExportedLoan]:
    """The loans of a structure, chunk by chunk, in the versions that readers saw when it began."""
    done = 0
    with reading() as session:
        shares = shares_of(session, export.structure_id) if export.side == "guarantor" else {}
        held = session.execute(_held(export.side, export.structure_id)).all()
    for (chunk, version_id), places in groupby(held, key=lambda loan: (loan.chunk, loan.version_id)):
        numbers = [place.loan_number for place in places]
        for loan in _of_chunk(chunk, version_id, numbers):
            yield at_share(loan, shares[loan.loan_number]) if shares else loan
        done += len(numbers)
        _move(export, loans_done=done)


def _concerned(side: str, structure_id: UUID) -> sa.ColumnElement[bool]:
    """The loans of an export."""
    if side == "guarantor":
        return Loan.loan_number.in_(guaranteed_by(structure_id))
    return Loan.borrower_id == structure_id


def _held(side: str, structure_id: UUID) -> sa.Select:
    return (
        sa.select(Loan.loan_number, Loan.chunk, VisibleChunk.version_id)
        .join(VisibleChunk, VisibleChunk.chunk == Loan.chunk)
        .where(_concerned(side, structure_id))
        .order_by(Loan.chunk, Loan.slot)
    )


def _of_chunk(chunk: int, version_id: int, loan_numbers: Iterable[str]) -> Iterator[ExportedLoan]:
    named = (
        sa.select(Loan, Structure.name)
        .outerjoin(Structure, Structure.structure_id == Loan.borrower_id)
        .where(Loan.loan_number.in_(list(loan_numbers)))
        .order_by(Loan.slot)
    )
    with reading() as session:
        loans = session.execute(named).all()
        piece = read_chunk(session, chunk, version_id)
    for loan, borrower in loans:
        yield _exported(loan, borrower or str(loan.borrower_id), piece.rows_of(loan.slot))


def _exported(loan: Loan, borrower: str, rows: tuple) -> ExportedLoan:
    return ExportedLoan(
        loan_number=loan.loan_number,
        contract_number=loan.contract_number,
        product=loan.product,
        object=loan.object,
        borrower=borrower,
        principal_cents=loan.principal_cents,
        rows=rows,
    )


def _name(session: Session, structure_id: UUID) -> str:
    structure = session.get(Structure, structure_id)
    return structure.name if structure else str(structure_id)


def _count(session: Session, side: str, structure_id: UUID) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Loan).where(_concerned(side, structure_id)))


def _path(export: Export) -> Path:
    extension, _ = file_type(export.format, whole_structure=True)
    return current_service().settings.data_dir / "exports" / f"{export.id}.{extension}"

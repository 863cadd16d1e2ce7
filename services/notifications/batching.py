"""Batches of letters for the mailing house: chosen in the database, written as a folder, then told.

The database is the truth. A batch is chosen in one transaction, which gives each letter its only batch; its
folder is written under a temporary name and renamed; then the batch is closed and told. A worker that dies in
between leaves a batch that the next round writes again, the same to the byte.
"""

import csv
import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from services.notifications.actions import pass_into
from services.notifications.domain.messages import BatchState, Kind, State
from services.notifications.sealed_letters import opened_pdf, tell_moves
from services.notifications.tables import Batch, BatchDay, Letter, Message
from services.notifications.work import lease
from shared import clock
from shared.db import insert_once, reading, transaction
from shared.errors import Conflict, Missing
from shared.events.notifications import LetterBatchClosed
from shared.ids import new_id
from shared.outbox import emit
from shared.service import current_service

MANIFEST = "manifest.json"
MANIFEST_TABLE = "manifest.csv"
PDFS_IN_MEMORY = 20
_COLUMNS = ("letter_id", "reference", "file", "pages", "sha256", "address")


class NothingToBatch(Conflict):
    french = "Aucune lettre imprimée n'attend de lot."
    english = "No printed letter waits for a batch."


class BatchNotReady(Conflict):
    french = "Ce lot ne peut pas être remis : son état est « {state} », attendu « {allowed} »."
    english = "This batch cannot be handed over: its state is {state}, not {allowed}."


def make_batches() -> bool:
    """One round: choose a batch if one is due, then write and close what is chosen. True when more may be due."""
    settings = current_service().settings
    more = False
    if _is_due(settings.letter_batch_size_max, timedelta(seconds=settings.letter_batch_wait_seconds)):
        more = choose_batch() is not None
    while (batch_id := _take_unwritten()) is not None:
        close_batch(batch_id)
    return more


def choose_batch() -> UUID | None:
    """Put the printed letters that wait, up to the size of a batch, into a new one; None when there is none."""
    limit = current_service().settings.letter_batch_size_max
    with transaction() as session:
        letters = session.scalars(_WAITING.limit(limit)).all()
        if not letters:
            return None
        batch = Batch(
            id=new_id(),
            number=_next_number(session),
            state=BatchState.CLOSING,
            closed_on=clock.today(),
            letters=len(letters),
            pages=sum(letter.pages for letter in letters),
            created_at=clock.now(),
            due_at=clock.now(),
        )
        session.add(batch)
        session.flush()
        for letter in letters:
            letter.batch_id = batch.id
        _move(session, [letter.message_id for letter in letters], State.IN_BATCH, why=batch.number)
        return batch.id


def request_batch() -> Batch:
    """Choose a batch now; the worker writes it. Raises NothingToBatch."""
    with transaction() as session:
        batch_id = choose_batch()
        if batch_id is None:
            raise NothingToBatch()
        return session.get_one(Batch, batch_id)


def close_batch(batch_id: UUID) -> None:
    """Write a chosen batch and tell that it is ready; doing it again changes nothing."""
    batch, manifest = write_batch(batch_id)
    _tell_closed(batch, hashlib.sha256(manifest).hexdigest())


def write_batch(batch_id: UUID) -> tuple[Batch, bytes]:
    """Write the folder of a batch, the same to the byte each time; returns the batch and its manifest."""
    with reading() as session:
        batch = session.get_one(Batch, batch_id)
        letters = session.scalars(_LETTERS.where(Letter.batch_id == batch_id)).all()
    manifest = _manifest(batch, letters)
    _write_folder(folder_of(batch), manifest, letters)
    return batch, manifest


def hand_over(batch_id: UUID, by: UUID) -> Batch:
    """The mailing house has taken a batch."""
    with transaction() as session:
        batch = session.scalar(sa.select(Batch).where(Batch.id == batch_id).with_for_update())
        if batch is None:
            raise Missing()
        if batch.state is not BatchState.CLOSED:
            raise BatchNotReady(state=batch.state, allowed=BatchState.CLOSED)
        batch.state, batch.handed_over_at, batch.handed_over_by = BatchState.HANDED_OVER, clock.now(), by
        letters = session.scalars(sa.select(Letter.message_id).where(Letter.batch_id == batch_id)).all()
        _move(session, list(letters), State.HANDED_OVER, by=by)
        tell_moves(session, letters, State.HANDED_OVER)
        return batch


def folder_of(batch: Batch) -> Path:
    """Where the mailing house finds a batch."""
    return current_service().settings.data_dir / "letters" / f"batch-{batch.number}"


def _is_due(size_max: int, wait: timedelta) -> bool:
    """Enough letters for a batch; or some, the first of which has waited long enough, and none left to print."""
    with reading() as session:
        waiting, oldest = session.execute(_WAITING_SINCE).one()
        if not waiting or waiting >= size_max:
            return bool(waiting)
        return clock.now() - oldest >= wait and not session.scalar(_TO_PRINT)


def _take_unwritten() -> UUID | None:
    """A chosen batch to write, under a lease: what a killed worker was writing comes back to another."""
    with transaction() as session:
        batch = session.scalar(
            sa.select(Batch)
            .where(Batch.state == BatchState.CLOSING, Batch.due_at <= clock.now())
            .order_by(Batch.number)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if batch is None:
            return None
        batch.due_at = clock.now() + lease()
        return batch.id


def _next_number(session: Session) -> str:
    """The day and its next count; whoever else closes a batch waits here for our commit."""
    day = clock.today()
    insert_once(session, BatchDay, {"day": day, "batches": 0})
    counted = sa.update(BatchDay).where(BatchDay.day == day).values(batches=BatchDay.batches + 1)
    return f"{day:%Y%m%d}-{session.scalar(counted.returning(BatchDay.batches)):03d}"


def _move(
    session: Session, ids: list[UUID], state: State, why: str | None = None, by: UUID | None = None
) -> None:
    moved = sa.update(Message).where(Message.id.in_(ids)).values(state=state, changed_at=clock.now())
    session.execute(moved)
    pass_into(session, ids, state, why, by)


def _manifest(batch: Batch, letters: Sequence[Letter]) -> bytes:
    content = {
        "batch": batch.number,
        "batch_id": str(batch.id),
        "closed_on": batch.closed_on.isoformat(),
        "letters": [_entry(letter) for letter in letters],
        "letters_total": batch.letters,
        "pages_total": batch.pages,
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def _entry(letter: Letter) -> dict:
    return {
        "letter_id": str(letter.message_id),
        "reference": letter.message.reference,
        "file": _file_name(letter),
        "pages": letter.pages,
        "sha256": letter.sha256,
        "address": letter.address,
    }


def _file_name(letter: Letter) -> str:
    return f"{letter.message.reference}.pdf"


def _manifest_table(letters: Sequence[Letter]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, _COLUMNS)
    table.writeheader()
    table.writerows(_entry(letter) | {"address": " | ".join(letter.address)} for letter in letters)
    return out.getvalue().encode()


def _write_folder(folder: Path, manifest: bytes, letters: Sequence[Letter]) -> None:
    """Write everything aside, then rename: the mailing house never sees half a batch."""
    if _is_written(folder, manifest):
        return
    aside = folder.with_name(f".{folder.name}.{new_id()}")
    aside.mkdir(parents=True)
    try:
        for letter, pdf in _pdfs(letters):
            _write(aside / _file_name(letter), pdf)
        _write(aside / MANIFEST_TABLE, _manifest_table(letters))
        _write(aside / MANIFEST, manifest)
        _put_in_place(aside, folder, manifest)
    finally:
        for left in folder.parent.glob(f".{folder.name}.*"):  # ours, or what a killed worker left
            shutil.rmtree(left, ignore_errors=True)


def _put_in_place(aside: Path, folder: Path, manifest: bytes) -> None:
    """Give a folder its name, unless another worker was quicker; what another database left there is hidden."""
    if folder.exists() and not _is_written(folder, manifest):
        os.rename(folder, folder.with_name(f".replaced.{folder.name}.{new_id()}"))
    try:
        os.rename(aside, folder)
    except OSError:
        if not _is_written(folder, manifest):
            raise


def _is_written(folder: Path, manifest: bytes) -> bool:
    file = folder / MANIFEST
    return file.is_file() and file.read_bytes() == manifest


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _pdfs(letters: Sequence[Letter]) -> Iterator[tuple[Letter, bytes]]:
    """Each letter's PDF, a few at a time in memory."""
    for first in range(0, len(letters), PDFS_IN_MEMORY):
        some = letters[first : first + PDFS_IN_MEMORY]
        wanted = sa.select(Letter.message_id, Letter.pdf).where(
            Letter.message_id.in_([letter.message_id for letter in some])
        )
        with reading() as session:
            contents = dict(session.execute(wanted).tuples().all())
        yield from ((letter, _printed(letter, contents[letter.message_id])) for letter in some)


def _printed(letter: Letter, kept: bytes) -> bytes:
    return opened_pdf(letter.message_id, kept) if letter.sealed else kept


def _tell_closed(batch: Batch, manifest_sha256: str) -> None:
    with transaction() as session:
        closed = (
            sa.update(Batch)
            .where(Batch.id == batch.id, Batch.state == BatchState.CLOSING)
            .values(state=BatchState.CLOSED, manifest_sha256=manifest_sha256, closed_at=clock.now())
        )
        if session.execute(closed).rowcount:
            emit(
                session,
                LetterBatchClosed(
                    batch_id=batch.id,
                    number=batch.number,
                    closed_on=batch.closed_on,
                    letters=batch.letters,
                    pages=batch.pages,
                    manifest_sha256=manifest_sha256,
                ),
                subject=batch.number,
            )


_WAITING = (
    sa.select(Letter)
    .where(Letter.batch_id.is_(None))
    .order_by(Letter.printed_at, Letter.message_id)
    .with_for_update(skip_locked=True)
)
_WAITING_SINCE = sa.select(sa.func.count(), sa.func.min(Letter.printed_at)).where(Letter.batch_id.is_(None))
_TO_PRINT = sa.select(sa.exists().where(Message.kind == Kind.LETTER, Message.state == State.QUEUED))
_LETTERS = (
    sa.select(Letter).join(Letter.message).options(joinedload(Letter.message)).order_by(Message.sequence)
)

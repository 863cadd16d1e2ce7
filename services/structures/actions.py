"""What structures does: one function, one transaction."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from services.structures.domain.search import Question, question, searchable
from services.structures.schemas import StructureRowSchema
from services.structures.tables import Change, Structure
from shared import clock
from shared.audit import record_act
from shared.db import reading, transaction
from shared.errors import Missing, Refusal
from shared.events.structures import Address, StructureRecorded
from shared.outbox import emit
from shared.pagination import page
from shared.validation import refusal_of

LINES_MAX = 1_000
"""Lines of one import: one transaction, so one bounded piece of work. A file is sent in several."""

SORT_CHARACTERS = 80
UNIQUE_NUMBERS = ("siret", "client_number")
_IMPORT_LOCK = 0x57_2C


class NumberTaken(Refusal):
    status = 409
    french = "Le numéro {value} ({field}) est déjà celui d'une autre structure."
    english = "Number {value} ({field}) is already another structure's."


@dataclass
class ImportReport:
    """What became of the lines; `refused` holds the number, the structure and the refusal of each bad one."""

    recorded: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str | None, Refusal]] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """Who asked for a change (None for the bank's queue), and through what."""

    by: UUID | None
    through: str


def import_structures(lines: Iterable[tuple[int, Any]], source: Source) -> ImportReport:
    """Record structures, new or changed; the good lines enter, each bad one is reported.

    lines  number of each line and its content, or the Refusal that says why it could not even be read
    """
    with transaction() as session:
        _let_one_import_run(session)
        report = ImportReport()
        for number, content in lines:
            try:
                outcome = _record(session, _read(content), source)
            except Refusal as refusal:
                report.refused.append((number, _structure_id(content), refusal))
            else:
                setattr(report, outcome, getattr(report, outcome) + 1)
        return report


def import_structure(row: dict[str, Any], source: Source) -> str:
    """Record one structure already read; returns recorded, changed or unchanged, or raises why not."""
    with transaction() as session:
        _let_one_import_run(session)
        return _record(session, row, source)


def correct_address(
    structure_id: UUID, address: dict[str, Any], representative_function: str, by: UUID
) -> Structure:
    """Bring a structure's postal address to what the post can deliver to; the audit trail says who did."""
    with transaction() as session:
        structure = session.get(Structure, structure_id, with_for_update=True)
        if structure is None:
            raise Missing()
        record_act(session, "address_corrected", by=by, structure_id=structure_id)
        values = {"address": address, "representative_function": representative_function}
        _apply(session, structure, values, Source(by, "address"))
        return structure


def change_contact(structure_id: UUID, contact: dict[str, Any], by: UUID) -> Structure:
    """Tell the structure at another e-mail address, or by post as well."""
    with transaction() as session:
        structure = session.get(Structure, structure_id, with_for_update=True)
        if structure is None:
            raise Missing()
        record_act(session, "contact_changed", by=by, structure_id=structure_id)
        _apply(session, structure, contact, Source(by, "contact"))
        return structure


def read_structure(structure_id: UUID) -> Structure:
    """One structure as it is now."""
    with reading() as session:
        structure = session.get(Structure, structure_id)
    if structure is None:
        raise Missing()
    return structure


def read_changes(structure_id: UUID) -> Sequence[Change]:
    """Everything that changed a structure, oldest first."""
    with reading() as session:
        changes = session.scalars(
            sa.select(Change).where(Change.structure_id == structure_id).order_by(Change.version)
        ).all()
    if not changes:
        raise Missing()
    return changes


def open_structure(session: Session, row: dict[str, Any], source: Source) -> Structure:
    """Record a structure that somebody joins and nobody had told of."""
    _record(session, row, source)
    return session.get_one(Structure, row["structure_id"])


def find_structures(typed: str, **page_wanted: Any) -> dict[str, Any]:
    """A page of the structures that what was typed can mean, by name or by number, in order of name."""
    asked = question(typed)
    meant = sa.select(Structure).where(sa.or_(_named(asked), *_numbered(asked)))
    with reading() as session:
        return page(session, meant, by=(Structure.sort_name, Structure.structure_id), **page_wanted)


def _named(asked: Question) -> sa.ColumnElement[bool]:
    if not asked.words:
        return sa.true() if asked.anything else sa.false()
    return sa.and_(*(Structure.search_name.contains(word, autoescape=True) for word in asked.words))


def _numbered(asked: Question) -> list[sa.ColumnElement[bool]]:
    numbers = {
        Structure.siren: asked.siren,
        Structure.siret: asked.siret,
        Structure.client_number: asked.client_number,
    }
    return [column == number for column, number in numbers.items() if number]


def _let_one_import_run(session: Session) -> None:
    """Imports queue up, so that no two of them find the same number free. On SQLite they do so anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_IMPORT_LOCK)))


def _read(content: Any) -> dict[str, Any]:
    if isinstance(content, Refusal):
        raise content
    schema = StructureRowSchema()
    try:
        return schema.load(content)
    except ValidationError as error:
        raise refusal_of(error, content, schema) from error


def _structure_id(content: object) -> str | None:
    given = content.get("structure_id") if isinstance(content, dict) else None
    return given if isinstance(given, str) else None


def _record(session: Session, row: dict[str, Any], source: Source) -> str:
    structure = session.get(Structure, row["structure_id"], with_for_update=True)
    digest = _digest(row)
    if structure is not None and structure.imported_digest == digest:
        return "unchanged"  # also when an agent changed the contact since: an old row is no news
    _refuse_numbers_of_others(session, row)
    if structure is None:
        structure = Structure(structure_id=row["structure_id"], version=0, recorded_at=clock.now())
    is_new = structure.version == 0
    structure.imported_digest = digest
    changed = _apply(session, structure, {name: row[name] for name in row if name != "structure_id"}, source)
    return "recorded" if is_new else "changed" if changed else "unchanged"


def _refuse_numbers_of_others(session: Session, row: dict[str, Any]) -> None:
    for number in UNIQUE_NUMBERS:
        if row[number] is None:
            continue
        taken = sa.select(Structure.structure_id).where(
            getattr(Structure, number) == row[number], Structure.structure_id != row["structure_id"]
        )
        if session.scalar(taken) is not None:
            raise NumberTaken(field=number, value=row[number])


def _apply(session: Session, structure: Structure, values: dict[str, Any], source: Source) -> bool:
    """Bring the structure to these values; a difference makes a version, its audit row and its event."""
    difference = {
        name: [getattr(structure, name), value]
        for name, value in values.items()
        if getattr(structure, name) != value
    }
    if not difference:
        return False
    for name, (_, value) in difference.items():
        setattr(structure, name, value)
    structure.search_name = searchable(structure.name)
    structure.sort_name = structure.search_name[:SORT_CHARACTERS]
    structure.version += 1
    session.add(structure)
    session.flush()
    session.add(_change(structure, difference, source))
    emit(session, _announcement(structure), subject=structure.structure_id)
    return True


def _change(structure: Structure, difference: dict[str, list], source: Source) -> Change:
    return Change(
        structure_id=structure.structure_id,
        version=structure.version,
        changed_at=clock.now(),
        changed_by=source.by,
        through=source.through,
        differences=difference,
    )


def _announcement(structure: Structure) -> StructureRecorded:
    return StructureRecorded(
        structure_id=structure.structure_id,
        version=structure.version,
        name=structure.name,
        siren=structure.siren,
        siret=structure.siret,
        legal_category=structure.legal_category,
        sector=structure.sector,
        address=Address(**structure.address),
        representative_function=structure.representative_function,
        contact_email=structure.contact_email,
        paper_wanted=structure.paper_wanted,
        client_number=structure.client_number,
    )


def _digest(row: dict[str, Any]) -> str:
    text = json.dumps(row, default=str, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()

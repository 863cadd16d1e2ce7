"""A large portfolio laid straight into lending's tables: what months of imports would have left there.

Ten thousand different loans of the demonstration bank (products, ages, periods, révisabilités, guarantors) are computed
by the exact rules, then repeated under other numbers, borrowers and guarantors. Nothing is shared between repetitions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from deploy.demo.bank import loan_lines
from services.lending.domain.fixings import Fixing, IndexHistory
from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule, next_instalment
from services.lending.domain.terms import followed_index
from services.lending.portfolio.book import add_page
from services.lending.portfolio.computing import first_schedule
from services.lending.portfolio.packing import PackedLoan, pack
from services.lending.portfolio.pieces import Piece
from services.lending.portfolio.schemas import LoanLine, LoanLineSchema
from services.lending.portfolio.store import add_piece, new_version
from services.lending.portfolio.tables import (
    Contract,
    Guarantee,
    IndexFixing,
    Loan,
    NextInstalment,
    Portfolio,
    Structure,
    VisibleChunk,
)
from services.lending.portfolio.upcoming import next_call, next_instalment_row
from services.rates.reference import history
from shared import clock
from shared.db import insert_many, transaction
from shared.ids import new_id

TODAY = date(2026, 1, 29)
NEW_VALUE_ON = date(2026, 2, 1)
DIFFERENT_LOANS = 10_000
CHUNK_LOANS = 1_000
FIRST_FIXING_ON = date(1986, 1, 1)


@dataclass(frozen=True)
class Model:
    """A loan to repeat: its line, its schedule, as it is packed; what falls due next, and when it is to be called."""

    line: LoanLine
    plan: Schedule
    packed: PackedLoan
    following: Row | None
    next_call_on: date | None


def known_fixings() -> list[Fixing]:
    """The Livret A up to the value that is revised."""
    return [
        Fixing(each.effective_on, each.value)
        for each in history()
        if each.index == "livret_a" and FIRST_FIXING_ON < each.effective_on < NEW_VALUE_ON
    ]


def models(count: int = DIFFERENT_LOANS) -> list[Model]:
    """Different loans with their schedules."""
    known, schema = IndexHistory(known_fixings()), LoanLineSchema()
    made = []
    for given in loan_lines(count):
        line = schema.load(given)
        plan = first_schedule(line.terms, known if followed_index(line.terms) == "livret_a" else ())
        coming = next_instalment(plan, TODAY), next_call(plan.rows, TODAY)
        made.append(Model(line, plan, pack(plan), *coming))
    return made


def lay(different: Sequence[Model], loans: int) -> int:
    """Lay so many loans into the current service's empty database; returns how many rows their schedules have."""
    with transaction() as session:
        _lay_fixings(session)
        version_id = new_version(session, fixings_through=len(known_fixings())).id
        portfolio = session.get_one(Portfolio, 1)
        portfolio.loans, portfolio.chunks = loans, -(-loans // CHUNK_LOANS)
    rows, structures = 0, set()
    for chunk in range(-(-loans // CHUNK_LOANS)):
        first = chunk * CHUNK_LOANS
        members = [
            _repeated(different[number % len(different)], number, number // len(different))
            for number in range(first, min(first + CHUNK_LOANS, loans))
        ]
        rows += sum(len(model.plan.rows) for model in members)
        structures.update(who for model in members for who in (model.line.borrower_id, *model.line.shares))
        with transaction() as session:
            _lay_chunk(session, chunk, version_id, members)
    with transaction() as session:
        _insert(session, Structure, [_structure(who) for who in structures])
    return rows


def _repeated(model: Model, number: int, repetition: int) -> Model:
    line = model.line
    repeated = replace(
        line,
        loan_number=f"{10_000_000 + number}",
        contract_number=f"{line.contract_number}-{repetition}",
        borrower_id=_other(line.borrower_id, repetition),
        shares={_other(who, repetition): share for who, share in line.shares.items()},
    )
    vars(repeated)["terms_json"] = line.terms_json  # worked out once: the same for all repetitions
    return replace(model, line=repeated)


def _other(structure_id: UUID, repetition: int) -> UUID:
    return uuid5(NAMESPACE_DNS, f"{structure_id}/{repetition}")


def _lay_fixings(session: Session) -> None:
    rows = [
        {
            "fixing_id": new_id(),
            "index": "livret_a",
            "effective_on": fixing.effective_on,
            "value": fixing.value,
            "version": 1,
            "supersedes": None,
            "derogation": False,
            "legal_reference": "",
            "published_on": fixing.effective_on,
        }
        for fixing in known_fixings()
    ]
    session.execute(sa.insert(IndexFixing), rows)


def _lay_chunk(session: Session, chunk: int, version_id: int, members: Sequence[Model]) -> None:
    session.add(VisibleChunk(chunk=chunk, version_id=version_id, loans=len(members)))
    add_piece(session, version_id, chunk, Piece.of([model.packed for model in members]))
    add_page(session, chunk, 0, [model.line for model in members])
    session.flush()
    contracts = {model.line.contract_number: _contract(model.line) for model in members}
    known = session.scalars(
        sa.select(Contract.contract_number).where(Contract.contract_number.in_(contracts))
    )
    for number in known:
        del contracts[number]
    _insert(session, Contract, list(contracts.values()))
    _insert(session, Loan, [_loan(model, chunk, slot) for slot, model in enumerate(members)])
    _insert(session, Guarantee, [row for model in members for row in _guarantees(model.line)])
    following = (
        next_instalment_row(
            model.line.loan_number, model.line.borrower_id, chunk, version_id, model.following
        )
        for model in members
    )
    _insert(session, NextInstalment, [row for row in following if row])


def _contract(line: LoanLine) -> dict[str, Any]:
    return {
        "contract_number": line.contract_number,
        "borrower_id": line.borrower_id,
        "signed_on": line.contract_signed_on,
    }


def _loan(model: Model, chunk: int, slot: int) -> dict[str, Any]:
    line = model.line
    return {
        "loan_number": line.loan_number,
        "contract_number": line.contract_number,
        "borrower_id": line.borrower_id,
        "product": line.product,
        "object": line.object,
        "terms": line.terms_json,
        "index": followed_index(line.terms),
        "principal_cents": model.plan.principal_cents,
        "chunk": chunk,
        "slot": slot,
        "entered_on": TODAY,
        "billed_until": TODAY,
        "next_call_on": model.next_call_on,
        "imported_at": clock.now(),
    }


def _guarantees(line: LoanLine) -> Iterator[dict[str, Any]]:
    for guarantor, share in line.shares.items():
        yield {"loan_number": line.loan_number, "guarantor_id": guarantor, "share": share}


def _structure(structure_id: UUID) -> dict[str, Any]:
    name = f"Structure {structure_id}"
    return {"structure_id": structure_id, "version": 1, "name": name, "sector": "social_housing"}


def _insert(session: Session, table: type, rows: list[dict[str, Any]]) -> None:
    if rows:
        insert_many(session, table, rows)

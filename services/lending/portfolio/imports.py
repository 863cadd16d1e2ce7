"""Loan lines come in: from a file, the API or the queue `bank.loans`. The good ones enter, each bad one is reported."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from services.lending.domain.rows import Row
from services.lending.domain.schedule import next_instalment
from services.lending.portfolio.book import add_page
from services.lending.portfolio.computing import first_schedule
from services.lending.portfolio.fixings import last_fixing_sequence
from services.lending.portfolio.known import Known
from services.lending.portfolio.packing import PackedLoan, pack
from services.lending.portfolio.schemas import LoanLine, LoanLineSchema
from services.lending.portfolio.store import Place, append_schedules, lock_portfolio, read_portfolio
from services.lending.portfolio.tables import Contract, Guarantee, Loan, Portfolio, indexes_of
from services.lending.portfolio.upcoming import next_call, next_instalment_row, store_next_instalments
from shared import clock
from shared.db import insert_once, reading, transaction
from shared.errors import Refusal
from shared.events.lending import LoansImported
from shared.ids import new_id
from shared.outbox import emit
from shared.service import current_service
from shared.validation import refusal_of

Content = dict[str, Any] | LoanLine | Refusal
"""A line as it was sent, or read already, or why it could not even be read."""

_LINES = LoanLineSchema()

LINES_MAX = 1_000
"""Loan lines in one request: one transaction, so one bounded piece of work. A file is sent in several."""


@dataclass
class ImportReport:
    """What became of the lines: `refused` holds the number of each bad line, its loan number and its refusal."""

    import_id: UUID
    accepted: int = 0
    already_known: int = 0
    refused: list[tuple[int, str | None, Refusal]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Start:
    """The first schedule of a loan, and what follows from it on the day it enters."""

    principal_cents: int
    packed: PackedLoan
    following: Row | None
    next_call_on: date | None


class _Accepted(NamedTuple):
    line: LoanLine
    start: _Start


class _State(NamedTuple):
    """What moves when someone else changes what lines are held against and computed from."""

    loans: int
    fixings_through: int


def import_loans(lines: Iterable[tuple[int, Content]]) -> ImportReport:
    """Take loan lines into the portfolio, each with its schedule: one transaction, all good lines or none.

    lines  the number of each line, and its content

    Schedules are computed before the portfolio is locked, and again if a fixing came in between.
    """
    work = _Import(lines)
    with reading() as session:
        seen = _state(session, read_portfolio(session))
        work.sort_out(session)
    with transaction() as session:
        portfolio = lock_portfolio(session)
        found = _state(session, portfolio)
        if found.fixings_through != seen.fixings_through:
            work.starts.clear()
        if found != seen:
            work.sort_out(session)
        if work.accepted:
            _store(session, portfolio, work)
            emit(session, _announcement(work), subject=work.report.import_id)
    return work.report


def import_loan(line: LoanLine) -> ImportReport:
    """Take one loan line, or raise why it is refused."""
    report = import_loans([(1, line)])
    for _, _, refusal in report.refused:
        raise refusal
    return report


def _state(session: Session, portfolio: Portfolio) -> _State:
    return _State(portfolio.loans, last_fixing_sequence(session))


class _Import:
    """One import: its lines, what became of them, and the schedules computed so far by number of line."""

    def __init__(self, lines: Iterable[tuple[int, Content]]):
        self.today = clock.today()
        self.starts: dict[int, _Start] = {}
        self.accepted: list[_Accepted] = []
        self.report = ImportReport(import_id=new_id())
        self._lines = [(number, content, _read(content)) for number, content in lines]

    def sort_out(self, session: Session) -> None:
        """Part the lines that enter from those that are known and those that are refused."""
        self.accepted = []
        self.report = ImportReport(self.report.import_id)
        known = Known(session, [line for _, _, line in self._lines if isinstance(line, LoanLine)])
        for number, content, line in self._lines:
            try:
                self._take(number, line, known)
            except Refusal as refusal:
                self.report.refused.append((number, _loan_number(content), refusal))
        self.report.accepted = len(self.accepted)

    def _take(self, number: int, line: LoanLine | Refusal, known: Known) -> None:
        if isinstance(line, Refusal):
            raise line
        if known.holds(line):
            self.report.already_known += 1
            return
        known.check(line)
        if number not in self.starts:
            self.starts[number] = _start(line, known, self.today)
        self.accepted.append(_Accepted(line, self.starts[number]))
        known.remember(line)


def _start(line: LoanLine, known: Known, today: date) -> _Start:
    plan = first_schedule(line.terms, known.histories(line.terms))
    return _Start(
        principal_cents=plan.principal_cents,
        packed=pack(plan),
        following=next_instalment(plan, today),
        next_call_on=next_call(plan.rows, today),
    )


def _read(content: Content) -> LoanLine | Refusal:
    if isinstance(content, LoanLine | Refusal):
        return content
    try:
        return _LINES.load(content)
    except ValidationError as error:
        return refusal_of(error, content, _LINES)


def _loan_number(content: Content) -> str | None:
    if isinstance(content, LoanLine):
        return content.loan_number
    number = content.get("loan_number") if isinstance(content, dict) else None
    return number if isinstance(number, str) else None


def _store(session: Session, portfolio: Portfolio, work: _Import) -> None:
    packed = [start.packed for _, start in work.accepted]
    places = append_schedules(session, portfolio, packed, current_service().settings.chunk_loans)
    for chunk, entered in groupby(zip(places, work.accepted, strict=True), key=lambda pair: pair[0].chunk):
        of_chunk = list(entered)
        add_page(session, chunk, of_chunk[0][0].slot, [accepted.line for _, accepted in of_chunk])
    insert_once(session, Contract, _contracts(work.accepted))
    loans = [
        _loan(*accepted, place, work.today) for accepted, place in zip(work.accepted, places, strict=True)
    ]
    session.execute(sa.insert(Loan), loans)
    guarantees = [
        {"loan_number": line.loan_number, "guarantor_id": guarantor, "share": share}
        for line, _ in work.accepted
        for guarantor, share in line.shares.items()
    ]
    if guarantees:
        session.execute(sa.insert(Guarantee), guarantees)
    store_next_instalments(
        session,
        (
            next_instalment_row(
                line.loan_number, line.borrower_id, place.chunk, place.version_id, start.following
            )
            for (line, start), place in zip(work.accepted, places, strict=True)
        ),
    )


def _contracts(accepted: Sequence[_Accepted]) -> list[dict[str, Any]]:
    contracts = {
        line.contract_number: {
            "contract_number": line.contract_number,
            "borrower_id": line.borrower_id,
            "signed_on": line.contract_signed_on,
        }
        for line, _ in accepted
    }
    return list(contracts.values())


def _loan(line: LoanLine, start: _Start, place: Place, today: date) -> dict[str, Any]:
    return {
        "loan_number": line.loan_number,
        "contract_number": line.contract_number,
        "borrower_id": line.borrower_id,
        "product": line.product,
        "object": line.object,
        "terms": line.terms_json,
        **indexes_of(line.terms),
        "principal_cents": start.principal_cents,
        "chunk": place.chunk,
        "slot": place.slot,
        "entered_on": today,
        "billed_until": today,
        "next_call_on": start.next_call_on,
        "imported_at": clock.now(),
    }


def _announcement(work: _Import) -> LoansImported:
    return LoansImported(
        import_id=work.report.import_id,
        loans=len(work.accepted),
        principal_cents=sum(start.principal_cents for _, start in work.accepted),
    )

"""Loan lines come in: from a file, the API or the queue `bank.loans`. The good ones enter, each bad one is reported."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from services.lending.data.catalogue import products
from services.lending.domain.fixings import IndexHistory
from services.lending.domain.schedule import Schedule, schedule
from services.lending.domain.terms import Terms, followed_index
from services.lending.portfolio.schemas import LoanLine, LoanLineSchema
from services.lending.portfolio.store import (
    Place,
    append_schedules,
    fixings_in_force,
    lock_portfolio,
    next_instalment_row,
    store_next_instalments,
)
from services.lending.portfolio.tables import Contract, Guarantee, Loan, Structure
from services.lending.revisions.tables import Revision
from services.lending.schemas import terms_to_json
from shared import clock
from shared.db import insert_once, transaction
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


class LoanNumberTaken(Refusal):
    status = 409
    french = "La ligne de prêt {value} existe déjà avec d'autres caractéristiques."
    english = "Loan line {value} already exists with other terms."


class UnknownProduct(Refusal):
    french = "Le produit {value} n'est pas au catalogue ({allowed})."
    english = "Product {value} is not in the catalogue ({allowed})."


class UnknownStructure(Refusal):
    french = "La structure {value} n'est pas connue."
    english = "Structure {value} is not known."


class ContractContradicted(Refusal):
    status = 409
    french = "Le contrat {value} est déjà connu avec un autre emprunteur ou une autre date de signature."
    english = "Contract {value} is already known with another borrower or signature date."


@dataclass
class ImportReport:
    """What became of the lines: `refused` holds the number of each bad line and its refusal."""

    import_id: UUID
    accepted: int = 0
    already_known: int = 0
    refused: list[tuple[int, str | None, Refusal]] = field(default_factory=list)


@dataclass(frozen=True)
class _Accepted:
    line: LoanLine
    schedule: Schedule


def import_loans(lines: Iterable[tuple[int, Content]]) -> ImportReport:
    """Take loan lines into the portfolio, each with its schedule, in one transaction.

    lines  the number of each line, and its content
    """
    read = [(number, content, _read(content)) for number, content in lines]
    with transaction() as session:
        # Before the fixings are read: one that comes in later will revise these lines too.
        lock_portfolio(session)
        report = ImportReport(import_id=new_id())
        accepted = list(_sort_out(session, read, report))
        if accepted:
            _store(session, accepted)
            report.accepted = len(accepted)
            emit(session, _announcement(report, accepted))
        return report


def import_loan(line: LoanLine) -> ImportReport:
    """Take one loan line, or raise why it is refused."""
    report = import_loans([(1, line)])
    for _, _, refusal in report.refused:
        raise refusal
    return report


def _sort_out(
    session: Session, read: list[tuple[int, Content, LoanLine | Refusal]], report: ImportReport
) -> Iterator[_Accepted]:
    known = _Known(session, [line for _, _, line in read if isinstance(line, LoanLine)])
    for number, content, line in read:
        try:
            if isinstance(line, Refusal):
                raise line
            if known.holds(line):
                report.already_known += 1
                continue
            known.check(line)
            yield _Accepted(line, schedule(line.terms, known.fixings(line.terms)))
            known.remember(line)
        except Refusal as refusal:
            report.refused.append((number, _loan_number(content), refusal))


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


class _Known:
    """What lines are held against: loans, contracts and structures, each read once for a whole import."""

    def __init__(self, session: Session, lines: list[LoanLine]):
        self.session = session
        self._loans = _loans_of(session, {line.loan_number for line in lines})
        self._contracts = _contracts_of(session, {line.contract_number for line in lines})
        self._structures = set(session.scalars(sa.select(Structure.structure_id)))
        self._histories: dict[str, IndexHistory] = {}

    def holds(self, line: LoanLine) -> bool:
        """The very same line is there already; another line under its number is refused."""
        same = self._loans.get(line.loan_number)
        if same is not None and same != _identity(line):
            raise LoanNumberTaken(field="loan_number", value=line.loan_number)
        return same is not None

    def check(self, line: LoanLine) -> None:
        """Refuse a line that names a product, a structure or a contract wrongly."""
        if line.product not in products():
            raise UnknownProduct(field="product", value=line.product, allowed=", ".join(products()))
        self._check_structures(line)
        contract = self._contracts.get(line.contract_number)
        if contract is not None and contract != (line.borrower_id, line.contract_signed_on):
            raise ContractContradicted(field="contract_number", value=line.contract_number)

    def _check_structures(self, line: LoanLine) -> None:
        named = {"borrower_id": line.borrower_id}
        named |= {f"guarantors.{n}.structure_id": guarantor for n, guarantor in enumerate(line.shares)}
        for where, structure_id in named.items():
            if structure_id not in self._structures:
                raise UnknownStructure(field=where, value=str(structure_id))

    def fixings(self, terms: Terms) -> IndexHistory | tuple[()]:
        """The fixings a schedule needs: none for a fixed rate."""
        index = followed_index(terms)
        if index is None:
            return ()
        if index not in self._histories:
            self._histories[index] = IndexHistory(fixings_in_force(self.session, index))
        return self._histories[index]

    def remember(self, line: LoanLine) -> None:
        """Later lines of the same import see this one."""
        self._loans[line.loan_number] = _identity(line)
        self._contracts[line.contract_number] = (line.borrower_id, line.contract_signed_on)


def _identity(line: LoanLine) -> tuple:
    """All that a line says, as it is compared with the loan of its number."""
    facts = (line.contract_number, line.borrower_id, line.product, line.object, terms_to_json(line.terms))
    return (*facts, line.shares)


def _loans_of(session: Session, numbers: set[str]) -> dict[str, tuple]:
    shares: dict[str, dict[UUID, Decimal]] = defaultdict(dict)
    for guarantee in session.scalars(sa.select(Guarantee).where(Guarantee.loan_number.in_(numbers))):
        shares[guarantee.loan_number][guarantee.guarantor_id] = guarantee.share
    return {
        loan.loan_number: (
            loan.contract_number,
            loan.borrower_id,
            loan.product,
            loan.object,
            loan.terms,
            shares[loan.loan_number],
        )
        for loan in session.scalars(sa.select(Loan).where(Loan.loan_number.in_(numbers)))
    }


def _contracts_of(session: Session, numbers: set[str]) -> dict[str, tuple[UUID, date]]:
    contracts = session.scalars(sa.select(Contract).where(Contract.contract_number.in_(numbers)))
    return {contract.contract_number: (contract.borrower_id, contract.signed_on) for contract in contracts}


def _store(session: Session, accepted: list[_Accepted]) -> None:
    fill = not session.scalar(
        sa.select(sa.literal(True))
        .where(Revision.purpose == "revision", Revision.state != "completed")
        .limit(1)
    )
    placed = append_schedules(
        session, [item.schedule for item in accepted], current_service().settings.chunk_loans, fill
    )
    _store_contracts(session, accepted)
    loans = [_loan(item, place) for item, (place, _) in zip(accepted, placed, strict=True)]
    session.add_all(loans)
    session.flush()
    session.add_all(
        Guarantee(loan_number=item.line.loan_number, guarantor_id=guarantor, share=share)
        for item in accepted
        for guarantor, share in item.line.shares.items()
    )
    store_next_instalments(
        session,
        (
            next_instalment_row(loan, item.schedule, version_id, clock.today())
            for loan, item, (_, version_id) in zip(loans, accepted, placed, strict=True)
        ),
    )


def _store_contracts(session: Session, accepted: list[_Accepted]) -> None:
    contracts = {
        item.line.contract_number: {
            "contract_number": item.line.contract_number,
            "borrower_id": item.line.borrower_id,
            "signed_on": item.line.contract_signed_on,
        }
        for item in accepted
    }
    insert_once(session, Contract, list(contracts.values()))


def _loan(item: _Accepted, place: Place) -> Loan:
    line = item.line
    return Loan(
        loan_number=line.loan_number,
        contract_number=line.contract_number,
        borrower_id=line.borrower_id,
        product=line.product,
        object=line.object,
        terms=terms_to_json(line.terms),
        index=followed_index(line.terms),
        principal_cents=item.schedule.principal_cents,
        chunk=place.chunk,
        slot=place.slot,
        billed_until=clock.today(),
        imported_at=clock.now(),
    )


def _announcement(report: ImportReport, accepted: list[_Accepted]) -> LoansImported:
    return LoansImported(
        import_id=report.import_id,
        loans=len(accepted),
        principal_cents=sum(item.schedule.principal_cents for item in accepted),
    )

"""What loan lines are held against when they come in, and why they may be refused."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.data.catalogue import products
from services.lending.domain.fixings import IndexHistory
from services.lending.domain.terms import Terms, followed_indexes
from services.lending.portfolio.fixings import fixings_in_force
from services.lending.portfolio.schemas import LoanLine
from services.lending.portfolio.tables import ENTERED, Contract, Guarantee, Loan, LoanTerms, Structure
from shared.errors import Refusal


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


class Known:
    """Loans, contracts and structures that lines name, and the fixings they need: each read once for all lines."""

    def __init__(self, session: Session, lines: Sequence[LoanLine]):
        self._session = session
        self._loans = _loans_of(session, {line.loan_number for line in lines})
        self._contracts = _contracts_of(session, {line.contract_number for line in lines})
        self._structures = _structures_of(
            session, {named for line in lines for named in _named(line).values()}
        )
        self._histories: dict[str, IndexHistory] = {}

    def holds(self, line: LoanLine) -> bool:
        """Whether the very same line is there already; refuses a line that contradicts what is there."""
        same = self._loans.get(line.loan_number)
        if same is not None and same != _identity(line):
            raise LoanNumberTaken(field="loan_number", value=line.loan_number)
        contract = self._contracts.get(line.contract_number)
        if contract is not None and contract != (line.borrower_id, line.contract_signed_on):
            raise ContractContradicted(field="contract_number", value=line.contract_number)
        return same is not None

    def check(self, line: LoanLine) -> None:
        """Refuse a line that names a product or a structure that is not known."""
        if line.product not in products():
            raise UnknownProduct(field="product", value=line.product, allowed=", ".join(products()))
        for field, structure_id in _named(line).items():
            if structure_id not in self._structures:
                raise UnknownStructure(field=field, value=str(structure_id))

    def histories(self, terms: Terms) -> dict[str, IndexHistory]:
        """The fixings a schedule needs, of each index that it follows: none for a fixed rate."""
        return {index: self._history(index) for index in followed_indexes(terms)}

    def _history(self, index: str) -> IndexHistory:
        if index not in self._histories:
            self._histories[index] = IndexHistory(fixings_in_force(self._session, index))
        return self._histories[index]

    def remember(self, line: LoanLine) -> None:
        """Later lines of the same import see this one."""
        self._loans[line.loan_number] = _identity(line)
        self._contracts[line.contract_number] = (line.borrower_id, line.contract_signed_on)


def _named(line: LoanLine) -> dict[str, UUID]:
    """The structures that a line names, by field."""
    guarantors = {f"guarantors.{n}.structure_id": guarantor for n, guarantor in enumerate(line.shares)}
    return {"borrower_id": line.borrower_id, **guarantors}


def _identity(line: LoanLine) -> tuple[Any, ...]:
    """All that a line says beside its contract's date, as it is compared with the loan of its number."""
    said = (line.contract_number, line.borrower_id, line.product, line.object, line.terms_json)
    return (*said, line.shares)


def _loans_of(session: Session, numbers: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    shares: dict[str, dict[UUID, Decimal]] = defaultdict(dict)
    for guarantee in session.scalars(sa.select(Guarantee).where(Guarantee.loan_number.in_(numbers))):
        shares[guarantee.loan_number][guarantee.guarantor_id] = guarantee.share
    said = (Loan.contract_number, Loan.borrower_id, Loan.product, Loan.object, Loan.terms)
    loans = session.execute(sa.select(Loan.loan_number, *said).where(Loan.loan_number.in_(numbers)))
    entered = _first_terms_of(session, numbers)
    return {number: (*facts, entered.get(number, terms), shares[number]) for number, *facts, terms in loans}


def _first_terms_of(session: Session, numbers: Iterable[str]) -> dict[str, dict]:
    """The terms that loans entered with, where others took their place."""
    first = (LoanTerms.loan_number.in_(numbers), LoanTerms.version_id == ENTERED)
    return dict(session.execute(sa.select(LoanTerms.loan_number, LoanTerms.terms).where(*first)).all())


def _contracts_of(session: Session, numbers: Iterable[str]) -> dict[str, tuple[UUID, date]]:
    contracts = session.scalars(sa.select(Contract).where(Contract.contract_number.in_(numbers)))
    return {contract.contract_number: (contract.borrower_id, contract.signed_on) for contract in contracts}


def _structures_of(session: Session, ids: Iterable[UUID]) -> set[UUID]:
    return set(session.scalars(sa.select(Structure.structure_id).where(Structure.structure_id.in_(ids))))

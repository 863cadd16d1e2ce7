"""Who may read what of loans: the bank reads all, clients what their structure owes or guarantees."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.portfolio.tables import Guarantee
from shared.auth import Caller
from shared.errors import Missing

READERS = ("lending.agent", "bank.read")
"""Who may read every loan."""
BORROWER, GUARANTOR = "loans.read", "guarantees.read"
"""Rights of clients, over one structure."""


def let_read_structure(reader: Caller, right: str, structure_id: UUID) -> None:
    """Refuse what is neither of the reader's structure nor open to all of the bank, as if it did not exist."""
    if not reader.holds_any((*READERS, right), structure_id):
        raise Missing(field="structure_id", value=str(structure_id))


def let_read_borrowed(reader: Caller, loan_number: str, borrower_id: UUID) -> None:
    """Refuse a loan that the reader's structure does not owe, as if it did not exist: guarantors are not concerned."""
    if not reader.holds_any((*READERS, BORROWER), borrower_id):
        raise Missing(field="loan_number", value=loan_number)


def let_read_loan(session: Session, reader: Caller, loan_number: str, borrower_id: UUID) -> None:
    """Refuse a loan that the reader's structure neither owes nor guarantees, as if it did not exist."""
    if reader.holds_any((*READERS, BORROWER), borrower_id, session):
        return
    guarantors = sa.select(Guarantee.guarantor_id).where(Guarantee.loan_number == loan_number)
    if not any(
        reader.holds_any((GUARANTOR,), guarantor, session) for guarantor in session.scalars(guarantors).all()
    ):
        raise Missing(field="loan_number", value=loan_number)

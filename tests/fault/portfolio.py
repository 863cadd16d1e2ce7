"""The portfolio of lending, held against a recomputation from scratch."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.fixings import IndexHistory
from services.lending.domain.schedule import schedule
from services.lending.portfolio.fixings import fixings_in_force
from services.lending.portfolio.store import read_schedule, terms_of
from services.lending.portfolio.tables import Loan


def loans_that_differ(session: Session) -> list[str]:
    """The loans whose schedule, as readers see it, is not what their terms and the fixings in force give."""
    histories: dict[str, IndexHistory] = {}
    found = []
    for loan in session.scalars(sa.select(Loan).order_by(Loan.loan_number)):
        if loan.index and loan.index not in histories:
            histories[loan.index] = IndexHistory(fixings_in_force(session, loan.index))
        computed = schedule(terms_of(loan), histories[loan.index] if loan.index else ())
        if read_schedule(session, loan).rows != computed.rows:
            found.append(loan.loan_number)
    return found

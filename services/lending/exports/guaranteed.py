"""A loan as its guarantor sees it: every amount of its schedule at the guaranteed share."""

from dataclasses import replace

import numpy as np

from services.lending.domain.rows import Row
from services.lending.exports.content import ExportedLoan
from services.lending.portfolio.sharing import Shares, at_shares, instalments_at_shares

_FIRST_AMOUNT = Row._fields.index("instalment_cents")
_COLLECTED = [
    Row._fields.index(f"{name}_cents") - _FIRST_AMOUNT
    for name in ("instalment", "interest_paid", "principal_repaid")
]


def at_share(loan: ExportedLoan, shares: Shares) -> ExportedLoan:
    """The same loan with amounts at the share of one guarantor; those of all guarantors sum to its own."""
    amounts = np.array([row[_FIRST_AMOUNT:] for row in loan.rows], np.int64)
    one_loan = np.zeros(len(loan.rows), np.int64)
    told = at_shares(amounts, [shares], one_loan)
    told[:, _COLLECTED] = instalments_at_shares(amounts[:, _COLLECTED], [shares], one_loan)
    rows = zip(loan.rows, told.tolist(), strict=True)
    return replace(
        loan,
        principal_cents=shares.of(loan.principal_cents),
        share=shares.own,
        rows=tuple(Row(*row[:_FIRST_AMOUNT], *cents) for row, cents in rows),
    )

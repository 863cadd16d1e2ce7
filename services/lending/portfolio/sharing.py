"""What one guarantor sees of the loans that it guarantees: every amount at its share, one by one or as columns."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from services.lending.domain.batch.shares import CENTS_MAX, SHARE_UNITS, split
from services.lending.domain.shares import split_by_shares
from services.lending.portfolio.tables import Guarantee

Table = NDArray[np.int64]

_WHOLE = Decimal(1)


class Shares(NamedTuple):
    """The shares of all guarantors of a loan, in the order in which cents that are left over go to them.

    fractions  fractions of 1, which sum to 1
    rank       which of them is the guarantor's own
    """

    fractions: tuple[Decimal, ...]
    rank: int

    @property
    def own(self) -> Decimal:
        """The guarantor's own, as a fraction of 1."""
        return self.fractions[self.rank]

    def of(self, amount_cents: int) -> int:
        """An amount at the guarantor's share, in cents."""
        if self.own == _WHOLE:
            return amount_cents
        return split_by_shares(amount_cents, self.fractions)[self.rank]


def guaranteed_by(guarantor_id: UUID) -> sa.Select:
    """The numbers of the loans that a structure guarantees."""
    return sa.select(Guarantee.loan_number).where(Guarantee.guarantor_id == guarantor_id)


def shares_of(session: Session, guarantor_id: UUID) -> Mapping[str, Shares]:
    """Its shares in each loan that a structure guarantees, by loan number."""
    rows = session.execute(
        sa.select(Guarantee.loan_number, Guarantee.guarantor_id, Guarantee.share)
        .where(Guarantee.loan_number.in_(guaranteed_by(guarantor_id)))
        .order_by(Guarantee.loan_number, Guarantee.guarantor_id)
    )
    by_loan = ((number, list(held)) for number, held in groupby(rows, key=lambda row: row.loan_number))
    return {
        number: Shares(
            tuple(row.share for row in held), [row.guarantor_id for row in held].index(guarantor_id)
        )
        for number, held in by_loan
    }


def at_shares(amounts: Table, shares: Sequence[Shares], loan: Table) -> Table:
    """Amounts in cents at the shares of one guarantor, each of its own: those of all guarantors sum to it.

    amounts  (lines, kinds), not negative
    shares   of each loan; loan: which of them is that of each line
    """
    ranks: dict[Shares, int] = {}
    which = np.array([ranks.setdefault(each, len(ranks)) for each in shares], np.int64)[loan]
    told = amounts.copy()
    for each, rank in ranks.items():
        lines = which == rank
        told[lines] = _at(amounts[lines], each)
    return told


def instalments_at_shares(amounts: Table, shares: Sequence[Shares], loan: Table) -> Table:
    """What is collected, its interest and its principal, at the shares of one guarantor, in columns of that order.

    Each sums to the whole over the guarantors, and interest and principal of a line to what is collected, less what is
    neither, such as an indemnity: principal is what is left of it. [C]
    """
    collected, interest, principal = amounts.T
    neither = collected - interest - principal
    told = at_shares(np.stack([collected, interest, neither], axis=1), shares, loan)
    return np.stack([told[:, 0], told[:, 1], told[:, 0] - told[:, 1] - told[:, 2]], axis=1)


def _at(amounts: Table, shares: Shares) -> Table:
    if shares.own == _WHOLE:
        return amounts
    scaled = [each * SHARE_UNITS for each in shares.fractions]
    if any(each != int(each) for each in scaled) or amounts.max(initial=0) > CENTS_MAX:
        told = [shares.of(cents) for cents in amounts.ravel().tolist()]
        return np.array(told, np.int64).reshape(amounts.shape)
    table = np.broadcast_to(np.array(scaled, np.int64), (len(amounts), len(scaled)))
    return split(amounts, table)[:, :, shares.rank]

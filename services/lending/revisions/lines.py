"""The line of a revised loan, as a part of the sums keeps it until all chunks are done and it is told."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.lending.domain.effect import Effect
from services.lending.portfolio.tables import Loan
from shared.events.lending import RevisedLoan
from shared.money import rate_text

_RATES = ("rate_before", "rate_after", "progressivity_before", "progressivity_after")


def kept_line(loan: Loan, effect: Effect) -> dict[str, Any]:
    """What a revision changed for one loan, in JSON's own types."""
    before, after = effect.first_before, effect.first_after
    return {
        "loan_number": loan.loan_number,
        "contract_number": loan.contract_number,
        "product": loan.product,
        "rate_before": rate_text(before.rate),
        "rate_after": rate_text(after.rate),
        "progressivity_before": rate_text(before.progressivity),
        "progressivity_after": rate_text(after.progressivity),
        "first_revised_on": after.due_on.isoformat(),
        "instalment_before_cents": before.instalment_cents,
        "instalment_after_cents": after.instalment_cents,
        "outstanding_cents": effect.outstanding_cents,
    }


def told_line(kept: dict[str, Any]) -> RevisedLoan:
    """The same as events carry it."""
    rates = {name: Decimal(kept[name]) for name in _RATES}
    return RevisedLoan(**kept | rates | {"first_revised_on": date.fromisoformat(kept["first_revised_on"])})

"""Principal given back before its time: what else is paid with it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from services.lending.domain.discounting import present_value
from services.lending.domain.precision import scaled, to_cents
from services.lending.domain.terms import EarlyRepayment, Indemnity
from shared.errors import Bilingual, Refusal
from shared.money import text_from_cents


class EarlyRepaymentTooLarge(Refusal):
    """More principal is given back than is outstanding that day."""

    french = "Remboursement anticipé de {value} : le capital restant dû n'est plus que de {outstanding}."
    english = "Early repayment of {value}: only {outstanding} is outstanding."

    def __init__(self, rank: int, amount_cents: int, outstanding_cents: int) -> None:
        outstanding = text_from_cents(outstanding_cents)
        super().__init__(
            field=f"early_repayments.{rank}.amount",
            value=text_from_cents(amount_cents),
            allowed=Bilingual(f"au plus {outstanding}", f"at most {outstanding}"),
            outstanding=outstanding,
        )


def deferred_share(deferred_cents: int, amount_cents: int, outstanding_cents: int) -> int:
    """The part of the deferred interest repaid with R of principal: stock·R / outstanding, in cents.

    Source: standard contract wording; the rounding to the cent is a convention [C].
    """
    return to_cents(scaled(Fraction(deferred_cents * amount_cents, outstanding_cents)))


def indemnity_cents(indemnity: Indemnity, amount_cents: int, rate: Decimal) -> int:
    """What the borrower pays for giving back R early, in cents.

    six_months  R·t/2: simple interest of six months at the rate in force
    percent     R·share;  amount  a sum;  none  nothing
    What the actuarial one costs depends on the flows ahead: `actuarial_indemnity_cents`.

    Source: loan contracts of the savings funds, article "Remboursements anticipés".
    """
    match indemnity.kind:
        case "six_months":
            return to_cents(scaled(amount_cents * Fraction(rate) / 2))
        case "percent":
            return to_cents(scaled(amount_cents * Fraction(indemnity.share)))
        case "amount":
            return indemnity.amount_cents
        case "none":
            return 0


def actuarial_indemnity_cents(
    repayment: EarlyRepayment, flows: Iterable[tuple[date, int]], part: Fraction, settled_cents: int
) -> int:
    """What the lender loses when money lent comes back while markets pay less, in cents.

    max(0, V − S): V the market value, on the day, of the flows repaid; S what the borrower settles beside.

    flows          (due_on, cents) that were to come, had nothing been given back
    part           R / outstanding. [C] The flows repaid are that part of each flow, as the deferred interest repaid is
                   that part of the stock; flows are counted at the rate in force that day, so that no later fixing
                   changes an indemnity
    settled_cents  R + its share of the deferred interest + accrued interest
    [C] V is rounded once, half-up to the cent.

    Source: standard contract wording, "indemnité actuarielle": positive difference between the market value of the
    flows repaid and the capital with its accrued interest.
    """
    value = present_value(flows, repayment.indemnity.curve, repayment.on)
    return max(0, to_cents(scaled(value * part)) - settled_cents)

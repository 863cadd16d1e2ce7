"""Principal given back before its time: what else is paid with it."""

from decimal import Decimal
from fractions import Fraction

from services.lending.domain.precision import scaled, to_cents
from services.lending.domain.terms import Indemnity
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

"""What the lender takes for setting up a loan (commission d'instruction)."""

from decimal import Decimal
from fractions import Fraction

from services.lending.domain.precision import scaled, to_cents

COMMISSION_SHARE = Decimal("0.0006")
COMMISSION_CENTS_MAX = 20_000_00


def commission_cents(principal_cents: int, local_public_sector: bool) -> int:
    """0.06 % of the loan, in cents, at most 20,000 €; no limit for the local public sector.

    principal_cents  of the loan line; what is disbursed where prefinancing gives it
    [C] Rounded half-up to the cent, before it is capped.

    Source: the bank's public conditions of its loans, "commission d'instruction".
    """
    full = to_cents(scaled(principal_cents * Fraction(COMMISSION_SHARE)))
    return full if local_public_sector else min(full, COMMISSION_CENTS_MAX)

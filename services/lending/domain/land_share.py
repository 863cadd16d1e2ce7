"""The part of an operation that loans for land may finance (quotité foncière)."""

from fractions import Fraction
from typing import Literal

from shared.errors import Bilingual, Refusal
from shared.money import text_from_cents

Zone = Literal["A bis", "A", "B1", "B2", "C"]
FLAT_SHARES: dict[Zone, Fraction] = {
    "A bis": Fraction(45, 100),
    "A": Fraction(35, 100),
    "B1": Fraction(30, 100),
    "B2": Fraction(25, 100),
    "C": Fraction(20, 100),
}
"""Of the cost price, since 2010, where the seller's papers do not tell the land apart: purchases before completion, and
all acquisitions, improved or not. Source: financement-logement-social.logement.gouv.fr, "Quotité du prêt foncier"."""


class CostsContradicted(Refusal):
    """Land or subsidies beyond the cost price of the operation."""

    french = "{field} : {value}, au plus le prix de revient ({allowed})."
    english = "{field}: {value}, at most the cost price ({allowed})."


def land_share(cost_price_cents: int, subsidies_cents: int, land_cents: int) -> Fraction:
    """Share of the operation that a loan for land finances: (land / cost price) × (1 − subsidies / cost price).

    land_cents  with transfer duties. Own funds do not count. Exact, not rounded.
    Land of 15 % and subsidies of 12 % give 15 % × 88 % = 13.2 %.

    Raises CostsContradicted.

    Source: financement-logement-social.logement.gouv.fr, "Quotité du prêt foncier".
    """
    _within("land", land_cents, cost_price_cents)
    return _share(Fraction(land_cents, cost_price_cents), cost_price_cents, subsidies_cents)


def flat_land_share(cost_price_cents: int, subsidies_cents: int, zone: Zone) -> Fraction:
    """The same where nothing tells the land apart: the flat share of its zone in place of land / cost price."""
    return _share(FLAT_SHARES[zone], cost_price_cents, subsidies_cents)


def _share(land: Fraction, cost_price_cents: int, subsidies_cents: int) -> Fraction:
    _within("subsidies", subsidies_cents, cost_price_cents)
    return land * (1 - Fraction(subsidies_cents, cost_price_cents))


def _within(field: str, cents: int, cost_price_cents: int) -> None:
    if not 0 <= cents <= cost_price_cents:
        most = text_from_cents(cost_price_cents)
        raise CostsContradicted(field=field, value=text_from_cents(cents), allowed=Bilingual(most, most))

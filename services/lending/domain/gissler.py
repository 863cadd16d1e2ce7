"""The risk class of a loan in the charter of good conduct between banks and local authorities (charte Gissler)."""

from datetime import date
from typing import NamedTuple

from services.lending.domain.terms import FixedRate, Terms

EURO_ZONE, INFLATION = 1, 2
"""Classes of underlying index: rates of the euro zone, among them the French regulated accounts; inflation."""
_CLASS_OF_INDEX = {"livret_a": EURO_ZONE, "ldds": EURO_ZONE, "lep": EURO_ZONE, "inflation": INFLATION}


class GisslerClass(NamedTuple):
    """Risk of the index, 1 (least) to 6, and of the structure, A (least) to F."""

    index: int
    structure: str

    def __str__(self) -> str:
        return f"{self.index}{self.structure}"


def gissler_class(terms: Terms, on: date) -> GisslerClass:
    """The class of a loan on a day: 1A, or 2A as long as it may yet follow inflation.

    Every rate that terms can express is of structure A: fixed, a plain index plus a margin, floored or capped, fixed
    first and then on an index (one way). [C] Of an index that is to come the risk counts already; of one that was left
    by a switch it counts no more.

    Source: charte de bonne conduite entre les établissements bancaires et les collectivités locales, 7 December 2009;
    circulaire NOR IOCB1015077C of 25 June 2010, annex "typologie". Livret A, LDDS and LEP are taken as euro-zone rates,
    as local authorities declare them in the annexes of their budgets.
    """
    return GisslerClass(_index_risk(terms, on), "A")


def _index_risk(terms: Terms, on: date) -> int:
    rate = terms.rate
    if isinstance(rate, FixedRate) or terms.revision == "none":
        return EURO_ZONE
    switch = rate.switch
    ahead = [rate.index] if switch is None or on < switch.on else []
    return max(_CLASS_OF_INDEX[index] for index in [*ahead, *([switch.index] if switch else [])])

"""The indexes that rates publishes or computes, and the monthly series their formulas read."""

from dataclasses import dataclass

from services.rates.domain.refusals import UnknownIndex
from shared.errors import Bilingual

LIVRET_A = "livret_a"
LEP = "lep"
LDDS = "ldds"
CEL = "cel"
INFLATION = "inflation"
"""The index, and the series that it is read from."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Index:
    """An index as people know it.

    proposable  its value is proposed and approved here; otherwise it only follows the Livret A
    """

    code: str
    name: Bilingual
    description: Bilingual
    proposable: bool


INDEXES = {
    index.code: index
    for index in (
        Index(
            code=LIVRET_A,
            name=Bilingual("Livret A", "Livret A"),
            description=Bilingual(
                "Taux du livret A, index de la plupart des prêts sur fonds d'épargne",
                "Rate of the Livret A savings account, to which most loans of the savings funds are indexed",
            ),
            proposable=True,
        ),
        Index(
            code=LEP,
            name=Bilingual("Livret d'épargne populaire (LEP)", "Livret d'épargne populaire (LEP)"),
            description=Bilingual(
                "Livret A majoré, ou inflation si elle est plus élevée",
                "Livret A with a mark-up, or inflation where it is higher",
            ),
            proposable=True,
        ),
        Index(
            code=LDDS,
            name=Bilingual(
                "Livret de développement durable et solidaire (LDDS)",
                "Livret de développement durable et solidaire (LDDS)",
            ),
            description=Bilingual(
                "Égal au livret A, et publié avec lui", "Equal to the Livret A, and published with it"
            ),
            proposable=False,
        ),
        Index(
            code=INFLATION,
            name=Bilingual("Inflation", "Inflation"),
            description=Bilingual(
                "Variation sur douze mois des prix à la consommation hors tabac, ensemble des ménages",
                "12-month change of consumer prices without tobacco, all households",
            ),
            proposable=True,
        ),
        Index(
            code=CEL,
            name=Bilingual("Compte d'épargne logement (CEL)", "Compte d'épargne logement (CEL)"),
            description=Bilingual(
                "Deux tiers du livret A, au quart de point le plus proche ; calculé, non publié ici",
                "Two thirds of the Livret A, to the nearest quarter of a point; computed, not published here",
            ),
            proposable=False,
        ),
    )
}

SERIES = {
    INFLATION: Bilingual(
        "inflation sur douze mois hors tabac (INSEE, série 001763852)",
        "12-month inflation without tobacco (INSEE, series 001763852)",
    ),
    "euribor_3m": Bilingual("Euribor 3 mois, moyenne mensuelle", "3-month Euribor, monthly mean"),
    "eonia": Bilingual("Eonia, moyenne mensuelle", "Eonia, monthly mean"),
    "estr": Bilingual("€STR, moyenne mensuelle", "€STR, monthly mean"),
}


def index_of(code: str) -> Index:
    """The index with that code; raises UnknownIndex."""
    try:
        return INDEXES[code]
    except KeyError:
        raise UnknownIndex(field="index", value=code, allowed=list(INDEXES)) from None

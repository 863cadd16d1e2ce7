"""From INSEE's legal category: the sector of the portal, and the function that represents the organisation.

Functions are those that the texts give to each kind of organisation. Where several are possible (a company may have a
chairman or a managing director), the letter goes to the more general one, and the bank corrects it when told.

Source: INSEE, nomenclature des catégories juridiques, niveau III (September 2022).
"""

_LOCAL, _HOUSING, _LEGAL, _COMPANIES = "local_authorities", "social_housing", "legal", "companies"
_HOUSING_NAF = "68.20A"
_LAWYERS_NAF = "69.10Z"
ANYBODY = "Le Représentant légal"

_KNOWN: dict[str, tuple[str, str]] = {
    "7210": (_LOCAL, "Le Maire"),
    "7220": (_LOCAL, "Le Président du conseil départemental"),
    "7230": (_LOCAL, "Le Président du conseil régional"),
    **dict.fromkeys(
        ("7225", "7229", "7343", "7344", "7345", "7346", "7348", "7353"), (_LOCAL, "Le Président")
    ),
    **dict.fromkeys(("7354", "7355", "7357", "7361", "7367"), (_LOCAL, "Le Président")),
    "7364": (_LOCAL, "Le Directeur général"),
    "7372": (_LOCAL, "Le Président du conseil d’administration"),
    **dict.fromkeys(("7366", "7378", "7379", "7389"), (_LOCAL, "Le Directeur")),
    **dict.fromkeys(("7371", "5546", "5547", "5543"), (_HOUSING, "Le Directeur général")),
    **dict.fromkeys(("5646", "5647"), (_HOUSING, "Le Président du directoire")),
    "4110": (_COMPANIES, "Le Directeur général"),
    "4140": (_LOCAL, "Le Directeur général"),
    "5515": (_COMPANIES, "Le Directeur général"),
    "5615": (_COMPANIES, "Le Président du directoire"),
    **dict.fromkeys(("9220", "9230", "9300", "5710"), (_COMPANIES, "Le Président")),
    **dict.fromkeys(("6561", "6564", "6565", "6566", "6567", "5485"), (_LEGAL, "Le Gérant")),
    "5785": (_LEGAL, "Le Président"),
    "5499": (_COMPANIES, "Le Gérant"),
    "5599": (_COMPANIES, "Le Directeur général"),
    "1000": (_COMPANIES, "Le Titulaire"),
}
_HOUSING_WHERE_NAF = frozenset({"4140", "5515", "5615", "9220", "9230", "9300"})


def sector_of(legal_category: str, naf: str) -> str:
    """The sector that the portal gives to an organisation, by its category and its main activity."""
    if naf == _HOUSING_NAF and legal_category in _HOUSING_WHERE_NAF:
        return _HOUSING
    if naf == _LAWYERS_NAF:
        return _LEGAL
    return _KNOWN.get(legal_category, (_COMPANIES, ""))[0]


def represented_by(legal_category: str) -> str:
    """Whom letters are addressed to: "Le Maire"; "Le Représentant légal" where the category does not tell."""
    return _KNOWN.get(legal_category, ("", ANYBODY))[1]

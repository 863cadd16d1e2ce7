"""The structure of an establishment: the one that the bank knows, or a new one made from the register."""

from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.structures import actions
from services.structures.domain.legal_categories import represented_by, sector_of
from services.structures.tables import Establishment, LegalUnit, Structure
from shared.errors import Conflict, Missing

FAMILY = UUID("6c1f7a52-0000-5000-8000-000000000001")
NAME_CHARACTERS = 150
TOWN_CHARACTERS = 60
LINE_CHARACTERS = 100


class EstablishmentClosed(Conflict):
    french = "L'établissement {siret} est fermé : choisissez-en un autre."
    english = "Establishment {siret} is closed: choose another one."


def structure_of_siret(session: Session, siret: str) -> Structure:
    """The structure of an establishment, locked; made when the register alone knows it.

    Raises Missing when nobody knows it, EstablishmentClosed when it is no more.
    """
    establishment = session.get(Establishment, siret)
    if establishment is not None and establishment.is_closed:
        raise EstablishmentClosed(field="siret", value=siret, siret=siret)
    wanted = sa.select(Structure).where(Structure.siret == siret).with_for_update()
    known = session.scalar(wanted)
    if known is not None:
        return known
    if establishment is None:
        raise Missing()
    unit = session.get(LegalUnit, establishment.siren)
    row = _row(establishment, unit.legal_category if unit else "")
    return actions.open_structure(session, row, actions.Source(by=None, through="register"))


def _row(establishment: Establishment, legal_category: str) -> dict[str, Any]:
    """A structure as the register knows it; what the register hides is empty, and a letter cannot go there."""
    shown = not establishment.masked
    return {
        "structure_id": uuid5(FAMILY, establishment.siret),
        "name": establishment.name[:NAME_CHARACTERS],
        "siren": establishment.siren,
        "siret": establishment.siret,
        "legal_category": legal_category,
        "naf": establishment.naf or None,
        "sector": sector_of(legal_category, establishment.naf),
        "address": {
            "recipient": None,
            "building": establishment.building[:LINE_CHARACTERS] or None if shown else None,
            "street": establishment.street[:LINE_CHARACTERS] if shown else "",
            "place": establishment.place[:LINE_CHARACTERS] or None if shown else None,
            "postcode": establishment.postcode if shown else "",
            "town": establishment.town[:TOWN_CHARACTERS],
        },
        "representative_function": represented_by(legal_category),
        "contact_email": None,
        "paper_wanted": True,
        "client_number": None,
    }

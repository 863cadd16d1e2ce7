"""Finding an establishment among millions, by a name typed in haste or by one of its numbers."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.structures.domain.legal_categories import sector_of
from services.structures.domain.search import SIRET_DIGITS, Question, question
from services.structures.register.schemas import RESULTS_MAX
from services.structures.register.several import is_one_of
from services.structures.register.words import SHOWN, by_words
from services.structures.tables import Establishment, LegalUnit, Structure
from shared.db import reading
from shared.errors import Missing

ESTABLISHMENTS_OF_A_UNIT_MAX = 200


def find(typed: str) -> list[dict[str, Any]]:
    """The best establishments for what was typed: those of the bank's clients first, closed ones last."""
    asked = question(typed)
    with reading() as session:
        found = {each.siret: _from_register(each) for each in _register(session, asked)}
        for structure in _clients(session, asked):
            found[structure.siret] = found.get(structure.siret, {}) | _from_structure(structure)
        known = sa.select(Structure.siret).where(is_one_of(session, Structure.siret, found))
        clients = set(session.scalars(known))
    results = [each | {"is_client": siret in clients} for siret, each in found.items()]
    return sorted(results, key=_rank)[:RESULTS_MAX]


def read(siret: str) -> dict[str, Any]:
    """All there is to check of one establishment; raises Missing."""
    with reading() as session:
        establishment = session.get(Establishment, siret)
        structure = session.scalar(sa.select(Structure).where(Structure.siret == siret))
        if establishment is None and structure is None:
            raise Missing()
        unit = session.get(LegalUnit, siret[:9])
    return _sheet(establishment, structure, unit.legal_category if unit else "")


def _begins_with(siren: str) -> sa.ColumnElement[bool]:
    """Of a unit, by the key of the table, so that no other index is needed, nor missing before a load has ended."""
    return Establishment.siret.between(siren.ljust(SIRET_DIGITS, "0"), siren.ljust(SIRET_DIGITS, "9"))


def _register(session: Session, asked: Question) -> Sequence[sa.Row]:
    if asked.siret:
        return session.execute(sa.select(*SHOWN).where(Establishment.siret == asked.siret)).all()
    if asked.siren:
        of_unit = sa.select(*SHOWN).where(_begins_with(asked.siren))
        return session.execute(of_unit.limit(ESTABLISHMENTS_OF_A_UNIT_MAX)).all()
    return by_words(session, asked.words) if asked.words else []


def _clients(session: Session, asked: Question) -> Sequence[Structure]:
    """Structures that the bank recorded; there are thousands, not millions."""
    named = [Structure.search_name.contains(word, autoescape=True) for word in asked.words]
    numbers = (
        (Structure.siret, asked.siret),
        (Structure.siren, asked.siren),
        (Structure.client_number, asked.client_number),
    )
    means = [column == number for column, number in numbers if number]
    if named:
        means.append(sa.and_(*named))
    return (
        session.scalars(sa.select(Structure).where(sa.or_(*means)).limit(RESULTS_MAX)).all() if means else []
    )


def _from_register(found: Establishment | sa.Row) -> dict[str, Any]:
    town = f"{found.postcode} {found.town}".strip()
    lines = [found.building, found.street, found.place, town]
    return {
        "siret": found.siret,
        "name": found.name,
        "sign": found.sign,
        "address": ", ".join(line for line in lines if line) if not found.masked else "",
        "is_closed": found.is_closed,
        "is_head_office": found.is_head_office,
    }


def _from_structure(found: Structure) -> dict[str, Any]:
    address = found.address
    town = f"{address['postcode']} {address['town']}".strip()
    lines = [address["building"], address["street"], address["place"], town]
    shown = {"siret": found.siret, "name": found.name, "address": ", ".join(line for line in lines if line)}
    return {"sign": "", "is_closed": False, "is_head_office": True} | shown


def _sheet(
    establishment: Establishment | None, structure: Structure | None, legal_category: str
) -> dict[str, Any]:
    facts = {"siren": "", "naf": "", "created_on": None, "client_number": None, "is_client": False}
    if establishment is not None:
        facts |= _from_register(establishment) | {
            "siren": establishment.siren,
            "naf": establishment.naf,
            "created_on": establishment.created_on,
        }
    if structure is not None:
        legal_category = structure.legal_category or legal_category
        kept = {"is_closed": establishment.is_closed, "sign": establishment.sign} if establishment else {}
        facts |= _from_structure(structure) | kept
        facts |= {"siren": structure.siren, "client_number": structure.client_number, "is_client": True}
        facts["naf"] = structure.naf or facts["naf"]
    return facts | {"legal_category": legal_category, "sector": sector_of(legal_category, facts["naf"])}


def _rank(found: dict[str, Any]) -> tuple:
    return (
        found["is_closed"],
        not found["is_client"],
        not found["is_head_office"],
        len(found["name"]),
        found["siret"],
    )

"""Somebody who administers one town hall, where a colleague asks for a service, and is the first to ask in another."""

from uuid import UUID

from services.habilitations import actions as habilitations
from tests.e2e import visitors

HERS, ANOTHER = (visitors.TOWN_HALLS[name]["siret"] for name in ("Commune de Villerive", "Commune d'Orvelle"))


def administrator(portal) -> tuple[str, dict[str, str]]:
    """Her e-mail address, and the addresses of her screens with their titles."""
    people = visitors.Portal(portal.address, portal.mails.folder.parent, portal.platform)
    irene, bruno = (people.somebody(name, "Bosc").register() for name in ("Irene", "Bruno"))
    town = irene.join(HERS)
    with portal.services["habilitations"].active():
        for right in ("administrator", "loans.read"):
            habilitations.grant(UUID(irene.person_id), right, structure_id=UUID(town), reason="demonstration")
    bruno.join(HERS)
    bruno.request(town, "loans.read", "documents.read")
    another = irene.join(ANOTHER)
    irene.request(another, "loans.read")
    return irene.email, {
        "/mes-structures": "Mes structures",
        "/mes-structures/ajouter": "Se rattacher à une structure",
        f"/mes-services?structure={town}": "Mes services",
        f"/mes-services?structure={another}": "Mes services",
        f"/administration/utilisateurs?structure={town}": "Utilisateurs",
        f"/administration/utilisateurs/{town}/{bruno.person_id}": "Bruno Bosc",
    }

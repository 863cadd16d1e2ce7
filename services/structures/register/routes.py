"""HTTP of the register of establishments."""

from services.structures.register import search
from services.structures.register.schemas import EstablishmentSchema, FindingArguments, FindingsSchema
from shared.auth import authenticated
from shared.web import Blueprint

blueprint = Blueprint("register", __name__)


@blueprint.get("/establishments")
@authenticated
@blueprint.arguments(FindingArguments, location="query")
@blueprint.response(200, FindingsSchema)
def find_establishments(wanted):
    """Search by name, whatever its case, accents and order of words, by SIREN, SIRET or client number."""
    return {"items": search.find(wanted["q"])}


@blueprint.get("/establishments/<siret>")
@authenticated
@blueprint.response(200, EstablishmentSchema)
def read_establishment(siret):
    """All there is to check before joining: activity, creation, sign, address."""
    return search.read(siret)

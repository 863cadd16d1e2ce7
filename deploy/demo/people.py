"""The people and systems of the demonstration bank. Their secrets are public: nothing else runs with them."""

from uuid import UUID

from deploy.demo import bank
from services.habilitations import actions as habilitations
from services.identity import actions as identity
from services.rates import actions as rates
from shared.service import Service

DEMONSTRATION_PASSWORD = "Demonstration-2026"  # noqa: S105 - of invented people, shown by the summary


def demonstration_secret(client_id: str) -> str:
    """What a system of the demonstration bank presents itself with."""
    return f"secret-of-the-demonstration-{client_id}"


def open_the_bank(services: dict[str, Service]) -> None:
    """Give the demonstration bank its people, its systems, their rights and the history of the rates. Idempotent."""
    with services["identity"].active():
        for member in bank.staff():
            _open_account(member)
        for system in bank.bank_systems():
            _register(system)
    with services["habilitations"].active():
        for subject in [*bank.staff(), *bank.bank_systems()]:
            for right in subject["rights"]:
                habilitations.grant(_id_of(subject), right, reason="demonstration")
    with services["rates"].active():
        rates.load_history()


def _open_account(member: dict) -> None:
    identity.open_staff_account(
        title=member["title"],
        first_name=member["first_name"],
        last_name=member["last_name"],
        email=member["email"],
        password=DEMONSTRATION_PASSWORD,
        person_id=_id_of(member),
    )


def _register(system: dict) -> None:
    identity.register_bank_system(
        client_id=system["client_id"],
        name=system["name"],
        client_secret=demonstration_secret(system["client_id"]),
        system_id=_id_of(system),
    )


def _id_of(subject: dict) -> UUID:
    return UUID(subject.get("person_id") or subject["system_id"])

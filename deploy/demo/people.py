"""The demonstration bank opens: its people, its systems, their rights, the history of the rates, a register."""

from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from deploy.demo import bank, register
from services.habilitations import actions as habilitations
from services.identity import actions as identity
from services.rates import actions as rates
from shared.service import Service


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
    with services["structures"].active(), TemporaryDirectory() as folder:
        register.load_sample(Path(folder))


def _open_account(member: dict) -> None:
    identity.open_staff_account(
        title=member["title"],
        first_name=member["first_name"],
        last_name=member["last_name"],
        email=member["email"],
        password=bank.DEMONSTRATION_PASSWORD,
        person_id=_id_of(member),
    )


def _register(system: dict) -> None:
    identity.register_bank_system(
        client_id=system["client_id"],
        name=system["name"],
        client_secret=bank.demonstration_secret(system["client_id"]),
        system_id=_id_of(system),
    )


def _id_of(subject: dict) -> UUID:
    return UUID(subject.get("person_id") or subject["system_id"])

"""The names that people know the services of the portal, and the rights over the bank, by."""

from collections.abc import Iterable
from typing import Any

SERVICES = {
    "administrator": "Administration des utilisateurs",
    "applications.prepare": "Demande de prêts : saisie",
    "applications.send": "Demande de prêts : validation et envoi",
    "applications.follow": "Suivi des dossiers",
    "loans.read": "Encours et échéances",
    "guarantees.read": "Dette garantie",
    "documents.read": "Documents",
}

BANK_RIGHTS = {
    "rates.officer": "Taux : calcul et proposition",
    "rates.approver": "Taux : approbation",
    "lending.agent": "Prêts",
    "lending.payments": "Paiements à la main",
    "structures.agent": "Structures",
    "identity.agent": "Comptes des clients",
    "habilitations.agent": "Droits des clients",
    "notifications.agent": "Courriers et assistance",
    "operator": "Exploitation",
}


def service(right: str) -> str:
    """A right as people read it; one that has no name yet, as it is."""
    return SERVICES.get(right, right)


def bank_right(right: str) -> str:
    """A right over the bank as its people read it; one that has no name yet, as it is."""
    return BANK_RIGHTS.get(right, right)


def services(rights: Iterable[str]) -> str:
    """Several rights in one sentence: "« Documents » et « Suivi des dossiers »"."""
    names = [f"« {service(right)} »" for right in rights]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} et {names[-1]}"


def the(about: Any) -> str:
    """The structure that a fact is about, inside a sentence."""
    return f"la structure {about.structure_name}"

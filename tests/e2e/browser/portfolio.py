"""A demonstration bank that lends and has just revised, and somebody of a borrower and of a guarantor."""

import io
from collections import Counter
from uuid import UUID

from rich.console import Console
from rich.progress import Progress

from deploy.demo import bank
from deploy.demo.main_job import MainJob
from services.habilitations import actions as habilitations
from tests.e2e import visitors

LINES = 150


def lend_and_revise(address: str) -> None:
    """Structures, loans, and the revision of 1 February 2026."""
    with Progress(console=Console(file=io.StringIO())) as progress:
        job = MainJob(address, progress, LINES)
        job.record_structures()
        job.import_loans()
        job.approve(job.propose())


def borrower_and_guarantor() -> tuple[dict, dict]:
    """As the register has them: the borrower with most loans, and the guarantor of most."""
    lines = list(bank.loan_lines(LINES))
    borrowers = Counter(line["borrower_id"] for line in lines)
    guarantors = Counter(each["structure_id"] for line in lines for each in line["guarantors"])
    rows = {row["structure_id"]: row for row in bank.structures()}
    return rows[borrowers.most_common(1)[0][0]], rows[guarantors.most_common(1)[0][0]]


def somebody_with_loans(portal, folder, platform) -> str:
    """The e-mail address of a person who reads what the one owes and what the other guarantees."""
    person = visitors.Client(
        visitors.Portal(portal.address, folder, platform), "Salomé", "Marchal"
    ).register()
    rights = ("loans.read", "guarantees.read")
    for row, right in zip(borrower_and_guarantor(), rights, strict=True):
        structure = UUID(person.join(row["siret"]))
        with portal.services["habilitations"].active():
            habilitations.grant(UUID(person.person_id), right, structure_id=structure, reason="demonstration")
    return person.email

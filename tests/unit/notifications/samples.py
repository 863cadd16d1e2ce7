"""Events and addresses that the tests of notifications start from; each builder takes what a test cares about."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from services.notifications.domain.documents import Correspondence, Sender
from shared.events.lending import (
    CalledInstalment,
    CalledOnDay,
    GuaranteedBorrower,
    GuaranteeRevised,
    InstalmentsCalled,
    LoanAmended,
    RevisedLoan,
    RevisionFacts,
    StructureRevised,
    TermsToCome,
)
from shared.events.structures import Address, StructureRecorded

REVISION = UUID("01900000-0000-7000-8000-000000000001")
STRUCTURE = UUID("01900000-0000-7000-8000-0000000000a1")
AT = datetime(2026, 1, 29, 9, 30, tzinfo=UTC)

SENDER = Sender(
    name="Espace Prêts",
    department="Prêts sur fonds d’épargne",
    address=("8 place des Épargnants", "75000 PARIS"),
    place="Paris",
    phone="01 99 00 12 34",
    email="ne-pas-repondre@espace-prets.example",
    reply_to="assistance@espace-prets.example",
    signatory="La direction de la gestion des prêts",
    portal_url="https://espace-prets.example",
)


def facts(**changes) -> RevisionFacts:
    return RevisionFacts(
        **{
            "index": "livret_a",
            "effective_on": date(2026, 2, 1),
            "value_before": Decimal("0.017"),
            "value_after": Decimal("0.015"),
            "derogation": True,
            "legal_reference": "arrêté du 28 janvier 2026",
            "published_on": date(2026, 1, 29),
            **changes,
        }
    )


def loan(number: int = 1, **changes) -> RevisedLoan:
    return RevisedLoan(
        **{
            "loan_number": f"{5_400_000 + number}",
            "contract_number": f"{120_000 + number // 3}",
            "product": ("PLUS", "PLAI", "PLS", "PAM", "ÉCO-PRÊT", "PHARE")[number % 6],
            "rate_before": Decimal("0.023"),
            "rate_after": Decimal("0.021"),
            "progressivity_before": Decimal("-0.005"),
            "progressivity_after": Decimal("-0.0069"),
            "first_revised_on": date(2027, 1 + number % 12, 1),
            "instalment_before_cents": 4_512_378 + number * 1_117,
            "instalment_after_cents": 4_401_222 + number * 1_093,
            "outstanding_cents": 123_456_789 + number * 98_765,
            **changes,
        }
    )


def structure_revised(loans: int | tuple[RevisedLoan, ...] = 3, **changes) -> StructureRevised:
    """A borrower's revision; `loans` are its revised lines, or how many of them to invent."""
    lines = loans if isinstance(loans, tuple) else tuple(loan(number) for number in range(1, loans + 1))
    return StructureRevised(
        **{
            "revision_id": REVISION,
            "structure_id": STRUCTURE,
            "facts": facts(),
            "loans_revised": len(lines),
            "loans_unchanged": 2,
            "next_instalments_cents": 98_765_432,
            "first_revised_instalments_before_cents": sum(line.instalment_before_cents for line in lines),
            "first_revised_instalments_after_cents": sum(line.instalment_after_cents for line in lines),
            "outstanding_cents": 4_567_890_123,
            "loans": lines,
            **changes,
        }
    )


def guarantee_revised(borrowers: int = 2, name: str = "", **changes) -> GuaranteeRevised:
    """A guarantor's notice about so many borrowers, of this name or of invented ones."""
    entries = tuple(
        GuaranteedBorrower(
            structure_id=UUID(int=number),
            name=name or f"Office public de l’habitat n° {number}",
            loans_revised=12 * number,
            first_revised_instalments_before_cents=45_000_000 * number,
            first_revised_instalments_after_cents=44_100_000 * number,
            outstanding_cents=1_234_567_800 * number,
        )
        for number in range(1, borrowers + 1)
    )
    return GuaranteeRevised(
        **{
            "revision_id": REVISION,
            "structure_id": STRUCTURE,
            "facts": facts(),
            "loans_revised": sum(entry.loans_revised for entry in entries),
            "first_revised_instalments_before_cents": sum(
                entry.first_revised_instalments_before_cents for entry in entries
            ),
            "first_revised_instalments_after_cents": sum(
                entry.first_revised_instalments_after_cents for entry in entries
            ),
            "outstanding_cents": sum(entry.outstanding_cents for entry in entries),
            "borrowers": entries,
            **changes,
        }
    )


def called(loan: int = 1, **changes) -> CalledInstalment:
    """An instalment that was called, with interest of 1,000.01 € and principal of 2,000.02 € times that of the loan."""
    interest, principal = 1_000_01 * loan, 2_000_02 * loan
    return CalledInstalment(
        **{
            "loan_number": f"{5_400_000 + loan}",
            "contract_number": f"{120_000 + loan // 3}",
            "number": 4,
            "due_on": date(2026, 3, 1),
            "instalment_cents": interest + principal,
            "interest_cents": interest,
            "principal_cents": principal,
            **changes,
        }
    )


def instalments_called(*lines: CalledInstalment, carried: int = 1_000, **changes) -> InstalmentsCalled:
    """A payment notice of these instalments, of which the event carries so many line by line."""
    days = sorted({line.due_on for line in lines})
    return InstalmentsCalled(
        **{
            "run_id": REVISION,
            "structure_id": STRUCTURE,
            "due_until": date(2026, 3, 31),
            "instalments": len(lines),
            "amount_cents": sum(line.instalment_cents for line in lines),
            "lines": lines[:carried],
            "days": tuple(
                called_on(due_on, [line for line in lines if line.due_on == due_on]) for due_on in days
            ),
            **changes,
        }
    )


def called_on(due_on: date, lines: list[CalledInstalment]) -> CalledOnDay:
    names = ("instalment_cents", "interest_cents", "principal_cents")
    sums = {name: sum(getattr(line, name) for line in lines) for name in names}
    return CalledOnDay(due_on=due_on, instalments=len(lines), **sums)


def to_come(**changes) -> TermsToCome:
    return TermsToCome(
        **{
            "instalments": 20,
            "months_between_instalments": 12,
            "profile": "instalment_priority",
            "rate": Decimal("0.023"),
            "progressivity": Decimal("-0.005"),
            "last_due_on": date(2046, 3, 1),
            **changes,
        }
    )


def loan_amended(**changes) -> LoanAmended:
    """A rearrangement of a loan of twenty yearly instalments into a hundred quarterly ones."""
    quarterly = {"instalments": 100, "months_between_instalments": 3, "last_due_on": date(2051, 3, 1)}
    return LoanAmended(
        **{
            "loan_number": "5400001",
            "contract_number": "120001",
            "structure_id": STRUCTURE,
            "cause": "rearrangement",
            "effective_on": date(2026, 3, 1),
            "version": 7,
            "payable_cents": 0,
            "outstanding_cents": 1_234_567_89,
            "next_due_on": date(2026, 6, 1),
            "next_instalment_before_cents": 45_000_00,
            "next_instalment_after_cents": 12_000_00,
            "last_due_on": date(2051, 3, 1),
            "terms_before": to_come(),
            "terms_after": to_come(**quarterly),
            **changes,
        }
    )


def structure_recorded(**changes) -> StructureRecorded:
    return StructureRecorded(
        **{
            "structure_id": STRUCTURE,
            "version": 1,
            "name": "Commune de Saint-Étienne-les-Orgues",
            "siren": "210401732",
            "siret": "21040173200012",
            "legal_category": "7210",
            "sector": "Collectivités",
            "address": Address(
                recipient=None,
                building="Hôtel de ville",
                street="1, place de l’Église",
                place=None,
                postcode="04230",
                town="Saint-Étienne-les-Orgues",
            ),
            "representative_function": "Le Maire",
            "contact_email": "finances@saint-etienne-les-orgues.example",
            "paper_wanted": False,
            "client_number": "000123456",
            **changes,
        }
    )


def correspondence(**changes) -> Correspondence:
    return Correspondence(
        **{
            "reference": "EP-2026-000042",
            "written_on": date(2026, 1, 29),
            "structure": "Commune de Saint-Étienne-les-Orgues",
            "client_number": "000123456",
            "sender": SENDER,
            **changes,
        }
    )

"""What exports hold: loans with their rows, and the words of their headings, in French and in English."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from services.lending.domain.rows import Row
from shared.errors import Bilingual, Language

Kind = Literal["text", "count", "day", "rate", "amount"]
Cell = str | int | date | Decimal | None


class Column(NamedTuple):
    """A column: amounts are in cents, rates fractions of 1; a missing rate is None."""

    title: Bilingual
    kind: Kind


LOAN_COLUMNS = (
    Column(Bilingual("Prêt", "Loan"), "text"),
    Column(Bilingual("Contrat", "Contract"), "text"),
    Column(Bilingual("Produit", "Product"), "text"),
)
GUARANTEE_COLUMNS = (
    Column(Bilingual("Emprunteur", "Borrower"), "text"),
    Column(Bilingual("Quotité garantie", "Guaranteed share"), "rate"),
)
"""What a guarantor's file says besides of each loan."""
ROW_COLUMNS = (
    Column(Bilingual("N°", "No."), "count"),
    Column(Bilingual("Nature", "Kind"), "text"),
    Column(Bilingual("Date d’échéance", "Due on"), "day"),
    Column(Bilingual("Taux", "Rate"), "rate"),
    Column(Bilingual("Progressivité", "Progressivity"), "rate"),
    Column(Bilingual("Échéance", "Instalment"), "amount"),
    Column(Bilingual("Intérêts dus", "Interest due"), "amount"),
    Column(Bilingual("Intérêts payés", "Interest paid"), "amount"),
    Column(Bilingual("Capital amorti", "Principal repaid"), "amount"),
    Column(Bilingual("Intérêts différés", "Deferred interest"), "amount"),
    Column(Bilingual("Capital restant dû", "Outstanding"), "amount"),
)
"""In the order of `Row`."""
COLUMNS = LOAN_COLUMNS + ROW_COLUMNS
GUARANTOR_COLUMNS = LOAN_COLUMNS + GUARANTEE_COLUMNS + ROW_COLUMNS

EVENTS = {
    "instalment": Bilingual("Échéance", "Instalment"),
    "early_repayment": Bilingual("Remboursement anticipé", "Early repayment"),
    "prefinancing_interest": Bilingual("Intérêts de préfinancement", "Prefinancing interest"),
}


@dataclass(frozen=True, slots=True)
class ExportedLoan:
    """A loan line with its schedule.

    share  guaranteed by who reads, whose amounts are at it; None for its borrower
    """

    loan_number: str
    contract_number: str
    product: str
    object: str
    borrower: str
    principal_cents: int
    rows: tuple[Row, ...]
    share: Decimal | None = None

    def lines(self, language: Language) -> Iterator[tuple[Cell, ...]]:
        """A line of cells for each row, as COLUMNS say, or GUARANTOR_COLUMNS."""
        loan = (self.loan_number, self.contract_number, self.product)
        guarantee = () if self.share is None else (self.borrower, self.share)
        for row in self.rows:
            event = EVENTS[row.event].said_in(language)
            yield (*loan, *guarantee, row.number, event, *row[2:])


def titles(columns: tuple[Column, ...], language: Language) -> list[str]:
    """The headings of some columns."""
    return [column.title.said_in(language) for column in columns]

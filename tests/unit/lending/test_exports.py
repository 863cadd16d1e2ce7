"""Exports of any length: files written loan after loan, in constant memory."""

import io
import tracemalloc
import zipfile
from datetime import date

import pytest

from services.lending.domain.schedule import schedule
from services.lending.exports.content import ExportedLoan
from services.lending.exports.printing import Press, table_of
from services.lending.exports.writing import write_csv, write_xlsx
from tests.unit.lending.loans import FIXINGS, early, index_loan

LOAN = index_loan(early_repayments=early("2025-09-01", "100000", kind="six_months"))
PLAN = schedule(LOAN, FIXINGS)
ON = date(2026, 1, 29)
NAMES = {
    "contract_number": "20001",
    "product": "PLUS",
    "object": "12 logements",
    "borrower": "Valmonde Habitat",
}


def exported(number: int = 1) -> ExportedLoan:
    return ExportedLoan(
        loan_number=f"{5_000_000 + number}", principal_cents=PLAN.principal_cents, rows=PLAN.rows, **NAMES
    )


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_memory_does_not_grow_with_the_number_of_loans(write, tmp_path):
    few, many = (_peak(write, tmp_path / f"{loans}", loans) for loans in (50, 500))
    assert many < 1.5 * few + 200_000


def test_rows_beyond_what_a_sheet_holds_go_to_another():
    file = io.BytesIO()
    write_xlsx(file, [exported(1), exported(2)], "en", sheet_rows=len(PLAN.rows))
    with zipfile.ZipFile(file) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        counts = [book.read(name).count(b"<row ") for name in sheets]
    assert counts == [1 + len(PLAN.rows)] * 2


def test_a_printed_table_says_each_row_as_its_language_writes_it_and_sums_what_is_paid():
    french, english = (table_of(exported(), language, ON) for language in ("fr", "en"))
    assert french["rows"][0][:4] == ["1", "Échéance", "01/05/2023", "1,60\u202f%"]
    assert english["rows"][0][:4] == ["1", "Instalment", "2023-05-01", "1.60%"]
    assert french["rows"][3][1] == "Remboursement anticipé"
    paid = sum(row.instalment_cents for row in PLAN.rows)
    assert english["totals"][1] == f"{paid // 100:,}.{paid % 100:02}"
    assert english["totals"][4] == "1,000,000.00"


def test_the_same_table_printed_twice_is_the_same_bytes():
    with Press() as one, Press() as other:
        assert one.print(exported(), "fr", ON) == other.print(exported(), "fr", ON)


def _peak(write, path, loans: int) -> int:
    with path.open("wb") as file:
        tracemalloc.start()
        write(file, (exported(number) for number in range(loans)), "fr")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak

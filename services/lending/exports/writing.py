"""Exports as files, loan after loan: what is written is not kept, however long the file grows.

A French CSV is what a French spreadsheet opens by a double click: semicolons, decimal commas, days as 01/02/2026.
"""

import csv
import zipfile
from collections.abc import Iterable
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from services.lending.exports.content import COLUMNS, Cell, Column, ExportedLoan, Kind, titles
from services.lending.exports.printing import Press
from shared.errors import Language
from shared.money import rate_text, text_from_cents

SHEET_ROWS_MAX = 1_048_575
"""What a sheet holds below its headings; the rest goes to another."""
CSV, XLSX, PDF = "csv", "xlsx", "pdf"
FORMATS = (CSV, XLSX, PDF)
MEDIA_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    PDF: "application/pdf",
}
ZIP_TYPE = "application/zip"

Loans = Iterable[ExportedLoan]
Columns = tuple[Column, ...]

_SHEET_NAMES = {"fr": "Échéances", "en": "Instalments"}
_NUMBER_FORMATS = {
    "text": {},
    "count": {"num_format": "0"},
    "day": {"num_format": "dd/mm/yyyy"},
    "rate": {"num_format": "0.00##%"},
    "amount": {"num_format": "#,##0.00"},
}
_WIDTHS = {"text": 18, "count": 6, "day": 14, "rate": 12, "amount": 18}


def write_csv(file: BinaryIO, loans: Loans, language: Language, columns: Columns = COLUMNS) -> None:
    """One line a row of each loan."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    table = csv.writer(text, delimiter=";" if language == "fr" else ",")
    table.writerow(titles(columns, language))
    kinds = [column.kind for column in columns]
    for loan in loans:
        table.writerows(
            [_csv_cell(*each, language) for each in zip(line, kinds, strict=True)]
            for line in loan.lines(language)
        )
    text.flush()
    text.detach()


def _csv_cell(cell: Cell, kind: Kind, language: Language) -> str:
    if cell is None:
        return ""
    match kind:
        case "amount":
            return _with_comma(text_from_cents(cell), language)
        case "rate":
            percent = _with_comma(rate_text(cell * 100), language)
            return f"{percent} %" if language == "fr" else f"{percent}%"
        case "day":
            return f"{cell:%d/%m/%Y}" if language == "fr" else cell.isoformat()
        case _:
            return str(cell)


def _with_comma(number: str, language: Language) -> str:
    return number.replace(".", ",") if language == "fr" else number


def write_xlsx(
    file: BinaryIO,
    loans: Loans,
    language: Language,
    columns: Columns = COLUMNS,
    sheet_rows: int = SHEET_ROWS_MAX,
) -> None:
    """Numbers as numbers, days as days, headings that stay in sight; xlsxwriter keeps one row in memory.

    sheet_rows  how many rows a sheet holds below its headings
    """
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    lines = (line for loan in loans for line in loan.lines(language))
    sheet, row = _new_sheet(book, language, columns), 0
    formats = [book.add_format(_NUMBER_FORMATS[column.kind]) for column in columns]
    for line in lines:
        if row == sheet_rows:
            sheet, row = _new_sheet(book, language, columns), 0
        row += 1
        for column, (cell, kind, form) in enumerate(
            zip(line, (each.kind for each in columns), formats, strict=True)
        ):
            _write_cell(sheet, (row, column), cell, kind, form)
    book.close()


def _new_sheet(book: xlsxwriter.Workbook, language: Language, columns: Columns) -> Worksheet:
    count = len(book.worksheets())
    sheet = book.add_worksheet(_SHEET_NAMES[language] + (f" {count + 1}" if count else ""))
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for number, column in enumerate(columns):
        sheet.set_column(number, number, _WIDTHS[column.kind])
    sheet.write_row(0, 0, titles(columns, language), bold)
    return sheet


def _write_cell(sheet: Worksheet, place: tuple[int, int], cell: Cell, kind: Kind, form: object) -> None:
    """An amount of less than 10^15 cents is the same number in a spreadsheet, which counts in binary64."""
    if cell is None:
        return
    match kind:
        case "text":
            sheet.write_string(*place, cell)
        case "day":
            sheet.write_datetime(*place, cell, form)
        case "amount":
            sheet.write_number(*place, cell / 100, form)
        case _:
            sheet.write_number(*place, float(cell), form)


def write_pdf(file: BinaryIO, loans: Loans, language: Language, printed_on: date) -> None:
    """The table of one loan."""
    (loan,) = loans
    with Press() as press:
        file.write(press.print(loan, language, printed_on))


def write_pdfs(file: BinaryIO, loans: Loans, language: Language, printed_on: date) -> None:
    """A ZIP with the table of each loan."""
    with Press() as press, zipfile.ZipFile(file, "w") as archive:
        for loan in loans:
            archive.writestr(f"{loan.loan_number}.pdf", press.print(loan, language, printed_on))


def write_loan(file: BinaryIO, form: str, loan: ExportedLoan, language: Language, on: date) -> None:
    """One loan in a format."""
    if form == PDF:
        write_pdf(file, [loan], language, on)
    else:
        {CSV: write_csv, XLSX: write_xlsx}[form](file, [loan], language)


def write_structure(
    path: Path, form: str, loans: Loans, language: Language, on: date, columns: Columns
) -> None:
    """All loans of a structure in a format; of PDFs, a ZIP."""
    with path.open("wb") as file:
        if form == PDF:
            write_pdfs(file, loans, language, on)
        else:
            {CSV: write_csv, XLSX: write_xlsx}[form](file, loans, language, columns)


def file_type(form: str, whole_structure: bool) -> tuple[str, str]:
    """The extension and the media type of an export."""
    if whole_structure and form == PDF:
        return "zip", ZIP_TYPE
    return form, MEDIA_TYPES[form]

"""Amortisation tables as PDFs, printed in a process of their own (shared/printing.py).

As a program: a JSON line with a table comes in, one with its PDF goes out.
"""

import base64
import functools
import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

import typst

from services.lending.exports.content import EVENTS, ROW_COLUMNS, Cell, ExportedLoan, Kind, titles
from shared.errors import Bilingual, Language
from shared.money import rate_text
from shared.printing import PrintingProcess, answer_orders

ROWS_MAX = 1_000
"""After so many rows, some 150 MB, the process is replaced."""
_TEMPLATE = Path(__file__).parent / "templates" / "schedule.typ"
_STANDARD = "a-2b"
_NARROW_SPACE = "\u202f"

_WORDS = {
    "title": Bilingual("Tableau d’amortissement", "Amortisation table"),
    "loan": Bilingual("Prêt", "Loan"),
    "contract": Bilingual("Contrat", "Contract"),
    "product": Bilingual("Produit", "Product"),
    "object": Bilingual("Objet", "Object"),
    "borrower": Bilingual("Emprunteur", "Borrower"),
    "principal": Bilingual("Capital", "Principal"),
    "share": Bilingual("Quotité garantie", "Guaranteed share"),
    "printed_on": Bilingual("Édité le", "Printed on"),
    "note": Bilingual(
        "Montants en euros. Les échéances à venir suivent le dernier taux publié.",
        "Amounts in euros. Instalments to come follow the last published rate.",
    ),
    "at_share": Bilingual(
        "Montants en euros, à la quotité garantie. Les échéances à venir suivent le dernier taux publié.",
        "Amounts in euros, at the guaranteed share. Instalments to come follow the last published rate.",
    ),
    "total": Bilingual("Total", "Total"),
}


class Press:
    """Prints one table after the other; use it from one thread."""

    def __init__(self) -> None:
        self._process = PrintingProcess("services.lending.exports.printing", ROWS_MAX)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.close()

    def print(self, loan: ExportedLoan, language: Language, on: date) -> bytes:
        """The table of a loan as a PDF/A; the same loan on the same day gives the same bytes.

        Raises shared.printing.Unprintable.
        """
        order = {"table": table_of(loan, language, on), "at": _instant(on)}
        return base64.b64decode(self._process.ask(order, rows=len(loan.rows))["pdf"])


def table_of(loan: ExportedLoan, language: Language, on: date) -> dict[str, Any]:
    """What the template prints: words, facts and cells, ready to read."""
    words = {name: said.said_in(language) for name, said in _WORDS.items()}
    facts = {
        "loan": loan.loan_number,
        "contract": loan.contract_number,
        "product": loan.product,
        "borrower": loan.borrower,
        "object": loan.object,
        "principal": _said(loan.principal_cents, "amount", language),
    }
    if loan.share is not None:
        facts["share"] = _said(loan.share, "rate", language)
    kinds = [column.kind for column in ROW_COLUMNS]
    sums = [sum(amounts) for amounts in zip(*(row[5:9] for row in loan.rows), strict=True)]
    return {
        "language": language,
        "title": words["title"],
        "subtitle": f"{words['loan']} {loan.loan_number} – {loan.borrower}",
        "facts": [[words[name], value] for name, value in facts.items()],
        "printed_on": f"{words['printed_on']} {_said(on, 'day', language)}",
        "note": words["note" if loan.share is None else "at_share"],
        "columns": titles(ROW_COLUMNS, language),
        "rows": [
            [_said(*each, language) for each in zip(_cells(row, language), kinds, strict=True)]
            for row in loan.rows
        ],
        "totals": [words["total"], *(_said(cents, "amount", language) for cents in sums)],
    }


def _cells(row: tuple, language: Language) -> list[Cell]:
    number, event, *rest = row
    return [number, EVENTS[event].said_in(language), *rest]


def _said(cell: Cell, kind: Kind, language: Language) -> str:
    if cell is None:
        return ""
    match kind:
        case "amount":
            return _amount(cell, language)
        case "rate":
            return _percent(cell, language)
        case "day":
            return f"{cell:%d/%m/%Y}" if language == "fr" else cell.isoformat()
        case _:
            return str(cell)


def _amount(cents: int, language: Language) -> str:
    text = f"{cents // 100:,}.{cents % 100:02}"
    return text.replace(",", _NARROW_SPACE).replace(".", ",") if language == "fr" else text


def _percent(rate: Decimal, language: Language) -> str:
    units, _, decimals = rate_text(rate * 100).partition(".")
    text = f"{units}.{decimals:0<2}"
    return f"{text.replace('.', ',')}{_NARROW_SPACE}%" if language == "fr" else f"{text}%"


def _instant(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


@functools.cache
def _compiler() -> typst.Compiler:
    """Only typst's own fonts are used, so that a machine's fonts cannot change a table."""
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts)


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    pdf = _compiler().compile(
        format="pdf",
        sys_inputs={"table": json.dumps(order["table"], ensure_ascii=False)},
        pdf_standards=[_STANDARD],
        timestamp=order["at"],
    )
    return {"pdf": base64.b64encode(pdf).decode()}


if __name__ == "__main__":
    answer_orders(_answer)

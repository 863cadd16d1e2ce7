"""The dated, sourced files of this service: the regimes, and the history of the indexes since 1818."""

import csv
import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from services.rates.domain.indexes import LDDS, LEP, LIVRET_A
from services.rates.domain.regimes import RuleBook, read_rulebook

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoricFixing:
    """An official value as the sources give it. Rates are fractions of 1.

    date_precision  year, month or day: how exactly the source knows effective_on
    published_on    day of the Journal officiel; None where the source does not say
    computed_value  result of the formula, limit between two fixings included; None where not known
    derogation      None where not known
    """

    index: str
    effective_on: date
    value: Decimal
    date_precision: str
    published_on: date | None
    computed_value: Decimal | None
    derogation: bool | None
    legal_reference: str
    source: str
    note: str


@functools.cache
def rulebook() -> RuleBook:
    """The regimes and rules of `data/regimes.toml`."""
    return read_rulebook(tomllib.loads((DATA / "regimes.toml").read_text(encoding="utf-8")))


@functools.cache
def history() -> tuple[HistoricFixing, ...]:
    """Every known official value, oldest first: Livret A, then LDDS (equal to it), then LEP."""
    livret_a = list(_read(LIVRET_A))
    ldds = [
        replace(fixing, index=LDDS) for fixing in livret_a if rulebook().has_rule(LDDS, fixing.effective_on)
    ]
    return (*livret_a, *ldds, *_read(LEP))


def _read(index: str) -> Iterator[HistoricFixing]:
    with (DATA / f"{index}_fixings.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield HistoricFixing(
                index=index,
                effective_on=date.fromisoformat(row["effective_on"]),
                value=_fraction(row["value_percent"]),
                date_precision=row["date_precision"],
                published_on=date.fromisoformat(row["published_on"]) if row["published_on"] else None,
                computed_value=_fraction(row["computed_percent"]),
                derogation={"yes": True, "no": False, "": None}[row["derogation"]],
                legal_reference=row["legal_reference"],
                source=row["source"],
                note=row["note"],
            )


def _fraction(percent: str) -> Decimal | None:
    return Decimal(percent).scaleb(-2).normalize() if percent else None

"""The product catalogue, read once from products.toml beside this file (units and sources are said there)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

PRODUCTS_FILE = Path(__file__).with_name("products.toml")
INHERITED_ABSENT = {"like", "extensions"}


@dataclass(frozen=True, kw_only=True)
class Margin:
    """What a product adds to its index for contracts signed in a period; frozen in the loan for life.

    margin      fraction of 1, may be negative
    term_years  the terms it is for, both included; None for all
    """

    first_day: date
    last_day: date | None
    margin: Decimal
    term_years: tuple[int, int] | None
    source: str
    confidence: str

    def covers(self, signed_on: date, years: int) -> bool:
        in_time = self.first_day <= signed_on and (self.last_day is None or signed_on <= self.last_day)
        return in_time and (self.term_years is None or self.term_years[0] <= years <= self.term_years[1])


@dataclass(frozen=True, kw_only=True)
class Product:
    """One product of the savings funds; what is empty or None is not known.

    progressivity    lowest and highest annual growth of the instalments, fractions of 1
    periodicities    months between instalments
    """

    code: str
    name: str
    finances: str
    source: str
    confidence: str
    borrowers: str | None
    land: bool
    indexes: tuple[str, ...]
    fixed_rate: bool
    profiles: tuple[str, ...]
    revisions: tuple[str, ...]
    periodicities: tuple[int, ...]
    progressivity: tuple[Decimal, Decimal] | None
    term_years_min: int | None
    term_years_max: int | None
    deferral_months_max: int | None
    offered_from: date | None
    offered_until: date | None
    margins: tuple[Margin, ...]
    extensions: tuple[tuple[date, date | None, int], ...]

    def margin_on(self, signed_on: date, years: int) -> Decimal | None:
        """Margin of a contract signed that day for that term in years; None when not known."""
        return next((row.margin for row in self.margins if row.covers(signed_on, years)), None)

    def longest_term(self, signed_on: date) -> int | None:
        """Longest term in years of a contract signed that day, extensions of the land share included."""
        longer = [
            years
            for first_day, last_day, years in self.extensions
            if first_day <= signed_on and (last_day is None or signed_on <= last_day)
        ]
        return max([self.term_years_max, *longer]) if self.term_years_max else None


@cache
def products() -> dict[str, Product]:
    """Every product by its code."""
    entries = tomllib.loads(PRODUCTS_FILE.read_text(encoding="utf-8"))
    return {code: _product(code, _completed(entry, entries)) for code, entry in entries.items()}


def _completed(entry: dict, entries: dict) -> dict:
    """The entry with what it takes from the product that it is like."""
    if "like" not in entry:
        return entry
    model = _completed(entries[entry["like"]], entries)
    return {name: fact for name, fact in model.items() if name not in INHERITED_ABSENT} | entry


def _product(code: str, entry: dict) -> Product:
    bounds = entry.get("progressivity")
    return Product(
        code=code,
        name=entry["name"],
        finances=entry["finances"],
        source=entry["source"],
        confidence=entry["confidence"],
        borrowers=entry.get("borrowers"),
        land=entry.get("land", False),
        indexes=tuple(entry.get("indexes", ())),
        fixed_rate=entry.get("fixed_rate", False),
        profiles=tuple(entry.get("profiles", ())),
        revisions=tuple(entry.get("revisions", ())),
        periodicities=tuple(entry.get("periodicities", ())),
        progressivity=(Decimal(bounds[0]), Decimal(bounds[1])) if bounds else None,
        term_years_min=entry.get("term_years_min"),
        term_years_max=entry.get("term_years_max"),
        deferral_months_max=entry.get("deferral_months_max"),
        offered_from=entry.get("offered_from"),
        offered_until=entry.get("offered_until"),
        margins=tuple(_margin(row) for row in entry.get("margins", ())),
        extensions=tuple(
            (row["from"], row.get("until"), row["term_years_max"]) for row in entry.get("extensions", ())
        ),
    )


def _margin(row: dict) -> Margin:
    years = row.get("term_years")
    return Margin(
        first_day=row["from"],
        last_day=row.get("until"),
        margin=Decimal(row["margin"]),
        term_years=(years[0], years[1]) if years else None,
        source=row["source"],
        confidence=row["confidence"],
    )

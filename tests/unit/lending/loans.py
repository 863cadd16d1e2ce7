"""Builders with defaults, so that a test says only what it is about."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.lending.domain.fixings import Fixing
from services.lending.domain.schedule import schedule
from services.lending.domain.terms import (
    Disbursement,
    EarlyRepayment,
    FixedRate,
    Indemnity,
    IndexRate,
    Terms,
)
from shared.money import cents_from_text

FIXINGS = tuple(
    Fixing(date.fromisoformat(day), Decimal(value))
    for day, value in (
        ("2015-08-01", "0.0075"),
        ("2020-02-01", "0.005"),
        ("2022-02-01", "0.01"),
        ("2022-08-01", "0.02"),
        ("2023-02-01", "0.03"),
        ("2025-02-01", "0.024"),
        ("2025-08-01", "0.017"),
    )
)


def fixed_loan(rate: str = "0.03", **facts: Any) -> Terms:
    """One million over ten years at a fixed rate, yearly instalments on 1 May."""
    return _loan({"rate": FixedRate(value=Decimal(rate))} | facts)


def index_loan(rate: dict[str, Any] | None = None, **facts: Any) -> Terms:
    """The same at Livret A + 0.60 %, simple révisabilité; `rate` adds to what the rate says."""
    terms = {"index": "livret_a", "margin": Decimal("0.006")} | (rate or {})
    return _loan({"rate": IndexRate(**terms), "revision": "SR"} | facts)


def early(on: str, amount: str, **indemnity: Any) -> tuple[EarlyRepayment, ...]:
    """One early repayment, without indemnity unless told."""
    cost = Indemnity(**({"kind": "none"} | indemnity))
    return (EarlyRepayment(on=date.fromisoformat(on), amount_cents=cents_from_text(amount), indemnity=cost),)


def disbursement(on: str, amount: str) -> Disbursement:
    return Disbursement(on=date.fromisoformat(on), amount_cents=cents_from_text(amount))


def rows(terms: Terms, fixings: Any = FIXINGS) -> tuple:
    return schedule(terms, fixings).rows


def instalments(terms: Terms, fixings: Any = FIXINGS) -> list:
    return [row for row in rows(terms, fixings) if row.event == "instalment"]


def _loan(facts: dict[str, Any]) -> Terms:
    usual = {
        "starts_on": date(2022, 5, 1),
        "instalments": 10,
        "months_between_instalments": 12,
    }
    if "prefinancing" not in facts:
        usual["principal_cents"] = 100_000_000
    return Terms(**(usual | facts))

"""`prets rates compute`: the formulas of rates, without its service."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from deploy.client import PlatformError
from services.rates.domain.computation import Computation, Past, Result, compute
from services.rates.domain.indexes import LIVRET_A, SERIES
from services.rates.domain.measures import given
from services.rates.reference import history, rulebook


def computation_of(index: str, effective_on: date, inputs: Mapping[str, str]) -> Computation:
    """The official value of an index on a day, from inputs stated as the formula reads them (fractions of 1)."""
    measures = {series: given(_series(series), _fraction(series, text)) for series, text in inputs.items()}
    return compute(rulebook(), index, effective_on, measures, _past(effective_on))


def _series(series: str) -> str:
    if series not in SERIES:
        raise PlatformError(f"--input {series}: the series are {', '.join(SERIES)}")
    return series


def _fraction(series: str, text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise PlatformError(f"--input {series}={text}: write a fraction of 1, such as 0.0088") from None


def _past(day: date) -> Past:
    """The Livret A before a day, as the files of the platform know it."""
    earlier = [each for each in history() if each.index == LIVRET_A and each.effective_on < day]
    results = tuple(
        Result(effective_on=each.effective_on, value=each.computed_value)
        for each in earlier
        if each.computed_value is not None
    )
    return Past(value=earlier[-1].value if earlier else None, results=results)

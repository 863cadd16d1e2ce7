"""Due dates of many loans, counted without listing them. Days are ordinals (1 is 1 January of the year 1)."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int64]
Counts = NDArray[np.int64]

_UNIX_EPOCH = date(1970, 1, 1).toordinal()
NO_DAY = 0
"""Instead of a first due date where the first period is regular."""


def dues_before(day: date, starts_on: Days, first_due_on: Days, months: Counts) -> Counts:
    """How many due dates of each loan fall before a day, were it repaid for ever.

    starts_on     first day of the amortisation
    first_due_on  end of a first period longer or shorter than the others, NO_DAY elsewhere
    months        between two due dates
    """
    stub = first_due_on != NO_DAY
    month, anchor_day = _months_and_days(np.where(stub, first_due_on, starts_on))
    target = day.year * 12 + day.month - 1
    away = target - month
    whole_months_before = np.maximum((away - 1) // months, -1)
    due_this_month = (away % months == 0) & (np.minimum(anchor_day, _length_of_month(day)) < day.day)
    counted = whole_months_before + (due_this_month & (away >= 0))
    # The anchor itself is the start, which is no due date, or the end of the stub, which is the first one.
    return np.maximum(counted + np.where(stub, 1, 0), 0)


def due_on(number: Counts, starts_on: Days, first_due_on: Days, months: Counts) -> Days:
    """The day on which the instalment of a number falls due, for each loan; the start for number 0."""
    stub = (first_due_on != NO_DAY) & (number > 0)
    month, anchor_day = _months_and_days(np.where(stub, first_due_on, starts_on))
    month = month + (number - stub) * months
    first = _first_day(month)
    return first + np.minimum(anchor_day, _first_day(month + 1) - first) - 1


def _months_and_days(days: Days) -> tuple[Counts, Counts]:
    """The month of each day, counted from the year 0, and its day of the month."""
    unix_months = (days - _UNIX_EPOCH).astype("datetime64[D]").astype("datetime64[M]")
    months = unix_months.astype(np.int64) + 1970 * 12
    return months, days - _first_day(months) + 1


def _first_day(months: Counts) -> Days:
    return (months - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + _UNIX_EPOCH


def _length_of_month(day: date) -> int:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (following - day.replace(day=1)).days

"""What a rule of the book comes to under the fixings of a run: the rates of the loans that follow it, once for all."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from services.lending.domain.batch.rates import period_floats
from services.lending.domain.batch.series import PeriodRates
from services.lending.domain.consistency import YEARS_MAX
from services.lending.domain.fixings import IndexHistory
from services.lending.domain.rates import LoanRates
from services.lending.domain.terms import IndexRate, Terms
from services.lending.portfolio.fixings import fixings_in_force
from services.lending.portfolio.packing import units
from services.lending.portfolio.tables import Loan
from services.lending.schemas import terms_from_json
from shared.errors import Refusal
from shared.money import published_rate


class Rule(NamedTuple):
    """Loans of one rule whose contracts met the same value of the index.

    follows              whether their terms name the index
    is_revised           whether their rate moves with it
    is_plain             whether columns can hold them; what follows means nothing elsewhere
    by_instalment        whether the instalment is computed and the principal deduced, or else beside the interest
    deferred             first instalments that repay no principal
    capitalises, defers  whether the interest of those joins the principal, or the deferred interest
    fixed_until          ordinal of the day before which the rate is fixed, 0 where it never was
    rate_units, progressivity_units  of a period that begins under the new value, in units of 10^-12
    rate, growth, every, grain  of a period, as floats: see PeriodRates
    """

    follows: bool = False
    is_revised: bool = False
    is_plain: bool = False
    by_instalment: bool = False
    deferred: int = 0
    capitalises: bool = False
    defers: bool = False
    fixed_until: int = 0
    rate_units: int = 0
    progressivity_units: int = 0
    rate: float = 0.0
    growth: float = 1.0
    every: int = 1
    grain: float = 0.0


@dataclass(frozen=True, slots=True)
class RuleColumns:
    """The rules of some loans: the fields of Rule as columns, an entry a loan."""

    follows: NDArray[np.bool_]
    is_revised: NDArray[np.bool_]
    is_plain: NDArray[np.bool_]
    by_instalment: NDArray[np.bool_]
    deferred: NDArray[np.int64]
    capitalises: NDArray[np.bool_]
    defers: NDArray[np.bool_]
    fixed_until: NDArray[np.int64]
    rate_units: NDArray[np.int64]
    progressivity_units: NDArray[np.int64]
    rates: PeriodRates


class Rules:
    """The rules that the loans of a run follow, each worked out when it is first met.

    history       the fixings in force, the new one included
    effective_on  first day of the new value
    """

    def __init__(self, index: str, history: IndexHistory, effective_on: date) -> None:
        self.index = index
        self.history = history
        self.effective_on = effective_on
        self._days = np.array([day.toordinal() for day in history.days], np.int64)
        self._ranks: dict[tuple[str, int], int] = {}
        self._columns = [np.zeros(0, type(default)) for default in Rule()]
        self._read: dict[str, Terms] = {}

    @property
    def new_value_is_last(self) -> bool:
        """Whether no other value takes effect after the new one."""
        return self.history.days[-1] == self.effective_on

    def columns(self, texts: list[str], text: NDArray, calendars: NDArray) -> RuleColumns:
        """The rules of some loans.

        texts, text  the rules of the book, and which one is each loan's
        calendars    see packing.Calendar

        A contract's rate may follow from the index on the day it started: loans of one rule differ by how many fixings
        had taken effect then.
        """
        fixings = np.searchsorted(self._days, calendars["starts_on"], side="right")
        ways = len(self._days) + 1
        different, examples, which = np.unique(text * ways + fixings, return_index=True, return_inverse=True)
        keys = [(texts[key // ways], key % ways) for key in different.tolist()]
        self._meet(zip(keys, calendars["starts_on"][examples].tolist(), strict=True))
        rule = np.array([self._ranks[key] for key in keys])[which]
        columns = [column[rule] for column in self._columns]
        floats = len(PeriodRates.__slots__)
        return RuleColumns(*columns[:-floats], PeriodRates(*columns[-floats:]))

    def _meet(self, keys: Iterable[tuple[tuple[str, int], int]]) -> None:
        """Work out the rules that were not met yet, each from the day that one of its loans started on."""
        new = {
            key: self._work_out(key[0], date.fromordinal(starts_on))
            for key, starts_on in keys
            if key not in self._ranks
        }
        if new:
            added = zip(*new.values(), strict=True)
            self._columns = [
                np.concatenate([known, np.array(column)])
                for known, column in zip(self._columns, added, strict=True)
            ]
            self._ranks |= {key: rank for rank, key in enumerate(new, len(self._ranks))}

    def _work_out(self, text: str, starts_on: date) -> Rule:
        common = json.loads(text)
        rate = common["rate"]
        if self.index not in {rate.get("index"), rate.get("switch", {}).get("index")}:
            return Rule()
        is_revised = common["revision"] != "none"
        if "resumes" in common:  # another periodicity from a day on
            return Rule(True, is_revised)
        try:
            terms = self._terms(text, common, starts_on)
            return self._plain(terms) if _is_plain(terms) else Rule(True, is_revised)
        except Refusal:  # the exact rules will say why, for each loan
            return Rule(True, is_revised)

    def _terms(self, text: str, common: dict[str, Any], starts_on: date) -> Terms:
        """Those of one loan of the rule: nothing that is worked out depends on its amount and its length."""
        if text not in self._read:
            count = YEARS_MAX * 12 // common["months_between_instalments"]
            one = {"principal": "1", "starts_on": starts_on.isoformat(), "instalments": count}
            self._read[text] = terms_from_json(common | one)
        return replace(self._read[text], starts_on=starts_on)

    def _plain(self, terms: Terms) -> Rule:
        fixed_until = terms.rate.fixed_until
        pair = LoanRates(terms, self.history).on(max(self.effective_on, fixed_until or self.effective_on))
        return Rule(
            True,
            terms.revision != "none",
            True,
            terms.profile == "instalment_priority",
            terms.deferred_instalments,
            terms.deferral is not None and terms.deferral.interest == "capitalised",
            terms.deferral is not None and terms.deferral.interest == "deferred",
            fixed_until.toordinal() if fixed_until else 0,
            units(pair.rate),
            units(published_rate(pair.progressivity)),
            *period_floats(pair, terms),
        )


def _is_plain(terms: Terms) -> bool:
    """Whether columns can hold the rule: one index for good, periods of one length."""
    return isinstance(terms.rate, IndexRate) and terms.rate.switch is None and terms.day_count == "30/360"


def histories_beside(
    session: Session, rules: Rules, loans: Iterable[Loan], through: int | None = None
) -> dict[str, IndexHistory]:
    """The fixings of the index of some rules, and of others that these loans follow before or after it.

    through  only those that had arrived up to this sequence; all when absent
    """
    switching = [loan for loan in loans if loan.switch_index]
    others = {index for loan in switching for index in (loan.index, loan.switch_index)}
    known = {index: IndexHistory(fixings_in_force(session, index, through)) for index in others}
    return known | {rules.index: rules.history}

"""The payments that repay a loan: computed once, growing from one to the next, rounded once each."""

from decimal import Decimal

from services.lending.domain.annuity import even_worth, first_payment, worth
from services.lending.domain.interest import period_growth
from services.lending.domain.periods import Periods
from services.lending.domain.precision import BITS, HALF_UP, ONE
from services.lending.domain.rates import RatePair
from services.lending.domain.terms import Terms


class PaymentSeries:
    """The instalments of instalment_priority, or the principal parts of capital_priority.

    A principal part is a payment that bears no interest, growing by the capital progressivity: one equation serves
    both, and a change of rate leaves the principal parts as they are.
    """

    def __init__(self, terms: Terms, periods: Periods) -> None:
        self._terms = terms
        self._periods = periods
        self._bears_interest = terms.profile == "instalment_priority"
        self._yearly = terms.progressivity_applies == "every_year"
        self._next: int | None = None
        self._period_rates = [0] * len(periods.lengths)
        self._growth = self._growth_of(terms.capital_progressivity)

    def restart(self) -> None:
        """Have the next payment recomputed on what is then owed, over the instalments left."""
        self._next = None

    def meet(self, pair: RatePair, period_rates: list[int]) -> None:
        """Follow a change of rate or progressivity."""
        if self._bears_interest:
            self._period_rates = period_rates
            self._growth = self._growth_of(pair.progressivity)
            self.restart()

    def payments(self, first: int, last: int, owed_cents: int) -> list[int]:
        """The payments of consecutive instalments in cents, given outstanding + deferred interest before them.

        To be asked in the order of time, for numbers between which no rate changes.
        """
        if self._next is None:
            self._next = first_payment(owed_cents, self._worth(first))
        payments, payment = [], self._next
        for growth in self._growths_into(first + 1, last + 1):
            payments.append((payment + HALF_UP) >> BITS)
            payment = payment * growth >> BITS
        self._next = payment
        return payments

    def _growth_of(self, annual: Decimal) -> int:
        return period_growth(annual, 12 if self._yearly else self._terms.months_between_instalments)

    def _growths_into(self, first: int, last: int) -> list[int]:
        """Growth of each payment over the one before: each time, or on anniversaries of the first instalment [C].

        [C] Where the periodicity was changed, on those of the first instalment after that.
        """
        if not self._yearly:
            return [self._growth] * (last - first + 1)
        months, before = self._terms.months_between_instalments, self._terms.instalments_before
        numbers = range(first - before, last - before + 1)
        return [ONE if (number - 1) * months % 12 else self._growth for number in numbers]

    def _worth(self, number: int) -> int:
        """Worth of the payments left, the next one being 1."""
        last = self._terms.instalments
        even_from = self._periods.even_from if self._bears_interest else 1
        if even_from is not None and number >= even_from and not self._yearly:
            return even_worth(last - number + 1, self._period_rates[-1], self._growth)
        discounts = [ONE * ONE // (ONE + rate) for rate in self._period_rates]
        length_of = self._periods.length_of[number - 1 :]
        return worth([discounts[length] for length in length_of], self._growths_into(number, last))

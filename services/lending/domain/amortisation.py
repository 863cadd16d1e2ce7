"""The amortisation of a loan: what is owed, and how instalments and early repayments change it."""

from bisect import bisect_left, bisect_right
from datetime import date
from fractions import Fraction
from itertools import pairwise

from services.lending.domain.calendar import year_fraction
from services.lending.domain.early_repayment import (
    EarlyRepaymentTooLarge,
    actuarial_indemnity_cents,
    deferred_share,
    indemnity_cents,
)
from services.lending.domain.interest import period_rate
from services.lending.domain.periods import periods_of
from services.lending.domain.precision import BITS, HALF_UP, to_cents
from services.lending.domain.rates import LoanRates, RatePair, Steady
from services.lending.domain.rows import Row
from services.lending.domain.series import PaymentSeries
from services.lending.domain.terms import EarlyRepayment, Terms
from shared.money import published_rate


class Amortisation:
    """A loan on its way, from one stretch of like periods to the next.

    outstanding, deferred  principal not yet repaid; interest due and not paid; both in cents
    repayments_done        how many early repayments have been taken already, in the order of time
    """

    def __init__(
        self,
        terms: Terms,
        rates: LoanRates | Steady,
        outstanding: int,
        deferred: int = 0,
        repayments_done: int = 0,
    ) -> None:
        self.outstanding = outstanding
        self.deferred = deferred
        self.rows: list[Row] = []
        self._terms = terms
        self._rates = rates
        self._periods = periods_of(terms)
        self._series = PaymentSeries(terms, self._periods)
        in_order = sorted(enumerate(terms.early_repayments), key=lambda ranked: ranked[1].on)
        self._repayments = in_order[repayments_done:]
        self._pair: RatePair | None = None
        self._published: RatePair | None = None
        self._period_rates: list[int] = []

    def run(self, first: int = 1) -> list[Row]:
        """The rows of the instalments from `first` on.

        [C] None follows an early repayment of all that is outstanding; another one that does is refused.
        """
        for start, after in pairwise(self._cuts(first)):
            self._meet(self._rates.on(self._periods.starts[start - 1]))
            if self._repay_early(start):
                break
            self._collect(start, after - 1)
        return self.rows

    def _cuts(self, first: int) -> list[int]:
        """Numbers of the instalments before which something may change, and the one after the last."""
        terms, periods = self._terms, self._periods
        cuts = {first, terms.deferred_instalments + 1, terms.instalments, terms.instalments + 1}
        changes = self._rates.changes_between(terms.starts_on, periods.starts[-1])
        cuts.update(bisect_left(periods.starts, day) + 1 for day in changes)
        cuts.update(bisect_right(periods.dues, repayment.on) + 1 for _, repayment in self._repayments)
        return sorted(number for number in cuts if number >= first)

    def _meet(self, pair: RatePair) -> None:
        """Take the rate and the progressivity of the period that begins."""
        if pair == self._pair:
            return
        self._pair = pair
        self._published = RatePair(pair.rate, published_rate(pair.progressivity))
        self._period_rates = [self._rate_over(length) for length in self._periods.lengths]
        self._series.meet(pair, self._period_rates)

    def _rate_over(self, years: Fraction) -> int:
        return period_rate(self._pair.rate, years, self._terms.interest_mode)

    def _collect(self, first: int, last: int) -> None:
        """The instalments of a stretch: over one rate, all in deferral or none, the last of the loan by itself."""
        terms, count = self._terms, last - first + 1
        if first == terms.instalments:
            self._collect_each(first, [self.outstanding + self.deferred], beside_interest=True)
        elif first <= terms.deferred_instalments:
            self._defer(first, count)
        elif terms.profile == "in_fine":
            self._collect_each(first, [0] * count, beside_interest=True)
        else:
            payments = self._series.payments(first, last, self.outstanding + self.deferred)
            self._collect_each(first, payments, beside_interest=terms.profile == "capital_priority")

    def _defer(self, first: int, count: int) -> None:
        interest = self._terms.deferral.interest
        if interest == "capitalised":
            self._capitalise(first, count)
        else:
            self._collect_each(first, [0] * count, beside_interest=interest == "paid")

    def _collect_each(self, first: int, payments: list[int], beside_interest: bool) -> None:
        """Collect payments, in which the interest of the period is contained or which come beside it.

        A payment goes to the interest, then to deferred interest [C], then to principal; interest that it does not
        cover is deferred. [C] No instalment is more than settles the loan.
        """
        outstanding, deferred, rows = self.outstanding, self.deferred, self.rows
        period_rates, (rate, progressivity) = self._period_rates, self._published
        stretch = slice(first - 1, first - 1 + len(payments))
        periods = zip(payments, self._periods.dues[stretch], self._periods.length_of[stretch], strict=True)
        for number, (payment, due_on, length) in enumerate(periods, first):
            owed = outstanding + deferred
            interest = (owed * period_rates[length] + HALF_UP) >> BITS
            instalment = payment + interest if beside_interest else payment
            instalment = min(instalment, owed + interest)
            if instalment >= interest + deferred:
                paid, deferred = interest + deferred, 0
            else:
                paid, deferred = instalment, deferred + interest - instalment
            principal = instalment - paid
            outstanding -= principal
            amounts = (instalment, interest, paid, principal, deferred, outstanding)
            rows.append(Row(number, "instalment", due_on, rate, progressivity, *amounts))
        self.outstanding, self.deferred = outstanding, deferred

    def _capitalise(self, first: int, count: int) -> None:
        """Due dates on which nothing is collected and the interest joins the principal."""
        for number in range(first, first + count):
            rate = self._period_rates[self._periods.length_of[number - 1]]
            interest = to_cents((self.outstanding + self.deferred) * rate)
            self.outstanding += interest
            amounts = (0, interest, 0, 0, self.deferred, self.outstanding)
            self.rows.append(
                Row(number, "instalment", self._periods.dues[number - 1], *self._published, *amounts)
            )

    def _repay_early(self, number: int) -> bool:
        """Take the early repayments that come before an instalment; whether all is repaid by them."""
        due_on = self._periods.dues[number - 1]
        while self._repayments and self._repayments[0][1].on < due_on:
            self.rows.append(self._early_repayment(number, *self._repayments.pop(0)))
            self._series.restart()
            if not self.outstanding:
                self._refuse_more()
                return True
        return False

    def _refuse_more(self) -> None:
        """Nothing can be given back once all is."""
        if self._repayments:
            rank, repayment = self._repayments[0]
            raise EarlyRepaymentTooLarge(rank, repayment.amount_cents, self.outstanding)

    def _early_repayment(self, number: int, rank: int, repayment: EarlyRepayment) -> Row:
        """An early repayment, on the due date before instalment `number` or inside its period.

        Paid with the principal R: the share of the deferred interest that goes with it, the interest accrued on
        both where it is inside a period, and the indemnity. The instalment then bears the interest of the whole
        period on what is left. The row has the rate of the period it falls in, the new one from a due date on [C].

        Source: standard contract wording, article "Remboursements anticipés".
        """
        principal = repayment.amount_cents
        if principal > self.outstanding:
            raise EarlyRepaymentTooLarge(rank, principal, self.outstanding)
        share = deferred_share(self.deferred, principal, self.outstanding)
        accrued = to_cents((principal + share) * self._accrued_rate(number, repayment.on))
        indemnity = self._indemnity(number, repayment, principal + share + accrued)
        self.outstanding -= principal
        self.deferred -= share
        paid = principal + share + accrued + indemnity
        amounts = (paid, accrued, accrued + share, principal, self.deferred, self.outstanding)
        return Row(number, "early_repayment", repayment.on, *self._published, *amounts)

    def _indemnity(self, number: int, repayment: EarlyRepayment, settled_cents: int) -> int:
        if repayment.indemnity.kind != "actuarial":
            return indemnity_cents(repayment.indemnity, repayment.amount_cents, self._pair.rate)
        part = Fraction(repayment.amount_cents, self.outstanding)
        return actuarial_indemnity_cents(repayment, self._flows_ahead(number), part, settled_cents)

    def _flows_ahead(self, number: int) -> list[tuple[date, int]]:
        """What would fall due from an instalment on, were nothing repaid early and the rate to stay as it is [C]."""
        none_left = len(self._terms.early_repayments)
        unmoved = Amortisation(
            self._terms, Steady(self._pair), self.outstanding, self.deferred, repayments_done=none_left
        )
        return [(row.due_on, row.instalment_cents) for row in unmoved.run(number)]

    def _accrued_rate(self, number: int, day: date) -> int:
        """Period rate from the start of a period to a day inside it; 30/360 counts days as in a stub [C]."""
        start = self._periods.starts[number - 1]
        return self._rate_over(year_fraction(start, day, self._terms.day_count))

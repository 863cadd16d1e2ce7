"""Interest of the phase of disbursements, from the amounts, their dates and the successive rates."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from services.lending.domain.calendar import year_fraction
from services.lending.domain.interest import period_rate
from services.lending.domain.precision import BITS, ONE, to_cents
from services.lending.domain.rates import LoanRates
from services.lending.domain.terms import Disbursement, Terms
from shared.errors import Bilingual, Refusal
from shared.money import text_from_cents


def disbursed(terms: Terms) -> int:
    """All that is paid out during prefinancing, in cents."""
    return sum(disbursement.amount_cents for disbursement in terms.prefinancing.disbursements)


class DisbursedBeyondAgreed(Refusal):
    """More money is paid out than was agreed."""

    french = "Versement de {value} : il ne reste que {left} à verser ; permis : {allowed}."
    english = "Disbursement of {value}: only {left} is left to be paid out; allowed: {allowed}."


def disbursements_after(
    agreed: Sequence[Disbursement], made: Sequence[Disbursement]
) -> tuple[Disbursement, ...]:
    """What was paid out, and what is left of what was agreed, in the order of time.

    [C] A disbursement takes the stead of agreed ones, the earliest first; what is left of those is expected on its
    agreed day, but not before the last disbursement made. Raises DisbursedBeyondAgreed, about the last one made.
    """
    left, rest = sum(each.amount_cents for each in made), []
    since = max((each.on for each in made), default=date.min)
    for each in sorted(agreed, key=lambda each: each.on):
        taken = min(left, each.amount_cents)
        left -= taken
        if taken < each.amount_cents:
            rest.append(Disbursement(on=max(each.on, since), amount_cents=each.amount_cents - taken))
    if left:
        _refuse_beyond(made[-1].amount_cents, left)
    return tuple(sorted((*made, *rest), key=lambda each: each.on))


def _refuse_beyond(amount_cents: int, beyond_cents: int) -> None:
    left = text_from_cents(amount_cents - beyond_cents)
    allowed = Bilingual(f"au plus {left}", f"at most {left}")
    raise DisbursedBeyondAgreed(
        field="amount", value=text_from_cents(amount_cents), left=left, allowed=allowed
    )


def prefinancing_interest(terms: Terms, rates: LoanRates, until: date | None = None) -> int:
    """Interest run on the disbursements up to starts_on, or up to a day before it, in cents.

    A change of the index counts from the very day it takes effect, unlike during the amortisation. Equivalent interest
    multiplies the growth factors of the successive segments, proportional interest adds their interests [C]; one
    rounding on the total [C]. Parts of a year follow the day count of the prefinancing, or else that of the loan.

    Source: the bank's page on indexes, "variation du taux selon la phase du prêt".
    """
    until = until or terms.starts_on
    total = sum(
        disbursement.amount_cents * _interest_of_one(terms, rates, disbursement.on, until)
        for disbursement in terms.prefinancing.disbursements
        if disbursement.on < until
    )
    return to_cents(total)


def _interest_of_one(terms: Terms, rates: LoanRates, since: date, until: date) -> int:
    segments = _segment_rates(terms, rates, since, until)
    if terms.interest_mode == "proportional":
        return sum(segments)
    grown = ONE
    for segment in segments:
        grown = grown * (ONE + segment) >> BITS
    return grown - ONE


def _segment_rates(terms: Terms, rates: LoanRates, since: date, until: date) -> list[int]:
    """The period rate of each stretch of days without a change of rate."""
    day_count = terms.prefinancing.day_count or terms.day_count
    days = [since, *rates.changes_between(since, until), until]
    return [
        period_rate(rates.rate_on(start), year_fraction(start, end, day_count), terms.interest_mode)
        for start, end in pairwise(days)
    ]

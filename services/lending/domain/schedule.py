"""The schedule of a loan: a pure function of its terms, the fixings of its index and what was billed already."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.lending.domain.amortisation import Amortisation
from services.lending.domain.fixings import Fixing, IndexHistory
from services.lending.domain.prefinancing import disbursed, prefinancing_interest
from services.lending.domain.rates import LoanRates
from services.lending.domain.rows import Row
from services.lending.domain.terms import Terms, followed_indexes
from shared.errors import Bilingual, Refusal

Fixings = IndexHistory | Iterable[Fixing]


@dataclass(frozen=True, slots=True)
class Schedule:
    """All rows of a loan, past and future, in the order of time.

    principal_cents  owed on starts_on, prefinancing interest included where it is capitalised
    """

    terms: Terms
    principal_cents: int
    rows: tuple[Row, ...]


class EarlyRepaymentBeforeBilling(Refusal):
    """An early repayment falls before the end of what has been billed without it."""

    french = "Remboursement anticipé du {value} : des échéances sont déjà appelées jusqu'au {billed_until}."
    english = "Early repayment on {value}: instalments are already called up to {billed_until}."

    def __init__(self, value: date, billed_until: date) -> None:
        allowed = Bilingual(f"à partir du {billed_until:%d/%m/%Y}", f"from {billed_until.isoformat()} on")
        super().__init__(field="early_repayments", value=value, allowed=allowed, billed_until=billed_until)


def schedule(
    terms: Terms,
    fixings: Fixings | Mapping[str, Fixings] = (),
    frozen: Sequence[Row] = (),
    settled: Schedule | None = None,
) -> Schedule:
    """The schedule of a loan.

    fixings  of the loan's index, in any order, repeated or not; the terms' own come first where they hold some.
             An `IndexHistory` made once serves many loans. A loan that switches needs those of both indexes: by name
    frozen   the first rows, as billed: they come out unchanged. [C] Where computing from the start gives other amounts,
             the rest is computed from the outstanding and deferred interest they end with, the instalment being
             recomputed over the instalments left
    settled  what became of the loan under earlier terms, where these took their place on a due date: its rows and its
             principal stand, and computing starts from what they leave

    Raises FixingMissing, FixingContradicted, EarlyRepaymentTooLarge, EarlyRepaymentBeforeBilling.
    """
    rates = loan_rates(terms, fixings)
    principal, computed = _computed(terms, rates) if settled is None else _taken_over(terms, rates, settled)
    billed = len(frozen)
    if _amounts(frozen) == _amounts(computed[:billed]):
        return Schedule(terms, principal, (*frozen, *computed[billed:]))
    return Schedule(terms, principal, (*frozen, *_continued(terms, rates, frozen)))


def _computed(terms: Terms, rates: LoanRates) -> tuple[int, list[Row]]:
    """The principal and all rows, from the start."""
    principal, opening = _opening(terms, rates)
    return principal, [*opening, *Amortisation(terms, rates, principal).run()]


def _taken_over(terms: Terms, rates: LoanRates, settled: Schedule) -> tuple[int, list[Row]]:
    """The same, from where earlier terms ended."""
    return settled.principal_cents, [*settled.rows, *_continued(terms, rates, settled.rows)]


def loan_rates(terms: Terms, fixings: Fixings | Mapping[str, Fixings] = ()) -> LoanRates:
    """The rates of a loan at those fixings, given as to `schedule`."""
    if terms.fixings is not None and terms.rate.kind == "index":
        switch = terms.rate.switch
        return LoanRates(terms, IndexHistory(terms.fixings), _history(switch.fixings) if switch else None)
    if not isinstance(fixings, Mapping):
        return LoanRates(terms, _history(fixings))
    return LoanRates(terms, *(_history(fixings.get(index, ())) for index in followed_indexes(terms) or ("",)))


def _history(fixings: Fixings) -> IndexHistory:
    return fixings if isinstance(fixings, IndexHistory) else IndexHistory(fixings)


def _opening(terms: Terms, rates: LoanRates) -> tuple[int, list[Row]]:
    """The principal on starts_on, and the row of prefinancing interest paid that day."""
    if terms.prefinancing is None:
        return terms.principal_cents, []
    principal, interest = disbursed(terms), prefinancing_interest(terms, rates)
    if terms.prefinancing.settlement == "capitalised":
        return principal + interest, []
    amounts = (interest, interest, interest, 0, 0, principal)
    return principal, [Row(0, "prefinancing_interest", terms.starts_on, None, None, *amounts)]


def _amounts(rows: Sequence[Row]) -> list[tuple]:
    """What was billed: all but the rates, which follow from other facts."""
    return [(*row[:3], *row[5:]) for row in rows]


def _continued(terms: Terms, rates: LoanRates, frozen: Sequence[Row]) -> list[Row]:
    last = frozen[-1]
    done = sum(row.event == "early_repayment" for row in frozen)
    _refuse_earlier_repayments(terms, last, done)
    if last.event == "early_repayment" and not last.outstanding_cents:
        return []
    following = last.number if last.event == "early_repayment" else last.number + 1
    rest = Amortisation(terms, rates, last.outstanding_cents, last.deferred_interest_cents, done)
    return rest.run(following)


def _refuse_earlier_repayments(terms: Terms, last: Row, done: int) -> None:
    coming = sorted(repayment.on for repayment in terms.early_repayments)[done:]
    if coming and coming[0] < last.due_on:
        raise EarlyRepaymentBeforeBilling(coming[0], last.due_on)


def outstanding_on(plan: Schedule, day: date) -> int:
    """Principal not yet repaid at the end of a day, in cents; what has been disbursed, before starts_on."""
    terms = plan.terms
    if day < terms.starts_on:
        disbursements = terms.prefinancing.disbursements if terms.prefinancing else ()
        return sum(each.amount_cents for each in disbursements if each.on <= day)
    last = _last_row(plan, day)
    return last.outstanding_cents if last else plan.principal_cents


def deferred_interest_on(plan: Schedule, day: date) -> int:
    """Interest due and not paid at the end of a day, in cents."""
    last = _last_row(plan, day)
    return last.deferred_interest_cents if last else 0


def _last_row(plan: Schedule, day: date) -> Row | None:
    past = bisect_right(plan.rows, day, key=lambda row: row.due_on)
    return plan.rows[past - 1] if past else None


def next_instalment(plan: Schedule, after: date) -> Row | None:
    """The first instalment due after a day, none once the loan is repaid."""
    return next((row for row in plan.rows if row.event == "instalment" and row.due_on > after), None)

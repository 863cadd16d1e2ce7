"""What was called and what was paid: which instalments are settled, which are late, and what lateness costs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.lending.domain.fixings import Fixing, IndexHistory
from services.lending.domain.late_interest import late_interest


@dataclass(frozen=True, slots=True)
class Receivable:
    """What a loan has to pay on a day: an instalment that was called, or an early repayment that was agreed.

    number  of the instalment; of the one that follows an early repayment
    """

    number: int
    event: str
    due_on: date
    interest_cents: int
    principal_cents: int

    @property
    def amount_cents(self) -> int:
        """Interest and principal."""
        return self.interest_cents + self.principal_cents


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in for a loan.

    returned_on  the day from which its bank has taken it back, if it has
    """

    value_on: date
    amount_cents: int
    returned_on: date | None = None

    def counts_on(self, day: date) -> bool:
        """Whether it was there at the end of a day."""
        return self.value_on <= day and (self.returned_on is None or day < self.returned_on)


@dataclass(slots=True)
class Claim:
    """A receivable on its way to being settled.

    interest_paid_cents, principal_paid_cents  what was paid of it
    late_interest_cents                        what lateness cost of the parts paid so far
    """

    receivable: Receivable
    interest_paid_cents: int = 0
    principal_paid_cents: int = 0
    late_interest_cents: int = 0

    @property
    def paid_cents(self) -> int:
        """Of its interest and of its principal."""
        return self.interest_paid_cents + self.principal_paid_cents

    @property
    def unpaid_cents(self) -> int:
        """What is left to pay, without the interest on lateness."""
        return self.receivable.amount_cents - self.paid_cents

    def pay(self, cents: int) -> None:
        """Settle a part of it: interest first, then principal [C]."""
        to_interest = min(cents, self.receivable.interest_cents - self.interest_paid_cents)
        self.interest_paid_cents += to_interest
        self.principal_paid_cents += cents - to_interest


@dataclass(slots=True)
class Account:
    """What a loan has to pay and has paid, at the end of a day.

    claims                    what was due by then, the oldest first
    settled                   how many of them, from the first on, are paid
    late_interest_paid_cents  interest on lateness that was paid
    credit_cents              paid beyond what was due: it settles what falls due next
    """

    claims: list[Claim] = field(default_factory=list)
    settled: int = 0
    late_interest_paid_cents: int = 0
    credit_cents: int = 0

    @property
    def late_interest_cents(self) -> int:
        """Interest on lateness not yet paid."""
        return sum(claim.late_interest_cents for claim in self.claims) - self.late_interest_paid_cents


def account_on(
    day: date,
    receivables: Iterable[Receivable],
    payments: Iterable[Payment],
    livret_a: IndexHistory | Iterable[Fixing],
) -> Account:
    """The account of a loan at the end of a day.

    receivables, payments  in any order; those of later days do not count
    livret_a               its fixings: late interest follows them

    [C] Money settles, on the day it counts from: what is due, the oldest first, of each the interest and then the
    principal; once nothing is due, interest on lateness; what is left is kept, and settles what falls due next on its
    day. [C] Money that its bank takes back counts until the day before; from that day on it is as if it had never come,
    so that what it settled is due again and late since its own due date. Each part of a receivable bears interest on
    lateness from the due date to the day it is paid, so that the parts sum to what lateness costs. That interest bears
    none once the receivable is settled.

    Raises FixingMissing where something is late and the Livret A has no value on a day that needs one.
    """
    history = livret_a if isinstance(livret_a, IndexHistory) else IndexHistory(livret_a)
    coming = sorted((each for each in receivables if each.due_on <= day), key=_order)
    received = [each for each in payments if each.counts_on(day)]
    account = Account()
    for moment in sorted({each.due_on for each in coming} | {each.value_on for each in received}):
        account.claims += [Claim(each) for each in coming if each.due_on == moment]
        account.credit_cents += sum(each.amount_cents for each in received if each.value_on == moment)
        _settle(account, moment, history)
    for claim in account.claims:
        claim.late_interest_cents += _lateness(claim, claim.unpaid_cents, day, history)
    return account


def shares_of_payment(amount_cents: int, lines: Sequence[tuple[Account, Sequence[Receivable]]]) -> list[int]:
    """What each line of a contract gets of a payment that names the contract alone; the parts sum to the payment.

    lines  of each, in order of its number: its account on the day, and what was called and falls due later

    [C] In this order: what is due, the oldest first; interest on lateness; what falls due next; the rest goes to the
    first line, as a credit.
    """
    wanted = sorted(want for rank, line in enumerate(lines) for want in _wanted(rank, *line))
    parts, left = [0] * len(lines), amount_cents
    for *_, rank, cents in wanted:
        part = min(left, cents)
        parts[rank] += part
        left -= part
    parts[0] += left
    return parts


_DUE, _LATENESS, _COMING = range(3)


def _wanted(
    rank: int, account: Account, coming: Sequence[Receivable]
) -> Iterator[tuple[int, date, int, int]]:
    """What a line could take: how soon, since when, the line, and how much."""
    for claim in account.claims[account.settled :]:
        yield _DUE, claim.receivable.due_on, rank, claim.unpaid_cents
    yield _LATENESS, date.min, rank, account.late_interest_cents
    credit = account.credit_cents
    for receivable in sorted(coming, key=_order):
        covered = min(credit, receivable.amount_cents)
        credit -= covered
        yield _COMING, receivable.due_on, rank, receivable.amount_cents - covered


def _order(receivable: Receivable) -> tuple[date, bool, int]:
    """In order of time; an instalment comes before an early repayment of its day, as in the schedule."""
    return receivable.due_on, receivable.event == "early_repayment", receivable.number


def _settle(account: Account, day: date, history: IndexHistory) -> None:
    for claim in account.claims[account.settled :]:
        part = min(account.credit_cents, claim.unpaid_cents)
        claim.late_interest_cents += _lateness(claim, part, day, history)
        claim.pay(part)
        account.credit_cents -= part
        if claim.unpaid_cents:
            return
        account.settled += 1
    to_lateness = min(account.credit_cents, account.late_interest_cents)
    account.late_interest_paid_cents += to_lateness
    account.credit_cents -= to_lateness


def _lateness(claim: Claim, cents: int, day: date, history: IndexHistory) -> int:
    return late_interest(cents, claim.receivable.due_on, day, history).cents if cents else 0

"""What lending tells: loans, and what a revision changed for whom.

A revision is told per structure, not per loan: 300,000 events would take minutes on any broker, 15,000 take seconds.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from shared.events import contract, part


@contract("lending.chunks_due.v1")
class ChunksDue:
    """Internal work: recompute the loans of some chunks of the portfolio for a revision or a preview."""

    revision_id: UUID
    chunks: tuple[int, ...]


@contract("lending.announcements_due.v1")
class AnnouncementsDue:
    """Internal work: tell some of the structures concerned what a revision changed for them.

    share  which of them, by number: lending keeps whom each share names
    """

    revision_id: UUID
    share: int


@contract("lending.loans_imported.v1")
class LoansImported:
    """Loan lines entered the portfolio, each with its schedule.

    loans  how many; refused lines are reported to who sent them, not here
    """

    import_id: UUID
    loans: int
    principal_cents: int


@part
class RevisedLoan:
    """What a revision changed for one loan line.

    first_revised_on          due date of the first instalment at the new rate
    instalment_before_cents   that instalment, as it was announced before
    instalment_after_cents    that instalment now
    outstanding_cents         principal not yet repaid on the effective date
    Rates and progressivities are annual fractions of 1.
    """

    loan_number: str
    contract_number: str
    product: str
    rate_before: Decimal
    rate_after: Decimal
    progressivity_before: Decimal
    progressivity_after: Decimal
    first_revised_on: date
    instalment_before_cents: int
    instalment_after_cents: int
    outstanding_cents: int


@part
class RevisionFacts:
    """The fixing that caused a revision, as letters quote it.

    value_before  the value in force the day before, None when there was none
    Values are fractions of 1.
    """

    index: str
    effective_on: date
    value_before: Decimal | None
    value_after: Decimal
    derogation: bool
    legal_reference: str
    published_on: date


@contract("lending.revision_completed.v1")
class RevisionCompleted:
    """Every loan that a fixing touches has its new schedule, visible to all readers at once.

    next_instalments_*_cents           what falls due next, all loans: by contract still at the old rate
    first_revised_instalments_*_cents  the first instalment at the new rate of each revised loan
    outstanding_cents                  principal not yet repaid, all loans, on the effective date
    """

    revision_id: UUID
    fixing_id: UUID
    facts: RevisionFacts
    loans_read: int
    loans_revised: int
    loans_unchanged: int
    next_instalments_before_cents: int
    next_instalments_after_cents: int
    first_revised_instalments_before_cents: int
    first_revised_instalments_after_cents: int
    outstanding_cents: int


@contract("lending.structure_revised.v1")
class StructureRevised:
    """A revision changed loans of this borrower.

    loans    the revised lines, in order of loan number, at most LINES_MAX; loans_revised counts them all
    *_cents  sums over all the borrower's lines (outstanding, next) or over the revised ones (first_revised)
    """

    revision_id: UUID
    structure_id: UUID
    facts: RevisionFacts
    loans_revised: int
    loans_unchanged: int
    next_instalments_cents: int
    first_revised_instalments_before_cents: int
    first_revised_instalments_after_cents: int
    outstanding_cents: int
    loans: tuple[RevisedLoan, ...]


@part
class GuaranteedBorrower:
    """The revised loans of one borrower, at the guarantor's share of each."""

    structure_id: UUID
    name: str
    loans_revised: int
    first_revised_instalments_before_cents: int
    first_revised_instalments_after_cents: int
    outstanding_cents: int


@contract("lending.guarantee_revised.v1")
class GuaranteeRevised:
    """A revision changed loans that this structure guarantees; amounts are at its shares.

    borrowers  one entry for each borrower with revised loans, in order of name
    """

    revision_id: UUID
    structure_id: UUID
    facts: RevisionFacts
    loans_revised: int
    first_revised_instalments_before_cents: int
    first_revised_instalments_after_cents: int
    outstanding_cents: int
    borrowers: tuple[GuaranteedBorrower, ...]


@part
class CalledInstalment:
    """An instalment that was called: it is collected on its due date, whatever later values say."""

    loan_number: str
    contract_number: str
    number: int
    due_on: date
    instalment_cents: int
    interest_cents: int
    principal_cents: int


@part
class CalledOnDay:
    """All that was called of one borrower for one due date: how many instalments, and their sums."""

    due_on: date
    instalments: int
    instalment_cents: int
    interest_cents: int
    principal_cents: int


@contract("lending.instalments_called.v1")
class InstalmentsCalled:
    """A billing run called instalments of this borrower: its payment notice.

    due_until     the run called what is due up to this day and was not called yet
    instalments   how many of this borrower it called; amount_cents is their sum
    lines         each of them, the soonest first, at most LINES_MAX
    days          the sums of all of them by due date, the soonest first, whatever `lines` leaves out
    """

    run_id: UUID
    structure_id: UUID
    due_until: date
    instalments: int
    amount_cents: int
    lines: tuple[CalledInstalment, ...]
    days: tuple[CalledOnDay, ...] = ()


@part
class TermsToCome:
    """What is to come of a loan from a day on, in the words of its terms.

    instalments    how many are left after that day, the last of them on last_due_on
    rate, progressivity
                   of the period that begins on that day: annual fractions of 1
    profile        instalment_priority, capital_priority or in_fine
    """

    instalments: int
    months_between_instalments: int
    profile: str
    rate: Decimal
    progressivity: Decimal
    last_due_on: date


@contract("lending.loan_amended.v1")
class LoanAmended:
    """The terms of a loan line were amended: its schedule is another one from a day on.

    cause                      early_repayment, disbursement, effect_date or rearrangement
    payable_cents              what the borrower pays on effective_on, for an early repayment; else 0
    outstanding_cents          principal not yet repaid at the end of effective_on
    next_due_on                None where nothing falls due any more; so with last_due_on
    next_instalment_*_cents    what falls due next, by the schedule before and by the new one
    terms_before, terms_after  what was and is to come after effective_on; None where nothing is
    """

    loan_number: str
    contract_number: str
    structure_id: UUID
    cause: str
    effective_on: date
    version: int
    payable_cents: int
    outstanding_cents: int
    next_due_on: date | None
    next_instalment_before_cents: int
    next_instalment_after_cents: int
    last_due_on: date | None
    terms_before: TermsToCome | None = None
    terms_after: TermsToCome | None = None


LINES_MAX = 1_000
"""Lines that one event, and so one letter, carries; a larger borrower reads the rest online."""

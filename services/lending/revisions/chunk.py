"""The work of one chunk of a revision: each loan's old schedule, its new one, and the sums that follow."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.effect import Effect, effect_of
from services.lending.domain.fixings import IndexHistory
from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule, schedule
from services.lending.domain.shares import split_by_shares
from services.lending.portfolio.packing import pack_rows, unpack_rows
from services.lending.portfolio.store import terms_of
from services.lending.portfolio.tables import Guarantee, Loan
from services.lending.revisions.tables import Revision
from shared import logs
from shared.events import to_json
from shared.events.lending import RevisedLoan

_log = logs.get_logger(__name__)

PartKey = tuple[str, str, str]
"""kind, key and other of a RevisionPart."""


@dataclass
class Sums:
    """The columns of Totals, being added up."""

    loans_read: int = 0
    loans_revised: int = 0
    loans_failed: int = 0
    next_before_cents: int = 0
    next_after_cents: int = 0
    first_revised_before_cents: int = 0
    first_revised_after_cents: int = 0
    outstanding_cents: int = 0

    def add(self, effect: Effect) -> None:
        """Count one loan."""
        self.loans_read += 1
        self.next_before_cents += effect.next_before_cents
        self.next_after_cents += effect.next_after_cents
        self.outstanding_cents += effect.outstanding_cents
        if effect.is_change:
            self.loans_revised += 1
            self.first_revised_before_cents += effect.first_before.instalment_cents
            self.first_revised_after_cents += effect.first_after.instalment_cents


@dataclass
class ChunkResult:
    """What a chunk's work gives: its new schedules by slot, its sums, and the loans it had to leave as they were."""

    segments: list[bytes]
    schedules: dict[str, Schedule] = field(default_factory=dict)
    sums: Sums = field(default_factory=Sums)
    parts: dict[PartKey, Sums] = field(default_factory=lambda: defaultdict(Sums))
    revised: dict[UUID, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    failures: dict[str, str] = field(default_factory=dict)


def revise_chunk(
    loans: Sequence[Loan],
    shares: dict[str, list[Guarantee]],
    segments: list[bytes],
    histories: dict[str, IndexHistory],
    revision: Revision,
    as_of: date,
) -> ChunkResult:
    """Recompute the loans of a chunk.

    segments   the packed schedules that readers see, by slot
    histories  the fixings in force, by index, the new one included; loans that follow another index stay as they are
    as_of      the business date
    """
    result = ChunkResult(segments=list(segments))
    for loan in loans:
        before = Schedule(terms_of(loan), loan.principal_cents, unpack_rows(segments[loan.slot]))
        after = _recomputed(loan, before, histories, result)
        effect = effect_of(before, after, revision.effective_on, as_of)
        result.schedules[loan.loan_number] = after
        if effect.is_change:
            result.segments[loan.slot] = pack_rows(after.rows)
            result.revised[loan.borrower_id].append(_line(loan, effect))
        for sums in _sums_of(loan, result):
            sums.add(effect)
        _add_guarantors(loan, shares.get(loan.loan_number, []), effect, result)
    return result


def _recomputed(
    loan: Loan, before: Schedule, histories: dict[str, IndexHistory], result: ChunkResult
) -> Schedule:
    if loan.index not in histories:
        return before
    frozen = tuple(row for row in before.rows if row.due_on <= loan.billed_until)
    try:
        return schedule(before.terms, histories[loan.index], frozen=frozen)
    except Exception as error:  # one loan that cannot be computed must not hold up a million others
        _log.exception("loan_not_revised", loan_number=loan.loan_number, reason=str(error))
        result.failures[loan.loan_number] = f"{type(error).__name__}: {error}"
        result.sums.loans_failed += 1
        return before


def _sums_of(loan: Loan, result: ChunkResult) -> Iterator[Sums]:
    yield result.sums
    yield result.parts["product", loan.product, ""]
    yield result.parts["borrower", str(loan.borrower_id), ""]


def _add_guarantors(loan: Loan, guarantees: Iterable[Guarantee], effect: Effect, result: ChunkResult) -> None:
    guarantees = list(guarantees)
    if not guarantees:
        return
    shares = [guarantee.share for guarantee in guarantees]
    for guarantee, share in zip(guarantees, _split_effect(effect, shares), strict=True):
        result.parts["guarantor", str(guarantee.guarantor_id), str(loan.borrower_id)].add(share)


def _split_effect(effect: Effect, shares: list) -> Iterator[Effect]:
    """The effect at each guarantor's share; the shares of an amount sum to it."""
    first = zip(_split_row(effect.first_before, shares), _split_row(effect.first_after, shares), strict=True)
    sums = zip(
        split_by_shares(effect.next_before_cents, shares),
        split_by_shares(effect.next_after_cents, shares),
        split_by_shares(effect.outstanding_cents, shares),
        strict=True,
    )
    for (before, after), (next_before, next_after, outstanding) in zip(first, sums, strict=True):
        yield Effect(before, after, next_before, next_after, outstanding)


def _split_row(row: Row | None, shares: list) -> list[Row | None]:
    if row is None:
        return [None] * len(shares)
    return [row._replace(instalment_cents=part) for part in split_by_shares(row.instalment_cents, shares)]


def _line(loan: Loan, effect: Effect) -> dict[str, Any]:
    before, after = effect.first_before, effect.first_after
    return to_json(
        RevisedLoan(
            loan_number=loan.loan_number,
            contract_number=loan.contract_number,
            product=loan.product,
            rate_before=before.rate,
            rate_after=after.rate,
            progressivity_before=before.progressivity,
            progressivity_after=after.progressivity,
            first_revised_on=after.due_on,
            instalment_before_cents=before.instalment_cents,
            instalment_after_cents=after.instalment_cents,
            outstanding_cents=effect.outstanding_cents,
        )
    )


def load_loans(session: Session, chunk: int) -> tuple[Sequence[Loan], dict[str, list[Guarantee]]]:
    """The loans of a chunk by slot, and who guarantees them."""
    loans = session.scalars(sa.select(Loan).where(Loan.chunk == chunk).order_by(Loan.slot)).all()
    shares: dict[str, list[Guarantee]] = defaultdict(list)
    for guarantee in session.scalars(
        sa.select(Guarantee)
        .join(Loan)
        .where(Loan.chunk == chunk)
        .order_by(Guarantee.loan_number, Guarantee.guarantor_id)
    ):
        shares[guarantee.loan_number].append(guarantee)
    return loans, shares

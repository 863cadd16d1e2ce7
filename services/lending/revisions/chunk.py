"""The work of one chunk of a revision: each loan's old schedule, its new one, and the sums that follow."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.effect import Effect, effect_of
from services.lending.domain.fixings import IndexHistory
from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule, next_instalment
from services.lending.domain.shares import split_by_shares
from services.lending.portfolio.computing import revised_schedule
from services.lending.portfolio.packing import pack_rows, unpack_rows
from services.lending.portfolio.store import terms_of
from services.lending.portfolio.tables import Guarantee, Loan
from services.lending.portfolio.upcoming import next_call
from services.lending.revisions.lines import kept_line
from shared import logs
from shared.errors import Refusal

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

    def add(self, effect: Effect, failed: bool) -> None:
        """Count one loan."""
        self.loans_read += 1
        self.loans_failed += failed
        self.next_before_cents += effect.next_before_cents
        self.next_after_cents += effect.next_after_cents
        self.outstanding_cents += effect.outstanding_cents
        if effect.is_change:
            self.loans_revised += 1
            self.first_revised_before_cents += effect.first_before.instalment_cents
            self.first_revised_after_cents += effect.first_after.instalment_cents


@dataclass
class ChunkResult:
    """What a chunk's work gives.

    segments    the new schedules, packed, by slot
    following   what falls due next of each loan
    next_calls  loans whose next instalment to call is on another day than before
    revised     of each borrower, the lines that events carry
    failures    why a loan had to be left as it was
    """

    segments: list[bytes]
    following: dict[str, Row | None] = field(default_factory=dict)
    next_calls: list[dict[str, Any]] = field(default_factory=list)
    sums: Sums = field(default_factory=Sums)
    parts: dict[PartKey, Sums] = field(default_factory=lambda: defaultdict(Sums))
    revised: dict[UUID, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    failures: dict[str, str] = field(default_factory=dict)


def revise_chunk(
    loans: Sequence[Loan],
    shares: dict[str, list[Guarantee]],
    segments: Sequence[bytes],
    histories: dict[str, IndexHistory],
    effective_on: date,
    as_of: date,
) -> ChunkResult:
    """Recompute the loans of a chunk.

    segments      the packed schedules that readers see, by slot
    histories     the fixings in force, by index, the new one included; loans that follow another index stay as they are
    effective_on  first day of the new value
    as_of         the business date
    """
    result = ChunkResult(segments=list(segments))
    for loan in loans:
        before = Schedule(terms_of(loan), loan.principal_cents, unpack_rows(segments[loan.slot]))
        after = _recomputed(loan, before, histories, result)
        effect = effect_of(before, after, effective_on, as_of)
        result.following[loan.loan_number] = next_instalment(after, as_of)
        if effect.is_change:
            _note_change(loan, after, effect, result)
        for sums in _sums_of(loan, result):
            sums.add(effect, failed=loan.loan_number in result.failures)
        _add_guarantors(loan, shares.get(loan.loan_number, []), effect, result)
    return result


def _recomputed(
    loan: Loan, before: Schedule, histories: dict[str, IndexHistory], result: ChunkResult
) -> Schedule:
    if loan.index not in histories:
        return before
    try:
        return revised_schedule(before.terms, histories[loan.index], before.rows, loan.billed_until)
    except Refusal as refusal:
        result.failures[loan.loan_number] = refusal.sentences.french
    except Exception as error:  # one loan that cannot be computed must not hold up a million others
        _log.exception("loan_not_revised", loan_number=loan.loan_number, reason=str(error))
        result.failures[loan.loan_number] = f"{type(error).__name__}: {error}"
    return before


def _note_change(loan: Loan, after: Schedule, effect: Effect, result: ChunkResult) -> None:
    result.segments[loan.slot] = pack_rows(after.rows)
    result.revised[loan.borrower_id].append(kept_line(loan, effect))
    next_call_on = next_call(after.rows, loan.billed_until)
    if next_call_on != loan.next_call_on:
        result.next_calls.append({"loan_number": loan.loan_number, "next_call_on": next_call_on})


def _sums_of(loan: Loan, result: ChunkResult) -> Iterator[Sums]:
    yield result.sums
    yield result.parts["product", loan.product, ""]
    yield result.parts["borrower", str(loan.borrower_id), ""]


def _add_guarantors(loan: Loan, guarantees: Sequence[Guarantee], effect: Effect, result: ChunkResult) -> None:
    if not guarantees:
        return
    shares = [guarantee.share for guarantee in guarantees]
    failed = loan.loan_number in result.failures
    for guarantee, share in zip(guarantees, _split_effect(effect, shares), strict=True):
        result.parts["guarantor", str(guarantee.guarantor_id), str(loan.borrower_id)].add(share, failed)


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


def load_chunk(session: Session, chunk: int, loans: int) -> tuple[Sequence[Loan], dict[str, list[Guarantee]]]:
    """The loans in the first slots of a chunk, and who guarantees them: an import may be filling up the others."""
    these = (Loan.chunk == chunk, Loan.slot < loans)
    guarantees: dict[str, list[Guarantee]] = defaultdict(list)
    for guarantee in session.scalars(
        sa.select(Guarantee).join(Loan).where(*these).order_by(Guarantee.loan_number, Guarantee.guarantor_id)
    ):
        guarantees[guarantee.loan_number].append(guarantee)
    return session.scalars(sa.select(Loan).where(*these).order_by(Loan.slot)).all(), guarantees

"""Chunks of a revision: every loan of them recomputed, and compared with what it was."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from services.lending.domain.effect import effect_of
from services.lending.domain.fixings import IndexHistory
from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule, next_instalment
from services.lending.portfolio.book import Book
from services.lending.portfolio.computing import revised_schedule
from services.lending.portfolio.packing import pack
from services.lending.portfolio.pieces import Piece
from services.lending.portfolio.store import terms_of
from services.lending.portfolio.tables import Loan
from services.lending.portfolio.upcoming import next_call
from services.lending.revisions.columns import Revised, revise_columns
from services.lending.revisions.effects import Effects, Flags, column_effects
from services.lending.revisions.rules import Rules
from shared import logs
from shared.errors import Refusal

_log = logs.get_logger(__name__)


@dataclass
class ChunkResult:
    """What the work on chunks gives, by slot.

    piece           the new schedules
    effects         what changed for each loan
    by_exact_rules  the loans that columns left to them
    following       the next instalment of loans for which it is another than before; None where none is left
    next_calls      loans whose next instalment to call is on another day than before
    failures        why a loan had to be left as it was
    """

    piece: Piece
    effects: Effects
    by_exact_rules: Flags
    following: dict[int, Row | None] = field(default_factory=dict)
    next_calls: list[dict[str, Any]] = field(default_factory=list)
    failures: dict[int, str] = field(default_factory=dict)


class ChunkWork:
    """The recomputation of chunks: first of all that columns can hold, then of the rest by the exact rules.

    before  the schedules that readers see
    called  of slots with instalments called on the effective day or beyond: up to which
    as_of   the business date
    by_hand the slots for which `finish` has to be given the loans
    """

    def __init__(
        self, book: Book, before: Piece, rules: Rules, called: Mapping[int, date], as_of: date
    ) -> None:
        self._before = before
        self._rules = rules
        self._as_of = as_of
        self._revised: Revised = revise_columns(book, before, rules, called)
        self._effects, self._next, told = column_effects(
            book, before, self._revised, rules.effective_on, as_of
        )
        self.by_hand: list[int] = np.flatnonzero(~told).tolist()

    def finish(self, loans: Mapping[int, Loan], histories: Mapping[str, IndexHistory]) -> ChunkResult:
        """Do what was left to the exact rules.

        loans      those of `by_hand`
        histories  the fixings of every index that they follow
        """
        result = ChunkResult(self._revised.piece, self._effects, self._revised.open)
        packed = {}
        for slot, loan in loans.items():
            before = Schedule(terms_of(loan), loan.principal_cents, self._before.rows_of(slot))
            after = self._recomputed(slot, loan, before, histories, result)
            effect = effect_of(before, after, self._rules.effective_on, self._as_of)
            self._effects.put(slot, effect)
            if effect.is_change:
                packed[slot] = pack(after)
                self._note_days(slot, loan, before, after, result)
        result.piece = result.piece.with_loans(packed)
        self._note_following(result, loans)
        return result

    def _recomputed(
        self,
        slot: int,
        loan: Loan,
        before: Schedule,
        histories: Mapping[str, IndexHistory],
        result: ChunkResult,
    ) -> Schedule:
        """As the exact rules say; where columns revised the loan already, only its effect was missing."""
        if self._revised.changed[slot]:
            return Schedule(before.terms, before.principal_cents, self._revised.piece.rows_of(slot))
        if not self._revised.open[slot]:
            return before
        try:
            since = self._rules.effective_on
            called = loan.billed_until, since, loan.settled_until
            return revised_schedule(before.terms, histories, before, *called)
        except Refusal as refusal:
            result.failures[slot] = refusal.sentences.french
        except Exception as error:  # one loan that cannot be computed must not hold up a million others
            _log.exception("loan_not_revised", loan_number=loan.loan_number, reason=str(error))
            result.failures[slot] = f"{type(error).__name__}: {error}"
        return before

    def _note_days(
        self, slot: int, loan: Loan, before: Schedule, after: Schedule, result: ChunkResult
    ) -> None:
        following = next_instalment(after, self._as_of)
        if following != next_instalment(before, self._as_of):
            result.following[slot] = following
        next_call_on = next_call(after.rows, loan.billed_until)
        if next_call_on != loan.next_call_on:
            result.next_calls.append({"loan_number": loan.loan_number, "next_call_on": next_call_on})

    def _note_following(self, result: ChunkResult, loans: Mapping[int, Loan]) -> None:
        """What falls due next of loans that columns revised from that very instalment on, or from one before."""
        place = self._revised.place
        moved = self._revised.changed & self._next.exists & (place.number <= self._next.number)
        for slot in np.flatnonzero(moved).tolist():
            if slot not in loans:
                rows = result.piece.rows_of(slot)
                result.following[slot] = rows[int(self._next.row[slot] - self._before.rows[slot])]

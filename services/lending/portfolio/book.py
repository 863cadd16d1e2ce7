"""What a revision needs to know of each loan beside its schedule, as columns that change only when terms are amended.

A page holds the loans that one import put into a chunk. What loans have in common is written once: names, structures,
and the rule, which is all of a loan's terms but its amounts and days.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate
from typing import Any, NamedTuple, Self
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from services.lending.domain.terms import Terms
from services.lending.portfolio.schemas import LoanLine
from services.lending.portfolio.tables import BookPage
from services.lending.schemas import terms_to_json

_OF_EACH_LOAN = ("principal", "starts_on", "first_due_on", "instalments", "prefinancing", "early_repayments")
_OF_EACH_GUARANTEE = ("guaranteed", "guarantor", "share")
_NEVER = 0


class Guarantees(NamedTuple):
    """Who guarantees what: entries in order of loan, then of guarantor.

    share  which of `shares`, fractions of 1
    """

    loan: NDArray[np.int64]
    guarantor: NDArray[np.int64]
    shares: list[Decimal]
    share: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Book:
    """The loans of a chunk, by slot; or of several, one after the other.

    product, borrower, rule  which of `products`, `borrowers`, `rules` is the loan's; a rule is the text of its terms
    instalments              how many its terms have
    last_early_repayment     ordinal of the day; 0 where none is agreed
    """

    loan_numbers: list[str]
    contract_numbers: list[str]
    products: list[str]
    product: NDArray[np.int64]
    borrowers: list[UUID]
    borrower: NDArray[np.int64]
    rules: list[str]
    rule: NDArray[np.int64]
    instalments: NDArray[np.int64]
    last_early_repayment: NDArray[np.int64]
    guarantors: list[UUID]
    guarantees: Guarantees

    @classmethod
    def of(cls, pages: Sequence[dict[str, Any]]) -> Self:
        """The loans of some pages, one page after the other."""

        def column(name: str) -> list[Any]:
            return [value for page in pages for value in page[name]]

        def named(name: str) -> tuple[list[str], NDArray[np.int64]]:
            return _merged([(page["names"][name], page[name]) for page in pages])

        products, product = named("product")
        borrowers, borrower = named("borrower")
        rules, rule = named("rule")
        guarantors, guarantor = named("guarantor")
        shares, share = named("share")
        before = accumulate((len(page["loan_number"]) for page in pages), initial=0)
        guaranteed = [
            np.array(page["guaranteed"], np.int64) + first for first, page in zip(before, pages, strict=False)
        ]
        return cls(
            loan_numbers=column("loan_number"),
            contract_numbers=column("contract_number"),
            products=products,
            product=product,
            borrowers=list(map(UUID, borrowers)),
            borrower=borrower,
            rules=rules,
            rule=rule,
            instalments=np.array(column("instalments"), np.int64),
            last_early_repayment=np.array(column("last_early_repayment"), np.int64),
            guarantors=list(map(UUID, guarantors)),
            guarantees=Guarantees(np.concatenate(guaranteed), guarantor, list(map(Decimal, shares)), share),
        )

    def of_slots(self, slots: Sequence[int]) -> "Book":
        """Some of its loans, by rank in their order; who guarantees them is left out."""
        nobody = np.zeros(0, np.int64)
        columns = ("product", "borrower", "rule", "instalments", "last_early_repayment")
        return replace(
            self,
            loan_numbers=[self.loan_numbers[slot] for slot in slots],
            contract_numbers=[self.contract_numbers[slot] for slot in slots],
            **{name: getattr(self, name)[list(slots)] for name in columns},
            guarantors=[],
            guarantees=Guarantees(nobody, nobody, [], nobody),
        )


def page_of(lines: Sequence[LoanLine]) -> dict[str, Any]:
    """The page of some loan lines, in JSON's own types; long values that repeat are written once, under `names`."""
    guarantees = [
        (loan, str(guarantor), f"{share:f}")
        for loan, line in enumerate(lines)
        for guarantor, share in sorted(line.shares.items())
    ]
    named = {
        "product": _ranked(line.product for line in lines),
        "borrower": _ranked(str(line.borrower_id) for line in lines),
        "rule": _ranked(_rule(line.terms_json) for line in lines),
        "guarantor": _ranked(guarantor for _, guarantor, _ in guarantees),
        "share": _ranked(share for _, _, share in guarantees),
    }
    return {
        "names": {name: values for name, (values, _) in named.items()},
        **{name: ranks.tolist() for name, (_, ranks) in named.items()},
        "loan_number": [line.loan_number for line in lines],
        "contract_number": [line.contract_number for line in lines],
        "instalments": [line.terms.instalments for line in lines],
        "last_early_repayment": [_last_early_repayment(line.terms) for line in lines],
        "guaranteed": [loan for loan, _, _ in guarantees],
    }


def change_page(session: Session, chunk: int, slot: int, terms: Terms) -> None:
    """Let the page of a loan say what follows from other terms."""
    of_slot = sa.select(BookPage).where(BookPage.chunk == chunk, BookPage.first_slot <= slot)
    page = session.scalars(of_slot.order_by(BookPage.first_slot.desc()).limit(1)).one()
    columns, entry = deepcopy(page.columns), slot - page.first_slot
    rules, rule = columns["names"]["rule"], _rule(terms_to_json(terms))
    if rule not in rules:
        rules.append(rule)
    columns["rule"][entry] = rules.index(rule)
    columns["instalments"][entry] = terms.instalments
    columns["last_early_repayment"][entry] = _last_early_repayment(terms)
    page.columns = columns


def add_page(session: Session, chunk: int, first_slot: int, lines: Sequence[LoanLine]) -> None:
    """Keep the page of the loans that were put into a chunk from a slot on."""
    session.add(BookPage(chunk=chunk, first_slot=first_slot, columns=page_of(lines)))


def read_book(session: Session, loans: Mapping[int, int]) -> Book:
    """Some chunks, in order of their numbers: of each so many loans, the first ones."""
    pages = session.execute(
        sa.select(BookPage.chunk, BookPage.first_slot, BookPage.columns)
        .where(BookPage.chunk.in_(loans))
        .order_by(BookPage.chunk, BookPage.first_slot)
    )
    return Book.of(
        [
            first_loans(columns, loans[chunk] - first_slot)
            for chunk, first_slot, columns in pages
            if first_slot < loans[chunk]
        ]
    )


def first_loans(page: dict[str, Any], loans: int) -> dict[str, Any]:
    """A page without the loans beyond the first so many, and without the names that only they had."""
    if loans >= len(page["loan_number"]):
        return page
    guarantees = bisect_left(page["guaranteed"], loans)
    cut = {
        name: page[name][: guarantees if name in _OF_EACH_GUARANTEE else loans]
        for name in page.keys() - {"names"}
    }
    names = {}
    for name, values in page["names"].items():
        names[name], ranks = _ranked(values[rank] for rank in cut[name])
        cut[name] = ranks.tolist()
    return cut | {"names": names}


def _last_early_repayment(terms: Terms) -> int:
    return max((each.on.toordinal() for each in terms.early_repayments), default=_NEVER)


def _rule(terms: dict[str, Any]) -> str:
    common = {name: value for name, value in terms.items() if name not in _OF_EACH_LOAN}
    return json.dumps(common, sort_keys=True, separators=(",", ":"))


def _merged(columns: Sequence[tuple[list[str], list[int]]]) -> tuple[list[str], NDArray[np.int64]]:
    """Columns of ranks behind one another, as ranks among all their different values."""
    different, ranks = _ranked(value for values, _ in columns for value in values)
    before = accumulate((len(values) for values, _ in columns), initial=0)
    shifted = [
        np.array(column, np.int64) + first for first, (_, column) in zip(before, columns, strict=False)
    ]
    return different, ranks[np.concatenate(shifted)]


def _ranked(values: Iterable[str]) -> tuple[list[str], NDArray[np.int64]]:
    """The different values in order of appearance, and which one each entry is."""
    ranks: dict[str, int] = {}
    column = [ranks.setdefault(value, len(ranks)) for value in values]
    return list(ranks), np.array(column, np.int64)

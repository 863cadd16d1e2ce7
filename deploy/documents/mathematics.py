"""The worked examples of docs/mathematics.md, computed by the engine itself."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from deploy.documents.chart import Line, line_chart
from services.lending.domain.accrued import accrued_interest_on
from services.lending.domain.commission import commission_cents
from services.lending.domain.contract import contract_schedule
from services.lending.domain.effective_rate import Fee, effective_rate
from services.lending.domain.fixings import Fixing
from services.lending.domain.late_interest import late_interest
from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule, schedule
from services.lending.schemas import terms_from_json
from shared.money import rate_text, text_from_cents

DOCUMENT = "docs/mathematics.md"
CHART = "docs/revision.svg"
_SECTION = re.compile(r"(<!-- computed: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

LIVRET_A = [
    {"effective_on": "2020-02-01", "value": "0.005"},
    {"effective_on": "2022-02-01", "value": "0.01"},
    {"effective_on": "2022-08-01", "value": "0.02"},
    {"effective_on": "2023-02-01", "value": "0.03"},
    {"effective_on": "2025-02-01", "value": "0.024"},
    {"effective_on": "2025-08-01", "value": "0.017"},
]
FIXED = {"kind": "fixed", "value": "0.026"}
INDEXED = {"kind": "index", "index": "livret_a", "margin": "0.006"}


def mathematics(root: Path) -> str:
    """The document as it stands, each computed section computed again."""
    text = (root / DOCUMENT).read_text(encoding="utf-8")
    return _SECTION.sub(lambda found: f"{found[1]}\n{EXAMPLES[found[2]]()}\n{found[3]}", text)


def revision_chart() -> str:
    """One loan's instalments before a fall of the index, and after it under each kind of revision."""
    before = _plan(**_revised("SR", LIVRET_A[:-1]))
    after = {kind: _plan(**_revised(kind, LIVRET_A)) for kind in ("SR", "DR")}
    lines = [
        Line("before", _instalments(before)),
        Line("after, simple (SR)", _instalments(after["SR"])),
        Line("after, double (DR)", _instalments(after["DR"])),
    ]
    return line_chart(
        "Yearly instalments in euros, Livret A from 2.40 % to 1.70 % on 1 August 2025", lines, 5_000
    )


def _revised(kind: str, fixings: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "starts_on": "2025-05-01",
        "instalments": 40,
        "revision": kind,
        "rate": INDEXED,
        "fixings": fixings,
        "progressivity": "0.005",
    }


def _plan(**facts: Any) -> Schedule:
    """The schedule of a million, by the year; `facts` say the rest, in the public format."""
    usual = {"starts_on": "2022-05-01", "months_between_instalments": 12, "principal": "1000000"}
    return schedule(
        terms_from_json({name: value for name, value in (usual | facts).items() if value is not None})
    )


def _instalments(plan: Schedule) -> list[tuple[int, int]]:
    return [(row.due_on.year, row.instalment_cents // 100) for row in plan.rows if row.event == "instalment"]


def _table(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    aligned = "|".join("---" if n == 0 else "---:" for n in range(len(header)))
    return "\n".join(
        [f"| {' | '.join(header)} |", f"|{aligned}|", *(f"| {' | '.join(line)} |" for line in lines), ""]
    )


def _rows(rows: Iterable[Row]) -> str:
    header = ["due on", "rate", "progressivity", "instalment", "interest due", "interest paid", "principal"]
    lines = [
        [
            str(row.due_on),
            *map(rate_text, (row.rate, row.progressivity)),
            *map(_euros, row[5:]),
        ]
        for row in rows
    ]
    return _table([*header, "deferred", "outstanding"], lines)


def _euros(cents: int) -> str:
    return f"{Decimal(text_from_cents(cents)):,.2f}"


def interest_of_a_quarter() -> str:
    """The same rate over the same quarter, in each way to count."""
    lines = []
    for mode in ("equivalent", "proportional"):
        for day_count in ("30/360", "act/365", "act/360", "act/act"):
            plan = _plan(
                rate=FIXED,
                instalments=4,
                months_between_instalments=3,
                interest_mode=mode,
                day_count=day_count,
                profile="in_fine",
            )
            lines.append([f"{mode}, {day_count}", *(_euros(row.interest_due_cents) for row in plan.rows)])
    return _table(
        [
            "interest on 1,000,000 at 2.60 %",
            "May–July",
            "August–October",
            "November–January",
            "February–April",
        ],
        lines,
    )


def growing_instalments() -> str:
    """First and last rows of a loan whose instalments grow."""
    rows = _plan(rate=FIXED, instalments=20, progressivity="0.01").rows
    return _rows([*rows[:3], rows[-1]])


def deferred_interest() -> str:
    """Instalments too small at first for the interest of their period."""
    rows = _plan(rate={"kind": "fixed", "value": "0.036"}, instalments=50, progressivity="0.03").rows
    repaying = next(n for n, row in enumerate(rows) if row.principal_repaid_cents)
    return _rows([*rows[:2], *rows[repaying - 1 : repaying + 2], rows[-1]])


def profiles() -> str:
    """The third instalment of one loan under each profile."""
    named = {
        "instalment_priority": {},
        "capital_priority": {"profile": "capital_priority"},
        "capital_priority, principal growing by 1 %": {
            "profile": "capital_priority",
            "capital_progressivity": "0.01",
        },
        "in_fine": {"profile": "in_fine"},
    }
    lines = []
    for name, facts in named.items():
        row = _plan(rate=FIXED, instalments=20, **facts).rows[2]
        lines.append(
            [name, *map(_euros, (row.instalment_cents, row.interest_due_cents, row.principal_repaid_cents))]
        )
    return _table(["profile", "instalment", "interest", "principal"], lines)


def revisions() -> str:
    """The rows around a change of the index, for each kind of revision."""
    lines = []
    for kind in ("SR", "DR", "DL"):
        facts = _revised(kind, LIVRET_A) | {"progressivity": "-0.005"}
        for row in _plan(**facts).rows[:3]:
            rate, growth = rate_text(row.rate), rate_text(row.progressivity)
            lines.append([f"{kind}, {row.due_on}", rate, growth, _euros(row.instalment_cents)])
    return _table(["revision, due on", "rate", "progressivity", "instalment"], lines)


def deferrals() -> str:
    """What two deferred instalments leave to repay, as their interest is treated."""
    lines = []
    for interest in ("paid", "deferred", "capitalised"):
        rows = _plan(rate=FIXED, instalments=20, deferral={"instalments": 2, "interest": interest}).rows
        second, third = rows[1:3]
        amounts = (second.instalment_cents, second.deferred_interest_cents, second.outstanding_cents)
        lines.append([interest, *map(_euros, (*amounts, third.instalment_cents))])
    return _table(
        ["interest", "second instalment", "deferred after it", "outstanding after it", "third instalment"],
        lines,
    )


def prefinancing() -> str:
    """Two disbursements and a change of the index before the amortisation."""
    lines = []
    for settlement in ("capitalised", "paid"):
        plan = _plan(
            principal=None,
            rate=INDEXED,
            revision="SR",
            fixings=LIVRET_A,
            instalments=40,
            prefinancing={
                "disbursements": [
                    {"on": "2021-05-01", "amount": "600000"},
                    {"on": "2021-11-01", "amount": "400000"},
                ],
                "settlement": settlement,
            },
        )
        first = next(row for row in plan.rows if row.event == "instalment")
        collected = plan.rows[0].instalment_cents if plan.rows[0].number == 0 else 0
        lines.append([settlement, *map(_euros, (collected, plan.principal_cents, first.instalment_cents))])
    return _table(["settlement", "collected on 2022-05-01", "principal", "first instalment"], lines)


def early_repayment() -> str:
    """A repayment inside a period, at each indemnity."""
    kinds: list[dict[str, Any]] = [
        {"kind": "none"},
        {"kind": "six_months"},
        {"kind": "percent", "value": "0.03"},
        {"kind": "actuarial", "curve": [{"months": 12, "rate": "0.021"}, {"months": 120, "rate": "0.018"}]},
    ]
    lines = []
    for indemnity in kinds:
        repayment = {"on": "2024-11-01", "amount": "200000", "indemnity": indemnity}
        plan = _plan(rate=FIXED, instalments=20, early_repayments=[repayment])
        row = next(row for row in plan.rows if row.event == "early_repayment")
        cost = row.instalment_cents - row.interest_paid_cents - row.principal_repaid_cents
        amounts = (row.principal_repaid_cents, row.interest_paid_cents, cost, row.instalment_cents)
        lines.append([indemnity["kind"], *map(_euros, amounts)])
    return _table(["indemnity", "principal", "accrued interest", "indemnity", "paid on 2024-11-01"], lines)


def alliage() -> str:
    """Two lines of one contract, and their sum."""
    fixed = _plan(principal="600000", rate=FIXED, instalments=40)
    moving = _plan(principal="400000", rate=INDEXED, revision="SR", fixings=LIVRET_A, instalments=40)
    lines = [
        [
            str(total.due_on),
            *map(_euros, (one.instalment_cents, other.instalment_cents, total.instalment_cents)),
        ]
        for one, other, total in zip(fixed.rows, moving.rows, contract_schedule([fixed, moving]), strict=True)
    ]
    return _table(["due on", "60 % at 2.60 %", "40 % at Livret A + 0.60 %", "the contract"], lines[:4])


def lateness() -> str:
    """A payment more than a year late, stretch by stretch."""
    fixings = [Fixing(date.fromisoformat(each["effective_on"]), Decimal(each["value"])) for each in LIVRET_A]
    found = late_interest(4_000_000, date(2024, 11, 1), date(2025, 12, 15), fixings)
    lines = [
        [
            f"{each.start} to {each.end}",
            str(each.days),
            rate_text(each.rate),
            *map(_euros, (each.bears_cents, each.interest_cents)),
        ]
        for each in found.segments
    ]
    return _table(
        ["stretch", "days", "rate", "borne by", "interest"],
        [*lines, ["in all", "", "", "", _euros(found.cents)]],
    )


def costs() -> str:
    """The TEG of a loan as fees come in."""
    plan = _plan(rate=FIXED, instalments=160, months_between_instalments=3)
    commission = commission_cents(plan.principal_cents, local_public_sector=False)
    named = {
        "no fee": [],
        f"commission {_euros(commission)}": [Fee(plan.terms.starts_on, commission)],
        "commission and 5,000.00 of acts": [Fee(plan.terms.starts_on, commission + 500_000)],
    }
    lines = []
    for name, fees in named.items():
        told = effective_rate(plan, fees)
        lines.append([name, f"{told.period_rate:%}", f"{told.teg:%}"])
    return _table(["fees", "rate of a quarter", "TEG"], lines)


def accrued() -> str:
    """ICNE of one loan at the end of three years."""
    plan = _plan(rate=FIXED, instalments=20)
    days = [date(year, 12, 31) for year in (2022, 2023, 2024)]
    return _table(["day", "ICNE"], [[str(day), _euros(accrued_interest_on(plan, day))] for day in days])


EXAMPLES: dict[str, Callable[[], str]] = {
    example.__name__: example
    for example in (
        interest_of_a_quarter,
        growing_instalments,
        deferred_interest,
        profiles,
        revisions,
        deferrals,
        prefinancing,
        early_repayment,
        alliage,
        lateness,
        costs,
        accrued,
    )
}
"""Each example by the name that its section has in the document."""

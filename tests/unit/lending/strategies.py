"""Terms and fixings as Hypothesis draws them: every option, and the values where trouble lives."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from services.lending.domain.calendar import due_dates
from services.lending.domain.fixings import Fixing
from services.lending.domain.terms import (
    CurvePoint,
    Deferral,
    Disbursement,
    EarlyRepayment,
    FixedRate,
    Indemnity,
    IndexRate,
    Prefinancing,
    Switch,
    Terms,
)

FIRST_FIXING_ON = date(1990, 1, 1)

amounts = st.one_of(st.integers(1, 10_000), st.integers(10_000, 10**9), st.integers(10**9, 10**14))
rates = st.one_of(st.just(Decimal(0)), st.integers(0, 1200).map(lambda n: Decimal(n).scaleb(-4)))
signed_rates = st.integers(-300, 300).map(lambda n: Decimal(n).scaleb(-4))
start_days = st.one_of(
    st.dates(date(1995, 1, 1), date(2035, 12, 31)),
    st.sampled_from([date(2024, 2, 29), date(2023, 1, 31), date(2023, 11, 30), date(2024, 12, 31)]),
)
months_apart = st.sampled_from([1, 3, 6, 12])
day_counts = st.sampled_from(["30/360", "act/365", "act/360", "act/act"])


@st.composite
def fixings(draw) -> list[Fixing]:
    """Up to twenty values of one index, the first of them old enough for any loan."""
    days = draw(st.lists(st.dates(date(1995, 1, 1), date(2040, 12, 31)), max_size=20, unique=True))
    return [Fixing(day, draw(rates)) for day in [FIRST_FIXING_ON, *days]]


def both_indexes(values: list[Fixing]) -> dict[str, list[Fixing]]:
    """The values of both indexes that loans follow here; inflation moves some days later, and twice as far."""
    inflation = [Fixing(each.effective_on + timedelta(17), each.value * 2) for each in values]
    return {"livret_a": values, "inflation": inflation}


@st.composite
def index_rates(draw, starts_on: date, revision: str, switches: bool) -> IndexRate:
    floor = draw(rates) if draw(st.booleans()) else Decimal(0)
    facts = {
        "contract_rate": draw(st.none() | rates),
        "index_floor": draw(st.none() | signed_rates),
        "rate_floor": floor,
        "rate_cap": draw(st.none() | rates.map(lambda extra: floor + extra)),
    }
    if revision != "none" and draw(st.booleans()):
        facts["fixed_until"] = starts_on + timedelta(draw(st.integers(1, 4000)))
        facts["fixed_value"] = draw(rates)
    if switches and revision != "none" and draw(st.integers(0, 3)) == 0:
        on = starts_on + timedelta(draw(st.integers(1, 4000)))
        facts["switch"] = Switch(on=on, index="inflation", margin=draw(signed_rates))
    return IndexRate(index="livret_a", margin=draw(signed_rates), **facts)


@st.composite
def terms(draw, revisions=("none", "SR", "DR", "DL"), plain: bool = False, switches: bool = False) -> Terms:
    """Any loan; a plain one has neither a stub nor a prefinancing.

    switches  whether some leave their index for another: they need the fixings of `both_indexes`
    """
    starts_on, months = draw(start_days), draw(months_apart)
    count = draw(st.integers(1, 48))
    revision = draw(st.sampled_from(revisions))
    profile = "instalment_priority"
    if revision in {"none", "SR"}:
        profile = draw(st.sampled_from([profile, profile, "capital_priority", "in_fine"]))
    indexed = revision != "none" or draw(st.booleans())
    facts = {
        "starts_on": starts_on,
        "months_between_instalments": months,
        "instalments": count,
        "profile": profile,
        "revision": revision,
        "rate": draw(index_rates(starts_on, revision, switches)) if indexed else FixedRate(value=draw(rates)),
        "progressivity": draw(signed_rates) if profile == "instalment_priority" else Decimal(0),
        "progressivity_applies": draw(st.sampled_from(["every_instalment", "every_year"])),
        "progressivity_floor": draw(signed_rates) if revision == "DL" else Decimal(0),
        "capital_progressivity": draw(signed_rates) if profile == "capital_priority" else Decimal(0),
        "interest_mode": draw(st.sampled_from(["equivalent", "proportional"])),
        "day_count": draw(day_counts),
        "deferral": draw(st.none() | deferrals(count)),
    }
    if plain:
        return Terms(principal_cents=draw(amounts), **facts)
    if draw(st.booleans()):
        facts["first_due_on"] = starts_on + timedelta(draw(st.integers(1, 600)))
    if draw(st.booleans()):
        facts["prefinancing"] = draw(prefinancings(starts_on))
        facts["rate"] = draw(fixed_within(facts["prefinancing"], facts["rate"]))
    else:
        facts["principal_cents"] = draw(amounts)
    return Terms(**facts)


def fixed_within(prefinancing: Prefinancing, rate: FixedRate | IndexRate) -> st.SearchStrategy:
    """The rate, or one that ends being fixed after the first disbursement already."""
    if getattr(rate, "fixed_until", None) is None:
        return st.just(rate)
    first = min(each.on for each in prefinancing.disbursements)
    days = st.integers(1, 1000).map(lambda later: first + timedelta(later))
    return st.just(rate) | days.map(lambda until: replace(rate, fixed_until=until))


def deferrals(count: int) -> st.SearchStrategy[Deferral]:
    interest = st.sampled_from(["paid", "deferred", "capitalised"])
    return st.builds(Deferral, instalments=st.integers(0, count - 1), interest=interest)


def prefinancings(starts_on: date) -> st.SearchStrategy[Prefinancing]:
    days = st.integers(0, 1000).map(lambda before: starts_on - timedelta(before))
    paid_out = st.lists(st.builds(Disbursement, on=days, amount_cents=amounts), min_size=1, max_size=4)
    return st.builds(
        Prefinancing,
        disbursements=paid_out.map(tuple),
        settlement=st.sampled_from(["capitalised", "paid"]),
        day_count=st.none() | day_counts,
    )


curves = st.dictionaries(st.integers(1, 600), signed_rates, min_size=1, max_size=4).map(
    lambda points: tuple(CurvePoint(months=months, rate=points[months]) for months in sorted(points))
)


@st.composite
def with_early_repayments(draw, loan: Terms) -> Terms:
    """The loan with one to three early repayments: small ones, and some of up to all that was lent."""
    dues = due_dates(loan.starts_on, loan.first_due_on, loan.months_between_instalments, loan.instalments)
    length = (dues[-1] - loan.starts_on).days
    days = st.one_of(
        st.integers(0, length - 1).map(lambda day: loan.starts_on + timedelta(day)),
        st.sampled_from([loan.starts_on, *dues[:-1]]),
    )
    share = st.builds(Indemnity, kind=st.just("percent"), share=rates)
    amount = st.builds(Indemnity, kind=st.just("amount"), amount_cents=st.integers(0, 10_000))
    simple = st.builds(Indemnity, kind=st.sampled_from(["none", "six_months"]))
    actuarial = st.builds(Indemnity, kind=st.just("actuarial"), curve=curves)
    lent = loan.principal_cents or sum(each.amount_cents for each in loan.prefinancing.disbursements)
    principal = st.integers(1, 10_000) | st.integers(1, lent // 3 + 1) | st.just(lent)
    repayment = st.builds(
        EarlyRepayment, on=days, amount_cents=principal, indemnity=share | amount | simple | actuarial
    )
    chosen = draw(st.lists(repayment, min_size=1, max_size=3))
    return Terms(
        **{name: getattr(loan, name) for name in Terms.__slots__} | {"early_repayments": tuple(chosen)}
    )

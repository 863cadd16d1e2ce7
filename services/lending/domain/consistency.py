"""Terms that contradict themselves, each refused with its field, its value and what is allowed.

A neutral value (a progressivity of 0, a deferral of 0 instalments, an empty list of fixings) contradicts nothing. The
length of a prefinancing is known from its disbursements only, so neither its least length (3 months) nor the rule that
it is paid when shorter than 12 months can be checked here: the phase begins before the first disbursement.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from services.lending.domain.calendar import due_dates_of, months_later
from shared.errors import Bilingual, FieldError, Invalid, refused_value
from shared.money import text_from_cents

if TYPE_CHECKING:
    from services.lending.domain.terms import CurvePoint, IndexRate, Terms

YEARS_MAX = 80
STUB_MONTHS_MAX = 60
PREFINANCING_MONTHS_MAX = 36
"""24, and 36 with demolition."""


def check(terms: "Terms") -> None:
    """Raise Invalid where the terms contradict themselves."""
    errors = [*_calendar(terms), *_capital(terms), *_profile(terms), *_revision(terms), *_rate(terms)]
    if not errors:
        errors = list(_early_repayments(terms))
    if errors:
        raise Invalid(errors=errors)


def _calendar(terms: "Terms") -> Iterator[FieldError]:
    before = terms.instalments_before
    count_max = before + (YEARS_MAX * 12 - _months_before(terms)) // terms.months_between_instalments
    if not before < terms.instalments <= count_max:
        years = Bilingual(
            f"de {before + 1} à {count_max} ({YEARS_MAX} ans au plus)",
            f"{before + 1} to {count_max} (at most {YEARS_MAX} years)",
        )
        yield refused_value("instalments", terms.instalments, years)
    first = terms.first_due_on
    if first is not None:
        latest = months_later(terms.starts_on, STUB_MONTHS_MAX)
        if not terms.starts_on < first <= latest:
            yield refused_value("first_due_on", first, _days(terms.starts_on + timedelta(1), latest))
    if terms.deferred_instalments >= terms.instalments:
        fewer = Bilingual(
            f"moins que le nombre d'échéances ({terms.instalments})",
            f"fewer than the instalments ({terms.instalments})",
        )
        yield refused_value("deferral.instalments", terms.deferred_instalments, fewer)


def _months_before(terms: "Terms") -> int:
    """Months from the start to a change of periodicity."""
    if terms.resumes is None:
        return 0
    since, until = terms.starts_on, terms.resumes.on
    return (until.year - since.year) * 12 + until.month - since.month


def _capital(terms: "Terms") -> Iterator[FieldError]:
    prefinancing = terms.prefinancing
    if prefinancing is None:
        if terms.principal_cents is None:
            either = Bilingual("un montant, ou un préfinancement", "an amount, or a prefinancing")
            yield refused_value("principal", None, either)
        return
    if terms.principal_cents is not None:
        absent = Bilingual(
            "absent, car le préfinancement le donne", "absent, since the prefinancing gives it"
        )
        yield refused_value("principal", text_from_cents(terms.principal_cents), absent)
    earliest = _earliest_disbursement(terms)
    for rank, disbursement in enumerate(prefinancing.disbursements):
        if not earliest <= disbursement.on <= terms.starts_on:
            field = f"prefinancing.disbursements.{rank}.on"
            yield refused_value(field, disbursement.on, _days(earliest, terms.starts_on))


def _profile(terms: "Terms") -> Iterator[FieldError]:
    if terms.profile != "capital_priority" and terms.capital_progressivity:
        yield _only_with(
            "capital_progressivity", terms.capital_progressivity, "0", "profile", "capital_priority"
        )
    if terms.profile != "instalment_priority":
        if terms.progressivity:
            yield _only_with("progressivity", terms.progressivity, "0", "profile", "instalment_priority")
        if terms.revision in {"DR", "DL"}:
            yield _only_with("revision", terms.revision, "none, SR", "profile", "instalment_priority")


def _revision(terms: "Terms") -> Iterator[FieldError]:
    if terms.rate.kind == "fixed":
        if terms.revision != "none":
            yield _only_with("revision", terms.revision, "none", "rate.kind", "index")
        if terms.fixings:
            none = Bilingual("absent, car le taux est fixe", "absent, since the rate is fixed")
            yield refused_value("fixings", [each.effective_on.isoformat() for each in terms.fixings], none)
    if terms.revision != "DL" and terms.progressivity_floor:
        yield _only_with("progressivity_floor", terms.progressivity_floor, "0", "revision", "DL")


def _rate(terms: "Terms") -> Iterator[FieldError]:
    if terms.rate.kind == "fixed":
        return
    rate: IndexRate = terms.rate
    if rate.rate_cap is not None and rate.rate_cap < rate.rate_floor:
        above = Bilingual(
            f"au moins rate_floor ({rate.rate_floor:f})", f"at least rate_floor ({rate.rate_floor:f})"
        )
        yield refused_value("rate.rate_cap", f"{rate.rate_cap:f}", above)
    yield from _first_fixed(terms, rate)
    if rate.switch is not None:
        yield from _switch(terms, rate)


def _switch(terms: "Terms", rate: "IndexRate") -> Iterator[FieldError]:
    """The right to switch: another index, during the amortisation, and the fixings of both or of none."""
    switch = rate.switch
    if switch.index == rate.index:
        other = Bilingual(f"un autre index que {rate.index}", f"another index than {rate.index}")
        yield refused_value("rate.switch.index", switch.index, other)
    if switch.on <= terms.starts_on:
        yield refused_value("rate.switch.on", switch.on, _after_start(terms))
    if terms.revision == "none":
        yield refused_value("revision", terms.revision, _moving("switch"))
    if (terms.fixings is None) != (switch.fixings is None):
        both = Bilingual(
            "les valeurs des deux index (fixings et rate.switch.fixings), ou aucune",
            "the values of both indexes (fixings and rate.switch.fixings), or none",
        )
        missing = "fixings" if terms.fixings is None else "rate.switch.fixings"
        yield refused_value(missing, None, both)


def _first_fixed(terms: "Terms", rate: "IndexRate") -> Iterator[FieldError]:
    """Primo-fixe: both of its fields or none, an end after the first day, and an index that is followed then."""
    both = Bilingual("fixed_until et fixed_value ensemble", "fixed_until and fixed_value together")
    if (rate.fixed_until is None) != (rate.fixed_value is None):
        missing = "fixed_value" if rate.fixed_value is None else "fixed_until"
        yield refused_value(f"rate.{missing}", None, both)
    elif rate.fixed_until is not None:
        first = _first_day(terms)
        if rate.fixed_until <= first:
            yield refused_value("rate.fixed_until", rate.fixed_until, _after(first))
        if terms.revision == "none":
            yield refused_value("revision", terms.revision, _moving("fixed_until"))


def _early_repayments(terms: "Terms") -> Iterator[FieldError]:
    if not terms.early_repayments:
        return
    last = due_dates_of(terms)[-1]
    inside = _days(terms.starts_on, last - timedelta(1))
    for rank, repayment in enumerate(terms.early_repayments):
        if not terms.starts_on <= repayment.on < last:
            yield refused_value(f"early_repayments.{rank}.on", repayment.on, inside)
        yield from _curve(f"early_repayments.{rank}.indemnity.curve", repayment.indemnity.curve)


def _curve(field: str, curve: "tuple[CurvePoint, ...] | None") -> Iterator[FieldError]:
    """A discount curve has its points in the order of time."""
    for rank, (point, later) in enumerate(pairwise(curve or ())):
        if point.months >= later.months:
            more = Bilingual(f"plus que {point.months}", f"more than {point.months}")
            yield refused_value(f"{field}.{rank + 1}.months", later.months, more)


def _first_day(terms: "Terms") -> date:
    """The first day on which interest may run, whenever money is paid out in fact."""
    return _earliest_disbursement(terms) if terms.prefinancing else terms.starts_on


def _earliest_disbursement(terms: "Terms") -> date:
    return months_later(terms.starts_on, -PREFINANCING_MONTHS_MAX)


def _after(day: date) -> Bilingual:
    return Bilingual(f"après le {day:%d/%m/%Y}", f"after {day.isoformat()}")


def _after_start(terms: "Terms") -> Bilingual:
    day = terms.starts_on
    return Bilingual(f"après starts_on ({day:%d/%m/%Y})", f"after starts_on ({day.isoformat()})")


def _moving(field: str) -> Bilingual:
    return Bilingual(f"SR, DR ou DL, quand {field} est donné", f"SR, DR or DL where {field} is given")


def _only_with(field: str, value: object, otherwise: str, other: str, needed: str) -> FieldError:
    allowed = Bilingual(
        f"{otherwise}, sauf avec {other} {needed}", f"{otherwise}, unless {other} is {needed}"
    )
    return refused_value(field, str(value), allowed)


def _days(first: object, last: object) -> Bilingual:
    return Bilingual(f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}", f"{first:%Y-%m-%d} to {last:%Y-%m-%d}")

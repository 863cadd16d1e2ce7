"""The rules once more, in their plainest form: Decimal numbers of a hundred digits, one period after the other,
nothing remembered, nothing fast. It shares no code with the engine but the terms it reads.

Left out: prefinancing and stub first periods, which have worked tables of their own.
"""

import calendar
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

DIGITS = Context(prec=100, rounding=ROUND_HALF_UP)


def naive_rows(terms, fixings) -> list[tuple]:
    with localcontext(DIGITS):
        return list(_rows(terms, {fixing.effective_on: fixing.value for fixing in fixings}))


def _rows(terms, index):
    dues = [
        _later(terms.starts_on, terms.months_between_instalments * k) for k in range(terms.instalments + 1)
    ]
    count, outstanding, deferred = terms.instalments, terms.principal_cents, 0
    coming = sorted(terms.early_repayments, key=lambda repayment: repayment.on)
    deferral = terms.deferral.instalments if terms.deferral else 0
    previous = payment = None
    for number in range(1, count + 1):
        start, due = dues[number - 1], dues[number]
        rate, growth = pair = _pair(terms, index, start)
        shown = (_places(rate, 12), _places(growth, 12))
        recompute = number == deferral + 1
        if pair != previous and terms.profile == "instalment_priority":
            recompute = True
        previous = pair
        while coming and coming[0].on < due:
            repayment = coming.pop(0)
            principal, recompute = repayment.amount_cents, True
            share = _cents(Decimal(deferred) * principal / outstanding)
            part = _fraction(terms, start, repayment.on) if repayment.on > start else 0
            accrued = _cents((principal + share) * _factor(terms, rate, part))
            indemnity = {
                "none": lambda amount: 0,
                "six_months": lambda amount, rate=rate: _cents(amount * rate / 2),
                "percent": lambda amount, cost=repayment.indemnity: _cents(amount * cost.share),
                "amount": lambda amount, cost=repayment.indemnity: cost.amount_cents,
            }[repayment.indemnity.kind](principal)
            outstanding, deferred = outstanding - principal, deferred - share
            paid = principal + share + accrued + indemnity
            amounts = (paid, accrued, accrued + share, principal, deferred, outstanding)
            yield (number, "early_repayment", repayment.on, *shown, *amounts)
            if outstanding == 0:
                return
        interest = _cents((outstanding + deferred) * _factor(terms, rate, _period(terms, start, due)))
        owed = outstanding + deferred
        if number > deferral and terms.profile != "in_fine":
            own_growth = growth if terms.profile == "instalment_priority" else terms.capital_progressivity
            if recompute:
                payment = owed / _sum_of_weights(terms, rate, own_growth, number, dues)
            else:
                payment *= _step(terms, own_growth, number)
        if number == count:
            instalment = owed + interest
        elif number <= deferral:
            instalment = interest if terms.deferral.interest == "paid" else 0
        elif terms.profile == "in_fine":
            instalment = interest
        elif terms.profile == "capital_priority":
            instalment = min(_cents(payment), owed) + interest
        else:
            instalment = min(_cents(payment), owed + interest)
        if number <= deferral and terms.deferral.interest == "capitalised":
            outstanding += interest
            interest_paid = principal = 0
        else:
            to_interest = min(instalment, interest)
            to_stock = min(instalment - to_interest, deferred)
            principal = instalment - to_interest - to_stock
            interest_paid = to_interest + to_stock
            deferred += interest - interest_paid
            outstanding -= principal
        yield (
            number,
            "instalment",
            due,
            *shown,
            instalment,
            interest,
            interest_paid,
            principal,
            deferred,
            outstanding,
        )


def _pair(terms, index, day):
    rate = _rate(terms, index, day)
    if terms.rate.kind == "fixed" or terms.revision in {"none", "SR"}:
        return rate, terms.progressivity
    contract = terms.rate.contract_rate
    if contract is None:
        contract = _rate(terms, index, terms.starts_on)
    growth = (1 + rate) * (1 + terms.progressivity) / (1 + contract) - 1
    return rate, max(growth, terms.progressivity_floor) if terms.revision == "DL" else growth


def _rate(terms, index, day):
    rate = terms.rate
    if rate.kind == "fixed":
        return rate.value
    if terms.revision == "none":
        if rate.contract_rate is not None:
            return rate.contract_rate
        day = terms.starts_on
    if rate.fixed_until is not None and day < rate.fixed_until:
        return rate.fixed_value
    value = index[max(effective_on for effective_on in index if effective_on <= day)]
    if rate.index_floor is not None:
        value = max(value, rate.index_floor)
    value = max(value + rate.margin, rate.rate_floor)
    return value if rate.rate_cap is None else min(value, rate.rate_cap)


def _sum_of_weights(terms, rate, growth, first, dues):
    """What a series of payments beginning with 1 repays; the parts of capital_priority bear no interest."""
    total, weight, discount = Decimal(0), Decimal(1), Decimal(1)
    for number in range(first, terms.instalments + 1):
        if number > first:
            weight *= _step(terms, growth, number)
        if terms.profile == "instalment_priority":
            discount /= 1 + _factor(terms, rate, _period(terms, dues[number - 1], dues[number]))
        total += weight * discount
    return total


def _step(terms, growth, number):
    months = terms.months_between_instalments
    if terms.progressivity_applies == "every_year":
        return 1 + growth if (number - 1) * months % 12 == 0 else Decimal(1)
    return (1 + growth) ** (Decimal(months) / 12) if months < 12 else 1 + growth


def _factor(terms, rate, part):
    if terms.interest_mode == "proportional":
        return rate * part
    return (1 + rate) ** part - 1


def _period(terms, start, due):
    if terms.day_count == "30/360":
        return Decimal(terms.months_between_instalments) / 12
    return _fraction(terms, start, due)


def _fraction(terms, start, end):
    days = [start + timedelta(n) for n in range((end - start).days)]
    if terms.day_count == "act/act":
        leap = sum(calendar.isleap(day.year) for day in days)
        return Decimal(leap) / 366 + Decimal(len(days) - leap) / 365
    if terms.day_count == "30/360":
        months = (end.year - start.year) * 12 + end.month - start.month
        return Decimal(months * 30 + _of_30(end) - _of_30(start)) / 360
    return Decimal(len(days)) / int(terms.day_count.removeprefix("act/"))


def _of_30(day):
    return 30 if (day + timedelta(1)).day == 1 else day.day


def _later(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _cents(amount):
    return int(_places(_places(Decimal(amount), 40), 0))


def _places(number, decimals):
    return number.quantize(Decimal(1).scaleb(-decimals))

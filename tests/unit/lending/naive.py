"""The rules once more, in their plainest form: Decimal numbers of a hundred digits, one period after the other,
nothing fast. It shares no code with the engine but the terms it reads.
"""

import calendar
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache
from itertools import pairwise

DIGITS = Context(prec=100, rounding=ROUND_HALF_UP)


def naive_rows(terms, fixings) -> list[tuple]:
    """The rows at the fixings of each index, by name."""
    with localcontext(DIGITS):
        values = {name: {each.effective_on: each.value for each in known} for name, known in fixings.items()}
        principal, opening = _opening(terms, values)
        early = sorted(terms.early_repayments, key=lambda repayment: repayment.on)
        rest = _rows(terms, lambda day: _pair(terms, values, day), 1, principal, 0, early)
        return [*opening, *rest]


def _opening(terms, values):
    if terms.prefinancing is None:
        return terms.principal_cents, []
    paid_out = sum(each.amount_cents for each in terms.prefinancing.disbursements)
    interest = _prefinancing_interest(terms, values)
    if terms.prefinancing.settlement == "capitalised":
        return paid_out + interest, []
    amounts = (interest, interest, interest, 0, 0, paid_out)
    return paid_out, [(0, "prefinancing_interest", terms.starts_on, None, None, *amounts)]


def _prefinancing_interest(terms, values):
    """Day by day: wherever the rate differs from that of the day before, a segment ends."""
    day_count, total = terms.prefinancing.day_count or terms.day_count, Decimal(0)
    for disbursement in terms.prefinancing.disbursements:
        since, grown, added = disbursement.on, Decimal(1), Decimal(0)
        for day in _moves(terms, values, disbursement.on):
            part = _fraction(day_count, since, day)
            grown *= 1 + _factor(terms, _rate(terms, values, since), part)
            added += _factor(terms, _rate(terms, values, since), part)
            since = day
        bears = added if terms.interest_mode == "proportional" else grown - 1
        total += disbursement.amount_cents * bears
    return _cents(total)


def _moves(terms, values, start):
    if start == terms.starts_on:
        return []
    days = (start + timedelta(n) for n in range(1, (terms.starts_on - start).days))
    known = {day for fixings in values.values() for day in fixings}
    if terms.rate.kind == "index":
        known.add(terms.rate.fixed_until)
    moved = [day for day in days if day in known and terms.revision != "none"]
    return [*moved, terms.starts_on]


def _rows(terms, pair_on, first, outstanding, deferred, coming):
    dues = _dues(terms)
    count, deferral = terms.instalments, terms.deferral.instalments if terms.deferral else 0
    previous = payment = None
    for number in range(first, count + 1):
        start, due = dues[number - 1], dues[number]
        rate, growth = pair = pair_on(start)
        shown = (_places(rate, 12), _places(growth, 12))
        recompute = number == max(first, deferral + 1)
        if pair != previous and terms.profile == "instalment_priority":
            recompute = True
        previous = pair
        while coming and coming[0].on < due:
            repayment, coming = coming[0], coming[1:]
            principal, recompute = repayment.amount_cents, True
            share = _cents(Decimal(deferred) * principal / outstanding)
            part = _fraction(terms.day_count, start, repayment.on) if repayment.on > start else 0
            accrued = _cents((principal + share) * _factor(terms, rate, part))
            ahead = _rows(terms, lambda _, pair=pair: pair, number, outstanding, deferred, [])
            indemnity = _indemnity(repayment, rate, outstanding, ahead, principal + share + accrued)
            outstanding, deferred = outstanding - principal, deferred - share
            paid = principal + share + accrued + indemnity
            amounts = (paid, accrued, accrued + share, principal, deferred, outstanding)
            yield (number, "early_repayment", repayment.on, *shown, *amounts)
            if outstanding == 0:
                return
        interest = _cents((outstanding + deferred) * _factor(terms, rate, _period(terms, number, dues)))
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
        amounts = (instalment, interest, interest_paid, principal, deferred, outstanding)
        yield (number, "instalment", due, *shown, *amounts)


def _indemnity(repayment, rate, outstanding, ahead, settled):
    amount, cost = repayment.amount_cents, repayment.indemnity
    match cost.kind:
        case "none":
            return 0
        case "six_months":
            return _cents(amount * rate / 2)
        case "percent":
            return _cents(amount * cost.share)
        case "amount":
            return cost.amount_cents
    worth = Decimal(0)
    for _, _, due, _, _, instalment, *_ in ahead:
        years = Decimal((due - repayment.on).days) / 365
        worth += instalment / (1 + _on_the_curve(cost.curve, years)) ** years
    return max(0, _cents(worth * amount / outstanding) - settled)


def _on_the_curve(curve, years):
    known = [(Decimal(point.months) / 12, point.rate) for point in curve]
    for (before, low), (after, high) in pairwise(known):
        if before < years < after:
            return low + (high - low) * (years - before) / (after - before)
    return min(known, key=lambda point: abs(point[0] - years))[1]


def _pair(terms, values, day):
    rate = _rate(terms, values, day)
    if terms.rate.kind == "fixed" or terms.revision in {"none", "SR"}:
        return rate, terms.progressivity
    contract = terms.rate.contract_rate
    if contract is None:
        contract = _rate(terms, values, terms.starts_on)
    growth = (1 + rate) * (1 + terms.progressivity) / (1 + contract) - 1
    return rate, max(growth, terms.progressivity_floor) if terms.revision == "DL" else growth


def _rate(terms, values, day):
    rate = terms.rate
    if rate.kind == "fixed":
        return rate.value
    if terms.revision == "none":
        if rate.contract_rate is not None:
            return rate.contract_rate
        day = terms.starts_on
    if rate.fixed_until is not None and day < rate.fixed_until:
        return rate.fixed_value
    name, margin = rate.index, rate.margin
    if rate.switch is not None and day >= rate.switch.on:
        name, margin = rate.switch.index, rate.switch.margin
    known = values[name]
    value = known[max(effective_on for effective_on in known if effective_on <= day)]
    if rate.index_floor is not None:
        value = max(value, rate.index_floor)
    value = max(value + margin, rate.rate_floor)
    return value if rate.rate_cap is None else min(value, rate.rate_cap)


def _sum_of_weights(terms, rate, growth, first, dues):
    """What a series of payments beginning with 1 repays; the parts of capital_priority bear no interest."""
    total, weight, discount = Decimal(0), Decimal(1), Decimal(1)
    for number in range(first, terms.instalments + 1):
        if number > first:
            weight *= _step(terms, growth, number)
        if terms.profile == "instalment_priority":
            discount /= 1 + _factor(terms, rate, _period(terms, number, dues))
        total += weight * discount
    return total


def _step(terms, growth, number):
    months = terms.months_between_instalments
    if terms.progressivity_applies == "every_year":
        return 1 + growth if (number - 1) * months % 12 == 0 else Decimal(1)
    return _power(1 + growth, Decimal(months) / 12) if months < 12 else 1 + growth


def _factor(terms, rate, part):
    if terms.interest_mode == "proportional":
        return rate * part
    return _power(1 + rate, Decimal(part)) - 1


@lru_cache(maxsize=4096)
def _power(base, exponent):
    return base**exponent


def _period(terms, number, dues):
    start, due = dues[number - 1], dues[number]
    regular = number > 1 or due == _later(start, terms.months_between_instalments)
    if terms.day_count == "30/360" and regular:
        return Decimal(terms.months_between_instalments) / 12
    return _fraction(terms.day_count, start, due)


def _fraction(day_count, start, end):
    if day_count == "30/360":
        months = (end.year - start.year) * 12 + end.month - start.month
        return Decimal(months * 30 + _of_30(end) - _of_30(start)) / 360
    days = (end - start).days
    if day_count == "act/act":
        leap = sum(
            max(0, (min(end, date(year + 1, 1, 1)) - max(start, date(year, 1, 1))).days)
            for year in range(start.year, end.year + 1)
            if calendar.isleap(year)
        )
        return Decimal(leap) / 366 + Decimal(days - leap) / 365
    return Decimal(days) / int(day_count.removeprefix("act/"))


def _of_30(day):
    return 30 if (day + timedelta(1)).day == 1 else day.day


def _dues(terms):
    """The start, then each due date."""
    months, count = terms.months_between_instalments, terms.instalments
    first = terms.first_due_on
    if first is None or first == _later(terms.starts_on, months):
        return [_later(terms.starts_on, months * k) for k in range(count + 1)]
    return [terms.starts_on, *(_later(first, months * k) for k in range(count))]


def _later(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _cents(amount):
    return int(_places(_places(Decimal(amount), 40), 0))


def _places(number, decimals):
    return number.quantize(Decimal(1).scaleb(-decimals))

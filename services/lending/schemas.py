"""The public formats of lending that several features share: terms as they come in, rows as they go out."""

from decimal import Decimal
from typing import Any, ClassVar, get_args

from marshmallow import Schema, ValidationError, fields, post_dump, post_load, validate

from services.lending.domain.calendar import DayCount
from services.lending.domain.fixings import INDEXES, Fixing
from services.lending.domain.rows import COLUMNS, Event
from services.lending.domain.terms import (
    CurvePoint,
    Deferral,
    DeferralInterest,
    Disbursement,
    EarlyRepayment,
    FixedRate,
    Indemnity,
    IndemnityKind,
    IndexRate,
    InterestMode,
    Prefinancing,
    Profile,
    ProgressivityApplies,
    Resumption,
    Revision,
    Settlement,
    Switch,
    Terms,
)
from shared.errors import Bilingual, FieldError, Invalid, refused_value
from shared.fields import Day, Money, Rate
from shared.money import AMOUNT_PATTERN
from shared.validation import allowed_by, error_of, refusal_of

AMOUNT_CENTS_MAX = 10**14
RATE_MAX = Decimal("0.5")
"""Beyond 50 % somebody wrote a percentage as a number."""
INSTALMENTS_MAX = 960
"""80 years of months."""
FIXINGS_MAX = 1000
DISBURSEMENTS_MAX = 200
EARLY_REPAYMENTS_MAX = 100
PERIODICITY = validate.OneOf([1, 3, 6, 12])
"""Months between two instalments."""
CURVE_POINTS_MAX = 100
CURVE_MONTHS_MAX = 1200
"""100 years: no loan lasts longer."""


def _choice(literal: Any, **options: Any) -> fields.String:
    return fields.String(validate=validate.OneOf(get_args(literal)), **options)


def _count(low: int, high: int, **options: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(low, high), **options)


def _amount(**options: Any) -> Money:
    return Money(minimum=1, maximum=AMOUNT_CENTS_MAX, **options)


def _rate(minimum: Decimal = Decimal(0), **options: Any) -> Rate:
    return Rate(minimum=minimum, maximum=RATE_MAX, **options)


def _signed_rate(**options: Any) -> Rate:
    return _rate(minimum=-RATE_MAX, **options)


def _many(schema: type[Schema], at_most: int, at_least: int = 0, **options: Any) -> fields.List:
    return fields.List(fields.Nested(schema), validate=validate.Length(at_least, at_most), **options)


class _Part(Schema):
    """A part of the terms: loading makes a value of the domain, absent and null being the same."""

    makes: ClassVar[type]

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Any:
        """The value of the domain."""
        return self.makes(**_given(data))

    @post_dump
    def leave_out_absent(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The public form without its empty fields."""
        return {name: value for name, value in data.items() if value is not None}


class TermsFixingSchema(_Part):
    """A value of an index and the first day it is in force."""

    makes = Fixing
    effective_on = Day(required=True)
    value = _signed_rate(required=True)


class SwitchSchema(_Part):
    """Another index and its margin, from a day on; its fixings where the terms bring those of both indexes."""

    makes = Switch
    on = Day(required=True)
    index = fields.String(required=True, validate=validate.OneOf(INDEXES))
    margin = _signed_rate(required=True)
    fixings = _many(TermsFixingSchema, FIXINGS_MAX, allow_none=True)


class RateSchema(_Part):
    """A fixed rate, or an index plus a margin; each kind has its own fields."""

    kind = fields.String(required=True, validate=validate.OneOf([FixedRate.kind, IndexRate.kind]))
    value = _rate(allow_none=True)
    index = fields.String(allow_none=True, validate=validate.OneOf(INDEXES))
    margin = _signed_rate(allow_none=True)
    contract_rate = _rate(allow_none=True)
    index_floor = _signed_rate(allow_none=True)
    rate_floor = _rate(allow_none=True)
    rate_cap = _rate(allow_none=True)
    fixed_until = Day(allow_none=True)
    fixed_value = _rate(allow_none=True)
    switch = fields.Nested(SwitchSchema, allow_none=True)

    @post_load(pass_original=True)
    def make(self, data: dict[str, Any], original: dict[str, Any], **_: Any) -> FixedRate | IndexRate:
        """The rate of its kind; refuses what that kind lacks, and what belongs to the other."""
        given = _given(data)
        kind = given.pop("kind")
        needed = ("value",) if kind == FixedRate.kind else ("index", "margin")
        other = set(given) & ({"value"} if kind == IndexRate.kind else set(self.fields) - {"kind", "value"})
        absent = Bilingual(f"absent quand kind est {kind}", f"absent where kind is {kind}")
        _raise_any(
            *(_missing(name, self) for name in needed if name not in given),
            *(refused_value(name, original[name], absent) for name in sorted(other)),
        )
        return FixedRate(**given) if kind == FixedRate.kind else IndexRate(**given)


class DeferralSchema(_Part):
    """First instalments that repay no principal, and what becomes of their interest."""

    makes = Deferral
    instalments = _count(0, INSTALMENTS_MAX, required=True)
    interest = _choice(DeferralInterest, required=True)


class DisbursementSchema(_Part):
    """Money paid out before the amortisation starts."""

    makes = Disbursement
    on = Day(required=True)
    amount = _amount(required=True, attribute="amount_cents")


class PrefinancingSchema(_Part):
    """The phase of disbursements, and what becomes of its interest."""

    makes = Prefinancing
    disbursements = _many(DisbursementSchema, DISBURSEMENTS_MAX, at_least=1, required=True)
    settlement = _choice(Settlement, required=True)
    day_count = _choice(DayCount, allow_none=True)


class _IndemnityValue(fields.Method):
    """A share of the amount repaid, or a sum, as the kind of indemnity says."""

    openapi: ClassVar = {"type": "string", "maxLength": 20}
    allowed = Bilingual(
        "une fraction de 1 si kind est percent, un montant si kind est amount",
        "a fraction of 1 where kind is percent, an amount where kind is amount",
    )


class CurvePointSchema(_Part):
    """A point of a discount curve: the annual zero-coupon rate of money due so many months later."""

    makes = CurvePoint
    months = _count(1, CURVE_MONTHS_MAX, required=True)
    rate = _signed_rate(required=True)


class IndemnitySchema(_Part):
    """What an early repayment costs beside interest; each kind has its own field, value or curve, or none."""

    forms: ClassVar = {
        "percent": ("share", _rate()),
        "amount": ("amount_cents", Money(minimum=0, maximum=AMOUNT_CENTS_MAX)),
    }
    kind = _choice(IndemnityKind, required=True)
    value = _IndemnityValue("written_value", deserialize="given_value", allow_none=True)
    curve = _many(CurvePointSchema, CURVE_POINTS_MAX, at_least=1, allow_none=True)

    def written_value(self, indemnity: Indemnity) -> str | None:
        """The value of the public format."""
        name, form = self.forms.get(indemnity.kind, (None, None))
        return form.written(getattr(indemnity, name)) if form else None

    def given_value(self, value: Any) -> Any:
        """The value as it came: only with the kind can it be read."""
        return value

    @post_load(pass_original=True)
    def make(self, data: dict[str, Any], original: dict[str, Any], **_: Any) -> Indemnity:
        """The indemnity, with what its kind needs and no other."""
        given = _given(data)
        kind = given["kind"]
        needed = "curve" if kind == "actuarial" else "value" if kind in self.forms else None
        absent = Bilingual(f"absent quand kind est {kind}", f"absent where kind is {kind}")
        others = sorted(set(given) - {"kind", needed})
        _raise_any(*(refused_value(name, original[name], absent) for name in others))
        if needed == "value":
            return self._valued(kind, given.get("value"))
        if needed and needed not in given:
            _raise_any(_missing(needed, self))
        return Indemnity(**given)

    def _valued(self, kind: str, value: Any) -> Indemnity:
        name, form = self.forms[kind]
        if value is None:
            _raise_any(refused_value("value", None, form.allowed))
        try:
            return Indemnity(kind=kind, **{name: form.deserialize(value, "value")})
        except ValidationError as error:
            raise ValidationError({"value": error.messages}) from error


class EarlyRepaymentSchema(_Part):
    """Principal given back before its time."""

    makes = EarlyRepayment
    on = Day(required=True)
    amount = _amount(required=True, attribute="amount_cents")
    indemnity = fields.Nested(IndemnitySchema, required=True)


class TermsSchema(_Part):
    """The terms of a loan. Rates are fractions of 1; amounts, rates and days are strings."""

    principal = _amount(allow_none=True, attribute="principal_cents")
    starts_on = Day(required=True)
    first_due_on = Day(allow_none=True)
    instalments = _count(1, INSTALMENTS_MAX, required=True)
    months_between_instalments = fields.Integer(strict=True, required=True, validate=PERIODICITY)
    profile = _choice(Profile)
    progressivity = _signed_rate()
    progressivity_applies = _choice(ProgressivityApplies)
    capital_progressivity = _signed_rate(allow_none=True)
    revision = _choice(Revision)
    progressivity_floor = _signed_rate()
    rate = fields.Nested(RateSchema, required=True)
    fixings = _many(TermsFixingSchema, FIXINGS_MAX, allow_none=True)
    interest_mode = _choice(InterestMode)
    day_count = _choice(DayCount)
    deferral = fields.Nested(DeferralSchema, allow_none=True)
    prefinancing = fields.Nested(PrefinancingSchema, allow_none=True)
    early_repayments = _many(EarlyRepaymentSchema, EARLY_REPAYMENTS_MAX, allow_none=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Terms:
        """The terms; refuses those that contradict themselves."""
        try:
            return Terms(**_given(data))
        except Invalid as refusal:
            raise error_of(refusal) from refusal


class ResumptionSchema(_Part):
    """From when on instalments are as far apart as the terms say."""

    makes = Resumption
    after = _count(1, INSTALMENTS_MAX, required=True)
    on = Day(required=True)
    day_of_month = _count(1, 31, required=True)


class StoredTermsSchema(TermsSchema):
    """The terms of a loan as they are kept: a rearrangement may have changed the periodicity, which nobody sends."""

    resumes = fields.Nested(ResumptionSchema, allow_none=True)


class RowSchema(Schema):
    """A line of a schedule, as `published_row` gives it."""

    class Meta:
        include: ClassVar = {
            "number": fields.Integer(required=True),
            "event": _choice(Event, required=True),
            "due_on": fields.String(required=True, metadata={"format": "date"}),
            "rate": fields.String(required=True, metadata={"description": "Empty for prefinancing interest"}),
            "progressivity": fields.String(required=True, metadata={"description": "Empty with the rate"}),
            **{
                name: fields.String(required=True, metadata={"pattern": AMOUNT_PATTERN})
                for name in COLUMNS[5:]
            },
        }


class ScheduleSchema(Schema):
    """All rows of a loan, in the order of time."""

    rows = fields.List(fields.Nested(RowSchema), required=True)


_TERMS = TermsSchema()
_STORED = StoredTermsSchema()


def terms_from_json(data: Any) -> Terms:
    """The terms in the public format; raises Invalid, naming each field at fault."""
    try:
        return _TERMS.load(data)
    except ValidationError as error:
        raise refusal_of(error, data, _TERMS, whole="terms") from error


def terms_to_json(terms: Terms) -> dict[str, Any]:
    """The public format of terms, defaults written out and absent fields left out: `stored_terms` reads it back."""
    return _STORED.dump(terms)


def stored_terms(data: dict[str, Any]) -> Terms:
    """Terms that `terms_to_json` wrote."""
    return _STORED.load(data)


def _given(data: dict[str, Any]) -> dict[str, Any]:
    """What was given, lists made immutable."""
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in data.items()
        if value is not None
    }


def _missing(name: str, schema: Schema) -> FieldError:
    allowed = allowed_by(schema.fields[name])
    if isinstance(allowed, list):
        allowed = Bilingual(", ".join(allowed), ", ".join(allowed))
    return refused_value(name, None, allowed)


def _raise_any(*errors: FieldError) -> None:
    if errors:
        raise error_of(Invalid(errors))

"""What the API of rates reads and writes; the inbound queue of inputs reads the same."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.rates.domain.indexes import INDEXES, SERIES
from services.rates.domain.measures import HALF_YEAR
from services.rates.tables import STATE_NAMES
from shared.errors import Bilingual
from shared.fields import Day, Rate
from shared.pagination import PageArguments

INPUTS_MAX = 500
RATE_MIN, RATE_MAX = Decimal("-0.5"), Decimal("0.5")
DECIMALS_MAX = 6
NOT_BLANK = validate.Regexp(r"\s*\S", error=Bilingual("Ce texte est vide.", "This text is blank."))
_TOO_FINE = Bilingual(f"Au plus {DECIMALS_MAX} décimales.", f"At most {DECIMALS_MAX} decimals.")
_FROM_BEFORE = Bilingual("Le mois n'est pas encore commencé.", "The month has not begun yet.")


def _at_most_six_decimals(rate: Decimal) -> None:
    if round(rate, DECIMALS_MAX) != rate:
        raise ValidationError(_TOO_FINE)


def index_value(**options: Any) -> Rate:
    """A value of an index or of a series: a fraction of 1, at most six decimals."""
    return Rate(minimum=RATE_MIN, maximum=RATE_MAX, validate=_at_most_six_decimals, **options)


def text(longest: int, **options: Any) -> fields.String:
    """A text that says something."""
    return fields.String(validate=[validate.Length(1, longest), NOT_BLANK], **options)


class MonthField(fields.String):
    """A month as 2025-12; the date of its first day inside."""

    allowed = Bilingual("un mois AAAA-MM", "a month YYYY-MM")
    openapi: ClassVar = {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "examples": ["2025-12"]}

    def _serialize(self, value: date | str, *_: Any, **__: Any) -> str:
        return value if isinstance(value, str) else f"{value:%Y-%m}"

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> date:
        try:
            return _day.deserialize(f"{value}-01")
        except ValidationError:
            raise ValidationError(Bilingual("Ce n'est pas un mois.", "This is no month.")) from None


_day = Day()


class InputSchema(Schema):
    """A published figure of a monthly series."""

    series = fields.String(required=True, validate=validate.OneOf(list(SERIES)))
    month = MonthField(required=True, metadata={"description": "Last month of the span"})
    months = fields.Integer(
        strict=True,
        load_default=1,
        validate=validate.OneOf([1, HALF_YEAR]),
        metadata={"description": "1 for a monthly figure, 6 for a published six-month mean"},
    )
    value = index_value(required=True)
    published_on = Day(required=True, metadata={"description": "The vintage of the figure"})
    source = text(300, required=True)
    approximate = fields.Boolean(load_default=False)

    @validates_schema
    def check_month_has_begun(self, figure: dict, **_: Any) -> None:
        """A figure is not published before its month."""
        if figure["published_on"] < figure["month"]:
            raise ValidationError(_FROM_BEFORE, field_name="published_on")


class InputsSchema(Schema):
    """Figures to record together."""

    inputs = fields.List(fields.Nested(InputSchema), required=True, validate=validate.Length(1, INPUTS_MAX))


class InputsReportSchema(Schema):
    """What became of the figures."""

    recorded = fields.Integer(required=True)
    already_known = fields.Integer(required=True)


class RecordedInputSchema(InputSchema):
    """A figure as it was recorded."""

    input_id = fields.UUID(required=True)
    recorded_by = fields.UUID(required=True, allow_none=True)
    recorded_at = fields.AwareDateTime(required=True)


class InputFiltersSchema(PageArguments):
    """Which inputs to list."""

    series = fields.String(validate=validate.OneOf(list(SERIES)))
    month = MonthField()


def _stated_inputs() -> fields.Dict:
    return fields.Dict(
        keys=fields.String(validate=validate.OneOf(list(SERIES))),
        values=index_value(),
        load_default=dict,
        metadata={"description": "Figures as the formula reads them, instead of the recorded ones"},
    )


class ComputationQuestionSchema(Schema):
    """Which value to compute."""

    index = fields.String(required=True, validate=validate.OneOf(list(INDEXES)))
    effective_on = Day(required=True)
    inputs = _stated_inputs()
    regime = fields.String(validate=validate.Length(1, 10))
    known_on = Day(metadata={"description": "Read the inputs as published by that day"})


class ObservationSchema(Schema):
    """A figure that was read, in the vintage that was read."""

    month = fields.String(required=True)
    months = fields.Integer(required=True)
    value = fields.String(required=True)
    published_on = fields.String(required=True)
    source = fields.String(required=True)
    approximate = fields.Boolean(required=True)


class MeasureSchema(Schema):
    """What the formula read of a series."""

    series = fields.String(required=True)
    method = fields.String(required=True)
    value = fields.String(required=True)
    approximate = fields.Boolean(required=True)
    observations = fields.List(fields.Nested(ObservationSchema), required=True)


class StepSchema(Schema):
    """One line of the explanation."""

    name = fields.String(required=True)
    french = fields.String(required=True)
    english = fields.String(required=True)
    value = fields.String(required=True, allow_none=True)
    legal_reference = fields.String(required=True)


class LimitSchema(Schema):
    """The limit of the change between two fixings."""

    change = fields.String(required=True)
    legal_reference = fields.String(required=True)


class ComputationSchema(Schema):
    """What the formula gives, and how. Rates are fractions of 1."""

    index = fields.String(required=True)
    effective_on = fields.String(required=True)
    regime = fields.String(required=True)
    legal_reference = fields.String(required=True)
    inputs = fields.List(fields.Nested(MeasureSchema), required=True)
    raw = fields.String(required=True)
    rounded = fields.String(required=True)
    value = fields.String(required=True)
    limit = fields.Nested(LimitSchema, required=True, allow_none=True)
    steps = fields.List(fields.Nested(StepSchema), required=True)


class CorrectionSchema(Schema):
    """A new version of an official fixing."""

    value = index_value(required=True)
    derogation = fields.Boolean(load_default=False)
    legal_reference = text(500, required=True)
    published_on = Day(required=True, metadata={"description": "Day of the Journal officiel"})
    note = fields.String(load_default="", validate=validate.Length(max=500))
    inputs = _stated_inputs()


class ProposalSchema(CorrectionSchema):
    """A value proposed for an index from a day on."""

    index = fields.String(required=True, validate=validate.OneOf(list(INDEXES)))
    effective_on = Day(required=True)


class ReasonSchema(Schema):
    """Why a proposal does not become official."""

    reason = text(500, required=True)


class FixingSummarySchema(Schema):
    """A fixing in one version."""

    fixing_id = fields.UUID(required=True)
    index = fields.String(required=True)
    effective_on = Day(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(list(STATE_NAMES)))
    value = Rate(required=True)
    computed_value = Rate(required=True, allow_none=True)
    derogation = fields.Boolean(required=True)
    legal_reference = fields.String(required=True)
    published_on = Day(required=True)
    regime = fields.String(required=True)
    revision = fields.String(required=True)
    supersedes = fields.UUID(required=True, allow_none=True)
    follows = fields.UUID(required=True, allow_none=True)
    date_precision = fields.String(required=True)
    source = fields.String(required=True)
    note = fields.String(required=True)


class FixingSchema(FixingSummarySchema):
    """A fixing with its computation and who decided what."""

    computation = fields.Nested(ComputationSchema, required=True, allow_none=True)
    proposed_by = fields.UUID(required=True, allow_none=True)
    proposed_by_name = fields.String(required=True)
    proposed_at = fields.AwareDateTime(required=True)
    decided_by = fields.UUID(required=True, allow_none=True)
    decided_by_name = fields.String(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    decision_reason = fields.String(required=True)


class FixingFiltersSchema(PageArguments):
    """Which fixings to list."""

    index = fields.String(validate=validate.OneOf(list(INDEXES)))
    state = fields.String(validate=validate.OneOf(list(STATE_NAMES)))
    effective_on = Day()


class HistoryArgumentsSchema(PageArguments):
    """The whole history, or the value in force one day."""

    on = Day(metadata={"description": "Only the fixing in force that day"})

    @post_load
    def with_day(self, arguments: dict, **_: Any) -> dict:
        """`on` is always there, None when it was not asked for."""
        return {"on": None, **arguments}


class ComingDateSchema(Schema):
    """A day on which an index can change."""

    day = fields.Date(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["normal", "exceptional"]))


class IndexSchema(Schema):
    """An index, and its official value today."""

    code = fields.String(required=True, attribute="index.code")
    name = fields.String(required=True, attribute="index.name.french")
    name_english = fields.String(required=True, attribute="index.name.english")
    description = fields.String(required=True, attribute="index.description.french")
    description_english = fields.String(required=True, attribute="index.description.english")
    proposable = fields.Boolean(required=True, attribute="index.proposable")
    in_force = fields.Nested(FixingSummarySchema, required=True, allow_none=True)

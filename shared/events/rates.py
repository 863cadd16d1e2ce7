"""What rates tells: the official values of the indexes."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from shared.events import contract


@contract("rates.fixing_published.v1")
class FixingPublished:
    """An index has a new official value.

    value            fraction of 1 (0.0170 is 1.70 %), at most six decimals
    computed_value   what the formula in force gave, when there was one
    effective_on     first day the value is in force
    derogation       the minister fixed another value than the computed one
    supersedes       the fixing that this one corrects, if any
    version          1 for a first publication, then one more for each correction
    """

    fixing_id: UUID
    index: str
    effective_on: date
    value: Decimal
    computed_value: Decimal | None
    derogation: bool
    legal_reference: str
    published_on: date
    supersedes: UUID | None
    version: int

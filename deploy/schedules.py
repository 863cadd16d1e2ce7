"""`prets schedule`: the engine of lending, without its service."""

from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError

from services.lending.domain.fixings import Fixing
from services.lending.domain.rows import published_row, rows_csv
from services.lending.domain.schedule import Schedule, schedule
from services.lending.domain.terms import Terms, followed_indexes
from services.lending.schemas import TermsSchema
from services.rates.reference import history
from shared.validation import refusal_of


@dataclass(frozen=True)
class PublishedSchedule:
    """A schedule in the public formats."""

    schedule: Schedule

    def csv(self) -> str:
        """CSV with a header line."""
        return rows_csv(self.schedule.rows)

    def published(self) -> list[dict[str, Any]]:
        """The rows as JSON carries them."""
        return [published_row(row) for row in self.schedule.rows]


def schedule_of(terms: Any) -> PublishedSchedule:
    """The schedule of terms in the public format; raises Invalid, naming each field at fault."""
    schema = TermsSchema()
    try:
        read = schema.load(terms)
    except ValidationError as error:
        raise refusal_of(error, terms, schema, whole="terms") from error
    return PublishedSchedule(schedule(read, _fixings(read)))


def _fixings(terms: Terms) -> dict[str, list[Fixing]]:
    """The official values that the platform ships with, of each index that the terms follow."""
    return {
        index: [Fixing(each.effective_on, each.value) for each in history() if each.index == index]
        for index in followed_indexes(terms)
    }

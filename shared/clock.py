"""Two clocks: the instant it is, and the business date the bank works on."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

_pinned: date | None = None


def now() -> datetime:
    """The instant it is, aware, in UTC. For traces, tokens and deadlines, never for what a contract says."""
    return datetime.now(UTC)


def today() -> date:
    """The business date: the calendar day in Paris, unless the platform is run as of another day."""
    return _pinned or datetime.now(PARIS).date()


def pin_business_date(day: date | None) -> None:
    """Run this process as of `day` (setting BUSINESS_DATE); None follows the calendar."""
    global _pinned  # noqa: PLW0603 - one bank, one business date, in all of a process
    _pinned = day

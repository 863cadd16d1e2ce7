"""What lending needs to know beyond what every service does."""

from dataclasses import dataclass

from shared import settings

DAYS_AHEAD_MAX = 100
"""How far ahead instalments are called: they are never revised, and a slip of the pen must not freeze years."""


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """chunk_loans         how many loans lie together: the unit of storage
    chunks_at_once      how many chunks one message of a revision carries: the unit of work and of retry
    billing_days_ahead  call instalments so many days before they are due, each business day; only when asked if absent
    """

    chunk_loans: int = 1_000
    chunks_at_once: int = 8
    billing_days_ahead: int | None = None

    def __post_init__(self) -> None:
        if self.billing_days_ahead is not None and not 0 <= self.billing_days_ahead <= DAYS_AHEAD_MAX:
            raise settings.SettingRefused(
                f"BILLING_DAYS_AHEAD={self.billing_days_ahead} is not a number of days from 0 to {DAYS_AHEAD_MAX}."
            )

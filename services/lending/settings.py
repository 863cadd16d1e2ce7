"""What lending needs to know beyond what every service does."""

from dataclasses import dataclass

from shared import settings


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """chunk_loans  how many loans one message of a revision carries: the unit of work, of retry and of storage."""

    chunk_loans: int = 1_000

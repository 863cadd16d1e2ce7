"""What rates needs to know: nothing beyond what every service does."""

from shared.settings import Settings

__all__ = ["Settings"]

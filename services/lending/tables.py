"""The mapped classes of lending share one metadata; each feature keeps its own tables."""

from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """The declarative base of lending's own tables."""

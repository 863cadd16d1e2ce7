"""Establishments by words, whatever their order; the last word may be unfinished, and each may hold one slip.

On PostgreSQL a full-text index over normalised words, on SQLite its own full-text search (FTS5): docs/adr/0008. A word
that no establishment has is first replaced by those of the register that are one slip apart.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.structures.domain.search import WORDS_MAX
from services.structures.domain.stock import one_slip_apart
from services.structures.register.indexing import EDGE, SHORTEST
from services.structures.tables import Establishment, RegisterWord

FOUND_MAX = 200
CANDIDATES_MAX = 3_000
CORRECTIONS_MAX = 3
_GIN_RESULTS_MAX = 5_000
"""A word such as "sci" has a million establishments: PostgreSQL stops at some thousands of them."""


def by_words(session: Session, words: Sequence[str]) -> Sequence[Establishment]:
    """Establishments that have all these words, in no order; those with a slip mended when none has."""
    words = list(words[:WORDS_MAX])
    found = _having(session, [[word] for word in words])
    return found or _having(session, [_mended(session, word) for word in words])


def _having(session: Session, choices: list[list[str]]) -> Sequence[Establishment]:
    """Establishments with one word of each choice; the last one may go on."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    wanted = _sqlite(session, choices) if is_sqlite else _postgresql(session, choices)
    return session.scalars(wanted.limit(FOUND_MAX)).all()


def _postgresql(session: Session, choices: list[list[str]]) -> sa.Select:
    session.execute(sa.text(f"SET LOCAL gin_fuzzy_search_limit = {_GIN_RESULTS_MAX}"))
    asked = " & ".join(f"({' | '.join(f'{word}:*' for word in each)})" for each in choices)
    words = sa.func.to_tsvector(sa.literal_column("'simple'"), Establishment.words)
    return sa.select(Establishment).where(words.op("@@")(sa.func.to_tsquery("simple", asked)))


def _sqlite(session: Session, choices: list[list[str]]) -> sa.Select:
    if not sa.inspect(session.connection()).has_table("register_search"):
        return sa.select(Establishment).where(sa.false())
    asked = " AND ".join(f"({' OR '.join(f'{word}*' for word in each)})" for each in choices)
    matching = sa.text("SELECT rowid FROM register_search WHERE register_search MATCH :asked LIMIT :most")
    rows = [row for (row,) in session.execute(matching, {"asked": asked, "most": FOUND_MAX})]
    return sa.select(Establishment).where(sa.literal_column("establishments.rowid").in_(rows))


def _mended(session: Session, word: str) -> list[str]:
    """The words of the register that a typed one may mean: itself, or those one slip apart, their ends being right."""
    if len(word) < SHORTEST:
        return [word]
    alike = sa.or_(RegisterWord.head == word[:EDGE], RegisterWord.tail == word[-EDGE:])
    near = RegisterWord.length.between(len(word) - 1, len(word) + 1)
    candidates = session.scalars(sa.select(RegisterWord.word).where(alike, near).limit(CANDIDATES_MAX))
    return [word, *[known for known in candidates if one_slip_apart(word, known)][:CORRECTIONS_MAX]]

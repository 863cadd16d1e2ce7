"""What makes the register quick to search: made after a load, not row by row, and only where it is not there yet."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared.db import transaction

EDGE = 3
SHORTEST = 4
WORD_CHARACTERS = 40
_POSTGRESQL = (
    "CREATE INDEX IF NOT EXISTS establishments_by_words ON establishments USING gin (to_tsvector('simple', words))",
    "ANALYZE establishments",
)
_INSERT = "INSERT OR IGNORE INTO register_words (word, head, tail, length) VALUES (?, ?, ?, ?)"
_SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS register_search USING fts5"
    "(words, content='establishments', content_rowid='rowid', prefix='2 3 4', tokenize='unicode61')",
    "INSERT INTO register_search(register_search) VALUES('rebuild')",
)


def make_ready() -> None:
    """Bring the search index to what the register holds."""
    with transaction() as session:
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        if not is_sqlite:
            session.execute(sa.text("SET LOCAL maintenance_work_mem = '256MB'"))
        for statement in _SQLITE if is_sqlite else _POSTGRESQL:
            session.execute(sa.text(statement))


def learn_words(session: Session, texts: Iterable[str], known: set[str]) -> None:
    """Keep each word once: a typed word that is none of them holds a slip.

    known  words that this load has kept already; the new ones are added
    """
    words = {word[:WORD_CHARACTERS] for text in texts for word in text.split()}
    new = {word for word in words - known if len(word) >= SHORTEST and not word.isdigit()}
    known.update(new)
    rows = [(word, word[:EDGE], word[-EDGE:], len(word)) for word in sorted(new)]
    if rows:
        _keep(session, rows)


def _keep(session: Session, rows: list[tuple[str, str, str, int]]) -> None:
    """By the driver itself: SQLAlchemy would write one statement of thousands of values."""
    cursor = session.connection().connection.driver_connection.cursor()
    if session.get_bind().dialect.name == "sqlite":
        cursor.executemany(_INSERT, rows)
        return
    cursor.execute("CREATE TEMP TABLE new_words (LIKE register_words) ON COMMIT DROP")
    with cursor.copy("COPY new_words (word, head, tail, length) FROM STDIN") as copy:
        copy.write("".join(f"{word}\t{head}\t{tail}\t{length}\n" for word, head, tail, length in rows))
    cursor.execute(
        "INSERT INTO register_words (word, head, tail, length)"
        " SELECT word, head, tail, length FROM new_words ON CONFLICT DO NOTHING"
    )

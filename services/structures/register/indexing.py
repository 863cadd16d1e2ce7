"""What makes the register quick to search by words: brought up to date when a load is at its end, not row by row."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.structures.tables import WORD_CHARACTERS
from shared.db import reading, transaction

_MEMORY = "512MB"
_READY = {
    "postgresql": (
        "SELECT to_regclass('establishments_by_words') IS NOT NULL,"
        " set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)"
    ),
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE name = 'register_search'",
}
_SEARCH = {
    "postgresql": (
        f"SET LOCAL maintenance_work_mem = '{_MEMORY}'",
        "CREATE INDEX IF NOT EXISTS establishments_by_words ON establishments USING gin (words)"
        " WITH (fastupdate = off)",
        "ANALYZE establishments",
    ),
    "sqlite": (
        "CREATE VIRTUAL TABLE IF NOT EXISTS register_search USING fts5"
        "(words, content='establishments', content_rowid='rowid', detail='none', columnsize=0, prefix='3')",
        "CREATE VIRTUAL TABLE IF NOT EXISTS register_vocabulary USING fts5vocab(register_search, row)",
        "INSERT INTO register_search(register_search) VALUES('rebuild')",
    ),
}
_COUNTED = {
    "postgresql": (
        "SELECT word, count(*) AS establishments"
        " FROM (SELECT unnest(tsvector_to_array(words)) AS word FROM establishments) AS every GROUP BY word"
    ),
    "sqlite": "SELECT term AS word, doc AS establishments FROM register_vocabulary",
}
_WORDS = """
    INSERT INTO register_words (word, establishments)
    SELECT word, establishments FROM ({counted}) AS counted WHERE length(word) <= :most
    ON CONFLICT (word) DO UPDATE SET establishments = excluded.establishments
    WHERE register_words.establishments <> excluded.establishments
"""


def make_ready() -> None:
    """Bring the search index, and the words that there are, to what the register holds.

    PostgreSQL does both at once: its index takes one processor, and counting only reads. SQLite counts by the index.
    """
    with reading() as session:
        indexes_while_counting = _dialect(session) == "postgresql"
    if not indexes_while_counting:
        _index()
        _count_words()
        return
    with ThreadPoolExecutor(1, "register-index") as beside:
        indexed = beside.submit(copy_context().run, _index)
        _count_words()
        indexed.result()


def _index() -> None:
    with transaction() as session:
        for statement in _SEARCH[_dialect(session)]:
            session.execute(sa.text(statement))


def _count_words() -> None:
    with transaction() as session:
        if _dialect(session) == "postgresql":
            session.execute(sa.text(f"SET LOCAL work_mem = '{_MEMORY}'"))
        counted = sa.text(_WORDS.format(counted=_COUNTED[_dialect(session)]))
        session.execute(counted, {"most": WORD_CHARACTERS})


def prepare(session: Session) -> bool:
    """Get ready to look for words in this transaction; False before the first load has come to its end.

    PostgreSQL then searches by the index alone: reading the table from its beginning may have to go to its end.
    """
    return bool(session.execute(sa.text(_READY[_dialect(session)])).one()[0])


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name

"""Establishments by words, whatever their order; the last word may be unfinished, and each may hold one slip.

On PostgreSQL an index over the words of each establishment (GIN), on SQLite its full-text search (FTS5): docs/adr/0008.
Words as they were typed come first. Where that finds nothing, a word that no establishment has is taken for the
beginning of one, or for one with a slip; where that finds nothing either, so is each word.
"""

from collections.abc import Collection, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from services.structures.domain.search import WORDS_MAX, slips
from services.structures.register.indexing import prepare
from services.structures.register.several import is_one_of
from services.structures.tables import WORD_CHARACTERS, Establishment, RegisterWord

FOUND_MAX = 200
CORRECTIONS_MAX = 20
MENDED_FROM = 4
SHORT = 2
"""Letters of a word that goes on in too many ways: one that finds something is taken as it is."""

SHOWN = tuple(column for column in sa.inspect(Establishment).columns.values() if column.key != "words")
"""What is told of an establishment that was found."""

Choice = Collection[str]
"""Words of which an establishment has one; a star at the end of one lets it go on."""


def by_words(session: Session, words: Sequence[str]) -> Sequence[sa.Row]:
    """Establishments that have all these words, in no order; those with a slip mended when none has."""
    words = [word[:WORD_CHARACTERS] for word in words[:WORDS_MAX]]
    if not prepare(session, is_one_word=len(words) == 1):
        return []
    return next(filter(None, (_having(session, choices) for choices in _readings(session, words))), [])


def _readings(session: Session, words: Sequence[str]) -> Iterator[list[Choice]]:
    """What the words may mean, the likeliest first."""
    *others, last = words
    yield [*([word] for word in others), [last, f"{last}*"] if len(last) > SHORT else [last]]
    known = _known(session, words)
    if len(known) < len(set(words)):
        yield [[word] if word in known else _meant(session, word) for word in words]
    if known:
        yield [_meant(session, word) for word in words]


def _meant(session: Session, word: str) -> Choice:
    """A word, what it is the beginning of, and the commonest words of the register that are one slip away."""
    if len(word) < MENDED_FROM or word.isdigit():
        return [word, f"{word}*"]
    return [word, f"{word}*", *_known(session, slips(word))[:CORRECTIONS_MAX]]


def _known(session: Session, words: Collection[str]) -> Sequence[str]:
    """Those of the words that the register has, the commonest first."""
    there = sa.select(RegisterWord.word).where(is_one_of(session, RegisterWord.word, words))
    return session.scalars(there.order_by(RegisterWord.establishments.desc())).all()


def _having(session: Session, choices: list[Choice]) -> Sequence[sa.Row]:
    """Establishments with one word of each choice."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    wanted = (_sqlite if is_sqlite else _postgresql)(choices)
    return session.execute(sa.select(*SHOWN).where(wanted).limit(FOUND_MAX)).all()


def _postgresql(choices: list[Choice]) -> sa.ColumnElement[bool]:
    asked = " & ".join(f"({' | '.join(word.replace('*', ':*') for word in each)})" for each in choices)
    return Establishment.words.op("@@")(sa.cast(asked, TSQUERY))


def _sqlite(choices: list[Choice]) -> sa.ColumnElement[bool]:
    asked = " AND ".join(f"({' OR '.join(each)})" for each in choices)
    matching = sa.text("SELECT rowid FROM register_search WHERE register_search MATCH :asked LIMIT :most")
    found = matching.bindparams(asked=asked, most=FOUND_MAX)
    return sa.literal_column("establishments.rowid").in_(found)

"""Establishments by words, whatever their order; the last word may be unfinished, and each may hold one slip.

On PostgreSQL an index over the words of each establishment (GIN), on SQLite its full-text search (FTS5): docs/adr/0008.
Words as they were typed come first. Where they find nothing, the last one is taken for the beginning of a word; then
what the register does not know for one with a slip, or for a beginning; then what it does know for one with a slip.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import Session

from services.structures.domain.search import WORDS_MAX, slips
from services.structures.register.indexing import prepare
from services.structures.register.several import is_one_of
from services.structures.tables import WORD_CHARACTERS, Establishment, RegisterWord

FOUND_MAX = 200
MEANT_MAX = 20
COMMON, SAMPLE = 100_000, 20_000
"""Of words that each more than so many establishments have, about so many for each are looked at."""

MENDED_FROM = 4
SHORT = 2
"""Letters of a word that goes on in too many ways, unless others tell which."""

_LAST_SIGN = "\U0010ffff"
READ_MAX = 20_000
"""Up to so many establishments are read to see whether a word of theirs begins as wanted; of more the index tells."""

SHOWN = tuple(column for column in sa.inspect(Establishment).columns.values() if column.key != "words")
"""What is told of an establishment that was found."""

Choice = Collection[str]
"""Words of which an establishment has one."""


def by_words(session: Session, words: Sequence[str]) -> Sequence[sa.Row]:
    """Establishments that have all these words, in no order."""
    words = [word[:WORD_CHARACTERS] for word in words[:WORDS_MAX]]
    if not prepare(session):
        return []
    known = _known(session, words)
    return next(filter(None, _readings(session, words, known)), [])


def _readings(session: Session, words: Sequence[str], known: Mapping[str, int]) -> Iterator[Sequence[sa.Row]]:
    """What is found by each way to read the words, the likeliest first."""
    *others, last = words
    unknown = [word for word in words if word not in known]
    if not unknown:
        if min(known.values()) > COMMON and not _is_sqlite(session):
            yield _sample(session, words)
        yield _having(session, [[word] for word in words])
    most = min((known.get(word, 0) for word in others), default=READ_MAX)
    if most and (most <= READ_MAX or len(last) > SHORT):
        yield _going_on(session, others, last, most)
    meant = {word: [word] for word in words}
    if unknown:
        meant |= {
            word: [*_completions(session, word), *mended]
            for word, mended in _mended(session, unknown).items()
        }
        yield _having(session, [meant[word] for word in words])
    if known:
        meant |= {word: [word, *mended] for word, mended in _mended(session, known).items()}
        yield _having(session, [meant[word] for word in words])


def _known(session: Session, words: Collection[str]) -> dict[str, int]:
    """Those of the words that the register has, the commonest first, each with its number of establishments."""
    there = sa.select(RegisterWord.word, RegisterWord.establishments)
    found = session.execute(there.where(is_one_of(session, RegisterWord.word, words)).order_by(_COMMONEST))
    return dict(found.tuples().all())


def _completions(session: Session, beginning: str) -> Sequence[str]:
    """The commonest words that begin so."""
    begins = RegisterWord.word.between(beginning, beginning + _LAST_SIGN)
    return session.scalars(
        sa.select(RegisterWord.word).where(begins).order_by(_COMMONEST).limit(MEANT_MAX)
    ).all()


def _mended(session: Session, words: Collection[str]) -> dict[str, list[str]]:
    """For each word the commonest words of the register that are one slip away."""
    ways = {word: slips(word) if len(word) >= MENDED_FROM and not word.isdigit() else set() for word in words}
    there = _known(session, set().union(*ways.values()))
    return {word: [each for each in there if each in ways[word]][:MEANT_MAX] for word in words}


_COMMONEST = RegisterWord.establishments.desc()


def _having(session: Session, choices: list[Choice]) -> Sequence[sa.Row]:
    """Establishments with one word of each choice."""
    if not all(choices):
        return []
    between, join = (" OR ", " AND ") if _is_sqlite(session) else (" | ", " & ")
    return _found(session, _matching(session, join.join(f"({between.join(each)})" for each in choices)))


def _sample(session: Session, words: Sequence[str]) -> Sequence[sa.Row]:
    """Some of the establishments that have all these words, each of which very many have; none if they are few.

    PostgreSQL gathers all that an index finds before it gives the first; this lets it pass over most of them.
    """
    limit = sa.text("SELECT set_config('gin_fuzzy_search_limit', :most, true)")
    session.execute(limit, {"most": str(SAMPLE)})
    found = _having(session, [[word] for word in words])
    session.execute(limit, {"most": "0"})
    return found if len(found) == FOUND_MAX else []


def _going_on(session: Session, others: Sequence[str], last: str, most: int) -> Sequence[sa.Row]:
    """Establishments with all the other words and one that begins as the last one does.

    most  how many establishments can have the other words
    """
    if _is_sqlite(session):
        return _found(session, _matching(session, " AND ".join([*others, f"{last}*"])))
    if not others or most > READ_MAX:
        return _found(session, _matching(session, " & ".join([*others, f"{last}:*"])))
    unindexed = Establishment.words.op("||")(sa.cast("", TSVECTOR))
    begins = unindexed.op("@@")(sa.cast(f"{last}:*", TSQUERY))
    return _found(session, _matching(session, " & ".join(others)), begins)


def _matching(session: Session, asked: str) -> sa.ColumnElement[bool]:
    if not _is_sqlite(session):
        return Establishment.words.op("@@")(sa.cast(asked, TSQUERY))
    rows = sa.text("SELECT rowid FROM register_search WHERE register_search MATCH :asked LIMIT :most")
    return sa.literal_column("establishments.rowid").in_(rows.bindparams(asked=asked, most=FOUND_MAX))


def _found(session: Session, *wanted: sa.ColumnElement[bool]) -> Sequence[sa.Row]:
    return session.execute(sa.select(*SHOWN).where(*wanted).limit(FOUND_MAX)).all()


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"

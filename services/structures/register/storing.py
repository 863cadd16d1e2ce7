"""Columns of a piece into a table of the register: by COPY where there is one, else as many rows of one statement."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Session

from services.structures.domain.stock import Columns

_NOTHING = "\x02"
"""Stands for what is not told; columns hold no such sign."""


def store(session: Session, table: type[DeclarativeBase], columns: Columns) -> None:
    """Put rows in, new or in the place of those with the same key; what they say already is not written again.

    columns  the first is the key
    """
    if not next(iter(columns.values())):
        return
    if session.get_bind().dialect.name == "postgresql":
        _copy(session, table, columns)
    else:
        _insert(session, table, columns)


def _copy(session: Session, table: type[DeclarativeBase], columns: Columns) -> None:
    """Straight into the table where every row is new: stock files come in the order of their numbers."""
    name, names = table.__tablename__, ", ".join(columns)
    target = name if _are_new(session, table, columns) else "piece"
    cursor = session.connection().connection.driver_connection.cursor()
    if target == "piece":
        cursor.execute(f"CREATE TEMP TABLE piece (LIKE {name}) ON COMMIT DROP")
    with cursor.copy(f"COPY {target} ({names}) FROM STDIN WITH (NULL '{_NOTHING}')") as copy:
        copy.write(_copied(columns))
    if target == "piece":
        key, *others = columns
        cursor.execute(
            f"INSERT INTO {name} ({names}) SELECT DISTINCT ON ({key}) {names} FROM piece ORDER BY {key}, ctid DESC "  # noqa: S608
            f"{_on_conflict(name, key, others)}"
        )


def _are_new(session: Session, table: type[DeclarativeBase], columns: Columns) -> bool:
    key, numbers = next(iter(columns.items()))
    known = session.scalar(sa.select(sa.func.max(getattr(table, key))))
    return len(set(numbers)) == len(numbers) and (known is None or min(numbers) > known)


def _copied(columns: Columns) -> str:
    """Rows in the text format of COPY: tabs between columns, backslashes doubled."""
    told = [_told(column) for column in columns.values()]
    return "\n".join(map("\t".join, zip(*told, strict=True))).replace("\\", "\\\\") + "\n"


def _told(column: Sequence[str | None]) -> Sequence[str]:
    return column if None not in column else [_NOTHING if value is None else value for value in column]


def _insert(session: Session, table: type[DeclarativeBase], columns: Columns) -> None:
    """By the driver itself: SQLAlchemy would look at each value of each row."""
    key, *others = columns
    name, marks = table.__tablename__, ", ".join("?" * len(columns))
    cursor = session.connection().connection.driver_connection.cursor()
    cursor.executemany(
        f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks}) {_on_conflict(name, key, others)}",  # noqa: S608
        zip(*columns.values(), strict=True),
    )


def _on_conflict(name: str, key: str, others: Sequence[str]) -> str:
    changes = ", ".join(f"{column} = excluded.{column}" for column in others)
    here, there = (", ".join(f"{where}.{column}" for column in others) for where in (name, "excluded"))
    return f"ON CONFLICT ({key}) DO UPDATE SET {changes} WHERE ({here}) IS DISTINCT FROM ({there})"

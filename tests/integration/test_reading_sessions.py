"""Sessions for reading: they change nothing, and keep what the driver has prepared."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import Database

PREPARED_AFTER = 6
"""A statement that psycopg has met so many times is a prepared one."""


class _Base(DeclarativeBase):
    pass


class Pebble(_Base):
    __tablename__ = "pebbles"

    number: Mapped[int] = mapped_column(primary_key=True)
    colour: Mapped[str]


_COUNT = sa.select(sa.func.count()).select_from(Pebble)


def database_with_a_pebble(url: str) -> Database:
    database = Database(url)
    _Base.metadata.create_all(database.engine)
    with database.writing() as session:
        session.add(Pebble(number=1, colour="grey"))
    return database


@pytest.fixture
def database(database_url) -> Iterator[Database]:
    opened = database_with_a_pebble(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def on_postgresql(postgres_url) -> Iterator[Database]:
    opened = database_with_a_pebble(postgres_url)
    yield opened
    opened.dispose()


def test_what_is_changed_on_an_object_that_was_read_is_not_kept(database):
    with database.reading() as session:
        session.get_one(Pebble, 1).colour = "red"
        session.add(Pebble(number=2, colour="white"))
    with database.reading() as session:
        assert [(each.number, each.colour) for each in session.scalars(sa.select(Pebble))] == [(1, "grey")]


def test_reading_sees_one_state_whatever_is_written_meanwhile(database):
    with database.reading() as session:
        assert session.scalar(_COUNT) == 1
        with database.writing() as other:
            other.add(Pebble(number=2, colour="white"))
        assert session.scalar(_COUNT) == 1
    with database.reading() as session:
        assert session.scalar(_COUNT) == 2


def test_postgresql_refuses_to_write_while_reading(on_postgresql):
    with pytest.raises(DBAPIError, match="read-only"), on_postgresql.reading() as session:
        session.execute(sa.delete(Pebble))


def test_writing_goes_on_after_reading_on_the_same_connection(database):
    for colour in ("red", "white"):
        with database.reading() as session:
            session.get_one(Pebble, 1)
        with database.writing() as session:
            session.get_one(Pebble, 1).colour = colour
    with database.reading() as session:
        assert session.get_one(Pebble, 1).colour == "white"


def test_statements_stay_prepared_from_one_reading_to_the_next(on_postgresql):
    for _ in range(PREPARED_AFTER):
        with on_postgresql.reading() as session:
            session.get_one(Pebble, 1)
    with on_postgresql.reading() as session:
        prepared = session.scalars(sa.text("SELECT statement FROM pg_prepared_statements")).all()
    assert any("pebbles" in statement for statement in prepared)

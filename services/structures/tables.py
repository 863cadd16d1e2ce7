"""What structures keeps: each organisation as it is now, and every change that made it so."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from shared.db import Json, UtcDateTime

WORD_CHARACTERS = 40


class Base(DeclarativeBase):
    """The declarative base of this service's tables."""


class Structure(Base):
    """An organisation that borrows, guarantees or works with the bank.

    version          1 when it is recorded, one more at each change
    search_name      its name as `domain.search.searchable` makes it
    sort_name        the beginning of that, short enough for the cursor of a list
    client_number    nine digits, None for who is no client
    imported_digest  of the last import row, so that the same row again is known to bring nothing new
    """

    __tablename__ = "structures"
    __table_args__ = (sa.Index("structures_by_name", "sort_name", "structure_id"),)

    structure_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(150))
    search_name: Mapped[str] = mapped_column(sa.Text)
    sort_name: Mapped[str] = mapped_column(sa.String(80))
    siren: Mapped[str] = mapped_column(sa.String(9), index=True)
    siret: Mapped[str] = mapped_column(sa.String(14), unique=True)
    legal_category: Mapped[str] = mapped_column(sa.String(4))
    naf: Mapped[str | None] = mapped_column(sa.String(6))
    sector: Mapped[str] = mapped_column(sa.String(20))
    address: Mapped[dict] = mapped_column(Json)
    representative_function: Mapped[str] = mapped_column(sa.String(60))
    contact_email: Mapped[str | None] = mapped_column(sa.String(254))
    paper_wanted: Mapped[bool]
    client_number: Mapped[str | None] = mapped_column(sa.String(9), unique=True)
    imported_digest: Mapped[str] = mapped_column(sa.String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Person(Base):
    """A person who registered on the portal: our copy of what identity tells, for where to write to them."""

    __tablename__ = "people"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    email: Mapped[str] = mapped_column(sa.String(254))


class Membership(Base):
    """A person in a structure, who may have left.

    version       1 when they join first, one more at each change
    email         where the structure's affairs are told to them
    function      None until they said so
    default_of    the person, in the one membership that their pages show first
    """

    __tablename__ = "memberships"

    structure_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Structure.structure_id), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    version: Mapped[int]
    attached: Mapped[bool]
    name: Mapped[str] = mapped_column(sa.String(121))
    email: Mapped[str] = mapped_column(sa.String(254))
    phone: Mapped[str | None] = mapped_column(sa.String(20))
    function: Mapped[str | None] = mapped_column(sa.String(40))
    default_of: Mapped[UUID | None] = mapped_column(unique=True)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    structure: Mapped[Structure] = relationship(viewonly=True, lazy="raise")


class LegalUnit(Base):
    """An organisation as INSEE registers it (StockUniteLegale)."""

    __tablename__ = "legal_units"

    siren: Mapped[str] = mapped_column(sa.String(9), primary_key=True)
    name: Mapped[str] = mapped_column(sa.Text)
    acronym: Mapped[str] = mapped_column(sa.Text)
    legal_category: Mapped[str] = mapped_column(sa.String(4))


class Establishment(Base):
    """A place where an organisation works, as INSEE registers it (StockEtablissement); texts are empty when unknown.

    masked   its address may not be shown or used: whoever it is asked for that (statutDiffusion P)
    words    what it is found by: the names of the unit and of the place, and its town, as `searchable` makes them;
             on PostgreSQL each once, as its full-text search keeps them
    """

    __tablename__ = "establishments"

    siret: Mapped[str] = mapped_column(sa.String(14), primary_key=True)
    siren: Mapped[str] = mapped_column(sa.String(9))
    is_closed: Mapped[bool]
    is_head_office: Mapped[bool]
    masked: Mapped[bool]
    created_on: Mapped[date | None]
    naf: Mapped[str] = mapped_column(sa.String(6))
    name: Mapped[str] = mapped_column(sa.Text)
    sign: Mapped[str] = mapped_column(sa.Text)
    building: Mapped[str] = mapped_column(sa.Text)
    street: Mapped[str] = mapped_column(sa.Text)
    place: Mapped[str] = mapped_column(sa.Text)
    postcode: Mapped[str] = mapped_column(sa.String(5))
    town: Mapped[str] = mapped_column(sa.Text)
    words: Mapped[str] = mapped_column(sa.Text().with_variant(TSVECTOR(), "postgresql"), deferred=True)


class RegisterWord(Base):
    """A word that establishments are found by, and how many of them; in the order of signs, whatever the database's."""

    __tablename__ = "register_words"

    word: Mapped[str] = mapped_column(
        sa.String(WORD_CHARACTERS).with_variant(sa.String(WORD_CHARACTERS, collation="C"), "postgresql"),
        primary_key=True,
    )
    establishments: Mapped[int]


class Load(Base):
    """A stock file that was taken into the register, or is being.

    file   its name and its size
    rows   of it that have been read
    """

    __tablename__ = "register_loads"

    file: Mapped[str] = mapped_column(sa.String(300), primary_key=True)
    rows: Mapped[int] = mapped_column(sa.BigInteger)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Change(Base):
    """One change of a structure: who made it, when, through what, and each field before and after.

    changed_by  the person or system whose token asked for it; None for a message of the bank's queue
    """

    __tablename__ = "changes"

    structure_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Structure.structure_id), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[UUID | None]
    through: Mapped[str] = mapped_column(sa.String(20))
    differences: Mapped[dict] = mapped_column(Json)

"""Tables of the life of loans: what happened to each, in rows that are only added."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.lending.portfolio.tables import Loan
from services.lending.tables import Base
from shared.db import Cents, Json, UtcDateTime


class LoanFact(Base):
    """Something that happened to a loan. Rows are only added: what a loan was at any instant can be told again.

    sequence     of the facts of this loan, from 1 on
    kind         what happened; its schema in schemas.py says what `body` holds, in the public format
    value_on     the day from which it counts
    recorded_at  the instant from which it was known
    source       who said so: the queue, or the id of the person or system
    reference    what whoever said so calls it: said twice, it is known already
    """

    __tablename__ = "loan_facts"
    __table_args__ = (sa.UniqueConstraint("loan_number", "kind", "reference"),)

    loan_number: Mapped[str] = mapped_column(sa.ForeignKey(Loan.loan_number), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(sa.String(40))
    value_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(sa.String(60))
    reference: Mapped[str] = mapped_column(sa.String(60))
    body: Mapped[dict] = mapped_column(Json)


class Payment(Base):
    """A payment as it was received; the facts of the loans say what each of them got of it.

    loan_number, contract_number  what it names: one of them
    payer                         who paid, as the sender says it
    """

    __tablename__ = "payments"

    reference: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    loan_number: Mapped[str | None] = mapped_column(sa.String(20))
    contract_number: Mapped[str | None] = mapped_column(sa.String(20))
    value_on: Mapped[date]
    amount_cents: Mapped[int] = mapped_column(Cents)
    payer: Mapped[str] = mapped_column(sa.String(140))
    source: Mapped[str] = mapped_column(sa.String(60))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PaymentReturn(Base):
    """A payment that its bank took back, as we were told. Rows are only added.

    payment   the reference of the payment: it is taken back once, and whole
    value_on  the day from which the money is gone
    why       as the sender says it
    """

    __tablename__ = "payment_returns"

    reference: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    payment: Mapped[str] = mapped_column(sa.ForeignKey(Payment.reference), unique=True)
    value_on: Mapped[date]
    why: Mapped[str] = mapped_column(sa.String(140))
    source: Mapped[str] = mapped_column(sa.String(60))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)

"""What lending hears."""

from typing import Any

from sqlalchemy.orm import Session

from services.lending.life.payment_returns import ReturnMessage, take_return
from services.lending.life.payment_schemas import PaymentOrReturnSchema, PaymentReportSchema
from services.lending.life.payments import PaymentMessage, take_payment
from services.lending.portfolio.imports import import_loan
from services.lending.portfolio.schemas import LoanLine, LoanLineSchema
from services.lending.portfolio.tables import Structure
from services.lending.revisions import running
from shared.auth import project_rights
from shared.events.lending import AnnouncementsDue, ChunksDue
from shared.events.rates import FixingPublished
from shared.events.structures import StructureRecorded
from shared.handlers import Handlers
from shared.reconciliation import reconcile

handlers = Handlers("lending")
project_rights(handlers)
reconcile(handlers, "work")


@handlers.on(FixingPublished)
def revise_the_portfolio(event: FixingPublished, session: Session) -> None:
    """Remember a fixing, and plan the recomputation of every loan that follows its index."""
    running.hear_fixing(session, event)


@handlers.on(StructureRecorded)
def remember_the_structure(event: StructureRecorded, session: Session) -> None:
    """Keep the name of a structure; an older version that arrives late changes nothing."""
    known = session.get(Structure, event.structure_id)
    if known is None:
        known = Structure(structure_id=event.structure_id)
        session.add(known)
    elif known.version >= event.version:
        return
    known.version, known.name, known.sector = event.version, event.name, event.sector


@handlers.on(ChunksDue, queue="work")
def revise_chunks(event: ChunksDue, session: Session) -> None:
    """Recompute some chunks of the portfolio."""
    running.do_chunks(session, event.revision_id, event.chunks)


@handlers.on(AnnouncementsDue, queue="work")
def tell_structures(event: AnnouncementsDue, session: Session) -> None:
    """Tell some structures what a revision changed for them."""
    running.do_announcements(session, event.revision_id, event.share)


@handlers.command("bank.loans", schema=LoanLineSchema)
def take_a_loan_line(line: LoanLine, session: Session) -> dict[str, Any]:
    """Another bank system sends a loan line."""
    report = import_loan(line)
    return {
        "loan_number": line.loan_number,
        "outcome": "accepted" if report.accepted else "already_known",
    }


@handlers.command("bank.payments", schema=PaymentOrReturnSchema)
def take_a_payment(message: PaymentMessage | ReturnMessage, _session: Session) -> dict[str, Any]:
    """Another bank system sends a payment that came in for a loan line or a contract, or one that was taken back."""
    take = take_return if isinstance(message, ReturnMessage) else take_payment
    return PaymentReportSchema().dump(take(message, source="bank.payments"))

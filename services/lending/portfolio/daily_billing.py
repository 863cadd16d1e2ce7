"""Each business day, what falls due soon is called without anyone asking: once, however many workers there are."""

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.portfolio.billing import call_up_to
from services.lending.portfolio.store import is_revising, lock_portfolio
from services.lending.portfolio.tables import BillingRun, Loan
from shared import clock
from shared.db import reading, transaction
from shared.service import Probe, Service, current_service

DAILY = "daily"
"""The source of a run that nobody asked for."""
_A_DAY = timedelta(1)


def call_instalments_daily() -> None:
    """Call what falls due within the configured days, unless this business day's run was made.

    What a missed day would have called is called now: a run takes all that is due up to its day. While a revision is
    planned or at work there is none; a later round makes it.
    """
    days_ahead = current_service().settings.billing_days_ahead
    if days_ahead is None:
        return
    with reading() as session:
        if not _is_to_run(session):
            return
    with transaction() as session:
        lock_portfolio(session)
        if _is_to_run(session):
            call_up_to(session, clock.today() + timedelta(days_ahead), DAILY)


def _is_to_run(session: Session) -> bool:
    return _last_day(session) != clock.today() and not is_revising(session)


def _last_day(session: Session) -> date | None:
    """The business day of the last daily run."""
    return session.scalar(sa.select(sa.func.max(BillingRun.called_on)).where(BillingRun.source == DAILY))


def probe_billing(service: Service) -> Probe:
    """When instalments were called last, and how many loans wait; a warning where that was before yesterday."""
    days_ahead = service.settings.billing_days_ahead
    if days_ahead is None:
        return Probe("pass", "only when asked")
    today = clock.today()
    with service.database.reading() as session:
        last = _last_day(session)
        due = Loan.next_call_on <= today + timedelta(days_ahead)
        waiting = session.scalar(sa.select(sa.func.count()).select_from(Loan).where(due))
    is_late = waiting and (last is None or last < today - _A_DAY)
    return Probe("warn" if is_late else "pass", {"called_on": last and str(last), "loans_waiting": waiting})

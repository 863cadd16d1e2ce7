"""Lending, wired: nothing else is here."""

from functools import partial
from pathlib import Path

from flask import Flask

from services.lending.clients import routes as clients
from services.lending.exports import routes as exports
from services.lending.exports.actions import remove_old_exports, write_next_export
from services.lending.handlers import handlers
from services.lending.life import routes as life
from services.lending.portfolio import routes as portfolio
from services.lending.portfolio.daily_billing import call_instalments_daily, probe_billing
from services.lending.portfolio.upcoming import roll_next_instalments
from services.lending.revisions import routes as revisions
from services.lending.settings import Settings
from services.lending.tables import Base
from shared.service import Loop, Service
from shared.web import create_web_app


def create_service(settings: Settings | None = None) -> Service:
    """What lending's web process and worker share."""
    service = Service(
        name="lending",
        settings=settings or Settings.from_environment(),
        tables=Base.metadata,
        migrations=Path(__file__).parent / "migrations",
        handlers=handlers,
        loops=[
            Loop("roll-next-instalments", roll_next_instalments, idle_seconds=60),
            Loop("call-instalments", call_instalments_daily, idle_seconds=60),
            Loop("write-exports", write_next_export, idle_seconds=2),
            Loop("remove-old-exports", remove_old_exports, idle_seconds=3_600),
        ],
    )
    service.probes["billing"] = partial(probe_billing, service)
    return service


def create_app(service: Service | None = None) -> Flask:
    """Lending's web application."""
    parts = (portfolio, clients, life, revisions, exports)
    blueprints = [part.blueprint for part in parts]
    return create_web_app(service or create_service(), blueprints, title="Lending")

"""Rates, wired: nothing else is here."""

from pathlib import Path

from flask import Flask

from services.rates.handlers import handlers
from services.rates.routes import blueprint
from services.rates.settings import Settings
from services.rates.tables import Base
from shared.service import Service
from shared.web import create_web_app


def create_service(settings: Settings | None = None) -> Service:
    """What rates' web process and worker share."""
    return Service(
        name="rates",
        settings=settings or Settings.from_environment(),
        tables=Base.metadata,
        migrations=Path(__file__).parent / "migrations",
        handlers=handlers,
    )


def create_app(service: Service | None = None) -> Flask:
    """Rates' web application."""
    return create_web_app(service or create_service(), [blueprint], title="Rates")

"""Wiring of habilitations."""

from pathlib import Path

from flask import Flask

from services.habilitations.handlers import handlers
from services.habilitations.routes import blueprint
from services.habilitations.settings import Settings
from services.habilitations.tables import Base
from shared.service import Service
from shared.web import create_web_app


def create_service(settings: Settings) -> Service:
    """Habilitations with its database and what it hears."""
    return Service(
        name="habilitations",
        settings=settings,
        tables=Base.metadata,
        migrations=Path(__file__).with_name("migrations"),
        handlers=handlers,
    )


def create_app(service: Service) -> Flask:
    """The web application of habilitations."""
    return create_web_app(service, [blueprint], title="Habilitations")

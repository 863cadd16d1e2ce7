"""Wiring of habilitations."""

from pathlib import Path

from flask import Flask

from services.habilitations.clients import routes as clients
from services.habilitations.clients.appointments import expire_due_codes
from services.habilitations.clients.codes import ensure_code_key
from services.habilitations.handlers import handlers
from services.habilitations.routes import blueprint
from services.habilitations.settings import Settings
from services.habilitations.tables import Base
from shared.service import Loop, Service
from shared.web import create_web_app


def create_service(settings: Settings) -> Service:
    """Habilitations with its database and what it hears."""
    if settings.code_keys_create:
        ensure_code_key(settings.code_keys_file)
    return Service(
        name="habilitations",
        settings=settings,
        tables=Base.metadata,
        migrations=Path(__file__).with_name("migrations"),
        handlers=handlers,
        loops=[Loop("expire-codes", expire_due_codes, idle_seconds=60)],
    )


def create_app(service: Service) -> Flask:
    """The web application of habilitations."""
    return create_web_app(service, [blueprint, clients.blueprint], title="Habilitations")

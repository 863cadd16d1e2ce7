"""Wiring of structures."""

from pathlib import Path

from flask import Flask

from services.structures.handlers import handlers
from services.structures.members import routes as members
from services.structures.register import routes as register
from services.structures.routes import blueprint
from services.structures.settings import Settings
from services.structures.tables import Base
from shared.service import Service
from shared.web import create_web_app


def create_service(settings: Settings) -> Service:
    """Structures with its database and what it hears."""
    return Service(
        name="structures",
        settings=settings,
        tables=Base.metadata,
        migrations=Path(__file__).with_name("migrations"),
        handlers=handlers,
    )


def create_app(service: Service) -> Flask:
    """The web application of structures."""
    return create_web_app(service, [blueprint, members.blueprint, register.blueprint], title="Structures")

"""Wiring of identity."""

from pathlib import Path

from flask import Flask

from services.identity import attempts, sessions, signing
from services.identity.handlers import handlers
from services.identity.routes import blueprint
from services.identity.settings import Settings
from services.identity.tables import Base
from shared.service import Loop, Service
from shared.web import create_web_app

PURGE_SECONDS = 600


def create_service(settings: Settings) -> Service:
    """Identity with its database, its keys, what it hears and what it cleans up."""
    signing.ensure_keys(settings)
    return Service(
        name="identity",
        settings=settings,
        tables=Base.metadata,
        migrations=Path(__file__).with_name("migrations"),
        handlers=handlers,
        loops=[Loop("forget", _forget, idle_seconds=PURGE_SECONDS)],
    )


def create_app(service: Service) -> Flask:
    """Identity's web application."""
    return create_web_app(service, [blueprint], title="Identity")


def _forget() -> None:
    sessions.forget_ended_sessions()
    attempts.forget_old_failures()

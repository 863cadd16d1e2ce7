"""Wiring of identity."""

from pathlib import Path

from flask import Flask

from services.identity import attempts, confirmations, devices, mails, routes, sessions, signing
from services.identity.handlers import handlers
from services.identity.profile import routes as profile_routes
from services.identity.registration import routes as registration_routes
from services.identity.reminders import actions as reminders
from services.identity.reminders import routes as reminders_routes
from services.identity.settings import Settings
from services.identity.support import routes as support_routes
from services.identity.tables import Base
from shared.service import Loop, Service
from shared.web import create_web_app

PURGE_SECONDS = 60
BLUEPRINTS = [
    each.blueprint for each in (routes, registration_routes, reminders_routes, profile_routes, support_routes)
]


def create_service(settings: Settings) -> Service:
    """Identity with its database, its keys, what it hears and what it cleans up."""
    signing.ensure_keys(settings)
    return Service(
        name="identity",
        settings=settings,
        tables=Base.metadata,
        migrations=Path(__file__).with_name("migrations"),
        handlers=handlers,
        loops=[
            Loop("answer-reminders", reminders.answer_reminders, idle_seconds=1),
            Loop("tell-of-locks", attempts.tell_of_locks, idle_seconds=5),
            Loop("forget", _forget, idle_seconds=PURGE_SECONDS),
        ],
    )


def create_app(service: Service) -> Flask:
    """Identity's web application."""
    return create_web_app(service, BLUEPRINTS, title="Identity")


def _forget() -> None:
    sessions.forget_ended_sessions()
    attempts.forget_old_failures()
    confirmations.forget_abandoned()
    devices.forget_old_devices()
    mails.forget_old_counts()
    reminders.forget_old_links()

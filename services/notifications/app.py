"""Notifications, wired: nothing else is here."""

from functools import partial
from pathlib import Path

from flask import Flask

from services.notifications import routes
from services.notifications.accounts import routes as account_routes
from services.notifications.accounts.mailing import forget_account_mails, send_account_mails
from services.notifications.assistance import routes as assistance_routes
from services.notifications.assistance.actions import forget_old_requests
from services.notifications.batching import make_batches
from services.notifications.handlers import handlers
from services.notifications.mailing import send_due_mails
from services.notifications.printing import print_due_letters
from services.notifications.sealed_letters import destroy_what_was_handed_over
from services.notifications.settings import Settings
from services.notifications.tables import Base
from services.notifications.work import probe_messages
from shared.sealing import ensure_sealing_keys
from shared.service import Loop, Service
from shared.web import create_web_app


def create_service(settings: Settings | None = None) -> Service:
    """What notifications' web process and worker share."""
    settings = settings or Settings.from_environment()
    if settings.sealing_keys_create:
        ensure_sealing_keys(settings.sealing_keys_file)
    service = Service(
        name="notifications",
        settings=settings,
        tables=Base.metadata,
        migrations=Path(__file__).parent / "migrations",
        handlers=handlers,
        loops=[
            Loop("send-mails", send_due_mails, idle_seconds=2),
            Loop("send-account-mails", send_account_mails, idle_seconds=1),
            Loop("forget-account-mails", forget_account_mails, idle_seconds=600),
            Loop("forget-assistance", forget_old_requests, idle_seconds=600),
            Loop("print-letters", print_due_letters, idle_seconds=2),
            Loop("batch-letters", make_batches, idle_seconds=2),
            Loop("destroy-codes", destroy_what_was_handed_over, idle_seconds=2),
        ],
    )
    service.probes["messages"] = partial(probe_messages, service)
    return service


def create_app(service: Service | None = None) -> Flask:
    """Notifications' web application."""
    blueprints = [routes.blueprint, account_routes.blueprint, assistance_routes.blueprint]
    return create_web_app(service or create_service(), blueprints, title="Notifications")

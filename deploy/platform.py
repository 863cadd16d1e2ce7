"""The six services, and how to come by one."""

import importlib

from flask import Flask

from shared.service import Service
from shared.settings import Settings

SERVICES = ("identity", "structures", "habilitations", "rates", "lending", "notifications")
"""In the order in which a newcomer meets them; none needs another to start."""


def settings_class(name: str) -> type[Settings]:
    """The settings of a service, of its own class."""
    return importlib.import_module(f"services.{name}.settings").Settings


def create_service(name: str, settings: Settings | None = None) -> Service:
    """A service with its database, its handlers and its loops; settings from the environment unless given."""
    module = importlib.import_module(f"services.{name}.app")
    return module.create_service(settings or settings_class(name).from_environment())


def create_app(service: Service) -> Flask:
    """The web application of a service."""
    return importlib.import_module(f"services.{service.name}.app").create_app(service)

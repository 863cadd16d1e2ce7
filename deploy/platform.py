"""The six services, and how to come by one."""

import importlib
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the command line imports no framework to name a service
    from flask import Flask

    from shared.service import Service
    from shared.settings import Settings

SERVICES = ("identity", "structures", "habilitations", "rates", "lending", "notifications")
"""In the order in which a newcomer meets them; none needs another to start."""


def settings_class(name: str) -> "type[Settings]":
    """The settings of a service, of its own class."""
    return importlib.import_module(f"services.{name}.settings").Settings


def settings_for(name: str, environment: Mapping[str, str] = os.environ) -> "Settings":
    """The settings of a service where one environment holds those of several: LENDING_DATABASE_URL goes before
    DATABASE_URL.
    """
    prefix = f"{name.upper()}_"
    own = {key.removeprefix(prefix): value for key, value in environment.items() if key.startswith(prefix)}
    return settings_class(name).from_environment({**environment, **own})


def create_service(name: str, settings: "Settings | None" = None) -> "Service":
    """A service with its database, its handlers and its loops; settings from the environment unless given."""
    module = importlib.import_module(f"services.{name}.app")
    return module.create_service(settings or settings_for(name))


def create_app(service: "Service") -> "Flask":
    """The web application of a service."""
    return importlib.import_module(f"services.{service.name}.app").create_app(service)

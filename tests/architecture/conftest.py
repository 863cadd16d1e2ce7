"""The six services and their applications, as they are made."""

from collections.abc import Iterator

import pytest
from flask import Flask

from deploy import platform
from deploy.documents import OPERATIONS
from deploy.documents.offline import offline_services
from shared.operations import create_operations_app
from shared.service import Service


@pytest.fixture(scope="session")
def services() -> Iterator[list[Service]]:
    with offline_services() as made:
        yield made


@pytest.fixture(scope="session")
def apps(services) -> dict[str, Flask]:
    """The application of each service by its name, and the one that workers serve to operators."""
    made = {service.name: platform.create_app(service) for service in services}
    return made | {OPERATIONS: create_operations_app(services[0])}

"""The six services as they are made, without a server anywhere: to ask what they consist of, not to serve."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy import platform
from shared.service import Service

PUBLIC_URL = "https://prets.example.org"


@contextmanager
def offline_services() -> Iterator[list[Service]]:
    """Every service on files of a moment, gone at the end."""
    with TemporaryDirectory() as folder:
        services = [_offline(name, Path(folder)) for name in platform.SERVICES]
        try:
            yield services
        finally:
            for service in services:
                service.database.dispose()


def _offline(name: str, folder: Path) -> Service:
    settings = platform.settings_for(
        name,
        {
            "DATABASE_URL": f"sqlite:///{folder}/{name}.sqlite",
            "BROKER_URL": f"embedded://{folder}/broker.sqlite",
            "TOKEN_KEYS_URL": f"file://{folder}/keys.json",
            "SIGNING_KEYS_FILE": f"{folder}/signing-keys.json",
            "SIGNING_KEYS_CREATE": "true",
            "DATA_DIR": str(folder),
            "PUBLIC_URL": PUBLIC_URL,
        },
    )
    return platform.create_service(name, settings)

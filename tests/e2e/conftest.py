"""The embedded platform at work for every story that people live on it: started once, with the people of its bank."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from werkzeug.serving import make_server

from deploy.demo.people import open_the_bank
from deploy.demo.run import DEMONSTRATION_DATE
from deploy.embedded import Embedded, Platform
from shared.service import Service
from tests.e2e.visitors import Portal
from tests.servers.hosts import free_port

HURRIED = ("identity", "notifications")
"""Whose loops stories wait for: mails, letters, batches."""
IDLE_SECONDS = 0.2


class HurriedPlatform(Platform):
    """The platform whose loops rest less between two rounds."""

    def _service(self, embedded: Embedded, name: str) -> Service:
        service = super()._service(embedded, name)
        if name in HURRIED:
            service.loops = [
                replace(loop, idle_seconds=min(loop.idle_seconds, IDLE_SECONDS)) for loop in service.loops
            ]
        return service


@pytest.fixture(scope="package")
def portal(tmp_path_factory) -> Iterator[Portal]:
    """Six services, their workers, a broker, a mail server, the gateway; the bank's people, a register."""
    folder, port = tmp_path_factory.mktemp("platform"), free_port()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LETTER_BATCH_WAIT_SECONDS", "0")
        running = HurriedPlatform(Embedded(folder, f"http://127.0.0.1:{port}", DEMONSTRATION_DATE))
    open_the_bank({service.name: service for service in running.services})
    server = make_server("127.0.0.1", port, running.wsgi(), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    running.start()
    yield Portal(f"http://127.0.0.1:{port}", folder, running)
    running.stop()
    server.shutdown()
    thread.join()
    server.server_close()

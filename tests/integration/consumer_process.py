"""A consumer in a process of its own, to be killed: prints what it is given and never finishes number 13.

usage: python -m tests.integration.consumer_process BROKER_URL FILE_OF_CRASHES
"""

import sys
import time
from pathlib import Path

from shared.bus import Consumer, Delivery, Queue

QUEUE = Queue("lending", keys=("rates.fixing_published.v1",), prefetch=5)
POISON = 13


class CrashesInAFile:
    """A delivery counter that survives the process: one line per delivery that came back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()

    def increment(self, message_id: str) -> int:
        with self.path.open("a") as file:
            file.write(f"{message_id}\n")
        return self.path.read_text().split().count(message_id)

    def forget(self, message_id: str) -> None:
        kept = [line for line in self.path.read_text().split() if line != message_id]
        self.path.write_text("".join(f"{line}\n" for line in kept))


def on_message(delivery: Delivery) -> None:
    print(delivery.body["number"], int(delivery.redelivered), flush=True)
    while delivery.body["number"] == POISON:
        time.sleep(1)


if __name__ == "__main__":
    Consumer(sys.argv[1], [QUEUE], on_message, delivery_counter=CrashesInAFile(Path(sys.argv[2]))).run()

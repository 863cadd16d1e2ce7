"""What a caller of the bus must know how to catch, and what a handler may raise to steer it."""

from typing import Any


class BusUnavailable(Exception):
    """The broker did not answer in time, refused or went away; nothing is known to be published."""


class Refused(Exception):
    """Raised by `on_message`: this message can never be handled; it goes to the dead letters without a retry.

    reason  a sentence for the operator who reads the dead letters
    answer  sent to the message's `reply_to` when it has one; without it the sender reads {"refused": reason}
    """

    def __init__(self, reason: str, answer: dict[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.answer = {"refused": reason} if answer is None else answer


class Unavailable(Exception):
    """Raised by `on_message`: what this service needs (its database) is down, the message is not to blame.

    The message is kept and tried again after a pause of at most 5 s; no attempt is counted.
    """

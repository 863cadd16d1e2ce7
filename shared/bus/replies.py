"""Answers to commands, published where the sender asked for them."""

import json
import logging
from typing import Any

from shared import clock
from shared.bus.messages import Delivery, Outgoing
from shared.bus.publisher import Publisher
from shared.ids import new_id

REPLY_PREFIXES = ("replies.", "amq.")
"""Queues answers may go to; on a service's own queue an answer would pass for a fact."""
_log = logging.getLogger(__name__)


def reply(publisher: Publisher, delivery: Delivery, body: dict[str, Any] | None) -> None:
    """Answer the sender if it asked for it; a sender that no longer listens goes without."""
    if body is None or delivery.reply_to is None:
        return
    if not delivery.reply_to.startswith(REPLY_PREFIXES):
        _log.warning(
            "no answer to %s: its queue must begin with %s", delivery.reply_to, " or ".join(REPLY_PREFIXES)
        )
        return
    answer = Outgoing(
        id=str(new_id()),
        type=f"{delivery.queue}.answer",
        source=delivery.queue,
        time=clock.now(),
        body=json.dumps(body, ensure_ascii=False).encode(),
        subject=delivery.id,
        traceparent=delivery.traceparent,
        to_queue=delivery.reply_to,
        correlation_id=delivery.correlation_id or delivery.id,
    )
    if publisher.publish([answer]).unroutable:
        _log.warning("nobody listens to %s any more: no answer to %s", delivery.reply_to, delivery.id)

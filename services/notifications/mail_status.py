"""What the mailing house tells of letters: delivered, or returned with the reason."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from services.notifications.actions import pass_into
from services.notifications.domain.messages import POSTED, State
from services.notifications.sealed_letters import tell_moves
from services.notifications.tables import Letter, Message
from shared import clock
from shared.db import transaction
from shared.errors import Conflict, Missing


class LetterNotPosted(Conflict):
    french = "La lettre {reference} n'a pas été remise au routeur : son état est « {state} »."
    english = "Letter {reference} was not handed over to the mailing house: its state is {state}."


def note(reference: str, state: str, why: str | None) -> Message:
    """Write down what became of a letter; the same again changes nothing. Raises Missing, LetterNotPosted.

    reference  as the letter and the manifest bear it
    """
    with transaction() as session:
        sequence = int(reference.rpartition("-")[2])
        posted = sa.select(Message).join(Letter, Letter.message_id == Message.id)
        posted = posted.options(joinedload(Message.recipient))
        message = session.scalar(posted.where(Message.sequence == sequence).with_for_update(of=Message))
        if message is None or message.reference != reference:
            raise Missing(field="reference", value=reference)
        if message.state not in POSTED:
            raise LetterNotPosted(reference=reference, state=message.state)
        if message.state != state:
            message.state, message.changed_at, message.error = State(state), clock.now(), why
            pass_into(session, [message.id], State(state), why=why)
            tell_moves(session, [message.id], State(state), why)
        return message

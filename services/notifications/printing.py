"""Printing letters: each due one becomes a PDF, kept in the database until a batch takes it."""

from services.notifications.domain.addresses import PostalAddress, address_lines, addressee
from services.notifications.domain.documents import view
from services.notifications.domain.messages import Kind, State
from services.notifications.letters import PrintedLetter
from services.notifications.notices import notice
from services.notifications.press import Press
from services.notifications.tables import Letter, Message, Recipient
from services.notifications.work import correspondence, finish, take
from shared import clock, logs, tracing
from shared.db import transaction
from shared.errors import Refusal

BATCH = 10
_log = logs.get_logger(__name__)


def print_due_letters() -> bool:
    """One round: take some letters and print them. True when there may be more."""
    taken = take(Kind.LETTER, BATCH, becoming=State.QUEUED)
    with Press() as press:
        for message in taken:
            with tracing.continued("print letter", message.traceparent):
                _print(message, press)
    return bool(taken)


def window_lines(recipient: Recipient) -> tuple[str, ...]:
    """The address of a structure as its window shows it; raises a Refusal when it cannot be written."""
    function = addressee(recipient.representative_function)
    return address_lines(PostalAddress(function=function, structure=recipient.name, **recipient.address))


def _print(message: Message, press: Press) -> None:
    """Print one letter, or say why it cannot be."""
    try:
        lines = window_lines(message.recipient)
        letter = view(notice(message.template, message.event), correspondence(message))
        printed = press.print(letter | {"address": list(lines)}, at=message.created_at)
    except Refusal as refusal:
        finish(message, State.FAILED, why=refusal.sentences.french)
    except Exception:  # a letter that breaks its template must not hold up its neighbours
        _log.exception("letter_not_printed", message_id=str(message.id))
        finish(message, State.FAILED, why="Erreur interne : la lettre n'a pas pu être imprimée.")
    else:
        _keep(message, lines, printed)


def _keep(message: Message, lines: tuple[str, ...], printed: PrintedLetter) -> None:
    with transaction() as session:
        if finish(message, State.PRINTED, attempts=message.attempts + 1):
            session.add(
                Letter(
                    message_id=message.id,
                    address=list(lines),
                    pages=printed.pages,
                    sha256=printed.sha256,
                    pdf=printed.pdf,
                    printed_at=clock.now(),
                )
            )
